"""Checking a whole set of answers against a form.

Everything that is valid is kept, whatever else is wrong, and in one form only: the same answers are the same JSON, however they were
sent. Answers to questions that are not shown are dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from council.base.i18n import message
from participation.answers import checks
from participation.answers.checks import AnswerError, Asked
from participation.forms import Form
from participation.forms.conditions import holds
from participation.forms.faults import Fault
from participation.forms.kinds import Info, Matrix, Option
from participation.forms.questions import Question
from participation.maps.boundary import Boundary

MOST_UNKNOWN = 20

_WANTED = {
    "single": message("Bitte wählen Sie eine Antwort aus."),
    "multiple": message("Bitte wählen Sie mindestens eine Antwort aus."),
    "scale": message("Bitte wählen Sie eine Stufe aus."),
    "matrix": message("Bitte wählen Sie bei „%(row)s“ eine Antwort aus."),
    "ranking": message("Bitte bringen Sie die Möglichkeiten in Ihre Reihenfolge."),
    "number": message("Bitte geben Sie eine Zahl ein."),
    "short": message("Bitte schreiben Sie eine Antwort."),
    "long": message("Bitte schreiben Sie eine Antwort."),
    "date": message("Bitte geben Sie ein Datum ein."),
    "place": message("Bitte wählen Sie einen Ort auf der Karte aus, oder beschreiben Sie ihn."),
}


@dataclass(frozen=True)
class Checked:
    """``answers`` are those that are valid, as they are kept; nothing may be stored for good while there are ``problems``."""

    answers: Mapping[str, object]
    problems: tuple[Fault, ...]


def validate(form: Form, given: object, language: str, boundary: Boundary | None = None) -> Checked:
    """Check what was sent for a form. ``language``: in which of the form's languages problems name its texts. ``boundary``: where
    places have to lie. A matrix of which some rows are wrong keeps the others."""
    if not isinstance(given, Mapping):
        return Checked(
            {}, (Fault("", message("Die Antworten sind nicht lesbar. Bitte senden Sie den Bogen noch einmal.")),)
        )
    checker = _Checker(form, given, language, boundary)
    checker.check()
    unknown = [
        key for key in given if not isinstance(key, str) or key not in form.questions or _is_info(form.questions[key])
    ]
    text = message("Diese Frage gibt es in der Umfrage nicht. Bitte laden Sie die Seite neu.")
    foreign = [Fault(str(key)[:60], text) for key in unknown[:MOST_UNKNOWN]]
    return Checked(checker.answers, (*checker.problems, *foreign))


class _Checker:
    """Goes through the form once. While an answer is wrong nobody knows what it will make appear: valid answers to what may still be
    shown are kept, and nothing more is asked for there."""

    def __init__(self, form: Form, given: Mapping[str, object], language: str, boundary: Boundary | None) -> None:
        self.answers: dict[str, object] = {}
        self.problems: list[Fault] = []
        self._form, self._given, self._language = form, given, language
        self._asked = Asked(language, boundary)
        self._sure: dict[str, object] = {}
        self._undecided: set[str] = set()

    def check(self) -> None:
        for page in self._form.pages:
            for question in page.questions:
                conditions = (page.shown_if, question.shown_if)
                if all(holds(one, self._sure) for one in conditions):
                    self._shown(question)
                elif all(holds(one, self._sure, self._undecided) for one in conditions):
                    self._perhaps_shown(question)

    def _shown(self, question: Question) -> None:
        before = len(self.problems)
        answer = self._answer(question, required=question.required)
        if answer is not None:
            self.answers[question.key] = self._sure[question.key] = answer
        if len(self.problems) > before:
            self._undecided.add(question.key)

    def _perhaps_shown(self, question: Question) -> None:
        answer = self._answer(question, required=False)
        if answer is not None:
            self.answers[question.key] = answer
        self._undecided.add(question.key)

    def _answer(self, question: Question, *, required: bool) -> object:
        given = self._given.get(question.key)
        match question.asks:
            case Info():
                return None
            case Matrix():
                return self._matrix(question, question.asks, given, required=required)
            case _:
                return self._single(question, given, required=required)

    def _single(self, question: Question, given: object, *, required: bool) -> object:
        try:
            answer = checks.checked(question.asks, given, self._asked)
        except AnswerError as error:
            self.problems.append(Fault(question.key, error.text, error.values, error.part))
            return None
        if answer is None and required:
            self.problems.append(Fault(question.key, _WANTED[question.kind]))
        return answer

    def _matrix(self, question: Question, matrix: Matrix, given: object, *, required: bool) -> dict[str, object] | None:
        rows = {row.key: row for row in matrix.rows}
        sent = {} if checks.is_empty(given) else given
        if not isinstance(sent, dict) or not sent.keys() <= rows.keys():
            text = message("Diese Antwort passt nicht zur Frage. Bitte beantworten Sie die Frage noch einmal.")
            self.problems.append(Fault(question.key, text))
            sent = {key: sent[key] for key in rows if key in sent} if isinstance(sent, dict) else None
        if sent is None:
            return None
        found = {key: self._row(question, matrix, row, sent.get(key), required=required) for key, row in rows.items()}
        return {key: value for key, value in found.items() if value is not None} or None

    def _row(self, question: Question, matrix: Matrix, row: Option, given: object, *, required: bool) -> object:
        try:
            if not checks.is_empty(given):
                return checks.choice(matrix.columns, given)
        except AnswerError as error:
            self.problems.append(Fault(question.key, error.text, error.values, row.key))
            return None
        if required:
            values = {"row": self._form.shown(row.text, self._language)}
            self.problems.append(Fault(question.key, _WANTED["matrix"], values, row.key))
        return None


def _is_info(question: Question) -> bool:
    return isinstance(question.asks, Info)
