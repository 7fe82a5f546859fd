"""The overview of all the town asks."""

from datetime import timedelta

import pytest
from sqlmodel import select

from participation.processes import Process
from participation.results import Result
from tests import surveys
from tests.participation import outcomes
from tests.participation.townsurvey import EVERY_KIND, form

ASKED = form(*EVERY_KIND[:3])


@pytest.fixture
def town(site):
    """One that closes late, one that closes soon, one that comes, and two that are over, one of them with results."""
    now = site.clock()
    long_ago = {"opens_at": now - timedelta(days=90), "closes_at": now - timedelta(days=60)}
    surveys.survey(site, ASKED, slug="spaet", title={"de": "Spät"}, closes_at=now + timedelta(days=20))
    surveys.survey(site, ASKED, slug="bald", title={"de": "Eilig"}, closes_at=now + timedelta(days=1))
    surveys.survey(site, ASKED, slug="kommt", title={"de": "Kommt"}, opens_at=now + timedelta(days=3))
    old = surveys.survey(site, ASKED, slug="alt", title={"de": "Uralt"}, **long_ago)
    outcomes.arrived(site, old, 5)
    number = surveys.survey(
        site, ASKED, slug="neulich", title={"de": "Neulich"}, opens_at=long_ago["opens_at"], closes_at=now
    )
    with site.database.writing() as db:
        db.add(Result(process_id=number, number=1, final=True, people=50, figures={}, made_at=now, published_at=now))
    return site


def test_with_nothing_to_take_part_in_the_page_says_what_it_is_for(client):
    page = client.get("/mitmachen").text
    assert "Gerade ist nichts offen" in page
    assert 'href="/code"' in page
    assert "Das kommt" not in page
    assert "Schon beendet" not in page


def test_what_closes_next_comes_first_then_what_comes_then_what_is_over(client, town):
    page = client.get("/mitmachen").text
    order = ["Jetzt offen", "Eilig", "Spät", "Das kommt", "Kommt", "Schon beendet", "Neulich", "Uralt"]
    places = [page.index(f">{word}<") for word in order]
    assert places == sorted(places)


def test_a_card_says_how_long_it_is_open_and_how_long_it_takes(client, town):
    page = client.get("/mitmachen").text
    assert "noch 20 Tage" in page
    assert "endet morgen um 19:00 Uhr" in page
    assert "beginnt in 3 Tagen" in page
    assert "etwa 1 Minute" in page
    assert 'href="/mitmachen/bald"' in page


def test_results_are_led_to_and_awaited(client, town):
    page = client.get("/mitmachen").text
    assert page.count('href="/mitmachen/neulich/ergebnisse"') == 1
    assert "/mitmachen/alt/ergebnisse" not in page
    assert "Die Ergebnisse sind noch nicht veröffentlicht." in page


@pytest.mark.db
def test_where_there_will_be_no_results_the_card_says_so(client, site):
    over = {"opens_at": site.clock() - timedelta(days=90), "closes_at": site.clock() - timedelta(days=60)}
    surveys.survey(site, ASKED, slug="wenige", **over)
    assert "Es haben zu wenige geantwortet, um Ergebnisse zu zeigen." in client.get("/mitmachen").text
    with site.database.writing() as db:
        process = db.exec(select(Process)).one()
        process.deleted_on = site.clock().date()
        db.add(process)
    assert "Ergebnisse gibt es keine." in client.get("/mitmachen").text


@pytest.mark.db
def test_drafts_and_what_was_withdrawn_are_not_there(client, site):
    surveys.survey(site, ASKED, slug="entwurf", title={"de": "Entwurf"}, released=False)
    surveys.survey(site, ASKED, slug="weg", title={"de": "Zurückgezogen"})
    surveys.survey(site, ASKED, slug="da", title={"de": "Sichtbar"})
    with site.database.writing() as db:
        gone = db.exec(select(Process).where(Process.slug == "weg")).one()
        gone.withdrawn_at = site.clock()
        db.add(gone)
    page = client.get("/mitmachen").text
    assert "Sichtbar" in page
    assert "Entwurf" not in page
    assert "Zurückgezogen" not in page


def test_results_that_were_taken_back_are_not_offered(client, town):
    with town.database.writing() as db:
        result = db.exec(select(Result)).one()
        result.taken_back_at = town.clock()
        db.add(result)
    assert "/ergebnisse" not in client.get("/mitmachen").text


def test_in_english_its_links_are(client, town):
    page = client.get("/en/mitmachen").text
    assert 'href="/en/mitmachen/bald"' in page
    assert 'lang="de"' in page


def test_what_somebody_wrote_is_text(client, site):
    surveys.survey(site, ASKED, title={"de": "<b>Fett</b>"}, intro={"de": "<script>alert(1)</script>"})
    page = client.get("/mitmachen").text
    assert "&lt;b&gt;Fett&lt;/b&gt;" in page
    assert "<script>alert" not in page
