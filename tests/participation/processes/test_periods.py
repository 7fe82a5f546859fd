"""How the end of a period is told: people read when a day is over, not when the next one begins."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from council.base import i18n
from participation.processes import periods

TOWN = ZoneInfo("Europe/Berlin")
GERMAN = i18n.language("de")
MIDNIGHT = datetime(2026, 5, 31, 22, tzinfo=UTC)


def test_midnight_ends_the_day_before() -> None:
    assert periods.end(MIDNIGHT, GERMAN, TOWN) == "Sonntag, 31. Mai 2026, 24:00 Uhr"
    assert periods.last_minute(MIDNIGHT, TOWN) == "23:59"


def test_a_time_of_day_is_told_as_it_is() -> None:
    evening = datetime(2026, 1, 15, 17, tzinfo=UTC)
    assert periods.end(evening, GERMAN, TOWN) == "Donnerstag, 15. Januar 2026, 18:00 Uhr"
    assert periods.last_minute(evening, TOWN) == "17:59"


def test_a_beginning_at_midnight_is_that_of_its_own_day() -> None:
    assert periods.beginning(MIDNIGHT, GERMAN, TOWN) == "Montag, 1. Juni 2026, 00:00 Uhr"
