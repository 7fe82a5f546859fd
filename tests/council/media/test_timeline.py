"""Ranges on a time line, checked against the plain set of their milliseconds."""

from hypothesis import given
from hypothesis import strategies as st

from council.media.timeline import Range, covers, merged, public_ranges, shifted, widened

LENGTH = 60
ranges = st.lists(st.tuples(st.integers(0, LENGTH + 10), st.integers(0, LENGTH + 10)), max_size=6)


def moments(cuts: list[Range]) -> set[int]:
    return {moment for start, end in cuts for moment in range(start, end)}


@given(ranges)
def test_merged_is_the_same_time_in_order_with_gaps_between(cuts: list[Range]) -> None:
    result = merged(cuts)
    assert moments(result) == moments(cuts)
    edges = [edge for cut in result for edge in cut]
    assert edges == sorted(set(edges))


@given(ranges)
def test_public_is_all_that_is_not_cut(cuts: list[Range]) -> None:
    assert moments(public_ranges(cuts, LENGTH)) == set(range(LENGTH)) - moments(cuts)


@given(ranges, st.integers(0, LENGTH), st.integers(1, 10))
def test_covers_tells_whether_any_of_a_range_is_cut(cuts: list[Range], start: int, length: int) -> None:
    assert covers(cuts, start) == (start in moments(cuts))
    assert covers(cuts, start, start + length) == bool(moments(cuts) & set(range(start, start + length)))


@given(ranges, st.integers(0, 30), st.integers(1, 30))
def test_shifted_is_what_one_file_sees_of_the_cuts(cuts: list[Range], offset: int, length: int) -> None:
    assert moments(shifted(cuts, offset, length)) == {m - offset for m in moments(cuts)} & set(range(length))


@given(ranges, st.integers(0, 5))
def test_widened_reaches_further_on_both_sides(cuts: list[Range], margin: int) -> None:
    near = {m + by for m in moments(cuts) for by in range(-margin, margin + 1)}
    assert moments(widened(cuts, margin)) == {m for m in near if m >= 0}
