"""Short ways to write the forms to begin with."""

import pytest

from participation.building.starting_words import AGE_QUESTION, NO_NAMES, in_languages, option, said
from participation.forms import questions
from participation.forms.texts import LANGUAGES


def test_a_text_is_said_in_all_languages() -> None:
    assert said("Ja", "Yes", "Ja.") == {"de": "Ja", "en": "Yes", "de-leicht": "Ja."}
    assert set(NO_NAMES) == set(LANGUAGES)


def test_what_is_plain_already_is_said_the_same_way() -> None:
    assert option("laerm", "Lärm", "Noise")["text"]["de-leicht"] == "Lärm"
    assert option("laerm", "Lärm", "Noise", "Es wird laut.")["text"]["de-leicht"] == "Es wird laut."


@pytest.mark.parametrize("languages", [[], ["en"], ["de-leicht", "de"], ["fr", "de"]])
def test_only_wanted_languages_are_left_in_the_wanted_order(languages: list[str]) -> None:
    assert list(in_languages(NO_NAMES, languages)) == [one for one in languages if one in LANGUAGES]


def test_nobody_has_to_say_how_old_they_are() -> None:
    age = questions.from_json(AGE_QUESTION)
    assert list(questions.faults(age)) == []
    assert not age.required
    assert "keine_angabe" in str(age.asks)
