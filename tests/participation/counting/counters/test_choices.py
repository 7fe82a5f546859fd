"""What is counted of options and steps, and what is refused because it does not fit."""

from typing import Any

import pytest

from participation.counting.counters import counter
from participation.forms.questions import from_json
from tests.participation.counting.counters.counting import figures
from tests.participation.townsurvey import options, question


@pytest.mark.parametrize("chosen", [["foot"], ["foot", "bike", "bus", "car"], ["foot", "bike", "bus", {"other": True}]])
def test_fewer_or_more_options_than_can_be_chosen_are_refused(chosen: list[Any]) -> None:
    asked = question("ways", "multiple", options=options("foot", "bike", "bus", "car"), other=True, min=2, max=3)
    with pytest.raises(ValueError, match="limits"):
        counter(from_json(asked).asks).add(chosen)


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
    ],
)
def test_what_does_not_fit_is_refused(key: str, value: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        figures(key, value)


def test_words_are_refused_where_there_is_no_other() -> None:
    plain = counter(from_json(question("park", "single", options=options("yes", "no"))).asks)
    with pytest.raises(ValueError, match="other"):
        plain.add({"other": True})
