"""How long others may keep what is public."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from council.base import lifetimes


@pytest.mark.parametrize(
    ("at", "seconds"),
    [
        (datetime(2026, 4, 16, 17, 0, tzinfo=UTC), 60),
        (datetime(2026, 4, 16, 21, 59, 0, tzinfo=UTC), 60),
        (datetime(2026, 4, 16, 21, 59, 50, tzinfo=UTC), 10),
        (datetime(2026, 4, 16, 21, 59, 59, 900_000, tzinfo=UTC), 0),
        (datetime(2026, 4, 16, 22, 0, 0, tzinfo=UTC), 60),
        (datetime(2026, 10, 25, 22, 59, 30, tzinfo=UTC), 30),  # the day on which the clocks go back
    ],
    ids=str,
)
def test_nothing_is_kept_longer_than_a_minute_nor_beyond_midnight_in_the_town(at: datetime, seconds: int) -> None:
    assert lifetimes.seconds(at, ZoneInfo("Europe/Berlin")) == seconds
