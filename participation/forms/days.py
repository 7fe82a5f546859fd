"""Days as people type them, and as they are shown. Nothing is guessed: where a year of two digits, or none, may mean several, it is asked
for."""

import re
from datetime import date

from babel.dates import get_month_names

from council.base.errors import ReadableError
from council.base.i18n import message
from participation.forms.kinds import Day
from participation.forms.members import day

_TYPED = re.compile(r"([0-9]{1,2})[\s./-]+([0-9]{1,2}|[^\W\d_]{3,9})\b[\s./-]*([0-9]{4}|[0-9]{2})?[\s.]*")
_LONGEST_TYPED = 40
_CENTURIES = (1900, 2000, 2100)
_MONTHS = {
    name.lower().rstrip("."): number
    for language in ("de", "en")
    for width in ("wide", "abbreviated")
    for number, name in get_month_names(width, locale=language).items()
}
_EXAMPLE = date(2026, 12, 24)


class DayError(ReadableError):
    """What was typed is no day that can be taken."""


def typed(text: str, asks: Day, language: str) -> date:
    """The day a person typed: '24.12.2026', '24. Dezember 2026', '24/12/2026', '2026-12-24'; in two digits the year may be where only one
    such day can be answered. It may still lie too early or too late. DayError says what to do, in days of ``language``."""
    plain = text.strip() if len(text) < _LONGEST_TYPED else ""
    sample = shown(example(asks), language)
    found = _TYPED.fullmatch(plain)
    if found is None:
        if (exact := day(plain)) is not None:
            return exact
        raise DayError(message("Bitte geben Sie Tag, Monat und Jahr ein, zum Beispiel %(example)s."), example=sample)
    of_month, named, year = int(found[1]), found[2], found[3] or ""
    month = int(named) if named.isdigit() else _MONTHS.get(named.lower(), 0)
    if len(year) == 4:
        value = _day(int(year), month, of_month)
        if value is None:
            raise _none_such(sample)
        return value
    if _day(2000, month, of_month) is None:  # a leap year: the day exists in no other either
        raise _none_such(sample)
    possible = _in_range(asks, month, of_month, int(year)) if year else []
    if len(possible) != 1:
        raise DayError(
            message("Bitte geben Sie das Jahr mit vier Ziffern an, zum Beispiel %(example)s."), example=sample
        )
    return possible[0]


def shown(value: date, language: str) -> str:
    """A day as figures: 24.12.2026, in English 24/12/2026."""
    between = "/" if language == "en" else "."
    return between.join((f"{value.day:02}", f"{value.month:02}", str(value.year)))


def example(asks: Day) -> date:
    """A day that can be answered; where there is room, one that tells day and month apart."""
    limits = [one for one in (asks.earliest, asks.latest) if one is not None]
    candidates = (_EXAMPLE, *(one.replace(day=24) for one in limits), *limits)
    return next((one for one in candidates if _within(asks, one)), _EXAMPLE)


def _in_range(asks: Day, month: int, of_month: int, year: int) -> list[date]:
    """The days of such a year that can be answered; none where there is no limit on both sides, since no century is ruled out then."""
    if asks.earliest is None or asks.latest is None:
        return []
    days = (_day(century + year, month, of_month) for century in _CENTURIES)
    return [one for one in days if one is not None and _within(asks, one)]


def _within(asks: Day, value: date) -> bool:
    return (asks.earliest or date.min) <= value <= (asks.latest or date.max)


def _day(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def _none_such(sample: str) -> DayError:
    return DayError(
        message("Dieses Datum gibt es nicht. Bitte geben Sie Tag, Monat und Jahr ein, zum Beispiel %(example)s."),
        example=sample,
    )
