"""A clerk uploads a recording in a browser while everything goes wrong that usually does."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from council import recordings, uploads
from council.base import jobs, workers
from council.base.jobs import Job, JobState
from council.recordings import Recording
from tests.axe import violations
from tests.conftest import LiveSite
from tests.desk import cookie
from tests.uploading import a_meeting

pytestmark = pytest.mark.browser

CHUNK = 100_000


class Line:
    """The line between browser and server: at given chunks, counted from 1, it breaks, or keeps what is sent to itself."""

    def __init__(self, page, breaks: set[int], keeps: set[int]) -> None:
        self.sent, self.breaks, self.keeps, self.page, self.kept = 0, breaks, keeps, page, None
        page.route("**/ratsbuero/hochladen/*", self._pass)

    def _pass(self, route) -> None:
        self.sent += route.request.method == "PATCH"
        if route.request.method != "PATCH":
            route.continue_()
        elif self.sent in self.breaks:
            route.abort("connectionreset")
        elif self.sent in self.keeps:
            self.kept = route
        else:
            route.continue_()

    def keep(self):
        """Wait for the next chunk that is kept; gives it back."""
        while self.kept is None:
            self.page.wait_for_timeout(20)
        kept, self.kept = self.kept, None
        return kept


@pytest.fixture
def films(tmp_path: Path) -> list[Path]:
    """Two files, the second one's name before the first one's only by letter and not by number."""
    made = []
    for name, size in (("Teil 10.mp4", 350_000), ("Teil 9.mp4", 1_450_000)):
        path = tmp_path / name
        path.write_bytes(os.urandom(size))
        made.append(path)
    return made


def test_an_upload_survives_a_broken_line_a_sign_out_and_a_closed_browser(
    live_site: LiveSite, browser_page, cast, films: list[Path], tmp_path: Path
) -> None:
    site, url = live_site.site, live_site.url
    meeting = a_meeting(site)
    page = browser_page(url=url)
    page.context.add_cookies([cookie(site, url, cast.clerk)])
    page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?"
    line = Line(page, breaks={3, 7}, keeps={9, 12})

    page.goto(f"/ratsbuero/hochladen?sitzung={meeting}")
    assert violations(page) == []
    page.evaluate(f"document.querySelector('[data-upload]').dataset.chunk = {CHUNK}")
    page.set_input_files("[data-upload-files]", [str(film) for film in films])
    page.wait_for_selector(".upload__file >> nth=1")
    assert page.locator(".upload__name").all_inner_texts() == ["Teil 9.mp4", "Teil 10.mp4"]
    page.get_by_role("button", name="„Teil 10.mp4“ nach oben").press("Enter")
    assert page.locator(".upload__name").all_inner_texts() == ["Teil 10.mp4", "Teil 9.mp4"]
    assert page.evaluate("document.activeElement.ariaLabel") == "„Teil 10.mp4“ nach unten"
    assert violations(page) == []

    page.get_by_role("button", name="Hochladen", exact=True).press("Enter")
    trouble = page.locator("[data-upload-trouble-text]")
    trouble.filter(has_text="Die Verbindung ist unterbrochen").wait_for()  # and goes on by itself, twice
    kept = line.keep()
    page.context.clear_cookies()
    kept.continue_()
    trouble.filter(has_text="Sie sind nicht mehr angemeldet").wait_for()
    assert violations(page) == []
    page.context.add_cookies([cookie(site, url, cast.clerk)])
    page.get_by_role("button", name="Jetzt versuchen").click()

    line.keep()  # and this one never arrives: the computer is switched off
    page.reload()
    assert "Angefangene Uploads" in page.inner_text("main")
    other = tmp_path / "andere" / films[1].name
    other.parent.mkdir()
    other.write_bytes(os.urandom(films[1].stat().st_size))
    page.set_input_files("[data-upload-again]", [str(other)])
    page.get_by_text("ist eine andere Datei").wait_for()
    page.evaluate(f"document.querySelector('[data-upload]').dataset.chunk = {CHUNK}")
    page.set_input_files("[data-upload-files]", [str(films[1])])  # the page itself finds what it goes on with
    page.get_by_role("link", name="Zur Aufzeichnung").wait_for()
    assert violations(page) == []

    hashes = [hashlib.sha256(film.read_bytes()).hexdigest() for film in films]
    with site.database.reading() as db:
        recording = db.exec(select(Recording)).one()
        assert [one.sha256 for one in recordings.originals(db, recording.id or 0)] == hashes
        assert uploads.open_batches(db) == []
    assert line.sent == 4 + 15 + 4  # two lost, one refused, one kept: nothing that counted was sent again
    follow_the_stages(live_site, page, recording.id or 0)


def follow_the_stages(live_site: LiveSite, page, recording_id: int) -> None:
    """The stages on the same page: they move by themselves, and are stopped and taken up again by keyboard."""
    site = live_site.site

    def is_now(kind: str, state: JobState, progress: float) -> None:
        now = site.clock()
        with site.database.writing() as db:
            workers.seen(db, "test", "worker", now)
            job = jobs.of_subject(db, recording_id, [kind])[-1]
            job.state, job.progress, job.started_at = state, progress, now - timedelta(minutes=1)
            job.lease_until = now + timedelta(minutes=1)
            db.add(job)

    is_now("prepare", JobState.RUNNING, 0.25)
    page.goto(f"/ratsbuero/aufzeichnungen/{recording_id}/stand")
    assert "läuft, 25 Prozent, noch etwa 3 Min." in page.inner_text(".stages")
    assert violations(page) == []
    stop = page.get_by_role("button", name="Verarbeitung abbrechen")
    stop.focus()
    is_now("prepare", JobState.RUNNING, 0.5)
    page.get_by_text("läuft, 50 Prozent").wait_for()
    assert page.evaluate("document.activeElement.innerText") == "Verarbeitung abbrechen"  # the focus stays
    is_now("prepare", JobState.WAITING, 0)
    stop.press("Enter")
    again = page.get_by_role("button", name="Noch einmal versuchen")
    again.wait_for()
    assert "abgebrochen" in page.inner_text("[data-stages-said]")
    again.press("Enter")
    stop.wait_for()
    with site.database.reading() as db:
        states = db.exec(select(Job.state).where(Job.subject_id == recording_id).order_by(Job.id)).all()
    assert states == ["cancelled", "waiting"]
