"""Gates: few at once, then one by one; from one place and from everywhere, and nobody is remembered for long."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.answers.gates import SWEPT_FROM, WITHOUT_SCRIPT, WRONG_CODES, Gate, Limit, Limits

THREE = Limits(place=Limit(burst=3, every_ms=1000), everywhere=Limit(burst=5, every_ms=100))
NOW = 10_000_000
limits = st.builds(Limit, st.integers(1, 6), st.integers(1, 2000))


def entered(gate: Gate, place: str, times: int, now_ms: int = NOW) -> list[int]:
    """How long each of so many has to wait who come at once."""
    return [gate.enter(place, now_ms) for _ in range(times)]


def coming(steps: list[int]) -> Iterator[int]:
    """The moments, so far apart."""
    now = NOW
    for step in steps:
        now += step
        yield now


def test_so_many_pass_at_once_and_the_next_is_told_how_long_to_wait() -> None:
    assert entered(Gate(THREE), "here", 4) == [0, 0, 0, 1000]


def test_waiting_that_long_is_enough_and_less_is_not() -> None:
    gate = Gate(THREE)
    entered(gate, "here", 3)
    assert gate.enter("here", NOW + 999) == 1
    assert gate.enter("here", NOW + 1000) == 0
    assert gate.enter("here", NOW + 1000) == 1000


def test_who_has_to_wait_does_not_wait_longer_for_asking() -> None:
    gate = Gate(THREE)
    entered(gate, "here", 3)
    assert entered(gate, "here", 100) == [1000] * 100


def test_after_a_while_everything_is_as_it_was() -> None:
    gate = Gate(THREE)
    entered(gate, "here", 3)
    assert entered(gate, "here", 4, NOW + 3000) == [0, 0, 0, 1000]


def test_places_do_not_hinder_each_other_until_all_together_are_too_many() -> None:
    gate = Gate(THREE)
    assert entered(gate, "here", 3) == [0, 0, 0]
    assert entered(gate, "there", 3) == [0, 0, 100]
    assert gate.enter("elsewhere", NOW + 100) == 0


def test_who_is_forgiven_has_not_come() -> None:
    gate = Gate(THREE)
    for _ in range(50):
        assert gate.enter("here", NOW) == 0
        gate.forgive("here")
    assert entered(gate, "here", 4) == [0, 0, 0, 1000]


@given(limits, limits, st.lists(st.integers(0, 3000), max_size=60))
def test_never_more_pass_than_the_burst_and_one_for_each_while(
    place: Limit, everywhere: Limit, steps: list[int]
) -> None:
    gate = Gate(Limits(place, everywhere))
    passed = [now for now in coming(steps) if gate.enter("here", now) == 0]
    for limit in (place, everywhere):
        for first, begin in enumerate(passed):
            for last in range(first, len(passed)):
                assert last - first + 1 <= limit.burst + (passed[last] - begin) // limit.every_ms


@given(limits, st.lists(st.integers(0, 3000), min_size=1, max_size=60))
def test_the_wait_that_is_told_is_exactly_the_wait(limit: Limit, steps: list[int]) -> None:
    told, gate = Gate(Limits(limit, limit)), Gate(Limits(limit, limit))
    for now in coming(steps):
        wait = told.enter("here", now)
        assert (gate.enter("here", now) == 0) == (wait == 0)
    wait = told.enter("here", now)
    if wait:
        assert told.enter("here", now + wait - 1) == 1
        assert told.enter("here", now + wait) == 0


def test_of_many_at_once_no_more_pass() -> None:
    gate = Gate(THREE)
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: gate.enter("here", NOW), range(200)))
    assert waits.count(0) == 3


def test_places_are_forgotten_when_they_count_no_more() -> None:
    gate = Gate(Limits(Limit(burst=3, every_ms=1000), Limit(burst=10**6, every_ms=1)))
    for number in range(10 * SWEPT_FROM):
        assert gate.enter(f"place {number}", NOW + number * 10) == 0
    assert gate.places <= SWEPT_FROM + 1


@pytest.mark.parametrize("limits", [WRONG_CODES, WITHOUT_SCRIPT])
def test_however_many_places_somebody_has_memory_does_not_grow(limits: Limits) -> None:
    gate = Gate(limits)
    for number in range(30_000):
        gate.enter(f"place {number}", NOW + number * 10)
    assert (
        gate.places <= 2 * (limits.everywhere.burst + limits.place.every_ms // limits.everywhere.every_ms) + SWEPT_FROM
    )
