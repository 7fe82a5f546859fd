"""What the public may know of meetings: those with a published recording, and of their agendas the public items alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, exists, func, select

from council import cuts
from council.media.timeline import Range
from council.meetings import AgendaItem, Meeting, Stretch, stretches
from council.organizations import Organization
from council.recordings import Recording


@dataclass(frozen=True)
class Moment:
    """Where in a recording something begins, in ms."""

    recording_id: int
    start_ms: int


@dataclass(frozen=True)
class PublicItem:
    """An agenda item and the moments at which it is dealt with. ``spoken_ms``: how long, over all of them. ``state`` is a value of
    ``meetings.ItemState``, ``reference`` the numbers of its papers."""

    number: str
    name: str
    moments: tuple[Moment, ...] = ()
    spoken_ms: int = 0
    state: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Mark:
    """The beginning of a stretch of an agenda item in a recording."""

    item_id: int
    start_ms: int


@dataclass(frozen=True)
class Entry:
    """When a meeting was and whose: what counting goes by."""

    organization_id: int
    start: datetime


def year_of(start: datetime, zone: ZoneInfo) -> int:
    """The year of a meeting on the town's calendar."""
    return start.astimezone(zone).year


def year_bounds(year: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A year on the town's calendar, half-open."""
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def is_public() -> ColumnElement[bool]:
    """The condition under which the public may know of a meeting."""
    return exists().where(col(Recording.meeting_id) == col(Meeting.id), col(Recording.published_at).is_not(None))


def entries(db: Session) -> list[Entry]:
    """Every public meeting."""
    rows = db.exec(select(Meeting.organization_id, Meeting.start).where(is_public())).all()
    return [Entry(organization_id, start) for organization_id, start in rows]


def organizations(db: Session) -> dict[int, str]:
    """The names of bodies with a public meeting, by id, in the order of their names; of others nobody needs to know."""
    rows = db.exec(
        select(Organization.id, Organization.name)
        .where(col(Organization.id).in_(select(Meeting.organization_id).where(is_public())))
        .order_by(col(Organization.name))
    ).all()
    return {key: name for key, name in rows if key is not None}


def meetings(
    db: Session,
    *,
    organization_id: int | None = None,
    between: tuple[datetime, datetime] | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Sequence[tuple[Meeting, Organization]]:
    """Public meetings, the latest first."""
    query = select(Meeting, Organization).join(Organization).where(is_public())
    if organization_id is not None:
        query = query.where(Meeting.organization_id == organization_id)
    if between is not None:
        query = query.where(Meeting.start >= between[0], Meeting.start < between[1])
    return db.exec(query.order_by(col(Meeting.start).desc(), col(Meeting.id).desc()).offset(offset).limit(limit)).all()


def meeting(db: Session, meeting_id: int) -> tuple[Meeting, Organization] | None:
    """A meeting if the public may know of it."""
    return db.exec(
        select(Meeting, Organization).join(Organization).where(Meeting.id == meeting_id, is_public())
    ).first()


def latest_recordings(db: Session, limit: int) -> Sequence[tuple[Recording, Meeting, Organization]]:
    """Public recordings, those of the latest meetings first."""
    return db.exec(
        select(Recording, Meeting, Organization)
        .join(Meeting, col(Recording.meeting_id) == col(Meeting.id))
        .join(Organization, col(Meeting.organization_id) == col(Organization.id))
        .where(col(Recording.published_at).is_not(None))
        .order_by(col(Meeting.start).desc(), col(Recording.id).desc())
        .limit(limit)
    ).all()


def recordings_of(db: Session, meeting_id: int) -> Sequence[Recording]:
    """A meeting's public recordings in the order they were made."""
    return db.exec(
        select(Recording)
        .where(Recording.meeting_id == meeting_id, col(Recording.published_at).is_not(None))
        .order_by(col(Recording.id))
    ).all()


def lengths(db: Session, meeting_ids: Sequence[int]) -> dict[int, int]:
    """How long the public recordings of each meeting are together, in ms."""
    rows = db.exec(
        select(Recording.meeting_id, func.sum(Recording.duration_ms))
        .where(col(Recording.meeting_id).in_(meeting_ids), col(Recording.published_at).is_not(None))
        .group_by(col(Recording.meeting_id))
    ).all()
    return {meeting_id: int(length) for meeting_id, length in rows}


def item_counts(db: Session, meeting_ids: Sequence[int]) -> dict[int, int]:
    """How many public agenda items each meeting has."""
    rows = db.exec(
        select(AgendaItem.meeting_id, func.count())
        .where(col(AgendaItem.meeting_id).in_(meeting_ids), col(AgendaItem.public))
        .group_by(col(AgendaItem.meeting_id))
    ).all()
    return dict(rows)


def agenda(db: Session, meeting_id: int, recordings: Iterable[Recording]) -> list[PublicItem]:
    """A meeting's public items in order, each with its moments in these recordings."""
    rows = db.exec(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, col(AgendaItem.public))
        .order_by(col(AgendaItem.position))
    ).all()
    moments: dict[int, list[Moment]] = {}
    spoken: dict[int, int] = {}
    for recording in recordings:
        assert recording.id is not None
        marks = [_mark(stretch) for stretch, _ in stretches(db, recording.id)]
        hidden = cuts.hidden(db, recording.id, recording.duration_ms)
        for item_id, start_ms, length_ms in audible(marks, hidden, recording.duration_ms):
            moments.setdefault(item_id, []).append(Moment(recording.id, start_ms))
            spoken[item_id] = spoken.get(item_id, 0) + length_ms
    return [
        PublicItem(
            row.number,
            row.name,
            tuple(moments.get(row.id or 0, ())),
            spoken.get(row.id or 0, 0),
            row.state,
            row.reference,
        )
        for row in rows
    ]


def _mark(stretch: Stretch) -> Mark:
    return Mark(stretch.agenda_item_id, stretch.start_ms)


def audible(marks: Sequence[Mark], hidden: Sequence[Range], duration_ms: int) -> list[tuple[int, int, int]]:
    """Of each stretch its item, the first moment that is not cut, and its length; those cut as a whole or outside are left out.

    ``marks`` are in order of time, ``hidden`` is ordered and does not overlap. Items called together share their stretch.
    """
    starts = sorted({mark.start_ms for mark in marks})
    ends = dict(zip(starts, [*starts[1:], duration_ms], strict=False))
    found = []
    for mark in marks:
        end_ms = ends[mark.start_ms]
        start_ms = next((cut_end for start, cut_end in hidden if start <= mark.start_ms < cut_end), mark.start_ms)
        if start_ms < min(end_ms, duration_ms):
            found.append((mark.item_id, start_ms, end_ms - start_ms))
    return found
