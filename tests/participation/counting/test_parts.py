"""What of a submission is counted and published."""

import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from participation.counting.parts import METRES_PER_DEGREE, Grid, Parting
from participation.counting.sections import sections
from participation.forms import paths
from tests.participation.townsurvey import EVERY_KIND, big_form, form, options, question, submissions

EVERYTHING = form(*EVERY_KIND)
IF_YES = {"question": "park", "op": "is", "value": "yes"}


def parts(answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What is counted of somebody, of all sections together."""
    found = Parting({1: EVERYTHING}, sections({1: EVERYTHING}), **more).parts(1, answers)
    return {key: value for _, part in found for key, value in part.items()}


def test_a_question_that_was_shown_and_skipped_is_named_with_nothing() -> None:
    assert parts({"park": "yes"})["quiet"] is None


def test_a_question_that_was_not_shown_is_missing_and_one_that_was_lies_in_its_own_part() -> None:
    asked = form(EVERY_KIND[0], question("why", "long", max=500, shown_if=IF_YES))
    parting = Parting({1: asked}, sections({1: asked}))
    assert parting.parts(1, {"park": "no"}) == [(0, {"park": "no"})]
    assert parting.parts(1, {"park": "yes"}) == [(0, {"park": "yes"}), (1, {"why": None})]
    assert parting.parts(1, {"park": {"other": "yes"}}) == [(0, {"park": {"other": True}})]


def test_of_texts_it_is_only_told_that_there_is_one() -> None:
    answers = {"idea": "Mehr Bäume", "name": "Amt", "park": {"other": "Nie"}, "ways": ["bus", {"other": "Ski"}]}
    told = parts(answers)
    assert [told[key] for key in answers] == [True, True, {"other": True}, ["bus", {"other": True}]]


def test_dates_are_told_by_month() -> None:
    assert parts({"moved": "1987-04-23"})["moved"] == "1987-04"


def test_places_are_cells_of_the_grid_or_left_out() -> None:
    point = {"lon": 10.123456, "lat": 52.345678}
    assert parts({"spot": point})["spot"] is True
    assert parts({"spot": point}, grid=Grid(500, 52))["spot"] == {"cell": Grid(500, 52).cell(10.123456, 52.345678)}
    assert parts({"spot": {"text": "Am Markt 3"}})["spot"] == {"text": True}


@given(st.floats(-180, 180), st.floats(-70, 70), st.integers(100, 5000))
def test_a_point_lies_in_its_cell(lon: float, lat: float, metres: int) -> None:
    column, row = Grid(metres, 52).cell(lon, lat)
    width = METRES_PER_DEGREE * math.cos(math.radians(52))
    assert column * metres <= lon * width + 1e-6 < (column + 1) * metres + 1e-3
    assert row * metres <= lat * METRES_PER_DEGREE + 1e-6 < (row + 1) * metres + 1e-3


def test_the_parts_of_two_versions_lie_in_their_sections() -> None:
    park, age = EVERY_KIND[0], question("age", "number")
    versions = {1: form(park, EVERY_KIND[2]), 2: form(park, age)}
    parting = Parting(versions, sections(versions))
    assert parting.parts(1, {"park": "yes", "quiet": 3}) == [(0, {"park": "yes"}), (1, {"quiet": 3})]
    assert parting.parts(2, {"park": "no", "age": "44"}) == [(0, {"park": "no"}), (2, {"age": "44"})]


def test_sections_that_are_not_published_get_no_part() -> None:
    park, age = EVERY_KIND[0], question("age", "number")
    versions = {1: form(park), 2: form(park, age)}
    assert Parting(versions, sections(versions)[:1]).parts(2, {"park": "no", "age": "44"}) == [(0, {"park": "no"})]


def test_ways_are_remembered_but_never_mixed_up() -> None:
    asked = big_form()
    parting = Parting({1: asked}, sections({1: asked}))
    for _, answers in submissions(asked, 300):
        told = [key for _, part in parting.parts(1, answers) for key in part]
        shown = [one.key for page in paths.seen(asked, answers) for one in page.questions]
        assert sorted(told) == sorted(shown)


def test_the_way_depends_on_answers_of_any_kind() -> None:
    asked = form(
        question("ways", "multiple", options=options("foot", "bike"), other=True),
        question("why", "long", max=500, shown_if={"question": "ways", "op": "includes", "value": "bike"}),
    )
    parting = Parting({1: asked}, sections({1: asked}))
    for way, shown in ((["foot"], False), (["foot", "bike"], True), ([{"other": "bike"}], False)):
        assert ([number for number, _ in parting.parts(1, {"ways": way})] == [0, 1]) is shown
