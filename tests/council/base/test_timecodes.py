"""Moments in a recording as players, lists and caption files write them."""

import pytest

from council.base import timecodes


@pytest.mark.parametrize(
    ("ms", "shown"),
    [(0, "0:00"), (754_999, "12:34"), (3_599_999, "59:59"), (3_723_000, "1:02:03"), (36_000_000, "10:00:00")],
)
def test_short_ones_are_as_players_show_them(ms: int, shown: str) -> None:
    assert timecodes.short(ms) == shown


@pytest.mark.parametrize(("ms", "shown"), [(0, "0:00:00"), (754_999, "0:12:34"), (36_000_000, "10:00:00")])
def test_a_clock_always_has_hours(ms: int, shown: str) -> None:
    assert timecodes.clock(ms) == shown


def test_caption_files_have_two_digits_and_thousandths() -> None:
    assert timecodes.milliseconds(0) == "00:00:00.000"
    assert timecodes.milliseconds(37_230_045, ",") == "10:20:30,045"
