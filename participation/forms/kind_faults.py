"""What a planner has to put right in what a question asks for, before anybody can answer it."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from council.base.i18n import message
from participation.forms import numerals
from participation.forms.faults import Fault
from participation.forms.keys import is_key
from participation.forms.kinds import (
    OTHER,
    Day,
    Kind,
    Long,
    Matrix,
    Multiple,
    Number,
    Option,
    Ranking,
    Scale,
    Short,
    Single,
)

MOST_OPTIONS = 200
MOST_ROWS = 50
STEPS = range(2, 12)
FARTHEST_STEP = 100


def faults(key: str, kind: Kind) -> Iterator[Fault]:
    """Everything that is wrong with what a question asks for, apart from its texts; ``key`` is the question's."""
    match kind:
        case Single(options, other):
            yield from _options(key, options, least=1 if other else 2)
        case Multiple():
            yield from _multiple(key, kind)
        case Scale():
            yield from _scale(key, kind)
        case Matrix():
            yield from _matrix(key, kind)
        case Ranking(options, places):
            yield from _options(key, options, least=2)
            if len(options) > 1 and not 1 <= places <= len(options):
                text = message(
                    "Geordnet werden können 1 bis %(most)s Plätze, nicht %(places)s. Bitte ändern Sie die Zahl."
                )
                yield Fault(key, text, {"most": len(options), "places": places})
        case Number():
            yield from _number(key, kind)
        case Short() | Long():
            if not 1 <= kind.most <= kind.largest:
                text = message("Die Länge des Textes muss zwischen 1 und %(most)s Zeichen liegen.")
                yield Fault(key, text, {"most": kind.largest})
        case Day(earliest, latest) if earliest and latest and earliest > latest:
            yield Fault(key, message("Das früheste Datum liegt nach dem spätesten. Bitte ändern Sie eines davon."))


def _options(key: str, options: tuple[Option, ...], *, least: int) -> Iterator[Fault]:
    if len(options) < least:
        text = message(
            "Zur Auswahl stehen zu wenige Antworten. Bitte ergänzen Sie welche; es müssen mindestens %(least)s sein."
        )
        yield Fault(key, text, {"least": least})
    yield from _keys(key, options)


def _keys(key: str, options: tuple[Option, ...], most: int = MOST_OPTIONS) -> Iterator[Fault]:
    if len(options) > most:
        text = message("Mehr als %(most)s Zeilen oder Antworten zur Auswahl kann eine Frage nicht haben.")
        yield Fault(key, text, {"most": most})
    known: set[str] = set()
    for option in options:
        if not is_key(option.key):
            text = message(
                "Die Kennung „%(option)s“ geht nicht: erlaubt sind Kleinbuchstaben, Ziffern und _, vorn ein Buchstabe."
            )
            yield Fault(key, text, {"option": option.key[:60]}, option.key)
        if option.key == OTHER:
            text = message(
                "Die Kennung „other“ ist vergeben. Bitte wählen Sie eine andere, oder erlauben Sie eigene Antworten."
            )
            yield Fault(key, text, part=option.key)
        if option.key in known:
            text = message(
                "Die Kennung „%(option)s“ kommt mehrmals vor. Bitte geben Sie jeder Antwort und Zeile eine eigene."
            )
            yield Fault(key, text, {"option": option.key[:60]}, option.key)
        known.add(option.key)


def _multiple(key: str, kind: Multiple) -> Iterator[Fault]:
    yield from _options(key, kind.options, least=1 if kind.other else 2)
    choices = len(kind.options) + kind.other
    if any(limit is not None and not 1 <= limit <= choices for limit in (kind.least, kind.most)):
        text = message("Wie viele Antworten gewählt werden, muss zwischen 1 und %(most)s liegen.")
        yield Fault(key, text, {"most": choices})
    if kind.least is not None and kind.most is not None and kind.least > kind.most:
        yield Fault(
            key, message("Es sollen mehr Antworten gewählt werden als erlaubt sind. Bitte ändern Sie eine der Zahlen.")
        )


def _scale(key: str, kind: Scale) -> Iterator[Fault]:
    if len(kind.steps) not in STEPS:
        yield Fault(key, message("Eine Skala hat 2 bis 11 Stufen. Bitte ändern Sie ihren Anfang oder ihr Ende."))
    elif max(abs(kind.first), abs(kind.last)) > FARTHEST_STEP:
        yield Fault(key, message("Die Stufen einer Skala liegen zwischen -100 und 100."))
    for step in kind.labels:
        if step not in kind.steps:
            text = message(
                "Die Stufe %(step)s, die einen Text hat, gibt es auf der Skala nicht. Bitte entfernen Sie den Text."
            )
            yield Fault(key, text, {"step": step}, f"label.{step}")


def _matrix(key: str, kind: Matrix) -> Iterator[Fault]:
    if not kind.rows:
        yield Fault(key, message("Die Tabelle hat keine Zeilen. Bitte ergänzen Sie, wozu gefragt wird."))
    yield from _keys(key, kind.rows, MOST_ROWS)
    if isinstance(kind.columns, Scale):
        yield from _scale(key, kind.columns)
    else:
        yield from _options(key, kind.columns, least=2)


def _number(key: str, kind: Number) -> Iterator[Fault]:
    if not 0 <= kind.decimals <= numerals.MOST_DECIMALS:
        text = message("Eine Zahl kann 0 bis %(most)s Stellen nach dem Komma haben.")
        yield Fault(key, text, {"most": numerals.MOST_DECIMALS})
    elif _nothing_between(kind):
        text = message(
            "Zwischen der kleinsten und der größten erlaubten Zahl liegt keine. Bitte ändern Sie eine davon."
        )
        yield Fault(key, text)


def _nothing_between(kind: Number) -> bool:
    """Whether no number with so many decimals lies within the limits."""
    if kind.least is None or kind.most is None:
        return False
    step = Decimal(1).scaleb(-kind.decimals)
    return kind.least.quantize(step, ROUND_CEILING) > kind.most
