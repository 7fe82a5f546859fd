"""One process: where it stands, its title, and deleting a draft."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from council.base.changes import Change
from participation.answers.submissions import Origin
from participation.processes import Process
from tests import desk, surveys
from tests.participation.townsurvey import form, question

HOME = "/ratsbuero/beteiligung"


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.planner)


@pytest.fixture
def draft(site):
    return surveys.survey(site, form(question("name", "short")), released=False, languages=["de", "en"])


def process(site, number):
    with site.database.reading() as db:
        return db.get(Process, number)


def details(client, number, **changes):
    page = client.get(f"{HOME}/{number}/angaben").text
    seen = page.split('name="gesehen" value="')[1].split('"')[0]
    return {"gesehen": seen, "titel-de": "Der Markt", "einleitung-de": "Worum es geht."} | changes


def test_a_draft_says_what_is_next_and_has_no_public_page(client, draft):
    page = client.get(f"{HOME}/{draft}").text
    assert "Als Nächstes: Titel und Einleitung" in page
    assert "Beim Datenschutz fehlt noch etwas." in page
    assert "Öffentliche Seite ansehen" not in page


def test_an_open_survey_links_to_its_public_page_and_counts(client, site):
    number = surveys.survey(site, form(question("name", "short")))
    for _ in range(6):
        surveys.answer(site, number, {"name": "x"})
    page = client.get(f"{HOME}/{number}").text
    assert 'href="/mitmachen/marktplatz"' in page
    assert "<dt>Antworten</dt><dd>mindestens 5</dd>" in page
    assert "Als Nächstes" not in page


def test_one_that_does_not_exist_is_not_found(client):
    assert client.get(f"{HOME}/99").status_code == 404


def test_title_and_introduction_are_changed_in_each_language(client, site, draft):
    client.post(f"{HOME}/{draft}/angaben", data=details(client, draft, **{"titel-en": "The market", "titel-fr": "x"}))
    assert process(site, draft).title == {"de": "Der Markt", "en": "The market"}
    assert process(site, draft).intro == {"de": "Worum es geht."}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"titel-de": ""}, "Bitte geben Sie der Beteiligung einen Titel."),
        ({"titel-en": "x" * 201}, "Der Titel ist zu lang"),
        ({"einleitung-de": "x" * 1_000_000}, "Die Einleitung ist 1000000 Zeichen lang"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(client, site, draft, changes, told):
    response = client.post(f"{HOME}/{draft}/angaben", data=details(client, draft, **changes))
    assert response.status_code == 422
    assert told in response.text
    assert f'href="#{next(iter(changes))}"' in response.text
    assert process(site, draft).title == surveys.TITLE


def test_who_changed_it_meanwhile_is_not_overwritten(client, site, draft):
    old = details(client, draft)
    client.post(f"{HOME}/{draft}/angaben", data=details(client, draft, **{"titel-de": "Von jemand anderem"}))
    response = client.post(f"{HOME}/{draft}/angaben", data=old)
    assert response.status_code == 409
    assert 'value="Der Markt"' in response.text
    assert process(site, draft).title["de"] == "Von jemand anderem"


def test_html_in_a_title_stays_text(client, site, draft):
    page = client.post(
        f"{HOME}/{draft}/angaben", data=details(client, draft, **{"titel-de": "<script>alert(1)</script>"})
    ).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_public_title_is_told_to_the_search(client, site):
    number = surveys.survey(site, form(question("name", "short")))
    client.post(f"{HOME}/{number}/angaben", data=details(client, number))
    with site.database.reading() as db:
        assert [(one.kind, one.subject_id) for one in db.exec(select(Change))] == [("process", number)]


def test_a_draft_is_deleted_after_a_question(client, site, draft):
    surveys.answer(site, draft, {"name": "Test"}, origin=Origin.TEST)
    assert "Möchten Sie „Wie soll der Marktplatz werden?“ löschen?" in client.get(f"{HOME}/{draft}/loeschen").text
    assert "Der Entwurf ist gelöscht." in client.post(f"{HOME}/{draft}/loeschen").text
    assert process(site, draft) is None


def test_what_was_opened_cannot_be_deleted(client, site):
    number = surveys.survey(site, form(question("name", "short")))
    assert "kann nicht gelöscht werden" in client.get(f"{HOME}/{number}/loeschen").text
    assert client.post(f"{HOME}/{number}/loeschen").status_code == 409
    assert process(site, number) is not None


def test_moderators_are_shown_the_steps_they_may_open(client, site, cast):
    number = surveys.survey(site, form(question("name", "short")))
    desk.sign_in(client, site, cast.moderator)
    page = client.get(f"{HOME}/{number}").text
    assert all(f'href="{HOME}/{number}/{step}"' in page for step in ("papier", "texte"))
    closed = ("fragen", "zugang", "datenschutz", "codes", "oeffnen", "ergebnisse", "angaben", "vorschau", "bezug")
    assert not [step for step in closed if f'href="{HOME}/{number}/{step}"' in page]


def test_the_end_of_a_day_is_not_the_day_after(client, site):
    closes = datetime(2026, 4, 30, 22, 0, tzinfo=UTC)
    number = surveys.survey(site, form(question("name", "short")), closes_at=closes)
    assert "Donnerstag, 30. April 2026, 24:00 Uhr" in client.get(f"{HOME}/{number}").text
    assert "bis 30. April 2026" in client.get(HOME).text


@pytest.mark.parametrize("facts", [{}, {"released": False}, {"released": False, "closes_at": None}])
def test_each_page_asks_for_one_thing_before_all_others(client, site, facts):
    number = surveys.survey(site, form(question("name", "short")), access="codes", **facts)
    for more in ("", "/angaben", "/fragen", "/zugang", "/datenschutz", "/codes", "/oeffnen", "/papier", "/vorschau"):
        page = client.get(f"{HOME}/{number}{more}").text
        assert page.count("kern-btn--primary") <= 1, more
    assert client.get(HOME).text.count("kern-btn--primary") == 1
