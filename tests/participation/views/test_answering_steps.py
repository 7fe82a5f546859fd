"""Where a step leads."""

from typing import Any

import pytest

from participation import answers
from participation.views import answering_steps as steps
from participation.views.answering_steps import CODE, NO_STRATUM, REVIEW, STRATUM, Filled, Sheet, Turn
from tests.participation.views.market import MARKET, form

ALL = {"often": "daily", "ways": ["foot"], "years": "12"}
SHEET = Sheet(MARKET)


def filled(place: str, given: dict[str, Any] | None = None, *read: str, **more: Any) -> Filled:
    known = ALL if given is None else given
    return Filled(place, known, answers.validate(MARKET, known, "de"), frozenset(read), **more)


def test_a_code_or_a_stratum_comes_before_the_first_page() -> None:
    assert steps.start(SHEET) == "visits"
    assert steps.start(Sheet(MARKET, asks_code=True)) == CODE
    assert steps.start(Sheet(MARKET, strata=("Nord",))) == STRATUM
    assert steps.start(Sheet(form())) == REVIEW


def test_on_and_back_go_the_same_way() -> None:
    sheet, way = Sheet(MARKET, strata=("Nord",)), [STRATUM, "visits", "ways", "you", REVIEW]
    seen = [way[0]]
    while seen[-1] != REVIEW:
        here = filled(seen[-1], ALL, *MARKET.questions, stratum="Nord")
        seen.append(steps.on(sheet, here).place)
    assert seen == way
    assert [steps.back(sheet, filled(place)).place for place in way[1:]] == way[:-1]
    assert steps.back(sheet, filled(STRATUM)).place == STRATUM


def test_wrong_answers_on_other_pages_hold_nobody_up() -> None:
    assert steps.on(SHEET, filled("ways", {"ways": ["foot"]}, "ways")) == Turn("you")


def test_what_nobody_has_seen_yet_is_no_mistake() -> None:
    turn = steps.on(SHEET, filled("you", {**ALL, "years": ""}))
    assert turn == Turn("you", more=True)
    assert steps.on(SHEET, filled("you", {**ALL, "years": ""}, "years", "name")).problems


def test_who_came_from_the_review_goes_back_there_unless_something_is_new_or_wrong() -> None:
    everything = tuple(MARKET.questions)
    assert steps.on(SHEET, filled("visits", ALL, *everything, revising=True)).place == REVIEW
    assert steps.on(SHEET, filled("visits", ALL, "often", "why", "ways", revising=True)).place == "you"
    assert steps.on(SHEET, filled("visits", {"often": "daily"}, *everything, revising=True)).place == "ways"


def test_the_first_place_where_something_is_wrong_keeps_all_from_being_sent() -> None:
    assert steps.unfinished(SHEET, filled(REVIEW)) is None
    missing = steps.unfinished(SHEET, filled(REVIEW, {"often": "daily"}))
    assert missing is not None
    assert missing.place == "ways"
    foreign = steps.unfinished(SHEET, filled(REVIEW, {**ALL, "iban": "x"}))
    assert foreign is not None
    assert foreign.place == REVIEW
    assert steps.unfinished(Sheet(MARKET, strata=("Nord",)), filled(REVIEW)) is not None


@pytest.mark.parametrize(("chosen", "good"), [("Nord", True), (NO_STRATUM, True), ("", False), ("Mond", False)])
def test_a_stratum_is_one_of_those_offered_or_not_said(chosen: str, good: bool) -> None:
    turn = steps.on(Sheet(MARKET, strata=("Nord",)), filled(STRATUM, ALL, stratum=chosen))
    assert (turn.place == "visits") is good


def test_a_page_that_is_not_on_the_way_any_more_leads_to_the_next_that_is() -> None:
    assert steps.to(SHEET, filled(REVIEW), "ways").place == "ways"
    assert steps.to(SHEET, filled(REVIEW), REVIEW).place == REVIEW
    assert steps.to(SHEET, filled("ways"), "nowhere").place == "ways"
    assert steps.to(SHEET, filled("ways"), STRATUM).place == "ways"


def test_progress_grows_to_the_review() -> None:
    sheet = Sheet(MARKET, strata=("Nord",))
    shown = [steps.progress(sheet, filled(place), place) for place in (STRATUM, "visits", "ways", "you", REVIEW)]
    assert shown == [0, 0, 33, 67, 100]
