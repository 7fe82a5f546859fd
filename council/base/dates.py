"""Dates, times and lengths as people read them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import dates, numbers

from council.base.i18n import Language

_DAY = {"de": "EEEE, d. MMMM y", "en": "EEEE, d MMMM y"}
_SHORT = {"de": "d. MMMM y", "en": "d MMMM y"}


def day(moment: datetime, language: Language, zone: ZoneInfo) -> str:
    """'Dienstag, 17. März 2026'."""
    return dates.format_datetime(moment, _DAY[language.code], tzinfo=zone, locale=language.locale)


def short_day(moment: datetime, language: Language, zone: ZoneInfo) -> str:
    """'17. März 2026'."""
    return dates.format_datetime(moment, _SHORT[language.code], tzinfo=zone, locale=language.locale)


def day_and_time(moment: datetime, language: Language, zone: ZoneInfo) -> str:
    """'Dienstag, 17. März 2026, 17:00 Uhr'."""
    clock = dates.format_datetime(moment, "HH:mm", tzinfo=zone, locale=language.locale)
    return language.gettext("%(day)s, %(time)s Uhr") % {"day": day(moment, language, zone), "time": clock}


def duration(length_ms: int, language: Language) -> str:
    """A length in ms, in words and rounded to minutes: '5 Std. 24 Min.'; below a minute in seconds."""
    if length_ms < 60_000:
        return language.gettext("%(seconds)s Sek.") % {"seconds": length_ms // 1000}
    hours, minutes = divmod(round(length_ms / 60_000), 60)
    if hours == 0:
        return language.gettext("%(minutes)s Min.") % {"minutes": minutes}
    if minutes == 0:
        return language.gettext("%(hours)s Std.") % {"hours": hours}
    return language.gettext("%(hours)s Std. %(minutes)s Min.") % {"hours": hours, "minutes": minutes}


def number(value: int, language: Language) -> str:
    """'28.412'."""
    return numbers.format_decimal(value, locale=language.locale)


def file_size(size: int, language: Language) -> str:
    """A size in bytes as '1,2 GB'; thousands, as file managers count."""
    value, unit = size / 1000, "kB"
    for larger in ("MB", "GB"):
        if value >= 1000:
            value, unit = value / 1000, larger
    shown = numbers.format_decimal(round(value, 1 if value < 10 else 0), locale=language.locale)
    return f"{shown} {unit}"
