"""The page of one meeting at the desk: its facts, its agenda, its recordings, and what is to be done next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from council import amendments, meetings, office
from council.base import forms, i18n, pages
from council.base.i18n import message
from council.base.site import Site
from council.meetings import AgendaItem, Meeting
from council.organizations import Organization
from council.recordings import Recording
from council.views.desk import uploads
from council.views.desk.uploads import UploadBox

NOTICES = {
    "angelegt": message("Die Sitzung ist angelegt."),
    "gespeichert": message("Gespeichert."),
    "uebernommen": message("Die Tagesordnung ist übernommen."),
    "wiederhergestellt": message("Der Punkt ist wieder da."),
    "entfernt": message("Der Punkt ist entfernt."),
}


@dataclass(frozen=True)
class ItemRow:
    """An agenda item. ``focus``: which of its buttons was pressed just now, "hoch" or "runter"."""

    id: int
    number: str
    name: str
    public: bool
    state: str
    reference: str
    marked: bool
    first: bool
    last: bool
    focus: str


@dataclass(frozen=True)
class RecordingRow:
    """A recording of the meeting. ``kind`` is video, audio, text or empty where nobody has looked into it yet."""

    path: str
    number: int
    kind: str
    duration_ms: int
    created_at: datetime
    public: bool
    internal: bool


@dataclass(frozen=True)
class Step:
    """What to do next, and where."""

    text: str
    label: str
    path: str


@dataclass(frozen=True)
class MeetingPage:
    """``approved`` is what stands in the field for the day the minutes were approved. ``undo``: the number of the item that can be put
    back; ``from_oparl``: the meeting came from a source and can be read again."""

    id: int
    path: str
    title: str
    organization: str
    start: datetime
    location: str
    approved: str
    items: tuple[ItemRow, ...]
    recordings: tuple[RecordingRow, ...]
    upload: UploadBox
    step: Step | None
    deletable: bool
    from_oparl: bool
    notice: str = ""
    undo: str = ""
    problem: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def load(db: Session, request: Request) -> Meeting:
    """The meeting a request is about; 404 where there is none."""
    meeting = db.get(Meeting, request.path_params["id"]) if request.path_params["id"] < 2**31 else None
    if meeting is None:
        raise HTTPException(404)
    return meeting


def show(
    request: Request,
    *,
    notice: str = "",
    problem: str = "",
    approved: str | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The meeting's page. ``problem`` says why something was not done."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        meeting = load(db, request)
        assert meeting.id is not None
        organization = db.get_one(Organization, meeting.organization_id)
        items = meetings.items(db, meeting.id)
        removed = amendments.removed(db, meeting.id) if request.query_params.get("hinweis") == "entfernt" else None
        made = office.recordings(db, meeting.id)
        shown = MeetingPage(
            id=meeting.id,
            path=amendments.path(meeting),
            title=meeting.name,
            organization=organization.name,
            start=meeting.start,
            location=meeting.location or "",
            approved=forms.day(meeting.minutes_approved_on) if approved is None else approved,
            items=_items(items, amendments.marked(db, meeting.id), request.query_params.get("bewegt", "")),
            recordings=tuple(_recording(one, number) for number, one in enumerate(made, 1)),
            upload=uploads.box(db, site, meeting.id),
            step=_step(meeting, items, made, office.progress(db, [meeting.id])[meeting.id].uploads, request),
            deletable=office.can_be_deleted(db, meeting.id),
            from_oparl=(meeting.oparl_id or "").startswith(("http://", "https://")),
            notice=notice,
            undo=removed.number if removed else "",
            problem=problem,
            errors=errors or {},
        )
    return pages.render(request, "council/desk/meeting.html", shown, status=status, cache=pages.KEEP_NOTHING)


def _items(items: Sequence[AgendaItem], marked: set[int], moved: str) -> tuple[ItemRow, ...]:
    rows = []
    for place, item in enumerate(items, 1):
        assert item.id is not None
        focus = moved.partition("-")[2] if moved.partition("-")[0] == str(item.id) else ""
        first, last = place == 1, place == len(items)
        focus = {"hoch": "runter" if first else "hoch", "runter": "hoch" if last else "runter"}.get(focus, "")
        rows.append(
            ItemRow(
                item.id,
                item.number,
                item.name,
                item.public,
                item.state,
                item.reference,
                item.id in marked,
                first,
                last,
                focus,
            )
        )
    return tuple(rows)


def _recording(one: Recording, number: int) -> RecordingRow:
    kind = "video" if one.has_video else "audio" if one.has_audio else "text" if one.transcript_source else ""
    path = f"/ratsbuero/aufzeichnungen/{one.id}"
    return RecordingRow(path, number, kind, one.duration_ms, one.created_at, one.published_at is not None, one.internal)


def _step(
    meeting: Meeting, items: Sequence[AgendaItem], made: Sequence[Recording], uploading: int, request: Request
) -> Step | None:
    _ = i18n.spoken(request).gettext
    if not items:
        return Step(
            _("Als Nächstes: die Tagesordnung."), _("Tagesordnung einfügen"), f"{amendments.path(meeting)}/tagesordnung"
        )
    if not made and not uploading:
        return Step(_("Als Nächstes: die Aufnahme hochladen."), _("Zum Hochladen"), "#hochladen")
    unpublished = next((one for one in made if one.published_at is None and not one.internal), None)
    if unpublished is not None:
        path = f"/ratsbuero/aufzeichnungen/{unpublished.id}"
        return Step(
            _("Als Nächstes: die Aufzeichnung markieren, prüfen und veröffentlichen."), _("Zur Aufzeichnung"), path
        )
    return None
