"""When publications end: on their last day's evening, in the town's time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from council import expiry
from council.expiry import Ended, Running
from council.publications import Term, Until

BERLIN = ZoneInfo("Europe/Berlin")
LAST = date(2027, 12, 31)
A_DAY = Term(Until.DATE, LAST)
MINUTES = Term(Until.MINUTES)


@pytest.mark.parametrize(
    ("today", "over"), [(date(2027, 12, 30), False), (LAST, False), (date(2028, 1, 1), True)], ids=str
)
def test_the_last_day_counts_in_full(today: date, over: bool) -> None:
    assert expiry.is_over(A_DAY, None, today) is over


def test_a_day_begins_at_midnight_in_the_town() -> None:
    assert expiry.today(datetime(2027, 12, 31, 22, 59, tzinfo=UTC), BERLIN) == LAST
    assert expiry.today(datetime(2027, 12, 31, 23, 0, tzinfo=UTC), BERLIN) == date(2028, 1, 1)
    assert expiry.today(datetime(2027, 7, 1, 22, 0, tzinfo=UTC), BERLIN) == date(2027, 7, 2)


def test_with_the_minutes_it_ends_on_the_evening_of_the_day_they_are_approved_on() -> None:
    assert not expiry.is_over(MINUTES, None, date(2099, 1, 1))
    assert not expiry.is_over(MINUTES, LAST, LAST)
    assert expiry.is_over(MINUTES, LAST, date(2028, 1, 1))


@pytest.mark.parametrize("term", [Term(), Term(Until.NEVER)], ids=lambda term: term.until)
def test_what_has_no_end_never_ends(term: Term) -> None:
    assert not expiry.is_over(term, LAST, date(2099, 1, 1))


def test_media_and_text_end_apart_and_what_is_not_public_ends_no_more() -> None:
    later = Term(Until.DATE, date(2030, 1, 1))
    running = [
        Running(1, A_DAY, later),
        Running(2, None, A_DAY),
        Running(3, None, later),
        Running(4, MINUTES, MINUTES, approved_on=LAST),
    ]
    assert expiry.due(running, date(2028, 1, 1)) == [
        Ended(1, media=True, text=False),
        Ended(2, media=False, text=True),
        Ended(4, media=True, text=True),
    ]
