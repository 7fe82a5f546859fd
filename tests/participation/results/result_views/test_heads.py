"""When a survey was: from its first day to its last, or on the one it had."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from council.base import i18n
from participation.processes import Process
from participation.results.result_views import heads

ZONE = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 3, 3, 8, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("lasts", "period"),
    [
        (timedelta(hours=9), "am 3. März 2026"),
        (timedelta(hours=16), "am 3. März 2026"),  # to midnight
        (timedelta(days=14), "3. März 2026 bis 17. März 2026"),
    ],
)
def test_the_period_is_told_in_days(lasts: timedelta, period: str) -> None:
    process = Process(slug="markt", opens_at=MORNING, closes_at=MORNING + lasts, created_at=MORNING)
    assert heads.period(process, i18n.language("de"), ZONE) == period
