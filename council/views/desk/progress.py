"""How far the work on a recording is: stage by stage, to look at, to stop and to take up again."""

from datetime import datetime

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import publishing, recordings
from council import stages as staging
from council.base import audit, i18n, jobs, pages, workers
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.site import Site
from council.meetings import Meeting
from council.recordings import Recording
from council.stages import Stages

PATH = "/ratsbuero/aufzeichnungen/{id:int}"


def stages(db: Session, recording_id: int, now: datetime) -> Stages:
    """The stages of a recording, for ``council/desk/_stages.html``."""
    found = jobs.of_subject(db, recording_id, staging.NAMES)
    return staging.of(recording_id, found, now, helped=workers.any_alive(db, "worker", now))


@allowed(Role.CLERK)
def show(request: Request) -> Response:
    """The stages as a page, or as the piece of one that its script asks for every two seconds."""
    return _answer(request, request.path_params["id"])


@allowed(Role.CLERK)
def cancel(request: Request) -> Response:
    """Stop all work on a recording; within seconds, where it runs."""
    site: Site = request.app.state.site
    with site.database.writing() as db:
        recording = _locked(db, request)
        live = [job for job in jobs.of_subject(db, recording.id or 0, staging.NAMES) if job.state in jobs.LIVE]
        for job in live:
            jobs.request_cancel(db, job.id or 0, site.clock())
        if live:
            _note(db, request, recording, "Verarbeitung abgebrochen")
    return _answer(request, recording.id or 0)


@allowed(Role.CLERK)
def retry(request: Request) -> Response:
    """Take the work up again; what is done is kept."""
    site: Site = request.app.state.site
    with site.database.writing() as db:
        recording = _locked(db, request)
        if stages(db, recording.id or 0, site.clock()).stopped:
            publishing.begin(db, recording, site)
            _note(db, request, recording, "Verarbeitung noch einmal begonnen")
    return _answer(request, recording.id or 0)


def _locked(db: Session, request: Request) -> Recording:
    recording = db.get(Recording, request.path_params["id"])
    if recording is None:
        raise HTTPException(404)
    recordings.lock(db, recording)
    return recording


def _note(db: Session, request: Request, recording: Recording, action: str) -> None:
    meeting = db.get_one(Meeting, recording.meeting_id)
    path = f"/ratsbuero/aufzeichnungen/{recording.id}"
    now = request.app.state.site.clock()
    audit.record(db, account(request), action, now, subject=f"{meeting.name} (Aufzeichnung {recording.id})", path=path)


def _answer(request: Request, recording_id: int) -> Response:
    """After a form without a script the page is asked for anew, so that reloading it does nothing twice."""
    if request.method == "POST" and not pages.wants_fragment(request):
        address = f"/ratsbuero/aufzeichnungen/{recording_id}/stand"
        return RedirectResponse(i18n.spoken(request).link(address), 303)
    site: Site = request.app.state.site
    with site.database.reading() as db:
        if db.get(Recording, recording_id) is None:
            raise HTTPException(404)
        shown = stages(db, recording_id, site.clock())
    return pages.render(
        request, "council/desk/stages.html", shown, cache=pages.KEEP_NOTHING, fragment="council/desk/_stages.html"
    )


routes: list[BaseRoute] = [
    Route(PATH + "/stand", show, name="stages"),
    Route(PATH + "/abbrechen", cancel, methods=["POST"], name="stages_cancel"),
    Route(PATH + "/noch-einmal", retry, methods=["POST"], name="stages_retry"),
]
