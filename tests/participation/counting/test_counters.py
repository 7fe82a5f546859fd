"""What is counted of each kind of question, and what is refused because it does not fit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.counting.counters import Counter, counter
from participation.forms.kinds import Info
from participation.forms.questions import from_json
from tests.participation.townsurvey import EVERY_KIND, options, question

BY_KEY = {one["key"]: one for one in EVERY_KIND}


def new(key: str) -> Counter[Any]:
    return counter(from_json(BY_KEY[key]).asks)


def figures(key: str, *values: Any) -> dict[str, Any]:
    counting = new(key)
    for value in values:
        counting.add(value)
    return counting.figures(counting)


def test_words_under_other_are_counted_apart_from_the_options() -> None:
    told = figures("park", "yes", "yes", "both", {"other": True}, {"other": True})
    assert told["options"] == {"yes": 2, "no": 0, "both": 1}
    assert told["other"] == 2
    assert told["answered"] == 5


def test_of_several_options_each_counts_once_a_person() -> None:
    told = figures("ways", ["foot", "bike"], ["bike", {"other": True}], [{"other": True}])
    assert told["options"] == {"foot": 1, "bike": 2, "bus": 0, "car": 0, "train": 0}
    assert (told["answered"], told["other"]) == (3, 2)


def test_a_scale_has_distribution_mean_and_median() -> None:
    told = figures("quiet", 1, 4, 4, "unknown")
    assert told["points"] == {"1": 1, "2": 0, "3": 0, "4": 2, "5": 0, "unknown": 1}
    assert (told["mean"], told["median"], told["answered"]) == (3.0, 4.0, 4)


def test_rows_of_a_matrix_are_counted_one_by_one() -> None:
    told = figures("rate", {"clean": 1, "safe": 4}, {"clean": 3})
    assert told["rows"]["clean"] == {
        "answered": 2,
        "points": {"1": 1, "2": 0, "3": 1, "4": 0},
        "mean": 2.0,
        "median": 2.0,
    }
    assert told["rows"]["safe"]["answered"] == 1
    assert told["rows"]["near"]["mean"] is None
    assert figures("when", {"sat": "am"})["rows"]["sat"] == {"answered": 1, "options": {"am": 1, "pm": 0}}


def test_a_ranking_tells_first_places_and_mean_ranks() -> None:
    told = figures("first", ["trees", "seats", "water"], ["trees"], ["shade", "trees"])
    assert told["first_places"] == {"trees": 2, "seats": 0, "water": 0, "shade": 1}
    ranks = told["mean_rank_unranked_in_the_middle"]
    assert ranks["trees"] == pytest.approx((1 + 1 + 2) / 3, abs=1e-4)
    assert ranks["seats"] == pytest.approx((2 + 3 + 3.5) / 3, abs=1e-4)
    assert ranks["water"] == pytest.approx((3 + 3 + 3.5) / 3, abs=1e-4)


def test_mean_ranks_of_nobody_are_none() -> None:
    assert set(figures("first")["mean_rank_unranked_in_the_middle"].values()) == {None}


def test_numbers_have_mean_quartiles_and_bins_but_no_extremes() -> None:
    told = figures("years", "10", "20", "30", "40.5")
    assert told["mean"] == 25.125
    assert told["quartiles_inclusive"] == [17.5, 25.0, 32.625]
    assert sum(one["count"] for one in told["bins"]) == 4
    assert not {"min", "max"} & told.keys()


def test_dates_are_counted_by_month_in_their_order() -> None:
    told = figures("moved", "2026-04", "2020-12", "2026-04")
    assert list(told["months"].items()) == [("2020-12", 1), ("2026-04", 2)]


def test_places_are_cells_and_words() -> None:
    told = figures("spot", {"cell": [3, -2]}, {"cell": [3, -2]}, {"text": True}, {"text": True}, True)
    assert (told["cells"], told["texts"], told["answered"]) == ({"3/-2": 2}, 2, 5)


def test_texts_are_counted_and_not_shown() -> None:
    told = figures("idea", True, True)
    assert told == {"kind": "long", "shown": 2, "answered": 2, "skipped": 0}


def test_skipped_is_not_answered() -> None:
    counting = new("park")
    counting.add("yes")
    counting.skipped += 2
    told = counting.figures(counting)
    assert (told["shown"], told["answered"], told["skipped"]) == (3, 1, 2)


def test_information_has_no_counter() -> None:
    with pytest.raises(TypeError):
        counter(Info())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("park", "maybe"),
        ("park", 1),
        ("park", ["yes"]),
        ("park", {"other": 1}),
        ("park", {"other": True, "more": 1}),
        ("park", {"other": "Vielleicht"}),
        ("ways", []),
        ("ways", "foot"),
        ("ways", ["foot", "foot"]),
        ("ways", ["plane"]),
        ("ways", [["foot"]]),
        ("ways", [{"other": True}, {"other": True}]),
        ("quiet", 6),
        ("quiet", True),
        ("quiet", 1.0),
        ("quiet", "1"),
        ("quiet", [1]),
        ("rate", {}),
        ("rate", {"clean": 5}),
        ("rate", {"clean": "unknown"}),
        ("rate", {"clean": True}),
        ("rate", {"wet": 1}),
        ("rate", [1, 2, 3]),
        ("when", {"sat": "night"}),
        ("first", []),
        ("first", ["trees", "trees"]),
        ("first", ["trees", "lamps"]),
        ("first", ["trees", "seats", "water", "shade"]),
        ("first", [1]),
        ("years", 12),
        ("years", "1e5"),
        ("years", "1" * 400),
        ("years", "NaN"),
        ("years", ["1"]),
        ("name", 5),
        ("name", "Am Markt 3"),
        ("name", False),
        ("idea", {"text": "x"}),
        ("moved", "2026-13"),
        ("moved", "2026-04-01"),
        ("moved", 2026),
        ("spot", {"lon": 10.0, "lat": 52.0}),
        ("spot", {"cell": [1]}),
        ("spot", {"cell": [1, 2.0]}),
        ("spot", {"cell": [1, 10**30]}),
        ("spot", {"text": "Am Markt"}),
        ("spot", {"text": 1}),
        ("spot", {}),
        ("spot", "here"),
    ],
)
def test_what_does_not_fit_is_refused(key: str, value: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        figures(key, value)


def test_words_are_refused_where_there_is_no_other() -> None:
    plain = counter(from_json(question("park", "single", options=options("yes", "no"))).asks)
    with pytest.raises(ValueError, match="other"):
        plain.add({"other": True})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("park", "yes"),
        ("park", {"other": True}),
        ("ways", ["foot", {"other": True}]),
        ("quiet", 4),
        ("rate", {"clean": 2, "near": 4}),
        ("first", ["water", "trees"]),
        ("years", "40.5"),
        ("idea", True),
        ("moved", "2026-04"),
        ("spot", {"cell": [3, -2]}),
        ("spot", {"text": True}),
    ],
)
def test_what_was_answered_three_times_counts_three_times(key: str, value: Any) -> None:
    at_once = new(key)
    at_once.add(value, 3)
    assert at_once.figures(at_once) == figures(key, value, value, value)


@given(
    st.lists(st.lists(st.sampled_from(["foot", "bike", "bus", "car", "train"]), min_size=1, unique=True), max_size=60)
)
def test_counting_in_two_groups_and_joining_them_is_counting_all(values: list[list[str]]) -> None:
    left, right = new("ways"), new("ways")
    for at, value in enumerate(values):
        (left if at % 3 else right).add(value)
    left.merge(right)
    assert left.figures(left) == figures("ways", *values)
