"""Weighting to known shares, compared with what can be worked out by hand."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from participation.counting.weighting import (
    UNTOLD,
    Cell,
    Division,
    WeightingError,
    effective_size,
    joined,
    rake,
    weighted_shares,
)

TOWN = Division("Stadtteil", {"Nord": 0.5, "Süd": 0.5})
AGES = Division("Alter", {"jung": 0.4, "alt": 0.6})


def shares(people: dict[Cell, int], weights: dict[Cell, float], at: int) -> dict[str, float]:
    total = sum(people[cell] * weights[cell] for cell in people)
    found: dict[str, float] = {}
    for cell in people:
        found[cell[at]] = found.get(cell[at], 0) + people[cell] * weights[cell] / total
    return found


def test_one_division_gives_known_share_over_answered_share() -> None:
    told = rake({("Nord",): 75, ("Süd",): 25}, [TOWN])
    assert told.by_cell == pytest.approx({("Nord",): 0.5 / 0.75, ("Süd",): 0.5 / 0.25})
    assert not told.trimmed
    assert told.largest_gap == pytest.approx(0, abs=1e-9)


def test_effective_size_and_design_effect_are_those_of_kish() -> None:
    told = rake({("Nord",): 75, ("Süd",): 25}, [TOWN])
    by_hand = 100**2 / (75 * (2 / 3) ** 2 + 25 * 2**2)
    assert told.effective == pytest.approx(by_hand)
    assert told.design_effect == pytest.approx(100 / by_hand)
    assert told.people == 100


def test_equal_weights_cost_nothing() -> None:
    assert effective_size({("a",): 30, ("b",): 70}, {("a",): 2.0, ("b",): 2.0}) == pytest.approx(100)


def test_answers_that_agree_with_the_shares_keep_weight_one() -> None:
    told = rake({("Nord", "jung"): 20, ("Nord", "alt"): 30, ("Süd", "jung"): 20, ("Süd", "alt"): 30}, [TOWN, AGES])
    assert list(told.by_cell.values()) == pytest.approx([1.0] * 4)
    assert told.design_effect == pytest.approx(1)


def test_independent_divisions_give_the_product_of_both_weights() -> None:
    people = {("Nord", "jung"): 48, ("Nord", "alt"): 32, ("Süd", "jung"): 12, ("Süd", "alt"): 8}
    told = rake(people, [TOWN, AGES])
    for cell, weight in told.by_cell.items():
        town, age = (
            TOWN.shares[cell[0]] / {"Nord": 0.8, "Süd": 0.2}[cell[0]],
            AGES.shares[cell[1]] / {"jung": 0.6, "alt": 0.4}[cell[1]],
        )
        assert weight == pytest.approx(town * age)


def test_raking_keeps_the_odds_ratio_of_the_answers() -> None:
    people = {("Nord", "jung"): 40, ("Nord", "alt"): 10, ("Süd", "jung"): 15, ("Süd", "alt"): 35}
    fitted = {cell: people[cell] * weight for cell, weight in rake(people, [TOWN, AGES]).by_cell.items()}

    def odds(table: dict[Cell, float]) -> float:
        return table["Nord", "jung"] * table["Süd", "alt"] / (table["Nord", "alt"] * table["Süd", "jung"])

    assert odds(fitted) == pytest.approx(odds({cell: float(count) for cell, count in people.items()}))


@given(st.lists(st.integers(5, 60), min_size=6, max_size=6), st.lists(st.integers(2, 5), min_size=5, max_size=5))
def test_raked_answers_have_the_known_shares(counts: list[int], parts: list[int]) -> None:
    towns, ages = ("Nord", "Süd"), ("jung", "mittel", "alt")
    people = dict(zip([(town, age) for town in towns for age in ages], counts, strict=True))
    known = [
        Division("Stadtteil", {town: part / sum(parts[:2]) for town, part in zip(towns, parts[:2], strict=True)}),
        Division("Alter", {age: part / sum(parts[2:]) for age, part in zip(ages, parts[2:], strict=True)}),
    ]
    told = rake(people, known, trim=1000)
    for at, division in enumerate(known):
        assert shares(people, dict(told.by_cell), at) == pytest.approx(division.shares, abs=1e-7)
    assert sum(people[cell] * weight for cell, weight in told.by_cell.items()) == pytest.approx(told.people)
    assert 0 < told.effective <= told.people + 1e-6


@given(st.lists(st.integers(1, 200), min_size=4, max_size=4), st.floats(1.2, 6))
def test_no_weight_grows_beyond_the_limit(counts: list[int], trim: float) -> None:
    people = dict(zip([(town, age) for town in TOWN.shares for age in AGES.shares], counts, strict=True))
    try:
        told = rake(people, [TOWN, AGES], trim)
    except WeightingError:
        assume(False)
    assert max(told.by_cell.values()) <= trim * 1.05
    assert told.largest_gap <= 0.01


def test_trimmed_weights_tell_how_far_they_are_off() -> None:
    told = rake({("Nord",): 898, ("Süd",): 102}, [TOWN], trim=4.85)
    assert told.trimmed
    assert 0.001 < told.largest_gap < 0.01
    assert shares({("Nord",): 898, ("Süd",): 102}, dict(told.by_cell), 0)["Süd"] == pytest.approx(
        0.5 - told.largest_gap
    )


def test_weights_that_would_have_to_be_trimmed_too_far_are_refused() -> None:
    with pytest.raises(WeightingError, match="Prozentpunkte neben ihrem Anteil"):
        rake({("Nord",): 980, ("Süd",): 20}, [TOWN])


def test_people_of_whom_it_is_not_known_keep_their_part_in_the_whole() -> None:
    people = {("Nord", "jung"): 30, ("Nord", "alt"): 30, ("Süd", "jung"): 20, ("Süd", UNTOLD): 20}
    told = rake(people, [TOWN, AGES])
    found = shares(people, dict(told.by_cell), 1)
    assert found["jung"] / (found["jung"] + found["alt"]) == pytest.approx(0.4)
    assert shares(people, dict(told.by_cell), 0) == pytest.approx(TOWN.shares)


def test_shares_may_be_rounded() -> None:
    thirds = Division("Stadtteil", {"Nord": 0.333, "Süd": 0.333, "West": 0.333})
    told = rake({("Nord",): 10, ("Süd",): 10, ("West",): 10}, [thirds])
    assert told.by_cell == pytest.approx(dict.fromkeys(told.by_cell, 1.0))


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"Nord": 0.5, "Süd": 0.4}, "zusammen 90,0 % statt 100 %"),
        ({"Nord": 50, "Süd": 50}, "statt 100 %"),
        ({"Nord": 1.5, "Süd": -0.5}, "statt 100 %"),
        ({"Nord": math.nan, "Süd": 0.5}, "statt 100 %"),
        ({}, "zusammen 0,0 % statt 100 %"),
        ({"Nord": 1.0}, "„Süd“ .* keinen bekannten Anteil"),
        ({"Nord": 1.0, "Süd": 0.0}, "„Süd“ .* keinen bekannten Anteil"),
        ({"Nord": 0.5, "Süd": 0.3, "West": 0.2}, "„West“ .* niemand geantwortet"),
    ],
)
def test_shares_that_do_not_go_with_the_answers_are_refused(known: dict[str, float], told: str) -> None:
    with pytest.raises(WeightingError, match=told):
        rake({("Nord",): 10, ("Süd",): 10}, [Division("Stadtteil", known)])


def test_there_is_nothing_to_weight_without_answers_or_shares() -> None:
    for people, divisions in (({("Nord",): 0}, [TOWN]), ({("Nord",): 4}, [])):
        with pytest.raises(WeightingError, match="Ohne Antworten"):
            rake(people, divisions)


@pytest.mark.parametrize("trim", [1, 0, -5, math.nan])
def test_a_limit_below_the_mean_weight_is_refused(trim: float) -> None:
    with pytest.raises(WeightingError, match="größer als 1"):
        rake({("Nord",): 10, ("Süd",): 10}, [TOWN], trim)


def test_empty_combinations_for_which_there_is_no_solution_are_refused() -> None:
    with pytest.raises(WeightingError, match=r"findet keine Lösung|gelingt nicht"):
        rake({("Nord", "jung"): 50, ("Süd", "alt"): 50}, [TOWN, AGES])
    slow = {("Nord", "jung"): 50, ("Nord", "alt"): 1, ("Süd", "alt"): 49}
    with pytest.raises(WeightingError, match="findet keine Lösung"):
        rake(slow, [TOWN, Division("Alter", {"jung": 0.5, "alt": 0.5})], trim=1e9)


def test_weighted_shares_are_those_of_weighted_people() -> None:
    weights = rake({("Nord",): 75, ("Süd",): 25}, [TOWN]).by_cell
    votes = {("Nord",): {"ja": 75, "nein": 0}, ("Süd",): {"ja": 0, "nein": 25}}
    told = weighted_shares(votes, {("Nord",): 75, ("Süd",): 25}, weights)
    assert told == pytest.approx({"ja": 0.5, "nein": 0.5})


def test_who_did_not_answer_is_not_part_of_weighted_shares() -> None:
    weights = rake({("Nord",): 75, ("Süd",): 25}, [TOWN]).by_cell
    told = weighted_shares({("Nord",): {"ja": 30}, ("Süd",): {"ja": 0}}, {("Nord",): 30, ("Süd",): 10}, weights)
    assert told == {"ja": pytest.approx(30 * (2 / 3) / (30 * (2 / 3) + 10 * 2))}
    assert weighted_shares({}, {("Nord",): 0}, weights) == {}


def test_shares_of_strata_that_are_hidden_together_are_added_up() -> None:
    assert joined({"Nord": 0.2, "Süd": 0.5, "West": 0.3}, [("Süd",), ("Nord", "West")]) == pytest.approx(
        {"Süd": 0.5, "Nord": 0.5}
    )
