"""What all counters have in common: what they count can be counted in parts, and as often as it was said."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.counting.counters import counter
from participation.forms.kinds import KINDS, Info
from tests.participation.counting.counters.counting import BY_KEY, figures, new

ANSWERS: dict[str, list[Any]] = {
    "park": ["yes", "no", {"other": True}],
    "ways": [["foot"], ["bike", "bus"], ["foot", {"other": True}]],
    "quiet": [1, 4, 5, "unknown"],
    "rate": [{"clean": 2, "near": 4}, {"safe": 1}],
    "when": [{"sat": "am"}, {"sat": "pm", "sun": "am"}],
    "first": [["trees"], ["water", "trees"], ["shade", "seats", "water"]],
    "years": ["0", "40.5", "120"],
    "name": [True],
    "idea": [True],
    "moved": ["2026-04", "1999-12"],
    "spot": [{"cell": [3, -2]}, {"text": True}, True],
}


def test_skipped_is_not_answered() -> None:
    counting = new("park")
    counting.add("yes")
    counting.skipped += 2
    told = counting.figures(counting)
    assert (told["shown"], told["answered"], told["skipped"]) == (3, 1, 2)


def test_information_has_no_counter() -> None:
    with pytest.raises(TypeError):
        counter(Info())


def test_every_kind_that_is_answered_has_one() -> None:
    assert {new(key).kind.kind for key in BY_KEY} == set(KINDS) - {"info"}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in ANSWERS.items() for value in values])
def test_what_was_answered_three_times_counts_three_times(key: str, value: Any) -> None:
    at_once = new(key)
    at_once.add(value, 3)
    assert at_once.figures(at_once) == figures(key, value, value, value)


@pytest.mark.parametrize("key", ANSWERS)
@settings(max_examples=20)
@given(data=st.data())
def test_counting_in_two_groups_and_joining_them_is_counting_all(key: str, data: Any) -> None:
    values = data.draw(st.lists(st.sampled_from(ANSWERS[key]), max_size=30))
    groups = data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
    left, right = new(key), new(key)
    for value, is_left in zip(values, groups, strict=True):
        (left if is_left else right).add(value)
    left.skipped += 2
    left.merge(right)
    told = left.figures(left)
    assert told.pop("shown") == len(values) + 2
    assert told.pop("skipped") == 2
    assert told.items() <= figures(key, *values).items()
