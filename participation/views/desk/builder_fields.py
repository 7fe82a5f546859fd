"""The fields of a question at the desk: what stands in them, and the question they say. They are in the leading language of the form; the
others are translated beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from starlette.datastructures import FormData

from council.base import forms as entering
from council.base.i18n import Language, message
from participation.forms import choices, members, numerals
from participation.forms.choices import with_text
from participation.forms.form_faults import MOST_CHARS
from participation.forms.kind_faults import FARTHEST_STEP
from participation.forms.kinds import Day, Kind, Matrix, Multiple, Number, Option, Ranking, Scale, Short, Single
from participation.forms.questions import Question
from participation.forms.texts import clean, one_line

MOST_LINES = 200
FAR = message("Bitte geben Sie eine ganze Zahl ein, zum Beispiel 5.")
TOO_LONG = message("Ein Text ist %(chars)s Zeichen lang, erlaubt sind %(most)s. Bitte kürzen Sie ihn.")

_WHOLE = re.compile(r"-?[0-9]{1,6}")


@dataclass(frozen=True)
class Line:
    """An option, row, column or step: its key, and its text."""

    key: str
    text: str


@dataclass(frozen=True)
class QuestionFields:
    """What stands in the fields. ``fresh`` and ``fresh_rows`` hold new options and rows, one a line."""

    text: str = ""
    help: str = ""
    required: bool = False
    options: tuple[Line, ...] = ()
    fresh: str = ""
    rows: tuple[Line, ...] = ()
    fresh_rows: str = ""
    by_scale: bool = False
    other: bool = False
    unknown: bool = False
    least: str = ""
    most: str = ""
    first: str = ""
    last: str = ""
    labels: tuple[Line, ...] = ()
    places: str = ""
    decimals: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Reading:
    """What fields say. ``errors`` by the field's name: then it is not to be kept."""

    question: Question
    errors: Mapping[str, str] = field(default_factory=dict)


def of(question: Question, language: str) -> QuestionFields:
    """The fields of a question as it is kept."""
    asks = question.asks
    scale = asks.columns if isinstance(asks, Matrix) and isinstance(asks.columns, Scale) else asks
    shown = QuestionFields(
        question.text.get(language, ""), question.help.get(language, ""), question.required,
        _lines(choices.of(asks), language),
        rows=_lines(asks.rows, language) if isinstance(asks, Matrix) else (),
        by_scale=isinstance(asks, Matrix) and isinstance(asks.columns, Scale),
        other=isinstance(asks, Single | Multiple) and asks.other,
    )  # fmt: skip
    if isinstance(scale, Scale):
        labels = tuple(Line(str(step), scale.labels.get(step, {}).get(language, "")) for step in scale.steps[:11])
        shown = replace(shown, first=str(scale.first), last=str(scale.last), labels=labels, unknown=scale.unknown)
    match asks:
        case Multiple(least=least, most=most):
            return replace(shown, least=_shown(least), most=_shown(most))
        case Ranking(places=places):
            return replace(shown, places=str(places))
        case Number(least, most, decimals, unit):
            limits = ("" if one is None else numerals.shown(one, "de") for one in (least, most))
            return replace(
                shown, least=next(limits), most=next(limits), decimals=str(decimals), unit=unit.get(language, "")
            )
        case Short(most=most):
            return replace(shown, most=str(most))
        case Day(earliest, latest):
            return replace(shown, least=entering.day(earliest), most=entering.day(latest))
        case _:
            return shown


def entered(given: FormData) -> QuestionFields:
    """What was entered."""
    line = {
        name: entering.line(given, name) for name in ("mindestens", "hoechstens", "von", "bis", "plaetze", "stellen")
    }
    return QuestionFields(
        text=_typed(given, "text"), help=_typed(given, "hilfe"), required=_ticked(given, "pflicht"),
        options=_sent(given, "antwort"), fresh=_typed(given, "antworten-neu"),
        rows=_sent(given, "zeile"), fresh_rows=_typed(given, "zeilen-neu"),
        by_scale=entering.line(given, "spalten") == "skala",
        other=_ticked(given, "eigene"), unknown=_ticked(given, "weiss-nicht"),
        least=line["mindestens"], most=line["hoechstens"], first=line["von"], last=line["bis"],
        labels=_sent(given, "stufe"), places=line["plaetze"], decimals=line["stellen"],
        unit=one_line(_typed(given, "einheit")),
    )  # fmt: skip


def read(fields: QuestionFields, before: Question, form_language: str, language: Language) -> Reading:
    """The question that fields say: the one before with what they change. ``form_language``: in which the texts are; ``language``: in
    which errors are told."""
    reader = _Reader(fields, form_language, language)
    asks = reader.asks(before.asks)
    text, told = reader.text("text", fields.text), reader.text("hilfe", fields.help)
    changed = replace(
        before,
        asks=asks,
        text=with_text(before.text, form_language, text),
        help=with_text(before.help, form_language, told),
        required=fields.required,
    )
    return Reading(changed, reader.errors)


def rebased(fields: QuestionFields, now: Question, language: str) -> QuestionFields:
    """What was entered, put into the fields of a question that somebody else changed meanwhile. Options that are gone are to be added
    anew, so that nothing typed is lost."""
    kept = of(now, language)
    options, gone = _joined(fields.options, kept.options)
    rows, gone_rows = _joined(fields.rows, kept.rows)
    return replace(
        fields, options=options, fresh="\n".join((*gone, *filter(None, [fields.fresh]))),
        rows=rows, fresh_rows="\n".join((*gone_rows, *filter(None, [fields.fresh_rows]))),
    )  # fmt: skip


def _joined(typed: tuple[Line, ...], kept: tuple[Line, ...]) -> tuple[tuple[Line, ...], list[str]]:
    said = {line.key: line for line in typed}
    known = {line.key for line in kept}
    return tuple(said.get(line.key, line) for line in kept), [one.text for one in typed if one.key not in known]


class _Reader:
    """Reads fields one by one and collects what is wrong with them."""

    def __init__(self, fields: QuestionFields, form_language: str, language: Language) -> None:
        self.errors: dict[str, str] = {}
        self._fields, self._at, self._language = fields, form_language, language

    def asks(self, before: Kind) -> Kind:
        fields = self._fields
        match before:
            case Single():
                return replace(before, options=self._options(before.options), other=fields.other)
            case Multiple():
                limits = {
                    "least": self._limit("mindestens", fields.least),
                    "most": self._limit("hoechstens", fields.most),
                }
                return replace(before, options=self._options(before.options), other=fields.other, **limits)
            case Scale():
                return self._scale(before)
            case Matrix():
                return self._matrix(before)
            case Ranking():
                return replace(
                    before,
                    options=self._options(before.options),
                    places=self._whole("plaetze", fields.places, before.places),
                )
            case Number():
                return self._number(before)
            case Short():
                return replace(before, most=self._whole("hoechstens", fields.most, type(before).most))
            case Day():
                return Day(self._day("mindestens", fields.least), self._day("hoechstens", fields.most))
            case _:
                return before

    def text(self, name: str, said: str) -> str:
        if len(said) > MOST_CHARS:
            self.errors[name] = self._language.gettext(TOO_LONG) % {"chars": len(said), "most": MOST_CHARS}
        return said

    def _options(self, before: tuple[Option, ...]) -> tuple[Option, ...]:
        return self._choices(before, "antwort", self._fields.options, "antworten-neu", self._fields.fresh)

    def _choices(
        self, before: tuple[Option, ...], name: str, known: tuple[Line, ...], fresh_name: str, fresh: str
    ) -> tuple[Option, ...]:
        said = {line.key: self.text(f"{name}-{line.key}", line.text) for line in known}
        lines = [line for one in fresh.splitlines()[: MOST_LINES + 1] if (line := one_line(one))]
        if len(before) + len(lines) > MOST_LINES:
            text = message("Mehr als %(most)s Zeilen oder Antworten zur Auswahl kann eine Frage nicht haben.")
            self.errors[fresh_name] = self._language.gettext(text) % {"most": MOST_LINES}
        for line in lines:
            self.text(fresh_name, line)
        changed = choices.reworded(before, said, self._at)
        return choices.added(changed, lines[:MOST_LINES], self._at, name)

    def _matrix(self, before: Matrix) -> Matrix:
        fields = self._fields
        rows = self._choices(before.rows, "zeile", fields.rows, "zeilen-neu", fields.fresh_rows)
        if fields.by_scale:
            return Matrix(rows, self._scale(before.columns if isinstance(before.columns, Scale) else Scale()))
        return Matrix(rows, self._options(() if isinstance(before.columns, Scale) else before.columns))

    def _scale(self, before: Scale) -> Scale:
        fields = self._fields
        first, last = self._step("von", fields.first, before.first), self._step("bis", fields.last, before.last)
        said = {
            int(line.key): self.text(f"stufe-{line.key}", line.text) for line in fields.labels if _is_step(line.key)
        }
        labels = {
            step: text
            for step in range(first, min(last, first + 10) + 1)
            if (
                text := with_text(before.labels.get(step, {}), self._at, said[step])
                if step in said
                else before.labels.get(step)
            )
        }
        return Scale(first, last, labels, fields.unknown)

    def _number(self, before: Number) -> Number:
        fields = self._fields
        decimals = self._whole("stellen", fields.decimals, before.decimals)
        limits = (self._decimal(name, one) for name, one in (("mindestens", fields.least), ("hoechstens", fields.most)))
        return Number(
            next(limits), next(limits), decimals, with_text(before.unit, self._at, self.text("einheit", fields.unit))
        )

    def _limit(self, name: str, said: str) -> int | None:
        return self._whole(name, said, 0) if said else None

    def _whole(self, name: str, said: str, otherwise: int) -> int:
        if not said:
            return otherwise
        if not _WHOLE.fullmatch(said):
            self.errors[name] = self._language.gettext(FAR)
            return otherwise
        return int(said)

    def _step(self, name: str, said: str, otherwise: int) -> int:
        step = self._whole(name, said, otherwise)
        if abs(step) > FARTHEST_STEP:
            self.errors[name] = self._language.gettext(message("Die Stufen einer Skala liegen zwischen -100 und 100."))
            return otherwise
        return step

    def _decimal(self, name: str, said: str) -> Decimal | None:
        if not said:
            return None
        try:
            return numerals.typed(said, numerals.MOST_DECIMALS)
        except numerals.NumeralError as error:
            self.errors[name] = error.told(self._language)
            return None

    def _day(self, name: str, said: str) -> date | None:
        found = members.day(said) if said else None
        if said and found is None:
            self.errors[name] = self._language.gettext(message("Das ist kein Datum."))
        return found


def _lines(options: tuple[Option, ...], language: str) -> tuple[Line, ...]:
    return tuple(Line(option.key, option.text.get(language, "")) for option in options)


def _sent(given: FormData, name: str) -> tuple[Line, ...]:
    """Fields ``NAME-KEY`` in their order."""
    prefix = f"{name}-"
    return tuple(
        Line(field.removeprefix(prefix), one_line(value))
        for field, value in given.multi_items()
        if field.startswith(prefix) and isinstance(value, str)
    )


def _typed(given: FormData, name: str) -> str:
    return clean(entering.typed(given, name))


def _ticked(given: FormData, name: str) -> bool:
    return entering.line(given, name) == "ja"


def _shown(limit: int | None) -> str:
    return "" if limit is None else str(limit)


def _is_step(key: str) -> bool:
    return _WHOLE.fullmatch(key) is not None and abs(int(key)) <= FARTHEST_STEP
