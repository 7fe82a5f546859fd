"""What a planner can begin with can be opened as it is."""

import pytest

from participation import forms
from participation.building.starting_forms import STARTING_FORMS
from participation.forms import form_faults, identifying
from participation.forms.texts import LANGUAGES
from participation.processes import Kind

WITH_QUESTIONS = [one for one in STARTING_FORMS if one.form.pages]


@pytest.mark.parametrize("start", WITH_QUESTIONS, ids=lambda one: one.key)
def test_a_form_is_faultless_and_whole_in_all_languages(start):
    assert form_faults.faults(start.form) == ()
    assert {code: found.share for code, found in forms.coverage(start.form).items()} == dict.fromkeys(LANGUAGES, 1.0)
    assert set(start.intro) == set(LANGUAGES)


@pytest.mark.parametrize("strata", [True, False])
@pytest.mark.parametrize("start", WITH_QUESTIONS, ids=lambda one: one.key)
def test_no_form_makes_people_recognisable(start, strata):
    assert identifying.concerns(start.form, strata) == ()


@pytest.mark.parametrize("start", WITH_QUESTIONS, ids=lambda one: one.key)
def test_a_form_takes_minutes_and_asks_for_little_that_must_be_answered(start):
    assert 1 <= start.minutes <= 10
    assert sum(one.required for one in start.form.questions.values()) <= 1


def test_there_is_one_of_each_sort():
    assert {one.key for one in STARTING_FORMS} == {"meinungsbild", "buergerumfrage", "ideensammlung", "leer"}
    ideas = next(one for one in STARTING_FORMS if one.key == "ideensammlung")
    assert ideas.kind is Kind.IDEATION
    assert ideas.categories
    assert set(ideas.introduced(["de", "en"])) == {"de", "en"}
