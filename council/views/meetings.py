"""The list of meetings, and the page of one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from council import published
from council.base import pages
from council.base.site import Site
from council.meetings import Meeting
from council.organizations import Organization
from council.views.cards import Card, card

PER_PAGE = 50


@dataclass(frozen=True)
class Choice:
    """A value to filter by, and how many meetings it leaves."""

    value: str
    label: str
    count: int
    chosen: bool


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
    """``first`` and ``last`` are the numbers of the rows shown, from 1."""

    organizations: tuple[Choice, ...]
    years: tuple[Choice, ...]
    rows: tuple[Row, ...]
    total: int
    filtered: bool
    everything: int
    first: int
    last: int
    previous: str
    next: str


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


def overview(request: Request) -> Response:
    """Meetings by body and year: ``?gremium=ID&jahr=2026&seite=2``. What is no number counts as not given."""
    site: Site = request.app.state.site
    zone = site.settings.zone
    organization_id, year = _number(request, "gremium"), _number(request, "jahr")
    if year is not None and not 1900 <= year <= 2200:
        raise HTTPException(404)
    number = _number(request, "seite") or 1
    with site.database.reading() as db:
        entries = published.entries(db)
        names = published.organizations(db)
        organization_id = organization_id if organization_id in names else None
        found = published.meetings(
            db,
            organization_id=organization_id,
            between=published.year_bounds(year, zone) if year else None,
            offset=(number - 1) * PER_PAGE,
            limit=PER_PAGE,
        )
        rows = _rows(db, found)
    dated = [(entry.organization_id, published.year_of(entry.start, zone)) for entry in entries]
    total = sum(organization_id in (None, body) and year in (None, held) for body, held in dated)
    if number > 1 and not rows:
        raise HTTPException(404)
    first = (number - 1) * PER_PAGE + 1
    chosen = {"gremium": organization_id, "jahr": year}
    page = Overview(
        organizations=_bodies(names, (body for body, held in dated if year in (None, held)), organization_id),
        years=_years((held for body, held in dated if organization_id in (None, body)), year),
        rows=rows,
        total=total,
        filtered=organization_id is not None or year is not None,
        everything=len(entries),
        first=first if rows else 0,
        last=first + len(rows) - 1 if rows else 0,
        previous=_page_path(chosen, number - 1) if number > 1 else "",
        next=_page_path(chosen, number + 1) if first + len(rows) - 1 < total else "",
    )
    return pages.render(request, "council/meetings.html", page)


def meeting(request: Request) -> Response:
    """One meeting: agenda and recordings."""
    site: Site = request.app.state.site
    meeting_id: int = request.path_params["id"]
    with site.database.reading() as db:
        found = published.meeting(db, meeting_id)
        if found is None:
            raise HTTPException(404)
        recordings = published.recordings_of(db, meeting_id)
        agenda = published.agenda(db, meeting_id, recordings)
    shown, organization = found
    cards = tuple(card(recording, shown, organization) for recording in recordings)
    parts = {recording.id: index for index, recording in enumerate(recordings, 1)} if len(recordings) > 1 else {}
    page = MeetingPage(
        id=meeting_id,
        title=shown.name,
        organization=organization.name,
        organization_path=f"/sitzungen?gremium={organization.id}",
        start=shown.start,
        location=shown.location or "",
        recordings=cards,
        items=tuple(_item(item, parts) for item in agenda),
        poster=next((card.poster for card in cards if card.poster), ""),
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
            f"/sitzungen/{meeting.id}",
            meeting.name,
            organization.name,
            meeting.start,
            lengths.get(meeting.id or 0, 0),
            counts.get(meeting.id or 0, 0),
        )
        for meeting, organization in found
    )


def _bodies(names: dict[int, str], counted: Iterable[int], chosen: int | None) -> tuple[Choice, ...]:
    counts = Counter(counted)
    return tuple(
        Choice(str(key), name, counts[key], key == chosen)
        for key, name in names.items()
        if counts[key] or key == chosen
    )


def _years(counted: Iterable[int], chosen: int | None) -> tuple[Choice, ...]:
    counts = Counter(counted)
    years = sorted(counts.keys() | ({chosen} if chosen else set()), reverse=True)
    return tuple(Choice(str(year), str(year), counts[year], year == chosen) for year in years)


def _number(request: Request, name: str) -> int | None:
    value = request.query_params.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


def _page_path(chosen: dict[str, int | None], number: int) -> str:
    values = {name: value for name, value in chosen.items() if value is not None}
    query = urlencode(values | ({"seite": number} if number > 1 else {}))
    return f"/sitzungen?{query}" if query else "/sitzungen"
