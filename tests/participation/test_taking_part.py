"""Participation on the council's pages: the start page, a meeting's, an agenda item's, and the list for others' searches."""

from datetime import timedelta

import pytest
from sqlmodel import select

from council.meetings import AgendaItem, Stretch
from participation.processes import Process
from participation.processes.references import CouncilReference, Relation
from participation.results import Result
from tests import evening, surveys
from tests.participation.townsurvey import EVERY_KIND, form

ASKED = form(*EVERY_KIND[:3])


def dealt_with(site, process_id: int, number: str = "", relation: Relation = Relation.DISCUSSED) -> str:
    """The council dealt with it in an item, or in the meeting as a whole; the item's key."""
    with site.database.writing() as db:
        item = db.exec(select(AgendaItem).where(AgendaItem.number == number)).first()
        item_id = item.id if item else None
        db.add(CouncilReference(process_id=process_id, meeting_id=1, agenda_item_id=item_id, relation=relation))
        return item.key if item else ""


def withdraw(site, process_id: int) -> None:
    with site.database.writing() as db:
        process = db.get_one(Process, process_id)
        process.withdrawn_at = site.clock()
        db.add(process)


def test_the_start_page_says_nothing_where_nothing_is_open(client, site):
    surveys.survey(site, ASKED, opens_at=site.clock() + timedelta(days=1))
    surveys.survey(site, ASKED, slug="entwurf", released=False)
    page = client.get("/").text
    assert "Offen zum Mitmachen" not in page
    assert "taking-part.css" not in page


@pytest.mark.db
def test_the_start_page_shows_what_closes_next_between_search_and_recordings(client, site):
    evening.hold(site)
    for days in (9, 2, 5, 7):
        closes = site.clock() + timedelta(days=days)
        surveys.survey(site, ASKED, slug=f"in-{days}", title={"de": f"Bis {days}"}, closes_at=closes)
    page = client.get("/").text
    order = [
        "Was hat der Rat dazu gesagt?</h1>",
        "Offen zum Mitmachen",
        "Bis 2",
        "Bis 5",
        "Bis 7",
        "Zuletzt aufgezeichnet",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "Bis 9" not in page
    assert "noch 5 Tage" in page
    assert "etwa 1 Minute" in page
    assert 'href="/mitmachen/in-2"' in page


def test_at_the_second_it_closes_the_start_page_shows_it_no_more(client, site, clock):
    surveys.survey(site, ASKED, closes_at=clock() + timedelta(minutes=1))
    assert "/mitmachen/marktplatz" in client.get("/").text
    clock.advance(seconds=60)
    assert "/mitmachen/marktplatz" not in client.get("/").text


@pytest.mark.db
def test_a_meetings_page_shows_what_it_ordered_and_discussed(client, site):
    evening.hold(site)
    number = surveys.survey(site, ASKED)
    dealt_with(site, number, "2", Relation.ORDERED)
    dealt_with(site, number, "", Relation.DISCUSSED)
    page = client.get("/sitzungen/1").text
    assert page.count('href="/mitmachen/marktplatz"') == 1
    assert "TOP 2, beauftragt; beraten" in page


def test_nothing_tells_of_what_a_non_public_item_dealt_with(client, site):
    evening.hold(site)
    dealt_with(site, surveys.survey(site, ASKED), "N 1")
    assert "/mitmachen/marktplatz" not in client.get("/sitzungen/1").text


@pytest.mark.parametrize("is_draft", [True, False])
def test_a_meetings_page_shows_only_what_the_public_knows_of(client, site, is_draft):
    evening.hold(site)
    number = surveys.survey(site, ASKED, released=not is_draft)
    dealt_with(site, number, "2")
    if not is_draft:
        withdraw(site, number)
    assert "/mitmachen/" not in client.get("/sitzungen/1").text


def test_the_page_of_an_item_that_cannot_be_heard_shows_it(client, site):
    evening.hold(site)
    key = dealt_with(site, surveys.survey(site, ASKED), "3")
    assert client.get(f"/top/{key}", follow_redirects=False).status_code == 302
    with site.database.writing() as db:
        for stretch in db.exec(select(Stretch).join(AgendaItem).where(AgendaItem.key == key)).all():
            db.delete(stretch)
    page = client.get(f"/top/{key}").text
    assert 'href="/mitmachen/marktplatz"' in page
    assert "beraten" in page


def test_others_searches_are_told_of_public_processes_and_their_results(client, site):
    number = surveys.survey(site, ASKED)
    surveys.survey(site, ASKED, slug="entwurf", released=False)
    gone = surveys.survey(site, ASKED, slug="weg")
    withdraw(site, gone)
    told = client.get("/sitemap.xml").text
    assert "/mitmachen</loc>" in told
    assert "/mitmachen/marktplatz</loc>" in told
    assert "ergebnisse" not in told
    assert "entwurf" not in told
    assert "weg" not in told
    with site.database.writing() as db:
        now = site.clock()
        db.add(Result(process_id=number, number=1, final=True, people=9, figures={}, made_at=now, published_at=now))
    assert "/mitmachen/marktplatz/ergebnisse</loc>" in client.get("/sitemap.xml").text
