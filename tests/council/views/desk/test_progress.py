"""The stages at the desk: seen as a page and as a piece of one, stopped and taken up again."""

import pytest
from sqlmodel import select

from council import arrivals
from council.arrivals import Handed
from council.base import jobs
from council.base.audit import AuditEntry
from council.base.jobs import Job, JobState
from council.base.site import Site
from tests.desk import sign_in
from tests.uploading import a_meeting

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def recording(site: Site, client, cast) -> str:
    """The address of a recording that has just come in."""
    sign_in(client, site, cast.clerk)
    meeting = a_meeting(site)
    with site.database.writing() as db:
        made = arrivals.create(db, site, "0" * 16, meeting, [Handed("a.mp4", "1.mp4", 5, "00")])
        return f"/ratsbuero/aufzeichnungen/{made.id}"


def job(site: Site) -> Job:
    with site.database.reading() as db:
        return list(db.exec(select(Job).order_by(Job.id)).all())[-1]


def change(site: Site, **fields: object) -> None:
    with site.database.writing() as db:
        row = db.get_one(Job, job(site).id)
        for name, value in fields.items():
            setattr(row, name, value)


def test_the_stages_are_a_page_and_a_piece_of_one(site: Site, client, recording: str) -> None:
    page = client.get(f"{recording}/stand")
    piece = client.get(f"{recording}/stand", headers=FRAGMENT)
    assert "<html" in page.text
    assert "<html" not in piece.text
    assert "HX-Request" in piece.headers["vary"]
    for text in (page.text, piece.text):
        assert "Dateien prüfen und vorbereiten" in text
        assert 'data-live="yes"' in text
        assert "Zurzeit läuft kein Dienst" in text


def test_messages_are_shown_as_text(site: Site, client, recording: str) -> None:
    change(site, state=JobState.FAILED, live_key=None, message="<b>kaputt</b>")
    text = client.get(f"{recording}/stand").text
    assert "&lt;b&gt;kaputt" in text
    assert 'data-live="no"' in text


def test_work_is_stopped_and_taken_up_again_and_both_are_noted(site: Site, client, recording: str) -> None:
    answer = client.post(f"{recording}/abbrechen", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{recording}/stand")
    assert job(site).state == JobState.CANCELLED
    assert "Noch einmal versuchen" in client.get(f"{recording}/stand").text
    piece = client.post(f"{recording}/noch-einmal", headers=FRAGMENT)
    assert 'data-live="yes"' in piece.text
    assert job(site).state == JobState.WAITING
    with site.database.reading() as db:
        noted = [(entry.who, entry.action, entry.path) for entry in db.exec(select(AuditEntry)).all()]
    assert noted == [
        ("Clara Amtmann", "Verarbeitung abgebrochen", recording),
        ("Clara Amtmann", "Verarbeitung noch einmal begonnen", recording),
    ]


def test_running_work_is_asked_to_stop(site: Site, client, recording: str) -> None:
    with site.database.writing() as db:
        jobs.claim(db, ["prepare"], "somebody", site.clock())
    client.post(f"{recording}/abbrechen")
    assert (job(site).state, job(site).cancel_requested) == (JobState.RUNNING, True)


def test_what_goes_on_is_not_begun_twice(site: Site, client, recording: str) -> None:
    client.post(f"{recording}/noch-einmal")
    with site.database.reading() as db:
        assert len(db.exec(select(Job)).all()) == 1
        assert db.exec(select(AuditEntry)).all() == []


def test_a_recording_that_is_not_there_has_no_stages(site: Site, client, recording: str) -> None:
    assert client.get("/ratsbuero/aufzeichnungen/99/stand").status_code == 404
    assert client.post("/ratsbuero/aufzeichnungen/99/abbrechen").status_code == 404
    assert client.post("/ratsbuero/aufzeichnungen/99/noch-einmal").status_code == 404


def test_planners_see_nothing_of_it(site: Site, client, recording: str, cast) -> None:
    sign_in(client, site, cast.planner)
    assert client.get(f"{recording}/stand").status_code == 403
    assert client.post(f"{recording}/abbrechen").status_code == 403
    assert job(site).state == JobState.WAITING
