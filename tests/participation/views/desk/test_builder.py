"""The list of questions: order, undoing, what is wrong, two planners at once."""

from dataclasses import replace

import pytest

from participation.forms import Form
from tests import building, desk, surveys
from tests.participation.townsurvey import form, options, question

HOME = "/ratsbuero/beteiligung"
ASKED = (
    question("ort", "single", options=options("markt", "park")),
    question("warum", "long", max=100, shown_if={"question": "ort", "op": "is", "value": "markt"}),
    question("note", "scale", **{"from": 1, "to": 5}),
)


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.planner)


@pytest.fixture
def number(site):
    return surveys.survey(site, form(*ASKED, pages=2), released=False)


@pytest.fixture
def base(number):
    return f"{HOME}/{number}/fragen"


@pytest.fixture
def order(site, number):
    return lambda: [[one.key for one in page.questions] for page in building.draft(site, number).pages]


def test_questions_stand_in_their_order_with_what_they_ask(client, base):
    page = client.get(base).text
    assert page.index("ort?") < page.index("warum?") < page.index("note?")
    assert "Nur wenn „ort?“ ist „Markt“" in page
    assert "Der Bogen ist fehlerfrei." in page


@pytest.mark.parametrize(
    ("step", "after", "focus"),
    [
        ("frage:runter:ort", [["warum", "ort"], ["note"]], "frage-ort-runter"),
        ("frage:hoch:warum", [["warum", "ort"], ["note"]], "frage-warum-runter"),
        ("frage:runter:warum", [["ort"], ["warum", "note"]], "frage-warum-runter"),
        ("frage:weg:warum", [["ort"], ["note"]], "frage-note-titel"),
        ("frage:doppelt:note", [["ort", "warum"], ["note", "note_2"]], "frage-note_2-titel"),
        ("seite:runter:page_0", [["note"], ["ort", "warum"]], "seite-page_0-hoch"),
        ("seite:weg:page_1", [["ort", "warum"]], "seite-page_0-titel"),
        ("seite:neu:", [["ort", "warum"], ["note"], []], "seite-seite-titel"),
    ],
)
def test_a_step_is_done_taken_back_and_done_again_and_keeps_the_focus(client, base, order, step, after, focus):
    before = order()
    page = building.press(client, base, step).text
    assert order() == after
    assert page.split("autofocus")[0].rsplit('id="', 1)[1].startswith(f'{focus}"')
    building.press(client, base, "zurueck")
    assert order() == before
    building.press(client, base, "vor")
    assert order() == after


def test_what_was_done_is_told_and_can_be_taken_back(client, base):
    page = building.press(client, base, "frage:weg:warum").text
    assert "Erledigt: Frage gelöscht." in page
    assert "Rückgängig: Frage gelöscht" in page
    page = building.press(client, base, "zurueck").text
    assert "Zurückgenommen: Frage gelöscht." in page
    assert "Wiederholen: Frage gelöscht" in page


def test_who_saw_an_older_state_is_told_and_changes_nothing(client, base, order):
    old = building.fields(client.get(base).text, f"{base}/schritt")["stand"][0]
    building.press(client, base, "frage:weg:note")
    for step in ("frage:weg:ort", "zurueck"):
        response = building.press(client, base, step, old)
        assert response.status_code == 409
        assert "Ihr Schritt wurde nicht ausgeführt." in response.text
    assert order() == [["ort", "warum"], []]


@pytest.mark.parametrize("step", ["frage:weg:fremd", "frage:quer:ort", "", "seite:weg:ort", "<script>"])
def test_a_step_that_does_not_exist_is_told(client, base, order, step):
    before = order()
    assert building.press(client, base, step).status_code == 422
    assert order() == before


def test_what_is_wrong_is_told_in_words_and_leads_to_its_place(client, base):
    page = building.press(client, base, "frage:weg:ort").text
    assert f'href="{base}/frage/warum"' in page
    assert "Diese Frage gibt es nicht (mehr)" in page
    page = building.press(client, base, "frage:runter:warum").text
    assert "Die Seite ist leer." in page
    assert f'href="{base}/seite/page_0"' in page


def test_conditions_that_can_never_hold_are_told(client, site):
    twice = [{"question": "ort", "op": "is", "value": value} for value in ("markt", "park")]
    number = surveys.survey(
        site, form(ASKED[0], question("nie", "short", shown_if={"all": twice})), released=False, slug="nie"
    )
    assert "Diese Frage kann nie erscheinen" in client.get(f"{HOME}/{number}/fragen").text


def test_a_form_without_questions_helps_to_begin(client, site):
    number = surveys.survey(site, Form(("de",)), released=False, slug="leer")
    page = client.get(f"{HOME}/{number}/fragen").text
    assert "Noch keine Frage" in page
    assert "Die Umfrage enthält keine Frage." in page


def test_what_makes_people_recognisable_is_told_by_question_numbers(client, site):
    asked = (question("alter", "number", min="0", max="120"), question("wo", "place"), question("sonst", "short"))
    number = surveys.survey(site, form(*asked), released=False, slug="genau")
    page = client.get(f"{HOME}/{number}/fragen").text
    assert "Alter (Frage 1), Ort (Frage 2) und freier Text (Frage 3)" in page


def test_languages_show_how_much_there_is(client, site):
    asked = form(*ASKED)
    number = surveys.survey(site, type(asked)(("de", "en"), asked.pages), released=False, slug="zwei")
    page = client.get(f"{HOME}/{number}/fragen").text
    assert "0 %, 6 Texte fehlen" in page


def test_a_released_survey_says_that_nothing_changed_for_the_public(client, site):
    number = surveys.survey(site, form(*ASKED), slug="offen")
    base = f"{HOME}/{number}/fragen"
    assert "es gilt erst, wenn Sie es veröffentlichen" in client.get(base).text
    page = building.press(client, base, "frage:weg:note").text
    assert "Für die Öffentlichkeit hat sich noch nichts geändert" in page
    assert f'href="{HOME}/{number}/aenderungen"' in page


def test_only_planners_build(client, site, base, cast):
    desk.sign_in(client, site, cast.moderator)
    assert client.get(base).status_code == 403
    assert client.post(f"{base}/schritt", data={"schritt": "seite:neu:"}).status_code == 403


def test_texts_to_read_are_counted_apart_from_questions(client, site):
    number = surveys.survey(site, form(*ASKED, question("lies", "info")), released=False)
    page = client.get(f"{HOME}/{number}/fragen").text
    assert "3 Fragen, 1 Hinweistext, etwa" in page
    assert "Fragen: 3" in client.get(f"{HOME}/{number}/oeffnen").text


def test_a_language_is_not_called_whole_while_the_title_lacks(client, site):
    asked = replace(form(), languages=("de", "en"))
    number = surveys.survey(site, asked, released=False, languages=["de", "en"], title={"de": "Was fehlt?"})
    for path in ("fragen", "fragen/sprachen/en"):
        page = client.get(f"{HOME}/{number}/{path}").text
        assert "Es fehlt: Titel</a>" in page
