import pytest

from search.timelines import Mark, Timeline

MARKS = [
    Mark(1, 1_000, True, "1", "Eröffnung"),
    Mark(2, 5_000, True, "2", "Haushalt"),
    Mark(3, 5_000, True, "3", "Stellenplan"),
    Mark(4, 8_000, False, "N 4", "Verkauf"),
]
TIMELINE = Timeline(10_000, MARKS, [(8_000, 10_000)])


@pytest.mark.parametrize(
    ("moment_ms", "numbers"),
    [
        (0, []),
        (999, []),
        (1_000, ["1"]),
        (4_999, ["1"]),
        (5_000, ["2", "3"]),
        (7_999, ["2", "3"]),
        (8_000, []),
        (99_000, []),
    ],
)
def test_what_is_dealt_with_is_what_began_last_and_never_what_is_not_public(moment_ms: int, numbers: list[str]) -> None:
    assert [mark.number for mark in TIMELINE.items_at(moment_ms)] == numbers


def test_without_marks_nothing_is_dealt_with() -> None:
    assert Timeline(10_000, [], []).items_at(5_000) == []


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "hidden"),
    [
        (0, 8_000, False),
        (0, 8_001, True),
        (7_000, 9_000, True),
        (8_500, 8_500, True),
        (9_000, 8_900, True),
        (10_000, 11_000, False),
    ],
)
def test_a_cut_between_two_moments_is_seen(start_ms: int, end_ms: int, hidden: bool) -> None:
    assert TIMELINE.is_hidden_between(start_ms, end_ms) is hidden
