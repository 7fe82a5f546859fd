"""From when until when a process takes answers, as people read it: the end of a day is its 24:00 and not the next one's beginning."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from council.base import dates
from council.base.i18n import Language

_MINUTE = timedelta(minutes=1)


def beginning(opens: datetime, language: Language, zone: ZoneInfo) -> str:
    """'Freitag, 1. Mai 2026, 08:00 Uhr'."""
    return dates.day_and_time(opens, language, zone)


def end(closes: datetime, language: Language, zone: ZoneInfo) -> str:
    """'Sonntag, 31. Mai 2026, 24:00 Uhr', or with the time of day at which it closes."""
    if closes.astimezone(zone).time() != time():
        return dates.day_and_time(closes, language, zone)
    day = dates.day(closes - _MINUTE, language, zone)
    return language.gettext("%(day)s, %(time)s Uhr") % {"day": day, "time": "24:00"}


def last_day(closes: datetime) -> datetime:
    """A moment of the last day on which answers are taken: of the day before where it closes at midnight."""
    return closes - timedelta(microseconds=1)


def last_minute(closes: datetime, zone: ZoneInfo) -> str:
    """The last time clocks show at which answers are taken: '23:59'."""
    return f"{last_day(closes).astimezone(zone):%H:%M}"
