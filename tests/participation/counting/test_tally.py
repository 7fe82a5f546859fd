"""Figures of a whole survey: in all, by strata, by version."""

import random
from typing import Any

import pytest

from participation.counting.answer_counts import AnswerCounts
from participation.counting.parts import Grid, Parting
from participation.counting.sections import sections
from participation.counting.tally import Figures, Tally, TallyError
from tests.participation.townsurvey import EVERY_KIND, PLACES, form, question, submissions

EVERYTHING = form(*EVERY_KIND)
GROUPS = [[name] for name in PLACES]


def counted(given: list[tuple[str, dict[str, Any]]], groups: list[list[str]]) -> Figures:
    told = sections({1: EVERYTHING})
    parting, counts = Parting({1: EVERYTHING}, told, Grid(500, 52)), AnswerCounts(told, groups)
    for stratum, answers in given:
        group = next((at for at, names in enumerate(groups) if stratum in names), 0)
        for section, part in parting.parts(1, answers):
            counts.add(section, 0 if section else group, part)
    return counts.figures()


def test_nothing_was_answered_by_nobody() -> None:
    told = counted([], [[]])
    assert told["submissions"] == 0
    assert {one["shown"] for one in told["sections"][0]["questions"].values()} == {0}


def test_the_whole_is_the_same_however_it_is_grouped() -> None:
    given = submissions(EVERYTHING, 400)
    grouped, whole = counted(given, GROUPS), counted(given, [[]])
    assert grouped["sections"][0]["questions"] == whole["sections"][0]["questions"]
    assert grouped["submissions"] == 400


def test_a_stratum_has_the_figures_of_its_people() -> None:
    given = submissions(EVERYTHING, 400)
    alone = counted([one for one in given if one[0] == "sued"], [[]])["sections"][0]
    told = next(one for one in counted(given, GROUPS)["sections"][0]["strata"] if one["strata"] == ["sued"])
    for figures in (*told["questions"].values(), *alone["questions"].values()):
        figures.pop("bins", None)  # those are of the whole's limits
    assert told["questions"] == alone["questions"]
    assert told["people"] == alone["people"]


def test_the_order_of_submissions_says_nothing() -> None:
    given = submissions(EVERYTHING, 200)
    mixed = random.Random(2).sample(given, len(given))
    assert counted(given, GROUPS) == counted(mixed, GROUPS)


def test_who_was_not_shown_a_question_did_not_skip_it() -> None:
    why = question("why", "long", max=500, shown_if={"question": "park", "op": "is", "value": "yes"})
    asked = form(EVERY_KIND[0], why)
    told = sections({1: asked})
    parting, counts = Parting({1: asked}, told), AnswerCounts(told)
    for answers in ({"park": "yes"}, {"park": "yes", "why": "Darum"}, {"park": "no"}, {}):
        for section, part in parting.parts(1, answers):
            counts.add(section, 0, part)
    everybody, some = counts.figures()["sections"]
    figures = some["questions"]["why"]
    assert (everybody["people"], some["people"]) == (4, 2)
    assert (figures["shown"], figures["answered"], figures["skipped"]) == (2, 1, 1)


def test_versions_are_told_apart_and_joined_where_they_ask_the_same() -> None:
    versions = {1: form(EVERY_KIND[0], EVERY_KIND[2]), 2: form(EVERY_KIND[0], EVERY_KIND[6])}
    told = sections(versions)
    parting, counts = Parting(versions, told), AnswerCounts(told, [["nord"], ["sued"]])
    for version, group, answers in (
        (1, 0, {"park": "yes"}),
        (1, 1, {"quiet": 2}),
        (2, 0, {"park": "yes", "years": "3"}),
    ):
        for section, part in parting.parts(version, answers):
            counts.add(section, 0 if section else group, part)
    joined, first, second = counts.figures()["sections"]
    assert (joined["versions"], joined["people"], joined["questions"]["park"]["options"]["yes"]) == ([1, 2], 3, 2)
    assert [one["people"] for one in joined["strata"]] == [2, 1]
    assert (first["versions"], first["people"], list(first["questions"])) == ([1], 2, ["quiet"])
    assert (second["versions"], second["people"], list(second["questions"])) == ([2], 1, ["years"])
    assert "strata" not in first


@pytest.mark.parametrize(
    ("question", "answer"),
    [("park", "maybe"), ("unknown", "x"), ("unknown", None), ("ways", ["foot", "foot"]), ("first", ["lamps"])],
)
def test_an_answer_that_does_not_fit_is_named(question: str, answer: Any) -> None:
    tally = Tally(sections({1: EVERYTHING}), [["nord"], ["sued"]], [[1, 1], [2]])
    with pytest.raises(TallyError, match=f"Frage „{question}“"):
        tally.add(0, 1, question, answer, 1)


def test_figures_can_be_told_again_and_after_more_was_counted() -> None:
    counts = AnswerCounts(sections({1: EVERYTHING}), [["nord"], ["sued"]])
    counts.add(0, 0, {"ways": ["foot"]})
    assert counts.figures() == counts.figures()
    counts.add(0, 1, {"ways": ["foot"]})
    assert counts.figures()["sections"][0]["questions"]["ways"]["options"]["foot"] == 2
