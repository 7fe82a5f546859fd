"""The form as people see it, and test answers."""

from dataclasses import replace

import pytest

from participation import forms
from participation.answers import submissions
from participation.answers.submissions import Origin
from tests import desk, surveys
from tests.participation.townsurvey import EVERY_KIND, form, question

HOME = "/ratsbuero/beteiligung"


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.planner)


@pytest.fixture
def number(site):
    return surveys.survey(site, form(*EVERY_KIND, question("read", "info"), pages=3), released=False)


def count(site, number):
    with site.database.reading() as db:
        return submissions.count(db, number)


def test_every_kind_of_question_is_shown_on_its_page(client, number):
    page = client.get(f"{HOME}/{number}/vorschau").text
    for one in EVERY_KIND:
        assert f'id="frage-{one["key"]}"' in page
    assert "Seite 3 von 3" in page


def test_it_is_shown_in_each_language(client, site):
    value = forms.to_json(form(question("name", "short")))
    value["languages"] = ["de", "en"]
    value["pages"][0]["questions"][0]["text"]["en"] = "Your street?"
    number = surveys.survey(site, forms.from_json(value), released=False)
    assert "Your street?" in client.get(f"{HOME}/{number}/vorschau?sprache=en").text
    assert "Your street?" not in client.get(f"{HOME}/{number}/vorschau").text


def test_test_answers_are_counted_and_deleted(client, site, number):
    surveys.answer(site, number, {"name": "Test"}, origin=Origin.TEST)
    assert "Bisher 1 Testantwort" in client.get(f"{HOME}/{number}/vorschau").text
    client.post(f"{HOME}/{number}/vorschau/testantworten")
    assert count(site, number) == 0


def test_answers_to_an_open_survey_cannot_be_deleted_that_way(client, site):
    number = surveys.survey(site, form(question("name", "short")))
    surveys.answer(site, number, {"name": "x"})
    client.post(f"{HOME}/{number}/vorschau/testantworten")
    assert count(site, number) == 1
    assert "Testantworten löschen" not in client.get(f"{HOME}/{number}/vorschau").text


def test_what_has_faults_cannot_be_tried_yet(client, site):
    number = surveys.survey(site, form(question("leer", "single", options=[])), released=False)
    page = client.get(f"{HOME}/{number}/vorschau").text
    assert "sobald am Bogen nichts mehr zu berichtigen ist" in page
    assert "Als Test ausfüllen" not in page


def test_a_planner_can_fill_in_a_draft_and_nobody_else(client, site, number):
    assert client.get("/mitmachen/marktplatz/fragen").status_code == 200
    client.cookies.clear()
    assert client.get("/mitmachen/marktplatz/fragen").status_code == 404


def test_what_stands_around_the_questions_is_in_the_survey_s_language_too(client, site):
    asked = replace(form(question("name", "short"), question("count", "number")), languages=("de", "en"))
    number = surveys.survey(site, asked, released=False)
    shown = client.get(f"{HOME}/{number}/vorschau?sprache=en").text
    assert '<div class="preview-question" lang="en">' in shown
    assert "(optional)" in shown
    assert "(freiwillig)" not in shown
    assert "Eine ganze Zahl" not in shown
    assert "Vorschau</h1>" in shown, "the desk itself stays German"
    assert "(freiwillig)" in client.get(f"/en{HOME}/{number}/vorschau?sprache=de").text
