"""The list of meetings, and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from council import published
from council.base import pages
from council.base.site import Site
from council.meetings import Meeting
from council.organizations import Organization
from council.taking_part import ProcessCard, TakingPart
from council.views import selection
from council.views.cards import Card, card
from council.views.selection import PER_PAGE, Selection

PATH = "/sitzungen"


@dataclass(frozen=True)
class Row:
    """A meeting in the list."""

    path: str
    title: str
    organization: str
    start: datetime
    duration_ms: int
    items: int


@dataclass(frozen=True)
class Overview:
    """The meetings chosen, and what else could be."""

    chosen: Selection
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Moment:
    """A moment in a recording. ``part`` numbers the recordings of a meeting from 1; 0 where there is only one."""

    path: str
    start_ms: int
    part: int


@dataclass(frozen=True)
class Item:
    """A public agenda item. ``state``: "withdrawn", "adjourned" or empty."""

    number: str
    name: str
    moments: tuple[Moment, ...]
    state: str
    reference: str


@dataclass(frozen=True)
class MeetingPage:
    """``poster`` is the first recording's picture, for shared links."""

    id: int
    title: str
    organization: str
    organization_path: str
    start: datetime
    location: str
    recordings: tuple[Card, ...]
    items: tuple[Item, ...]
    poster: str
    processes: tuple[ProcessCard, ...]


def overview(request: Request) -> Response:
    """Public meetings by body and year: ``?gremium=ID&jahr=2026&seite=2``."""
    site: Site = request.app.state.site
    zone = site.settings.zone
    with site.database.reading() as db:
        entries, bodies = published.entries(db), published.organizations(db)
        wanted = selection.asked(request, bodies)
        found = published.meetings(
            db,
            organization_id=wanted.organization_id,
            between=wanted.between(zone),
            offset=wanted.offset,
            limit=PER_PAGE,
        )
        rows = _rows(db, found)
    chosen = selection.selection(PATH, wanted, entries, bodies, len(rows), zone)
    return pages.render(request, "council/meetings.html", Overview(chosen, rows))


def meeting(request: Request) -> Response:
    """One meeting: agenda and recordings."""
    site: Site = request.app.state.site
    taking_part: TakingPart = request.app.state.taking_part
    meeting_id: int = request.path_params["id"]
    with site.database.reading() as db:
        found = published.meeting(db, meeting_id)
        if found is None:
            raise HTTPException(404)
        recordings = published.recordings_of(db, meeting_id)
        agenda = published.agenda(db, meeting_id, recordings)
        processes = tuple(taking_part.of_meeting(request, db, meeting_id))
    shown, organization = found
    cards = tuple(card(recording, shown, organization) for recording in recordings)
    parts = {recording.id: index for index, recording in enumerate(recordings, 1)} if len(recordings) > 1 else {}
    page = MeetingPage(
        id=meeting_id,
        title=shown.name,
        organization=organization.name,
        organization_path=f"{PATH}?gremium={organization.id}",
        start=shown.start,
        location=shown.location or "",
        recordings=cards,
        items=tuple(_item(item, parts) for item in agenda),
        poster=next((card.poster for card in cards if card.poster), ""),
        processes=processes,
    )
    return pages.render(request, "council/meeting.html", page)


def moment_path(recording_id: int, start_ms: int) -> str:
    """The address of a moment in a recording; times in addresses are whole seconds."""
    return f"/aufzeichnungen/{recording_id}?t={start_ms // 1000}"


def _item(item: published.PublicItem, parts: dict[int | None, int]) -> Item:
    moments = (
        Moment(moment_path(moment.recording_id, moment.start_ms), moment.start_ms, parts.get(moment.recording_id, 0))
        for moment in item.moments
    )
    return Item(item.number, item.name, tuple(moments), item.state, item.reference)


def _rows(db: Session, found: Sequence[tuple[Meeting, Organization]]) -> tuple[Row, ...]:
    ids = [meeting.id for meeting, _ in found if meeting.id is not None]
    lengths, counts = published.lengths(db, ids), published.item_counts(db, ids)
    return tuple(
        Row(
            f"{PATH}/{meeting.id}",
            meeting.name,
            organization.name,
            meeting.start,
            lengths.get(meeting.id or 0, 0),
            counts.get(meeting.id or 0, 0),
        )
        for meeting, organization in found
    )
