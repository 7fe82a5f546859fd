"""The form about living in the town: what different people are asked."""

import pytest

from participation import answers, forms
from participation.building import starting_residents
from participation.forms import paths
from participation.forms.texts import LANGUAGES

FORM = forms.from_json(starting_residents.FORM)


@pytest.mark.parametrize(
    ("how_often", "is_asked"), [("taeglich", False), ("woechentlich", False), ("seltener", True), ("nie", True)]
)
def test_who_seldom_goes_by_bus_is_asked_why(how_often: str, is_asked: bool) -> None:
    shown = paths.seen(FORM, {"bus_haeufigkeit": how_often})
    assert ("bus_hindernis" in {question.key for one in shown for question in one.questions}) is is_asked


def test_how_content_people_are_is_all_it_takes() -> None:
    assert answers.validate(FORM, {"zufriedenheit": "unknown"}, "de").problems == ()
    assert [one.key for one in answers.validate(FORM, {}, "de").problems] == ["zufriedenheit"]


def test_contentment_is_asked_on_the_same_scale_everywhere() -> None:
    """So that answers can be compared with one another, and with those of other years."""
    whole, areas, service = (FORM.questions[key].asks for key in ("zufriedenheit", "bereiche", "service"))
    assert whole == service == getattr(areas, "columns", None)


def test_it_has_a_title_and_an_introduction_in_all_languages() -> None:
    assert set(starting_residents.TITLE) == set(starting_residents.INTRO) == set(LANGUAGES)
