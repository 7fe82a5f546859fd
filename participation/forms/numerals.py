"""Decimal numbers as people type them, as they are kept, and as they are shown. Nothing is guessed: '1.000' may be one or a thousand."""

import re
from decimal import Decimal

from council.base.errors import ReadableError
from council.base.i18n import message

MOST_DECIMALS = 6
LARGEST = Decimal(10**15 - 1)

_EXACT = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_TYPED = re.compile(r"([+-]?[0-9]+)(?:([.,])([0-9]+))?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_LONGEST_TYPED = 60
_NO_NUMBER = message("Bitte geben Sie nur eine Zahl ein, zum Beispiel 12 oder 12,5, ohne Punkt nach Tausendern.")
_NO_WHOLE_NUMBER = message("Bitte geben Sie eine ganze Zahl ein, zum Beispiel 12.")


class NumeralError(ReadableError):
    """What was typed is no number that can be taken."""


def exact(text: str) -> Decimal | None:
    """The number a kept text says, such as '-12.5'; None where it says none."""
    return Decimal(text) if _EXACT.fullmatch(text) else None


def kept(value: Decimal) -> str:
    """The one way a number is written: no zeros that say nothing, no exponent, no minus before nought."""
    return format(value.normalize() if value else Decimal(0), "f")


def typed(text: str, decimals: int) -> Decimal:
    """What a person typed, with comma or point, blanks between thousands; at most so many decimals. NumeralError says what to do."""
    plain = _plain(text)
    found = _TYPED.fullmatch(plain) if len(plain) <= _LONGEST_TYPED else None
    if found is None:
        raise NumeralError(_NO_NUMBER if decimals else _NO_WHOLE_NUMBER)
    whole, _, fraction = found.groups(default="")
    if len(fraction) == 3 and decimals < 3 and whole.lstrip("+-").strip("0"):
        raise NumeralError(
            message(
                "Es ist nicht klar, ob %(number)s Tausender meint. Bitte schreiben Sie die Zahl ohne Punkt oder Komma darin."
            ),
            number=plain,
        )
    value = Decimal(f"{whole}.{fraction}" if fraction else whole)
    if abs(value) > LARGEST:
        raise NumeralError(message("Diese Zahl ist zu groß. Bitte prüfen Sie, ob Sie sich vertippt haben."))
    if len(fraction.rstrip("0")) > decimals:
        raise NumeralError(_too_exact(decimals), decimals=decimals) if decimals else NumeralError(_too_exact(decimals))
    return value


def shown(value: Decimal, language: str) -> str:
    """A number as it is written in a language of a form."""
    return kept(value) if language == "en" else kept(value).replace(".", ",")


def _plain(text: str) -> str:
    """Without blanks around and between groups of thousands, and with the minus of keyboards."""
    single = (
        re.sub(r"\s", " ", text[: _LONGEST_TYPED * 2].strip())
        .replace("\N{MINUS SIGN}", "-")
        .replace("\N{EN DASH}", "-")
    )
    return single.replace(" ", "") if _GROUPED.fullmatch(single) else single


def _too_exact(decimals: int) -> str:
    if decimals == 0:
        return message("Bitte geben Sie eine ganze Zahl ein, ohne Stellen nach dem Komma.")
    return message("Bitte runden Sie die Zahl; Stellen nach dem Komma: höchstens %(decimals)s.")
