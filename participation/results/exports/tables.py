"""The published data as tables: how often each answer was given to a question, in all or by a group, and the texts that were released.

A row says of one answer how many people gave it. What was answered at once (options, the rows of a matrix, the places of a ranking) is
told one by one, as people look at it; who combined what stands in the bundle. The words are German, as the surveys are: the files are
made once for everybody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from participation.counting.answer_counts import Given
from participation.counting.bundles import Head, Text
from participation.forms.kinds import OTHER, Matrix, Multiple, Number, Place, Ranking, Short
from participation.forms.questions import Question
from participation.results.exports.codes import asked, labels, named

Cell = str | int | Decimal | None
Row = Sequence[Cell]
Fields = Sequence[tuple[str, str]]
"""The columns of a table, and what stands in them."""

ABOUT = (
    "Jede Zeile sagt, wie viele Menschen auf eine Frage eine bestimmte Antwort gegeben haben.",
    "Was jemand auf zwei verschiedene Fragen geantwortet hat, ist nirgends verbunden und lässt sich nicht wieder zusammenführen.",
    "Wo man mehrere Antworten geben konnte, zählt ein Mensch in mehreren Zeilen. Anteile rechnen Sie mit „anzahl“ durch „geantwortet“.",
    "Fragen, die geändert wurden, während die Umfrage lief, stehen unter den Fassungen, in denen es sie so gab.",
    "Was jemand in eigenen Worten geschrieben hat, steht in der Tabelle der Texte, ohne Gruppe, und nur, wenn es nach Prüfung "
    "freigegeben wurde.",
    "Gruppen mit zu wenigen Menschen sind mit anderen zusammengefasst.",
    "Orte, und Fragen, die nur ein Teil gestellt bekam, stehen ohne Gruppe.",
)
ABOUT_FILES = (
    "Die CSV-Dateien sind in UTF-8 geschrieben, mit Semikolon zwischen den Spalten und Komma in Dezimalzahlen, so wie Excel sie auf "
    "Deutsch liest. Für Programme gibt es dieselben Daten als JSON, mit Punkt in Dezimalzahlen.",
    "Was in einem Text wie eine Formel beginnt, mit =, +, - oder @, auch nach Komma oder Semikolon, hat in den CSV-Dateien einen "
    "Apostroph davor, damit keine Tabelle damit rechnet. In XLSX und JSON stehen die Texte unverändert.",
)
"""What holds for the files with commas or semicolons alone."""
ANSWERS: Fields = (
    ("fassung", "In welchen Fassungen des Fragebogens es die Frage so gab"),
    ("gruppe", "Zu welcher Gruppe die Menschen gehören; leer: alle zusammen"),
    ("frage", "Kurzname der Frage"),
    ("fragetext", "Wie gefragt wurde"),
    ("teil", "Kurzname der Zeile, zu der geantwortet wurde (bei Tabellen), oder der Möglichkeit (bei Rangfolgen)"),
    ("teiltext", "Wie diese Zeile oder Möglichkeit heißt"),
    (
        "antwort",
        "Kurzname der Antwort, Stufe, Zahl, Monat, Rang oder Feld des Rasters (Spalte/Zeile); leer: die Frage wurde übersprungen",
    ),
    ("antworttext", "Wie die Antwort heißt"),
    ("anzahl", "Wie viele Menschen das geantwortet haben"),
    ("geantwortet", "Wie viele Menschen dieser Gruppe auf die Frage überhaupt geantwortet haben"),
)
TEXTS: Fields = (
    ("fassung", "In welchen Fassungen des Fragebogens es die Frage so gab"),
    ("frage", "Kurzname der Frage"),
    ("fragetext", "Wie gefragt wurde"),
    ("text", "Was geschrieben wurde"),
    ("anzahl", "Wie viele Menschen genau das geschrieben haben"),
)
SKIPPED = "keine Antwort"


@dataclass(frozen=True)
class Tables:
    """What is to be known of a bundle to write its rows."""

    head: Head

    @property
    def _groups(self) -> list[str]:
        names = [" + ".join(name or "ohne Angabe" for name in names) for names in self.head.groups]
        return names if len(names) > 1 else [""]

    def answers(self, given: Iterable[Given]) -> Iterator[Row]:
        """Rows as ``ANSWERS`` names their cells, of answers in the order of a bundle. Those of one question and group are held."""
        groups = self._groups
        for (at, question, group), some in groupby(given, lambda one: (one.section, one.question, one.group)):
            section = self.head.sections[at]
            language = self.head.forms[section.versions[0]].leading
            one = next(one for one in section.questions if one.key == question)
            told = Told(one, language, some)
            start = (_versions(section.versions), groups[group] if at == 0 else "", question, asked(one, language))
            for part, answer, people in told.rows():
                yield (*start, *told.part(part), *told.answer(answer), people, told.answered)

    def texts(self, texts: Iterable[Text]) -> Iterator[Row]:
        """Rows as ``TEXTS`` names their cells."""
        for at, question, text, people in texts:
            section = self.head.sections[at]
            one = next(one for one in section.questions if one.key == question)
            language = self.head.forms[section.versions[0]].leading
            yield _versions(section.versions), question, asked(one, language), text, people


class Told:
    """The answers of one group to one question, taken apart and named."""

    def __init__(self, question: Question, language: str, given: Iterable[Given]) -> None:
        self._asks = question.asks
        self._parts = dict(named(question.asks.rows, language)) if isinstance(question.asks, Matrix) else {}
        if isinstance(question.asks, Ranking):
            self._parts = dict(named(question.asks.options, language))
        self._labels = dict(labels(question.asks, language))
        self.answered = 0
        self._counts: dict[tuple[str, Any], int] = {}
        for one in given:
            self.answered += one.people if one.answer is not None else 0
            for part, answer in _apart(question.asks, one.answer):
                self._counts[part, answer] = self._counts.get((part, answer), 0) + one.people

    def rows(self) -> Iterator[tuple[str, Any, int]]:
        """Part, answer and people, in the order in which they were offered; who skipped it comes last."""
        parts, answers = list(self._parts), list(self._labels)

        def place(one: tuple[str, Any]) -> tuple[Any, ...]:
            part, answer = one
            known = str(answer) in self._labels
            return (
                answer is None,
                parts.index(part) if part in self._parts else 0,
                answers.index(str(answer)) if known else len(answers),
                (0, answer) if isinstance(answer, int | Decimal) else (1, str(answer)),
            )

        for part, answer in sorted(self._counts, key=place):
            yield part, answer, self._counts[part, answer]

    def part(self, key: str) -> tuple[Cell, Cell]:
        """A part and its name."""
        return (key, self._parts.get(key, "")) if key else (None, None)

    def answer(self, answer: Any) -> tuple[Cell, Cell]:
        """An answer and its name."""
        if answer is None:
            return None, SKIPPED
        return answer, self._labels.get(str(answer))


def _apart(asks: Any, answer: Any) -> Iterator[tuple[str, Any]]:
    """What is told one by one of an answer: the part of the question, and what was said to it."""
    if answer is None:
        yield "", None
        return
    match asks:
        case Multiple():
            yield from (("", OTHER if isinstance(one, Mapping) else one) for one in answer)
        case Matrix():
            yield from answer.items()
        case Ranking():
            yield from ((option, rank) for rank, option in enumerate(answer, 1))
        case Number():
            yield "", Decimal(answer)
        case Short():
            yield "", "text"
        case Place():
            yield "", _place(answer)
        case _:
            yield "", OTHER if isinstance(answer, Mapping) else answer


def _place(answer: Any) -> str:
    if answer is True:
        return "gezaehlt"
    return "worte" if "text" in answer else "/".join(map(str, answer["cell"]))


def _versions(versions: Sequence[int]) -> str:
    return ", ".join(map(str, versions))
