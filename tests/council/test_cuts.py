"""What of a recording is hidden: cuts by hand and the time of non-public items."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from council.cuts import MarkedItem, hidden_by_agenda


def test_a_non_public_item_hides_until_the_next_stretch() -> None:
    marks = [MarkedItem(0, public=True), MarkedItem(1000, public=False), MarkedItem(4000, public=True)]
    assert hidden_by_agenda(marks, 9000) == [(1000, 4000)]


def test_a_non_public_item_at_the_end_hides_to_the_end() -> None:
    assert hidden_by_agenda([MarkedItem(0, public=True), MarkedItem(5000, public=False)], 9000) == [(5000, 9000)]


def test_two_stretches_at_one_moment_are_hidden_when_either_is_non_public() -> None:
    marks = [MarkedItem(1000, public=False), MarkedItem(1000, public=True), MarkedItem(2000, public=True)]
    assert hidden_by_agenda(marks, 9000) == [(1000, 2000)]


def test_a_mark_after_the_end_hides_nothing() -> None:
    assert hidden_by_agenda([MarkedItem(9500, public=False)], 9000) == []


marks = st.lists(st.builds(MarkedItem, st.integers(0, 10_000), public=st.booleans()), max_size=12)


@given(marks)
def test_every_non_public_start_is_hidden_and_ranges_do_not_touch(marked: list[MarkedItem]) -> None:
    ranges = hidden_by_agenda(marked, 10_001)
    for mark in marked:
        if not mark.public:
            assert any(start <= mark.start_ms < end for start, end in ranges)
    assert all(first[1] < second[0] for first, second in itertools.pairwise(ranges))
