"""What is erased leaves the index's files soon, or in the next night."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import erasing

ZONE = ZoneInfo("Europe/Berlin")


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_a_small_index_is_built_anew_within_minutes() -> None:
    assert erasing.rebuild_at(berlin("2026-03-17T18:00"), ZONE, 49) == berlin("2026-03-17T18:05")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-03-17T18:00", "2026-03-18T02:00"),
        ("2026-03-17T00:30", "2026-03-17T02:00"),
        ("2026-03-17T02:00", "2026-03-18T02:00"),
        ("2026-12-31T23:59", "2027-01-01T02:00"),
    ],
)
def test_a_larger_one_in_the_next_night(now: str, then: str) -> None:
    assert erasing.rebuild_at(berlin(now), ZONE, 50) == berlin(then)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(ZoneInfo("UTC"))), st.integers(0, 99))
def test_it_never_takes_more_than_a_day_and_an_hour(now: datetime, sources: int) -> None:
    """The hour is that of the end of summer time."""
    assert timedelta(0) < erasing.rebuild_at(now, ZONE, sources) - now <= timedelta(hours=25)
