"""The languages of a form, and translating."""

import pytest

from participation import forms
from participation.processes import Process
from tests import building, desk, surveys
from tests.building import send
from tests.participation.townsurvey import EVERY_KIND, form

HOME = "/ratsbuero/beteiligung"


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.planner)


@pytest.fixture
def number(site):
    return surveys.survey(site, form(*EVERY_KIND), released=False)


@pytest.fixture
def path(number):
    return f"{HOME}/{number}/fragen/sprachen"


@pytest.fixture
def english(client, path):
    """The page for translating into English."""
    send(client, path, "", sprache=["de", "en"])
    return f"{path}/en"


def test_languages_are_chosen_and_one_leads(client, site, number, path):
    send(client, path, "", sprache=["de", "en", "de-leicht"], fuehrend="en")
    assert building.draft(site, number).languages == ("en", "de", "de-leicht")
    with site.database.reading() as db:
        assert db.get(Process, number).languages == ["en", "de", "de-leicht"]


@pytest.mark.parametrize("chosen", [[], ["fr"]])
def test_a_form_needs_a_language_there_is(client, site, number, path, chosen):
    response = send(client, path, "", sprache=chosen)
    assert response.status_code == 422
    assert "Bitte wählen Sie mindestens eine Sprache aus." in response.text
    assert building.draft(site, number).languages == ("de",)


def test_texts_are_translated_beside_the_leading_ones(client, site, number, english):
    page = send(client, english, "", **{"t-park-text": "Park?", "t-park-option-yes": "Yes!"})
    asked = building.draft(site, number).questions["park"]
    assert asked.text == {"de": "park?", "en": "Park?"}
    assert asked.asks.options[0].text == {"de": "Yes", "en": "Yes!"}
    assert "Übersetzung geändert" in page.text


def test_a_whole_translation_is_called_whole(client, site, number, english):
    fields = building.fields(client.get(english).text, english)
    page = client.post(english, data={name: value if name == "stand" else ["x"] for name, value in fields.items()}).text
    assert forms.coverage(building.draft(site, number))["en"].share == 1
    assert "Bogen vollständig</span>" in page
    assert "Es fehlt: Titel</a>" in page, "which is no part of the form"
    with site.database.writing() as db:
        process = db.get_one(Process, number)
        process.title = {**process.title, "en": "What about the market square?"}
        db.add(process)
    assert ">vollständig</span>" in client.get(english).text


@pytest.mark.parametrize("code", ["de", "fr", "de-leicht"])
def test_only_another_language_of_the_form_can_be_translated_into(client, path, english, code):
    assert client.get(f"{path}/{code}").status_code == 404


def test_fields_of_questions_that_do_not_exist_are_left_alone(client, site, number, english):
    before = building.draft(site, number)
    send(client, english, "", **{"t-gone-text": "x"})
    assert building.draft(site, number) == before


def test_what_is_too_long_or_too_late_is_told_with_what_was_typed(client, site, number, english):
    response = send(client, english, "", **{"t-park-text": "x" * 2001})
    assert response.status_code == 422
    assert "x" * 2001 in response.text
    old = building.fields(client.get(english).text, english)
    building.press(client, f"{HOME}/{number}/fragen", "frage:weg:spot")
    response = client.post(english, data=old | {"t-park-text": "Meins"})
    assert response.status_code == 409
    assert 'value="Meins"' in response.text
