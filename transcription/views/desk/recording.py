"""The hub of one recording: five steps with the next one highlighted, what it is, whether it is public, and who did what."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import expiry, internal_use, office, publications, recordings
from council.base import audit, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.site import Site
from council.internal_use import StillPublicError
from council.meetings import Meeting
from council.organizations import Organization
from council.publications import Until
from council.recordings import Original, Recording
from council.stages import Stages
from council.views.desk import progress
from transcription import standings
from transcription.steps import Standing, StepName, WorkState, steps

LATEST = 30  # entries of the log
WITHIN = ("", "/stand", "/markieren", "/text", "/veroeffentlichen", "/vorschau", "/niederschrift")
_PATHS = {
    StepName.FILES: "",
    StepName.MARKING: "/markieren",
    StepName.TEXT: "/text",
    StepName.PUBLISHING: "/veroeffentlichen",
    StepName.MINUTES: "/niederschrift",
}


@dataclass(frozen=True)
class StepRow:
    """One of the five steps. ``path`` is empty while there is nothing to open."""

    name: str
    state: str
    path: str


@dataclass(frozen=True)
class FileRow:
    """A file as it was handed in. ``declared_ms`` is what it says of its length where it breaks off before, else 0."""

    name: str
    size: int
    sha256: str
    duration_ms: int
    declared_ms: int


@dataclass(frozen=True)
class Showing:
    """Whether something is public, and how long. ``last_day`` is set where an end is in sight."""

    public: bool
    until: str
    last_day: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Act:
    """Who did what."""

    at: datetime
    who: str
    action: str


@dataclass(frozen=True)
class HubPage:
    """All of one recording. ``part`` numbers the recordings of its meeting from 1; 0 where it is the only one."""

    id: int
    path: str
    meeting: str
    meeting_path: str
    links_path: str
    public_path: str
    organization: str
    start: datetime
    part: int
    parts: int
    duration_ms: int
    steps: tuple[StepRow, ...]
    standing: Standing
    working: bool
    broken: bool
    stages: Stages
    files: tuple[FileRow, ...]
    internal: bool
    published_at: datetime | None
    media: Showing
    text: Showing
    acts: tuple[Act, ...]
    problem: str = ""


@allowed(Role.CLERK)
def hub(request: Request) -> Response:
    """``/ratsbuero/aufzeichnungen/{id}``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        page = _page(request, db)
    return pages.render(request, "transcription/desk/recording.html", page, cache=pages.KEEP_NOTHING)


@allowed(Role.CLERK)
async def keep_internal(request: Request) -> Response:
    """``…/nur-niederschrift``: with ``intern=1`` it is kept for the minutes alone, with ``intern=0`` no longer."""
    async with request.form(max_files=0, max_fields=5) as given:
        return await run_in_threadpool(_set_internal, request, given.get("intern") == "1")


def _set_internal(request: Request, internal: bool) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    action = "Auf „nur für die Niederschrift“ gestellt" if internal else "Für die Veröffentlichung freigegeben"
    try:
        with site.database.writing() as db:
            recording = _recording(request, db)
            path = f"/ratsbuero/aufzeichnungen/{recording.id}"
            if internal_use.set_internal(db, recording, internal):
                subject = db.get_one(Meeting, recording.meeting_id).name
                audit.record(db, account(request), action, site.clock(), subject=subject, path=path)
    except StillPublicError as error:
        with site.database.reading() as db:
            page = _page(request, db, language.gettext(str(error)))
        return pages.render(request, "transcription/desk/recording.html", page, status=409, cache=pages.KEEP_NOTHING)
    return RedirectResponse(f"{language.link(path)}#veroeffentlichung", 303)


def _recording(request: Request, db: Session) -> Recording:
    recording = db.get(Recording, request.path_params["id"])
    if recording is None:
        raise HTTPException(404)
    return recording


def _page(request: Request, db: Session, problem: str = "") -> HubPage:
    site: Site = request.app.state.site
    recording = _recording(request, db)
    assert recording.id is not None
    meeting = db.get_one(Meeting, recording.meeting_id)
    path = f"/ratsbuero/aufzeichnungen/{recording.id}"
    siblings = [one.id for one in office.recordings(db, recording.meeting_id)]
    standing = standings.of(db, [recording])[recording.id]
    media, text = _showings(db, recording, meeting, site)
    return HubPage(
        id=recording.id,
        path=path,
        meeting=meeting.name,
        meeting_path=f"/ratsbuero/sitzungen/{meeting.id}",
        links_path=f"/ratsbuero/sitzungen/{meeting.id}/verweise",
        public_path=f"/aufzeichnungen/{recording.id}" if recording.published_at else "",
        organization=db.get_one(Organization, meeting.organization_id).name,
        start=meeting.start,
        part=siblings.index(recording.id) + 1 if len(siblings) > 1 else 0,
        parts=len(siblings),
        duration_ms=recording.duration_ms,
        steps=tuple(StepRow(step.name, step.state, path + _PATHS[step.name]) for step in steps(standing)),
        standing=standing,
        working=standing.work.state is WorkState.RUNNING,
        broken=standing.work.state in (WorkState.FAILED, WorkState.CANCELLED),
        stages=progress.stages(db, recording.id, site.clock()),
        files=tuple(_file(original) for original in recordings.originals(db, recording.id)),
        internal=recording.internal,
        published_at=recording.published_at,
        media=media,
        text=text,
        acts=tuple(
            Act(entry.at, entry.who, entry.action)
            for entry in audit.about(db, [path + within for within in WITHIN], limit=LATEST)
        ),
        problem=problem,
    )


def _file(original: Original) -> FileRow:
    probe = original.probed() if original.probe is not None else None
    declared_ms = probe.declared_ms if probe is not None and probe.cut_short else 0
    return FileRow(original.name, original.size, original.sha256, original.duration_ms, declared_ms)


def _showings(db: Session, recording: Recording, meeting: Meeting, site: Site) -> tuple[Showing, Showing]:
    """Of sound and picture, and of the transcript."""
    assert recording.id is not None
    publication = publications.of_recording(db, recording.id)
    if publication is None:
        return (
            Showing(recording.shows_media, Until.OPEN, None, recording.media_ended_at),
            Showing(recording.shows_text, Until.OPEN, None, recording.text_ended_at),
        )
    terms = publications.declared(publication)
    media, text = (expiry.last_day(term, meeting.minutes_approved_on) for term in (terms.media, terms.text))
    return (
        Showing(recording.shows_media, terms.media.until, _noon(media, site), recording.media_ended_at),
        Showing(recording.shows_text, terms.text.until, _noon(text, site), recording.text_ended_at),
    )


def _noon(day: date | None, site: Site) -> datetime | None:
    """A moment of a day, which is what the pages' dates are made from."""
    return None if day is None else datetime.combine(day, time(12), site.settings.zone)


routes: list[BaseRoute] = [
    Route("/ratsbuero/aufzeichnungen/{id:int}", hub, name="desk_recording"),
    Route(
        "/ratsbuero/aufzeichnungen/{id:int}/nur-niederschrift", keep_internal, methods=["POST"], name="desk_internal"
    ),
]
