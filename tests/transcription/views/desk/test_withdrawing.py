"""Withdrawing and deleting at the desk."""

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from council.base.audit import AuditEntry
from council.base.site import Site
from council.recordings import Recording
from tests import desk, evening

PATH = "/ratsbuero/aufzeichnungen/1"


@pytest.fixture
def clerk(client: TestClient, site: Site, cast) -> TestClient:
    evening.hold(site)
    with site.database.writing() as db:
        db.get_one(Recording, 1).has_video = True
    desk.sign_in(client, site, cast.clerk)
    return client


def withdraw(clerk: TestClient, was: str = "alles", grund: str = "Einwilligung widerrufen"):
    return clerk.post(f"{PATH}/zurueckziehen", data={"was": was, "grund": grund}, follow_redirects=False)


def delete(clerk: TestClient, **data: str):
    return clerk.post(f"{PATH}/loeschen", data=data, follow_redirects=False)


def test_the_page_names_what_happens_and_what_cannot_be_undone(clerk) -> None:
    page = clerk.get(f"{PATH}/zurueckziehen").text
    for said in (
        "verschwindet es sofort",
        "innerhalb einer Minute",
        "kann niemand zurückholen",
        "wieder veröffentlichen",
    ):
        assert said in page


def test_withdrawn_it_is_gone_and_the_log_says_who_and_why(clerk, site, cast) -> None:
    assert withdraw(clerk).status_code == 303
    assert clerk.get("/aufzeichnungen/1").status_code == 404
    assert "war öffentlich und ist es nicht mehr" in clerk.get(f"{PATH}/veroeffentlichen").text
    with site.database.reading() as db:
        entry = db.exec(select(AuditEntry)).one()
    assert (entry.who, entry.action) == (cast.clerk.name, "Aufzeichnung zurückgezogen")
    assert entry.subject.endswith("(Aufzeichnung 1): Einwilligung widerrufen")


@pytest.mark.parametrize(("was", "left"), [("medien", (False, True)), ("text", (True, False))])
def test_a_part_can_be_withdrawn_alone(clerk, site, was: str, left: tuple[bool, bool]) -> None:
    assert withdraw(clerk, was).status_code == 303
    with site.database.reading() as db:
        recording = db.get_one(Recording, 1)
    assert (recording.shows_media, recording.shows_text) == left
    assert clerk.get("/aufzeichnungen/1").status_code == 200


@pytest.mark.parametrize(("was", "grund"), [("alles", ""), ("nichts", "x"), ("alles", "x" * 301)])
def test_what_is_missing_is_asked_for(clerk, was: str, grund: str) -> None:
    assert withdraw(clerk, was, grund).status_code == 422
    assert clerk.get("/aufzeichnungen/1").status_code == 200


def test_twice_is_told(clerk) -> None:
    withdraw(clerk)
    answer = withdraw(clerk)
    assert answer.status_code == 409
    assert "schon nicht mehr öffentlich" in answer.text


def test_deleting_asks_for_a_tick_and_deletes_for_good(clerk, site, cast) -> None:
    withdraw(clerk)
    page = clerk.get(f"{PATH}/loeschen").text
    assert "„12. Sitzung des Stadtrats“ vom 17. März 2026" in page
    assert "nicht rückgängig" in page
    assert delete(clerk).status_code == 422
    done = delete(clerk, sicher="1")
    assert (done.status_code, done.headers["location"]) == (303, "/ratsbuero/sitzungen/1")
    assert clerk.get(PATH).status_code == 404
    with site.database.reading() as db:
        assert db.get(Recording, 1) is None
        assert (cast.clerk.name, "Aufzeichnung gelöscht") in {
            (one.who, one.action) for one in db.exec(select(AuditEntry))
        }


def test_what_is_public_cannot_be_deleted(clerk) -> None:
    answer = delete(clerk, sicher="1")
    assert answer.status_code == 409
    assert "zuerst zurück" in answer.text
    assert clerk.get("/aufzeichnungen/1").status_code == 200
