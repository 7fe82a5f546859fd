from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from council.base import dates
from council.base.i18n import language

BERLIN = ZoneInfo("Europe/Berlin")
EVENING = datetime(2026, 3, 17, 16, 0, tzinfo=UTC)
GERMAN, ENGLISH = language("de"), language("en")


def test_days_are_written_out():
    assert dates.day(EVENING, GERMAN, BERLIN) == "Dienstag, 17. März 2026"
    assert dates.day(EVENING, ENGLISH, BERLIN) == "Tuesday, 17 March 2026"
    assert dates.short_day(EVENING, GERMAN, BERLIN) == "17. März 2026"


def test_times_are_the_towns():
    assert dates.day_and_time(EVENING, GERMAN, BERLIN) == "Dienstag, 17. März 2026, 17:00 Uhr"
    assert dates.day_and_time(EVENING, ENGLISH, BERLIN) == "Tuesday, 17 March 2026, 17:00"
    assert dates.day(datetime(2026, 3, 17, 23, 30, tzinfo=UTC), GERMAN, BERLIN) == "Mittwoch, 18. März 2026"


@pytest.mark.parametrize(
    ("length_ms", "german", "english"),
    [
        (0, "0 Sek.", "0 sec"),
        (59_999, "59 Sek.", "59 sec"),
        (60_000, "1 Min.", "1 min"),
        (3_599_999, "1 Std.", "1 hr"),
        (19_440_000, "5 Std. 24 Min.", "5 hr 24 min"),
    ],
)
def test_lengths_are_rounded_to_what_people_say(length_ms, german, english):
    assert dates.duration(length_ms, GERMAN) == german
    assert dates.duration(length_ms, ENGLISH) == english


def test_numbers_and_sizes_are_grouped_as_is_usual():
    assert dates.number(28_412, GERMAN) == "28.412"
    assert dates.number(28_412, ENGLISH) == "28,412"
    assert dates.file_size(1_234_000_000, GERMAN) == "1,2 GB"
    assert dates.file_size(54_300_000, ENGLISH) == "54 MB"
    assert dates.file_size(800, GERMAN) == "0,8 kB"
