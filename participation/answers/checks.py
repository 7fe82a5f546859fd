"""What an answer has to be, kind by kind. Each check takes whatever was sent and returns it as it is kept: the same answer always in the
same form. An answer that cannot be taken raises, and says what to do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from council.base.errors import ReadableError
from council.base.i18n import message
from participation.forms import days, numerals
from participation.forms.kinds import (
    OTHER,
    UNKNOWN,
    Day,
    Kind,
    Long,
    Multiple,
    Number,
    Option,
    Place,
    Ranking,
    Scale,
    Short,
    Single,
)
from participation.forms.texts import clean, one_line
from participation.maps.boundary import Boundary

OTHER_CHARS = 300
LONGEST_SENT = 40_000  # characters; beyond them a text is not even looked at
PLACES = 5  # decimals of degrees: about a metre

_Limited = TypeVar("_Limited", Decimal, date)


class AnswerError(ReadableError):
    """An answer that cannot be taken. ``part`` names the field within the question it is about."""

    def __init__(self, text: str, part: str = "", **values: object) -> None:
        super().__init__(text, **values)
        self.part = part


@dataclass(frozen=True)
class Asked:
    """What a check needs to know besides the kind: the language of the person, and the town's boundary where there is one."""

    language: str
    boundary: Boundary | None = None


def checked(kind: Kind, given: object, asked: Asked) -> object:
    """The answer as it is kept; None where nothing was answered. Matrices are checked row by row, with ``choice``."""
    if is_empty(given):
        return None
    match kind:
        case Single(options, other):
            return _own(given) if other and isinstance(given, dict) else choice(options, given)
        case Multiple():
            return _multiple(kind, given)
        case Scale():
            return choice(kind, given)
        case Ranking():
            return _ranking(kind, given)
        case Number():
            return _number(kind, given, asked)
        case Long():
            return _text(given, kind.most, clean)
        case Short():
            return _text(given, kind.most, one_line)
        case Day():
            return _day(kind, given, asked)
        case Place():
            return _place(given, asked)
        case _:
            raise _unfit()


def is_empty(given: object) -> bool:
    """Whether what was sent is no answer: nothing, blanks, or a place without any words."""
    if isinstance(given, dict) and set(given) == {"text"}:
        given = given["text"]
    if isinstance(given, str):
        return len(given) <= LONGEST_SENT and not clean(given)
    return given is None or given == [] or given == {}


def choice(choices: tuple[Option, ...] | Scale, given: object) -> str | int:
    """One of the options' keys, or a step of a scale."""
    if isinstance(choices, Scale):
        if choices.unknown and given == UNKNOWN:
            return UNKNOWN
        if isinstance(given, int) and not isinstance(given, bool) and given in choices.steps:
            return given
    elif isinstance(given, str) and any(given == option.key for option in choices):
        return given
    raise AnswerError(message("Diese Antwort steht nicht zur Auswahl. Bitte wählen Sie eine der angezeigten."))


def most_sent(kind: Multiple | Ranking) -> int:
    """How many values of a question that takes several are looked at: twice what there is to choose from, since some come twice."""
    own = isinstance(kind, Multiple) and kind.other
    return 2 * (len(kind.options) + own)


def _own(given: dict[object, object]) -> dict[str, str]:
    if set(given) != {OTHER}:
        raise _unfit()
    if is_empty(given[OTHER]):
        raise AnswerError(message("Bitte schreiben Sie Ihre eigene Antwort dazu, oder wählen Sie eine andere."), OTHER)
    try:
        return {OTHER: _text(given[OTHER], OTHER_CHARS, one_line)}
    except AnswerError as error:
        raise AnswerError(error.text, OTHER, **error.values) from None


def _multiple(kind: Multiple, given: object) -> list[object]:
    sent = _list(given, most_sent(kind))
    own = [_own(one) for one in sent if kind.other and isinstance(one, dict)]
    if len(own) > 1:
        raise _unfit()
    wanted = {choice(kind.options, one) for one in sent if not (kind.other and isinstance(one, dict))}
    found: list[object] = [*(option.key for option in kind.options if option.key in wanted), *own]
    if kind.least is not None and len(found) < kind.least:
        text = message("Bitte wählen Sie mehr aus: mindestens %(least)s, bisher %(count)s.")
        raise AnswerError(text, least=kind.least, count=len(found))
    if kind.most is not None and len(found) > kind.most:
        text = message("Bitte wählen Sie weniger aus: höchstens %(most)s, jetzt %(count)s.")
        raise AnswerError(text, most=kind.most, count=len(found))
    return found


def _ranking(kind: Ranking, given: object) -> list[str | int]:
    order = [choice(kind.options, one) for one in _list(given, most_sent(kind))]
    if len(set(order)) < len(order):
        raise AnswerError(message("Eine Möglichkeit steht auf zwei Plätzen. Bitte geben Sie jeder nur einen Platz."))
    if len(order) > kind.places:
        text = message("Bitte vergeben Sie weniger Plätze: höchstens %(most)s, jetzt %(count)s.")
        raise AnswerError(text, most=kind.places, count=len(order))
    return order


def _number(kind: Number, given: object, asked: Asked) -> str:
    if not isinstance(given, str):
        raise _unfit()
    try:
        value = numerals.typed(given, kind.decimals)
    except numerals.NumeralError as error:
        raise AnswerError(error.text, "", **error.values) from None
    _within(value, kind.least, kind.most, lambda limit: numerals.shown(limit, asked.language), _NUMBERS)
    return numerals.kept(value)


def _text(given: object, most: int, tidy: Callable[[str], str]) -> str:
    if not isinstance(given, str):
        raise _unfit()
    text = tidy(given) if len(given) <= LONGEST_SENT else given
    if len(text) > most:
        told = message("Der Text ist %(count)s Zeichen lang, möglich sind %(most)s. Bitte kürzen Sie ihn.")
        raise AnswerError(told, most=most, count=len(text))
    return text


def _day(kind: Day, given: object, asked: Asked) -> str:
    if not isinstance(given, str):
        raise _unfit()
    try:
        value = days.typed(given, kind, asked.language)
    except days.DayError as error:
        raise AnswerError(error.text, "", **error.values) from None
    _within(value, kind.earliest, kind.latest, lambda limit: days.shown(limit, asked.language), _DAYS)
    return value.isoformat()


_NUMBERS = (
    message("Die Zahl ist zu klein. Bitte geben Sie eine ab %(limit)s ein."),
    message("Die Zahl ist zu groß. Bitte geben Sie eine bis %(limit)s ein."),
)
_DAYS = (
    message("Das Datum liegt zu früh. Bitte geben Sie eines ab dem %(limit)s ein."),
    message("Das Datum liegt zu spät. Bitte geben Sie eines bis zum %(limit)s ein."),
)


def _within(
    value: _Limited,
    least: _Limited | None,
    most: _Limited | None,
    shown: Callable[[_Limited], str],
    texts: tuple[str, str],
) -> None:
    if least is not None and value < least:
        raise AnswerError(texts[0], limit=shown(least))
    if most is not None and value > most:
        raise AnswerError(texts[1], limit=shown(most))


def _place(given: object, asked: Asked) -> dict[str, object]:
    if not isinstance(given, dict):
        raise _unfit()
    if set(given) == {"text"}:
        try:
            return {"text": _text(given["text"], Place.chars, clean)}
        except AnswerError as error:
            raise AnswerError(error.text, "text", **error.values) from None
    if set(given) != {"lon", "lat"}:
        raise _unfit()
    lon, lat = _degrees(given["lon"], 180), _degrees(given["lat"], 90)
    if asked.boundary is not None and not asked.boundary.contains(lon, lat):
        raise AnswerError(
            message(
                "Dieser Ort liegt außerhalb des Gebiets, um das es geht. Bitte wählen Sie einen innerhalb der Grenze."
            )
        )
    return {"lon": lon, "lat": lat}


def _degrees(given: object, most: int) -> float:
    if isinstance(given, int | float) and not isinstance(given, bool) and -most <= given <= most:
        return round(float(given), PLACES) + 0.0  # no minus before nought
    raise AnswerError(
        message(
            "Diesen Ort gibt es auf der Karte nicht. Bitte wählen Sie ihn noch einmal aus, oder beschreiben Sie ihn."
        )
    )


def _list(given: object, most: int) -> Iterable[object]:
    if not isinstance(given, list) or len(given) > most:
        raise _unfit()
    return given


def _unfit() -> AnswerError:
    return AnswerError(message("Diese Antwort passt nicht zur Frage. Bitte beantworten Sie die Frage noch einmal."))
