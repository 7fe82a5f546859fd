"""The form about a plan: what different people are asked."""

import pytest

from participation import answers, forms
from participation.building import starting_opinion
from participation.forms import paths

FORM = forms.from_json(starting_opinion.FORM)


def asked(opinion: str) -> set[str]:
    return {question.key for one in paths.seen(FORM, {"haltung": opinion}) for question in one.questions}


@pytest.mark.parametrize("opinion", ["dafuer", "eher_dafuer", "unentschieden"])
def test_who_may_be_in_favour_is_asked_why(opinion: str) -> None:
    assert "gruende" in asked(opinion)


@pytest.mark.parametrize("opinion", ["eher_dagegen", "dagegen"])
def test_who_is_against_it_is_not_asked_what_speaks_for_it(opinion: str) -> None:
    assert "gruende" not in asked(opinion)
    assert "bedenken" in asked(opinion)


def test_an_opinion_is_all_it_takes() -> None:
    assert answers.validate(FORM, {"haltung": "dagegen"}, "de").problems == ()
    assert [one.key for one in answers.validate(FORM, {}, "de").problems] == ["haltung"]
