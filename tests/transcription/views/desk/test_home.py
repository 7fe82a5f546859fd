"""The desk's first page: what is to be done."""

from datetime import timedelta

import pytest
from sqlmodel import select

from council import agendas, meetings
from council.base import jobs
from council.base.accounts import Account, Role
from council.base.storage import new_key
from council.recordings import Recording
from council.uploads import Upload
from participation.forms import Form
from tests import desk, evening, surveys


@pytest.fixture
def clerk(client, site, cast):
    desk.sign_in(client, site, cast.clerk)
    return client


def test_with_nothing_to_do_it_says_what_comes_next(clerk):
    page = clerk.get("/ratsbuero").text
    assert "Guten Tag, Clara Amtmann" in page
    assert "Alles erledigt" in page
    assert 'href="/ratsbuero/sitzungen/neu"' in page


def test_each_task_has_one_clear_next_step(clerk, site):
    recording_id = evening.hold(site, publish=False)
    page = clerk.get("/ratsbuero").text
    assert "1 Aufgabe" in page
    assert "0 % geprüft" in page
    assert page.count('class="kern-btn') == 1
    assert f'href="/ratsbuero/aufzeichnungen/{recording_id}/text"' in page
    assert f'href="/ratsbuero/aufzeichnungen/{recording_id}/veroeffentlichen"' in page


def test_what_failed_comes_first_with_its_reason(clerk, site):
    evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12. Sitzung", "13. Sitzung"))
    broken = evening.hold(site)
    with site.database.writing() as db:
        job = jobs.enqueue(db, "prepare", broken, site.clock())
        job.state, job.message, job.live_key = "failed", "Die Datei <b> ist beschädigt.", None
        db.add(job)
    page = clerk.get("/ratsbuero").text
    assert page.index("Verarbeitung fehlgeschlagen") < page.index("Text prüfen")
    assert "Die Datei &lt;b&gt; ist beschädigt." in page


def test_what_runs_by_itself_stands_apart(clerk, site):
    with site.database.writing() as db:
        meeting = meetings.create(db, agendas.Agenda("Stadtrat", "Gestern", site.clock() - timedelta(days=1), ()))
        for position, silent in ((1, timedelta(0)), (2, timedelta(hours=1))):
            db.add(
                Upload(
                    key=new_key(), batch=str(position), position=1, meeting_id=meeting.id, name="a.mp4", size=2_000_000,
                    received=500_000, created_at=site.clock(), touched_at=site.clock() - silent,
                )
            )  # fmt: skip
    page = clerk.get("/ratsbuero").text
    todo, running = page.split('data-part="running"')
    assert "Hochladen unterbrochen" in todo
    assert "500 kB von 2 MB sind da" in todo
    assert "/ratsbuero/hochladen?sitzung=1" in todo
    assert "Dateien werden hochgeladen" in running
    assert "data-goes-on" in running


@pytest.mark.parametrize(("days", "words"), [(-1, "Aufzeichnung fehlt"), (3, "Tagesordnung fehlt")])
def test_meetings_that_lack_something_are_named(clerk, site, days, words):
    with site.database.writing() as db:
        meetings.create(db, agendas.Agenda("Stadtrat", "<i>Sitzung", site.clock() + timedelta(days=days), ()))
    page = clerk.get("/ratsbuero").text
    assert words in page
    assert "&lt;i&gt;Sitzung" in page


def test_a_script_gets_the_list_alone(clerk, site):
    evening.hold(site, publish=False)
    piece = clerk.get("/ratsbuero", headers={"hx-request": "true"})
    assert "<html" not in piece.text
    assert "Text prüfen" in piece.text
    assert "HX-Request" in piece.headers["vary"]


def test_who_has_no_work_here_is_told_so(client, site, cast):
    evening.hold(site, publish=False)
    desk.sign_in(client, site, cast.stranger, Role.CLERK)
    with site.database.writing() as db:
        account = db.exec(select(Account).where(Account.login == cast.stranger.email)).one()
        account.roles = []
        db.add(account)
    page = client.get("/ratsbuero")
    assert page.status_code == 200
    assert "liegt hier nichts zu tun" in page.text
    assert "Text prüfen" not in page.text
    assert "12. Sitzung" not in page.text


def test_planners_see_nothing_of_recordings(client, site, cast):
    evening.hold(site, publish=False)
    desk.sign_in(client, site, cast.planner)
    page = client.get("/ratsbuero").text
    assert "Text prüfen" not in page
    assert "12. Sitzung" not in page
    assert "/ratsbuero/sitzungen" not in page


def test_clerks_have_no_work_with_surveys_that_are_built(clerk, site):
    surveys.survey(site, Form(("de",)), released=False)
    page = clerk.get("/ratsbuero").text
    assert "Alles erledigt" in page
    assert "Marktplatz" not in page
    assert "Papierbögen" not in page
    assert "/ratsbuero/beteiligung/" not in page


def test_administrators_see_the_tasks(client, site, cast):
    evening.hold(site, publish=False)
    desk.sign_in(client, site, cast.stranger, Role.ADMIN)
    assert "Text prüfen" in client.get("/ratsbuero").text


def test_in_english_all_of_it_is(clerk, site):
    evening.hold(site, publish=False)
    assert 'href="/en/ratsbuero/aufzeichnungen/1/text"' in clerk.get("/en/ratsbuero").text


def test_for_the_minutes_alone_it_is_not_asked_to_publish(clerk, site):
    recording_id = evening.hold(site, publish=False)
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        recording.internal = True
        db.add(recording)
    assert "/veroeffentlichen" not in clerk.get("/ratsbuero").text
