"""The pace shown while speech is recognised."""

import pytest

from ratsfenster.waiting import pace


def test_the_pace_says_times_real_time_and_time_left() -> None:
    found = pace(3_600_000, before=0.0, done=0.5, elapsed_s=90)
    assert found is not None
    assert found.ratio == pytest.approx(20)
    assert found.left_s == pytest.approx(90)


def test_work_done_before_a_restart_does_not_count_as_speed() -> None:
    found = pace(3_600_000, before=0.5, done=0.75, elapsed_s=90)
    assert found is not None
    assert found.ratio == pytest.approx(10)


@pytest.mark.parametrize(("before", "done", "elapsed"), [(0.0, 0.0, 5.0), (0.3, 0.3, 5.0), (0.0, 0.1, 0.0)])
def test_the_pace_is_unknown_until_something_is_done(before: float, done: float, elapsed: float) -> None:
    assert pace(1000, before, done, elapsed) is None
