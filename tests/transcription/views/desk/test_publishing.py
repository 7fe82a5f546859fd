"""Publishing at the desk: asked for once, recorded, and refused where something stands in the way."""

import re
from datetime import date
from html import unescape

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from council import publications
from council.base import jobs
from council.base.audit import AuditEntry
from council.base.site import Site
from council.cuts import Cut
from council.publications import Declaration, LegalBasis, Term, Until
from council.recordings import Original, Recording
from tests import desk, evening
from transcription.transcripts import Segment
from transcription.views.desk import publishing_page

PATH = "/ratsbuero/aufzeichnungen/1"
PUBLISH = f"{PATH}/veroeffentlichen"
ENTERED = {"grundlage": "statute", "fundstelle": "§ 7 Abs. 2", "text_bis": "date", "text_tag": "2027-12-31"}
UNTIMED = evening.AGENDA.replace(', "x-recordingStart": 120', "")


@pytest.fixture
def clerk(client: TestClient, site: Site, cast) -> TestClient:
    desk.sign_in(client, site, cast.clerk)
    return client


def send(clerk: TestClient, *, sure: bool = False, **changed: str):
    stand = re.search(r'name="stand" value="(\d+)"', clerk.get(PUBLISH).text)
    assert stand is not None
    data = ENTERED | {"stand": stand[1]} | changed | ({"schritt": "veroeffentlichen"} if sure else {})
    return clerk.post(PUBLISH, data=data, follow_redirects=False)


def published(site: Site) -> bool:
    with site.database.reading() as db:
        return db.get_one(Recording, 1).published_at is not None


def test_it_is_asked_once_with_the_consequences_and_then_done(clerk, site, cast) -> None:
    evening.hold(site, publish=False)
    asked = send(clerk)
    assert asked.status_code == 200
    assert "bis 31. Dezember 2027" in asked.text
    assert "Hauptsatzung, § 7 Abs. 2" in asked.text
    assert "Eine Stelle ist herausgeschnitten (1 Min.)." in asked.text
    assert "werden endgültig gelöscht" in asked.text
    assert "Das betrifft eine Äußerung." in asked.text
    assert not published(site)
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', unescape(asked.text)))
    done = clerk.post(PUBLISH, data=kept | {"schritt": "veroeffentlichen"}, follow_redirects=False)
    assert done.status_code == 303
    page = clerk.get(done.headers["location"]).text
    assert "Die Aufzeichnung ist öffentlich." in page
    assert "Öffentlich bis 31. Dezember 2027." in page
    with site.database.reading() as db:
        publication = publications.of_recording(db, 1)
        entry = db.exec(select(AuditEntry)).one()
        texts = [one.text for one in db.exec(select(Segment))]
    assert publication is not None
    assert publications.declared(publication) == Declaration(
        LegalBasis.STATUTE, "§ 7 Abs. 2", media=Term(Until.NEVER), text=Term(Until.DATE, date(2027, 12, 31))
    )
    assert (publication.declared_by, entry.who) == (cast.clerk.name, cast.clerk.name)
    assert entry.action == "Aufzeichnung veröffentlicht"
    assert not any(evening.SECRET in text for text in texts)


def test_what_is_missing_is_named_and_what_was_entered_is_kept(clerk, site) -> None:
    evening.hold(site, publish=False)
    answer = send(clerk, grundlage="", text_tag="gestern")
    assert answer.status_code == 422
    assert "Bitte wählen Sie, worauf sich die Veröffentlichung stützt." in answer.text
    assert 'href="#text_tag"' in answer.text
    assert 'value="§ 7 Abs. 2"' in answer.text
    assert not published(site)


def test_what_stands_in_the_way_is_listed_with_links_and_cannot_be_passed(clerk, site) -> None:
    evening.hold(site, publish=False, agenda=UNTIMED)
    page = clerk.get(PUBLISH).text
    assert "TOP N 1 ist nichtöffentlich, aber es fehlt" in page
    assert f'href="{PATH}/markieren"' in page
    assert send(clerk, sure=True).status_code == 409
    assert not published(site)


def test_files_of_the_public_part_alone_are_published_when_somebody_says_so(clerk, site) -> None:
    evening.hold(site, publish=False, agenda=UNTIMED)
    assert send(clerk, sure=True, nur_oeffentlich="1").status_code == 303
    with site.database.reading() as db:
        assert db.get_one(Recording, 1).public_part_only


def test_while_the_files_are_prepared_it_waits_and_while_text_is_written_it_need_not(clerk, site) -> None:
    evening.hold(site, publish=False)
    with site.database.writing() as db:
        db.add(Original(recording_id=1, position=1, name="rat.mp4", stored_as="1.mp4", size=1, sha256="0", probe={}))
        job_id = jobs.enqueue(db, "prepare", 1, site.clock()).id
    assert send(clerk, sure=True, medien_bis="open").status_code == 409
    assert "Die Dateien werden noch geprüft." in clerk.get(PUBLISH).text
    with site.database.writing() as db:
        claim = jobs.claim(db, ["prepare"], "somebody", site.clock())
        assert claim is not None
        assert claim.job_id == job_id
        jobs.finish(db, claim, site.clock())
        jobs.enqueue(db, "transcribe", 1, site.clock())
    assert "Der Text wird noch geschrieben. Er erscheint von selbst" in clerk.get(PUBLISH).text
    assert send(clerk, sure=True, medien_bis="open").status_code == 303
    assert published(site)


def test_what_a_colleague_changed_meanwhile_has_to_be_seen_first(clerk, site) -> None:
    evening.hold(site, publish=False)
    with site.database.reading() as db:
        seen = str(db.get_one(Recording, 1).edition)
    with site.database.writing() as db:
        recording = db.get_one(Recording, 1)
        db.add(Cut(recording_id=1, start_ms=0, end_ms=1000))
        recording.edition += 1
    answer = send(clerk, sure=True, stand=seen)
    assert answer.status_code == 409
    assert "Inzwischen wurde an der Aufzeichnung etwas geändert." in answer.text
    assert not published(site)


def test_what_comes_between_question_and_answer_is_noticed_in_the_transaction(clerk, site, monkeypatch) -> None:
    evening.hold(site, publish=False)
    shown = publishing_page.page

    def cut_meanwhile(*given):
        page = shown(*given)
        with site.database.writing() as db:
            db.add(Cut(recording_id=1, start_ms=0, end_ms=evening.DURATION_MS))
        return page

    monkeypatch.setattr(publishing_page, "page", cut_meanwhile)
    answer = clerk.post(PUBLISH, data=ENTERED | {"stand": "1", "schritt": "veroeffentlichen"}, follow_redirects=False)
    assert answer.status_code == 409
    assert "Inzwischen steht etwas im Weg" in answer.text
    assert not published(site)


def test_the_next_meeting_of_the_body_begins_with_what_was_declared_last(clerk, site) -> None:
    evening.hold(site, publish=False)
    send(clerk, sure=True)
    evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12. Sitzung", "13. Sitzung"))
    page = clerk.get("/ratsbuero/aufzeichnungen/2/veroeffentlichen").text
    assert re.search(r'name="grundlage" value="statute" checked', page)
    assert 'value="§ 7 Abs. 2"' in page
    assert 'value="2027-12-31"' in page
    evening.hold(site, publish=False, agenda=evening.AGENDA.replace('"Stadtrat"', '"Bauausschuss"'))
    other = clerk.get("/ratsbuero/aufzeichnungen/3/veroeffentlichen").text
    assert " checked" not in other


def test_the_end_can_be_changed_later(clerk, site) -> None:
    evening.hold(site, publish=False)
    send(clerk, sure=True)
    asked = send(clerk, text_bis="minutes")
    assert "Angaben so übernehmen?" in asked.text
    assert send(clerk, sure=True, text_bis="minutes").status_code == 303
    assert "bis die Niederschrift genehmigt ist" in clerk.get("/aufzeichnungen/1").text


def test_markup_in_a_field_is_shown_as_text(clerk, site) -> None:
    evening.hold(site, publish=False)
    hostile = '<script>alert(1)</script>" onfocus="x'
    assert "<script>alert" not in send(clerk, fundstelle=hostile).text
    send(clerk, sure=True, fundstelle=hostile)
    assert "&lt;script&gt;alert(1)" in clerk.get("/aufzeichnungen/1").text


@pytest.mark.parametrize("page", ["veroeffentlichen", "vorschau", "zurueckziehen", "loeschen"])
def test_only_clerks_may_and_what_is_not_there_is_not_found(client, site, cast, page: str) -> None:
    evening.hold(site, publish=False)
    assert client.get(f"{PATH}/{page}", follow_redirects=False).status_code in (303, 401)
    desk.sign_in(client, site, cast.planner)
    assert client.get(f"{PATH}/{page}").status_code == 403
    desk.sign_in(client, site, cast.clerk)
    answer = client.get(f"{PATH}/{page}")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert client.get(f"/ratsbuero/aufzeichnungen/99/{page}").status_code == 404


@pytest.mark.parametrize("page", ["veroeffentlichen", "zurueckziehen", "loeschen"])
def test_nothing_is_done_on_behalf_of_another_site(clerk, site, page: str) -> None:
    evening.hold(site)
    answer = clerk.post(
        f"{PATH}/{page}", data={"was": "alles", "grund": "x", "sicher": "1"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert published(site)
