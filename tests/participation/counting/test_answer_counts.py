"""Answers taken apart by question."""

import tracemalloc
from typing import Any

import pytest

from participation.counting.answer_counts import AnswerCounts, Given
from participation.counting.sections import sections
from participation.counting.tally import TallyError
from tests.participation.townsurvey import EVERY_KIND, form

PARK, WAYS, QUIET, RATE = EVERY_KIND[:4]
PAIR = sections({1: form(PARK, RATE)})


def counted(parts: list[tuple[int, dict[str, Any]]]) -> AnswerCounts:
    counts = AnswerCounts(PAIR, [["Nord"], ["Süd"]])
    for group, part in parts:
        counts.add(0, group, part)
    return counts


def test_an_answer_is_told_once_with_how_many_gave_it() -> None:
    counts = counted(
        [(0, {"park": "yes", "rate": None}), (0, {"park": "yes", "rate": {"clean": 1}}), (1, {"park": {"other": True}})]
    )
    assert list(counts.given()) == [
        Given(0, 0, "park", "yes", 2),
        Given(0, 1, "park", {"other": True}, 1),
        Given(0, 0, "rate", None, 1),
        Given(0, 0, "rate", {"clean": 1}, 1),
    ]
    assert counts.people == [[2, 1]]
    assert counts.submissions == 3


def test_the_order_says_nothing_of_who_came_first() -> None:
    parts: list[tuple[int, dict[str, Any]]] = [(at % 2, {"park": ("no", "both", "yes")[at % 3]}) for at in range(12)]
    assert list(counted(parts).given()) == list(counted(parts[::-1]).given())


def test_two_ways_of_writing_the_same_are_one_answer() -> None:
    counts = counted([(0, {"rate": {"clean": 1, "safe": 2}}), (0, {"rate": {"safe": 2, "clean": 1}})])
    assert [one.people for one in counts.given()] == [2]


def test_figures_are_counted_of_what_is_told() -> None:
    told = counted([(0, {"park": "yes"}), (1, {"park": None}), (1, {})]).figures()
    assert told["submissions"] == 3
    park = told["sections"][0]["questions"]["park"]
    assert (park["shown"], park["answered"], park["skipped"], park["options"]["yes"]) == (2, 1, 1, 1)
    assert [one["people"] for one in told["sections"][0]["strata"]] == [1, 2]


def test_an_answer_that_does_not_fit_has_no_figures() -> None:
    with pytest.raises(TallyError, match="park"):
        counted([(0, {"park": "maybe"})]).figures()


def test_more_people_take_no_more_memory() -> None:
    def peak(people: int) -> int:
        counts = AnswerCounts(sections({1: form(PARK, QUIET, WAYS)}))
        tracemalloc.start()
        try:
            for at in range(people):
                counts.add(0, 0, {"park": "yes", "quiet": at % 5 + 1, "ways": ["foot", "bike"][: at % 2 + 1]})
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(5000) < peak(200) + 5000
