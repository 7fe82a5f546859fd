"""Weighted shares beside the counted ones."""

import pytest

from participation.counting.disclosure import Block
from participation.counting.known_shares import KnownShares
from participation.counting.sections import sections
from participation.counting.weighted_tally import WeightedTally
from participation.counting.weighting import WeightingError
from tests.participation.townsurvey import EVERY_KIND, form, options, question

AGE = question("age", "single", options=options("young", "old"))
(SECTION,) = sections({1: form(AGE, *EVERY_KIND[:3])})
NORTH_AND_SOUTH = (Block(("Nord",), 60), Block(("Süd",), 20))


def test_groups_that_answered_too_often_count_less() -> None:
    tally = WeightedTally(KnownShares({"Nord": 0.5, "Süd": 0.5}), SECTION, NORTH_AND_SOUTH)
    for group, value, times in ((0, "yes", 60), (1, "no", 20)):
        for _ in range(times):
            tally.add(group, {"park": value, "age": "young", "ways": ["foot", {"other": True}], "quiet": 3})
    told = tally.result()
    assert told["questions"]["park"] == {"options": {"yes": 0.5, "no": 0.5, "both": 0.0, "other": 0.0}}
    assert told["questions"]["ways"]["options"] == {
        "foot": 1.0, "bike": 0.0, "bus": 0.0, "car": 0.0, "train": 0.0, "other": 1.0,
    }  # fmt: skip
    assert told["questions"]["quiet"] == {"points": {"1": 0.0, "2": 0.0, "3": 1.0, "4": 0.0, "5": 0.0, "unknown": 0.0}}
    assert told["people"] == 80
    assert told["effective"] == 60.0  # 80² / (60 · (2/3)² + 20 · 2²)  = 6400 / 106.67
    assert told["divisions"] == ["strata"]


def test_strata_that_are_told_together_are_weighted_together() -> None:
    blocks = (Block(("Nord",), 8), Block(("Mitte", "Süd", ""), 8))
    tally = WeightedTally(KnownShares({"Nord": 0.25, "Mitte": 0.5, "Süd": 0.25}), SECTION, blocks)
    for group, value in ((0, "yes"), (1, "no")):
        for _ in range(8):
            tally.add(group, {"park": value})
    assert tally.result()["questions"]["park"]["options"]["yes"] == 0.25


def test_groups_and_a_question_are_weighted_by_together() -> None:
    tally = WeightedTally(
        KnownShares({"Nord": 0.5, "Süd": 0.5}, "age", {"young": 0.3, "old": 0.7}), SECTION, NORTH_AND_SOUTH
    )
    for group, age, park, times in (
        (0, "young", "yes", 40),
        (0, "old", "no", 20),
        (1, "young", "no", 10),
        (1, "old", "yes", 10),
    ):
        for _ in range(times):
            tally.add(group, {"age": age, "park": park})
    told = tally.result()
    assert told["questions"]["age"]["options"] == {"young": 0.3, "old": 0.7}
    assert told["divisions"] == ["strata", "age"]


def test_who_did_not_say_keeps_their_part_and_is_in_no_group() -> None:
    tally = WeightedTally(KnownShares({}, "age", {"young": 0.5, "old": 0.5}), SECTION, NORTH_AND_SOUTH)
    for age, park, times in (("young", "yes", 30), ("old", "no", 10), (None, "both", 40)):
        for _ in range(times):
            tally.add(0, {"age": age, "park": park})
    assert tally.result()["questions"]["park"]["options"]["both"] == 0.5


def test_a_question_that_was_changed_cannot_be_weighted_by() -> None:
    with pytest.raises(WeightingError, match="Nach „income“ kann nicht gewichtet werden"):
        WeightedTally(KnownShares({}, "income", {"a": 0.5, "b": 0.5}), SECTION, NORTH_AND_SOUTH)


def test_where_everybody_is_in_one_block_there_is_nothing_to_weight_by() -> None:
    with pytest.raises(WeightingError, match="kann nicht gewichtet werden"):
        WeightedTally(KnownShares({"Nord": 0.5, "Süd": 0.5}), SECTION, (Block(("Nord", "Süd"), 9),))


def test_a_group_without_answers_is_named() -> None:
    tally = WeightedTally(KnownShares({}, "age", {"young": 0.5, "old": 0.5}), SECTION, NORTH_AND_SOUTH)
    tally.add(0, {"age": "young", "park": "yes"})
    with pytest.raises(WeightingError, match="hat niemand geantwortet"):
        tally.result()


@pytest.mark.parametrize("few", ["old", None])
def test_an_answer_that_few_gave_cannot_be_weighted_by(few: str | None) -> None:
    """Else weighted and counted shares together would tell what those few said."""
    tally = WeightedTally(KnownShares({}, "age", {"young": 0.5, "old": 0.5}), SECTION, NORTH_AND_SOUTH, 5)
    for age in ("young", "old", None):
        for _ in range(4 if age == few else 5):
            tally.add(0, {"age": age, "park": "yes"})
    with pytest.raises(WeightingError, match="weniger als 5 Menschen"):
        tally.result()
    tally.add(0, {"age": few, "park": "yes"})
    assert tally.result()["people"] == 15


def test_a_cell_of_few_people_cannot_be_weighted_by() -> None:
    """Each margin has people enough, but one young person lives in the north. The figures of all and of both groups are public, so whoever
    works out the weights finds the one whole number that fits each weighted share: all that this person answered."""
    known = KnownShares({"Nord": 0.5, "Süd": 0.5}, "age", {"young": 0.4, "old": 0.6})
    tally = WeightedTally(known, SECTION, (Block(("Nord",), 41), Block(("Süd",), 65)), 5)
    for group, age, times in ((0, "young", 1), (0, "old", 40), (1, "young", 35), (1, "old", 30)):
        for _ in range(times):
            tally.add(group, {"age": age, "park": "yes"})
    with pytest.raises(WeightingError, match="weniger als 5 Menschen"):
        tally.result()
    for _ in range(4):
        tally.add(0, {"age": "young", "park": "no"})
    assert tally.result()["people"] == 110
