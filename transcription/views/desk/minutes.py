"""The working aid for the minutes: what it will hold, and the document itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council import meetings, office
from council.base import audit, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.site import Site
from council.meetings import Meeting
from council.organizations import Organization
from council.recordings import Recording
from transcription import minutes_docx, minutes_material, standings

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EVERYTHING = "alles"
EARLIEST = timedelta(hours=6)  # before the meeting; what is earlier by the clock belongs to the next day
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")


@dataclass(frozen=True)
class PartRow:
    """A recording of the meeting; ``field`` names the field for the time at which it begins."""

    field: str
    number: int
    duration_ms: int
    utterances: int
    percent: int


@dataclass(frozen=True)
class MinutesPage:
    """What the document will hold."""

    recording_path: str
    document_path: str
    links_path: str
    title: str
    organization: str
    start: datetime
    parts: tuple[PartRow, ...]
    secret_items: int
    has_text: bool


@allowed(Role.CLERK)
def overview(request: Request) -> Response:
    """``/ratsbuero/aufzeichnungen/{id}/niederschrift``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        recording, meeting, organization = _asked_for(request, db)
        recorded = office.recordings(db, recording.meeting_id)
        standing = standings.of(db, recorded)
        secret = sum(not item.public for item in meetings.items(db, recording.meeting_id))
    path = f"/ratsbuero/aufzeichnungen/{recording.id}"
    parts = tuple(
        PartRow(
            f"beginn_{one.id}",
            number,
            one.duration_ms,
            standing[one.id or 0].utterances,
            standing[one.id or 0].percent,
        )
        for number, one in enumerate(recorded, 1)
    )
    page = MinutesPage(
        recording_path=path,
        document_path=f"{path}/niederschrift.docx",
        links_path=f"/ratsbuero/sitzungen/{meeting.id}/verweise",
        title=meeting.name,
        organization=organization.name,
        start=meeting.start,
        parts=parts,
        secret_items=secret,
        has_text=any(part.utterances for part in parts),
    )
    return pages.render(request, "transcription/desk/minutes.html", page, cache=pages.KEEP_NOTHING)


@allowed(Role.CLERK)
def document(request: Request) -> Response:
    """``…/niederschrift.docx``: of all the meeting's recordings; ``teil=alles`` with the non-public part, ``beginn_ID=18:03`` with the
    clock's times. Who made it is noted."""
    site: Site = request.app.state.site
    now, confidential = site.clock(), request.query_params.get("teil") == EVERYTHING
    with site.database.reading() as db:
        recording, meeting, organization = _asked_for(request, db)
        recorded = office.recordings(db, recording.meeting_id)
        content = minutes_material.of_meeting(
            db, meeting, site.settings, confidential=confidential, begins_at=_beginnings(request, meeting, recorded)
        )
    file = minutes_docx.write(content, now)
    with site.database.writing() as db:
        audit.record(
            db,
            account(request),
            "Arbeitshilfe für die Niederschrift mit nichtöffentlichem Teil erstellt"
            if confidential
            else "Arbeitshilfe für die Niederschrift erstellt",
            now,
            subject=f"{meeting.name}, {organization.name}",
            path=f"/ratsbuero/aufzeichnungen/{recording.id}/niederschrift",
        )
    kind = "vertraulich-" if confidential else ""
    name = f"arbeitshilfe-{kind}{content.meeting.start:%Y-%m-%d}-{recording.id}.docx"
    return Response(file, media_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def clock_time(given: str, meeting_start: datetime) -> datetime | None:
    """The moment a clock's time means for a meeting, in the zone of its start; None for what is no time. A meeting may reach beyond
    midnight, and a recording of it begins then."""
    found = _CLOCK.fullmatch(given.strip())
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    moment = datetime.combine(meeting_start.date(), time(hour, minute, second), meeting_start.tzinfo)
    return moment if moment >= meeting_start - EARLIEST else moment + timedelta(days=1)


def _beginnings(request: Request, meeting: Meeting, recorded: Sequence[Recording]) -> dict[int, datetime]:
    site: Site = request.app.state.site
    start = meeting.start.astimezone(site.settings.zone)
    found = {}
    for recording in recorded:
        moment = clock_time(request.query_params.get(f"beginn_{recording.id}", ""), start)
        if moment is not None and recording.id is not None:
            found[recording.id] = moment
    return found


def _asked_for(request: Request, db: Session) -> tuple[Recording, Meeting, Organization]:
    recording = db.get(Recording, request.path_params["id"])
    if recording is None:
        raise HTTPException(404)
    meeting = db.get_one(Meeting, recording.meeting_id)
    return recording, meeting, db.get_one(Organization, meeting.organization_id)


routes: list[BaseRoute] = [
    Route("/ratsbuero/aufzeichnungen/{id:int}/niederschrift", overview, name="desk_minutes"),
    Route("/ratsbuero/aufzeichnungen/{id:int}/niederschrift.docx", document, name="desk_minutes_document"),
]
