"""What can be marked, and what cannot: pure steps on values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council import marks
from council.marks import Begun, Change, Consented, Cutting, MarkingError, Marks
from council.media.timeline import merged

KNOWN = Marks(
    duration_ms=100_000,
    items={1: "1", 2: "2", 3: "N 1"},
    stretches=(Begun(11, 1, 0), Begun(12, 2, 20_000), Begun(13, 2, 60_000)),
    cuts=(Cutting(21, 30_000, 40_000, "break"),),
    consents=(Consented(31, 50_000, 55_000, True, "Clara Amtmann", "2026-04-16T17:00:00+00:00"),),
)


def test_an_item_begins_where_it_had_no_beginning() -> None:
    change = marks.begin(KNOWN, 3, 70_000)
    assert (change.removed, change.added) == ({}, {"stretches": [[3, 70_000]]})
    assert change.label == "TOP N 1 ab 0:01:10,0"


def test_marking_an_item_a_second_time_moves_its_beginning() -> None:
    change = marks.begin(KNOWN, 1, 5_000)
    assert (change.removed, change.added) == ({"stretches": [[1, 0]]}, {"stretches": [[1, 5_000]]})


def test_an_item_called_again_has_one_stretch_more() -> None:
    change = marks.begin(KNOWN, 1, 80_000, again=True)
    assert (change.removed, change.added) == ({}, {"stretches": [[1, 80_000]]})


def test_of_an_item_called_several_times_it_has_to_be_said_which_call_is_meant() -> None:
    with pytest.raises(MarkingError, match="mehrmals"):
        marks.begin(KNOWN, 2, 90_000)


@pytest.mark.parametrize("at_ms", [-1, 100_000, 10**12])
def test_nothing_begins_outside_of_the_recording(at_ms: int) -> None:
    with pytest.raises(MarkingError, match="nicht in der Aufzeichnung"):
        marks.begin(KNOWN, 3, at_ms)


def test_items_of_other_meetings_cannot_be_marked() -> None:
    with pytest.raises(MarkingError, match="nicht mehr"):
        marks.begin(KNOWN, 99, 1_000)


@pytest.mark.parametrize(
    ("start", "end"), [(5_000, 5_000), (9_000, 5_000), (-1, 5_000), (5_000, 102_000), (10**12, 10**13)]
)
def test_a_cut_lies_within_the_recording_and_has_a_length(start: int, end: int) -> None:
    with pytest.raises(MarkingError, match="vor dem Ende"):
        marks.cut(KNOWN, start, end, "break")


def test_a_cut_may_end_where_a_player_says_the_recording_does() -> None:
    assert marks.cut(KNOWN, 0, 100_040, "other").added == {"cuts": [[0, 100_000, "other"]]}


def test_a_cut_over_everything_is_a_cut() -> None:
    assert marks.cut(KNOWN, 0, 100_000, "other").added == {"cuts": [[0, 100_000, "other"]]}


def test_a_cut_needs_one_of_the_reasons() -> None:
    with pytest.raises(MarkingError, match="Gründe"):
        marks.cut(KNOWN, 0, 1_000, "<script>")


def test_the_same_cut_is_not_made_twice() -> None:
    with pytest.raises(MarkingError, match="gibt es schon"):
        marks.cut(KNOWN, 30_000, 40_000, "other")


def test_there_are_five_hundred_cuts_and_no_more() -> None:
    full = Marks(10**7, cuts=tuple(Cutting(n, n * 10, n * 10 + 5, "break") for n in range(500)))
    with pytest.raises(MarkingError, match="500"):
        marks.cut(full, 9_000_000, 9_000_010, "break")


def test_cuts_over_each_other_are_told() -> None:
    cuts = [
        Cutting(1, 0, 50, "break"),
        Cutting(2, 10, 20, "break"),
        Cutting(3, 50, 60, "break"),
        Cutting(4, 40, 45, "break"),
    ]
    assert marks.overlapping(cuts) == {1, 2, 4}


def test_what_is_gone_cannot_be_changed() -> None:
    for step in (marks.remove_cut, marks.clear, marks.forget):
        with pytest.raises(MarkingError, match="nicht mehr"):
            step(KNOWN, 999)


def test_a_step_back_is_the_step_turned_round() -> None:
    change = marks.change_cut(KNOWN, 21, 31_000, 40_000, "break")
    assert change.inverse == Change(change.action, change.label, change.added, change.removed)
    assert change.inverse.inverse == change


@pytest.mark.parametrize(
    ("ms", "shown"),
    [
        (0, "0:00:00,0"),
        (750_412, "0:12:30,412"),
        (750_400, "0:12:30,4"),
        (750_050, "0:12:30,05"),
        (36_000_001, "10:00:00,001"),
    ],
)
def test_times_are_written_with_as_many_digits_as_they_have(ms: int, shown: str) -> None:
    assert marks.exact(ms) == shown


ranges = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))).map(merged)


@given(ranges, ranges)
def test_what_is_left_of_ranges_is_what_is_not_taken(
    whole: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> None:
    def moments(of: list[tuple[int, int]]) -> set[int]:
        return {moment for start, end in of for moment in range(start, end)}

    left = marks.without(whole, taken)
    assert moments(left) == moments(whole) - moments(taken)
    assert all(start < end for start, end in left)
