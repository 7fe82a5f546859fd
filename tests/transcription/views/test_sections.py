"""How a transcript is divided."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from council.media.timeline import merged
from transcription.views.sections import (
    LONGEST_PART,
    Mark,
    Section,
    divide,
    gaps_between,
    gaps_within,
    section_at,
)

HOUR = 3_600_000


def names(sections: tuple[Section, ...]) -> list[str]:
    return [" + ".join(name for _, name in section.labels) for section in sections]


def test_each_public_item_is_a_section_and_what_comes_before_too() -> None:
    marks = [Mark(10_000, "1", "Eröffnung", True), Mark(60_000, "2", "Radweg", True)]
    sections = divide(marks, [], [2_000, 12_000, 61_000], 100_000)
    assert names(sections) == ["", "Eröffnung", "Radweg"]
    assert [(section.start_ms, section.end_ms) for section in sections] == [
        (0, 10_000),
        (10_000, 60_000),
        (60_000, 100_000),
    ]


def test_a_silent_beginning_is_no_section() -> None:
    sections = divide([Mark(10_000, "1", "Eröffnung", True)], [], [12_000], 100_000)
    assert names(sections) == ["Eröffnung"]
    assert sections[0].number == 1


def test_neighbouring_items_that_are_not_public_leave_one_gap_and_no_name() -> None:
    marks = [
        Mark(0, "1", "Eröffnung", True),
        Mark(20_000, "N1", "Geheim", False),
        Mark(30_000, "N2", "Geheimer", False),
        Mark(40_000, "2", "Radweg", True),
    ]
    hidden = [(20_000, 40_000)]
    sections = divide(marks, hidden, [1_000, 25_000, 35_000, 41_000], 60_000)
    assert names(sections) == ["Eröffnung", "Radweg"]
    assert gaps_between(sections, hidden) == hidden


def test_what_outlasts_a_gap_is_read_in_the_section_after_it() -> None:
    marks = [Mark(0, "N1", "Geheim", False), Mark(40_000, "2", "Radweg", True)]
    sections = divide(marks, [(0, 40_000)], [39_000, 45_000], 60_000)
    part = sections[0].parts[0]
    assert part.from_ms <= 39_000
    assert part.start_ms == 40_000


def test_an_item_that_is_cut_whole_has_no_section() -> None:
    marks = [Mark(0, "1", "Eröffnung", True), Mark(20_000, "2", "Pause", True), Mark(40_000, "3", "Radweg", True)]
    sections = divide(marks, [(15_000, 45_000)], [1_000, 50_000], 60_000)
    assert names(sections) == ["Eröffnung", "Radweg"]
    assert sections[1].start_ms == 45_000
    assert gaps_within(sections[0], [(15_000, 45_000)]) == [(15_000, 45_000)]


def test_items_that_begin_together_are_one_section_and_hidden_if_either_is() -> None:
    together = [Mark(0, "1", "Haushalt", True), Mark(0, "2", "Stellenplan", True)]
    assert names(divide(together, [], [0], 60_000)) == ["Haushalt + Stellenplan"]
    half = [Mark(0, "1", "Haushalt", True), Mark(0, "N1", "Geheim", False), Mark(30_000, "2", "Radweg", True)]
    assert names(divide(half, [(0, 30_000)], [0, 31_000], 60_000)) == ["Radweg"]


def test_a_recording_without_an_agenda_is_divided_by_its_length() -> None:
    starts = list(range(0, 5 * HOUR, 10_000))
    (section,) = divide([], [], starts, 5 * HOUR)
    assert section.labels == ()
    assert len(section.parts) > 10


def test_a_recording_in_which_nobody_speaks_is_one_empty_section() -> None:
    (section,) = divide([], [], [], 60_000)
    assert len(section.parts) == 1


def test_a_moment_is_read_in_the_last_part_that_begins_by_then() -> None:
    starts = list(range(0, HOUR, 5_000))
    sections = divide([], [], starts, HOUR)
    found = section_at(sections, 1_800_000)
    assert found is not None
    assert found[1].from_ms <= 1_800_000 < (found[1].until_ms or HOUR)
    assert section_at((), 0) is None


@given(
    st.lists(st.tuples(st.integers(0, 999), st.booleans()), max_size=12),
    st.lists(st.integers(0, 999), max_size=900).map(sorted),
    st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), max_size=4),
)
def test_every_utterance_is_read_exactly_once(
    items: list[tuple[int, bool]], starts: list[int], cut: list[tuple[int, int]]
) -> None:
    marks = [Mark(start, str(number), "Name", public) for number, (start, public) in enumerate(items)]
    ordered = sorted({mark.start_ms for mark in marks})
    ends = dict(zip(ordered, [*ordered[1:], 1000], strict=False))
    by_agenda = [(mark.start_ms, ends[mark.start_ms]) for mark in marks if not mark.public]
    hidden = merged([*by_agenda, *((start, end) for start, end in cut if start < end)])
    sections = divide(marks, hidden, starts, 1000)
    parts = [part for section in sections for part in section.parts]
    assert all(one.until_ms is not None and one.until_ms <= other.from_ms for one, other in pairwise(parts))
    for start in starts:
        reading = [part for part in parts if part.from_ms <= start < (part.until_ms or 1001)]
        assert len(reading) == 1 or any(begin <= start < end for begin, end in hidden)
    for part in parts:
        inside = [start for start in starts if part.from_ms <= start < (part.until_ms or 1001)]
        assert len(inside) <= LONGEST_PART or len(set(inside)) < len(inside)
