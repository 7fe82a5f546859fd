"""The list of processes, and beginning one."""

import pytest
from sqlalchemy import event
from sqlmodel import select

from council.base.audit import AuditEntry
from participation.processes import Kind, Process, form_versions
from tests import desk, surveys
from tests.participation.townsurvey import form, question

HOME = "/ratsbuero/beteiligung"
ENTERED = {"quelle": "vorlage:meinungsbild", "titel": "Wie soll der Marktplatz werden?", "sprache": ["de", "en"]}


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.planner)


def only(site):
    with site.database.reading() as db:
        process = db.exec(select(Process)).one()
        return process, form_versions.draft(db, process)


def test_the_empty_list_helps_to_begin(client):
    page = client.get(HOME).text
    assert "Noch keine Beteiligung" in page
    assert f'href="{HOME}/neu"' in page


@pytest.mark.parametrize(("key", "questions"), [("meinungsbild", 7), ("buergerumfrage", 10), ("leer", 0)])
def test_a_survey_begins_with_a_template(client, site, key, questions):
    response = client.post(f"{HOME}/neu", data=ENTERED | {"quelle": f"vorlage:{key}"})
    assert "Noch sieht das niemand" in response.text
    process, form = only(site)
    assert process.title == {"de": "Wie soll der Marktplatz werden?"}
    assert (process.languages, form.languages) == (["de", "en"], ("de", "en"))
    assert len(form.questions) == questions
    assert process.released_at is None
    with site.database.reading() as db:
        assert [entry.action for entry in db.exec(select(AuditEntry))] == ["Beteiligung angelegt"]


def test_an_ideation_has_categories_and_no_form(client, site):
    client.post(f"{HOME}/neu", data=ENTERED | {"quelle": "vorlage:ideensammlung"})
    process, _ = only(site)
    assert process.kind == Kind.IDEATION
    assert "Verkehr" in process.categories
    assert client.get(f"{HOME}/{process.id}/fragen").status_code == 404


def test_an_earlier_survey_is_copied_with_its_form(client, site):
    source = surveys.survey(site, form(question("name", "short")), strata=["Nord", "Süd"])
    assert "Kopie von „Wie soll der Marktplatz werden?“" in client.get(f"{HOME}/neu?von={source}").text
    client.post(f"{HOME}/neu", data={"quelle": f"kopie:{source}", "titel": "Noch einmal", "sprache": ["de"]})
    with site.database.reading() as db:
        copy = db.exec(select(Process).where(Process.id != source)).one()
        assert list(form_versions.draft(db, copy).questions) == ["name"]
    assert (copy.title, copy.strata, copy.released_at) == ({"de": "Noch einmal"}, ["Nord", "Süd"], None)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"titel": " "}, "Bitte geben Sie der Beteiligung einen Titel."),
        ({"titel": "x" * 201}, "Der Titel ist zu lang"),
        ({"quelle": ""}, "Bitte wählen Sie, womit Sie beginnen möchten."),
        ({"quelle": "kopie:999"}, "Bitte wählen Sie, womit Sie beginnen möchten."),
        ({"quelle": "vorlage:fremd"}, "Bitte wählen Sie, womit Sie beginnen möchten."),
        ({"sprache": []}, "Bitte wählen Sie mindestens eine Sprache aus."),
        ({"sprache": ["fr"]}, "Bitte wählen Sie mindestens eine Sprache aus."),
    ],
)
def test_what_is_missing_is_told_and_what_was_entered_stays(client, site, changes, told):
    response = client.post(f"{HOME}/neu", data=ENTERED | changes)
    assert response.status_code == 422
    assert told in response.text
    if "titel" not in changes:
        assert 'value="Wie soll der Marktplatz werden?"' in response.text
    with site.database.reading() as db:
        assert not db.exec(select(Process)).all()


def test_the_list_shows_where_each_stands_and_what_is_next(client, site, clock):
    asked = form(question("name", "short"))
    surveys.survey(site, asked, slug="offen", title={"de": "Die offene"})
    surveys.survey(site, asked, slug="entwurf", title={"de": "Der Entwurf"}, released=False, intro={"de": "Worum."})
    page = client.get(HOME).text
    assert (
        page.index("Jetzt offen") < page.index("Die offene") < page.index("In Vorbereitung") < page.index("Der Entwurf")
    )
    assert "Weiter: Datenschutz" in page


def test_few_answers_are_not_told(client, site):
    number = surveys.survey(site, form(question("name", "short")))
    for _ in range(4):
        surveys.answer(site, number, {"name": "x"})
    assert "weniger als 5 Antworten" in client.get(HOME).text
    surveys.answer(site, number, {"name": "x"})
    assert "5 Antworten" in client.get(HOME).text


def test_moderators_see_the_list_and_begin_nothing(client, site, cast):
    desk.sign_in(client, site, cast.moderator)
    assert "Neue Beteiligung" not in client.get(HOME).text
    assert client.get(f"{HOME}/neu").status_code == 403
    assert client.post(f"{HOME}/neu", data=ENTERED).status_code == 403


def test_clerks_find_the_surveys_that_take_sheets_and_nothing_else(client, site, cast, clock):
    desk.sign_in(client, site, cast.clerk)
    assert "Zurzeit nimmt keine Umfrage Bögen an" in client.get(HOME).text
    asked = form(question("name", "short"))
    open_now = surveys.survey(site, asked, title={"de": "Die offene"})
    surveys.survey(site, asked, slug="entwurf", title={"de": "Der Entwurf"}, released=False)
    surveys.survey(site, asked, slug="ideen", title={"de": "Die Ideen"}, kind=Kind.IDEATION)
    page = client.get(HOME).text
    assert f'href="{HOME}/{open_now}/papier/eingabe"' in page
    assert "Der Entwurf" not in page
    assert "Die Ideen" not in page
    assert "Neue Beteiligung" not in page
    assert client.get(f"{HOME}/neu").status_code == 403
    clock.advance(days=20)
    desk.sign_in(client, site, cast.clerk)
    assert "Beendet. Bögen gehen noch" in client.get(HOME).text


@pytest.mark.db
def test_many_processes_take_no_more_statements_than_one_of_each(client, site):
    def ask() -> int:
        asked = []
        listener = lambda *_: asked.append(1)  # noqa: E731  # to be removed again
        event.listen(site.database.engine, "before_cursor_execute", listener)
        try:
            assert client.get(HOME).status_code == 200
        finally:
            event.remove(site.database.engine, "before_cursor_execute", listener)
        return len(asked)

    def add(number: int) -> None:
        asked = form(question("name", "short"))
        survey = surveys.survey(site, asked, slug=f"offen-{number}")
        surveys.answer(site, survey, {"name": "x"})
        draft = surveys.survey(site, asked, slug=f"entwurf-{number}", released=False, access="codes")
        surveys.give_codes(site, draft, 2)
        surveys.survey(site, asked, slug=f"ideen-{number}", kind=Kind.IDEATION)

    add(1)
    ask()  # the first page after signing in notes that somebody is there
    one = ask()
    for number in range(2, 6):
        add(number)
    assert ask() == one


def test_the_newest_can_be_copied_at_a_glance_and_all_others_too(client, site):
    numbers = [surveys.survey(site, form(), slug=f"umfrage-{at}", title={"de": f"Nummer {at}"}) for at in range(8)]
    page = client.get(f"{HOME}/neu").text
    glance, folded = page.split("<summary>Alle früheren (2)</summary>")
    assert [f"Kopie von „Nummer {at}“" in glance for at in range(8)] == [False] * 2 + [True] * 6
    assert [f"Kopie von „Nummer {at}“" in folded for at in range(8)] == [True] * 2 + [False] * 6
    assert '<details class="fold">' in page
    chosen = client.get(f"{HOME}/neu?von={numbers[0]}").text
    assert '<details class="fold" open>' in chosen, "it is in sight"
