"""What the office sees of meetings: all of them, with how far each is on its way to the public."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from council import organizations
from council import recordings as made
from council.agendas import Agenda
from council.base import changes
from council.meetings import KIND, AgendaItem, Meeting, RemovedItem
from council.organizations import Organization
from council.published import Entry
from council.recordings import Recording
from council.uploads import Upload, UploadState


@dataclass(frozen=True)
class Progress:
    """How much of a meeting is there: agenda items, recordings, files on their way, recordings that are public."""

    items: int = 0
    recordings: int = 0
    uploads: int = 0
    public: int = 0


def entries(db: Session) -> list[Entry]:
    """Every meeting's body and start: what counting goes by."""
    return [Entry(key, start) for key, start in db.exec(select(Meeting.organization_id, Meeting.start)).all()]


def meetings(
    db: Session,
    *,
    organization_id: int | None = None,
    between: tuple[datetime, datetime] | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Sequence[tuple[Meeting, Organization]]:
    """Meetings, the latest first."""
    query = select(Meeting, Organization).join(Organization)
    if organization_id is not None:
        query = query.where(Meeting.organization_id == organization_id)
    if between is not None:
        query = query.where(Meeting.start >= between[0], Meeting.start < between[1])
    return db.exec(query.order_by(col(Meeting.start).desc(), col(Meeting.id).desc()).offset(offset).limit(limit)).all()


def bodies(db: Session) -> dict[int, str]:
    """The names of all bodies that have met, by id, in the order of their names."""
    rows = db.exec(
        select(Organization.id, Organization.name)
        .where(col(Organization.id).in_(select(Meeting.organization_id)))
        .order_by(col(Organization.name))
    ).all()
    return {key: name for key, name in rows if key is not None}


def progress(db: Session, meeting_ids: Iterable[int]) -> dict[int, Progress]:
    """How far these meetings are."""
    ids = list(meeting_ids)
    items = _counted(db, AgendaItem.meeting_id, ids)
    recorded = _counted(db, Recording.meeting_id, ids)
    public = _counted(db, Recording.meeting_id, ids, col(Recording.published_at).is_not(None))
    coming = _counted(db, Upload.meeting_id, ids, col(Upload.state).in_((UploadState.RECEIVING, UploadState.COMPLETE)))
    return {
        key: Progress(items.get(key, 0), recorded.get(key, 0), coming.get(key, 0), public.get(key, 0)) for key in ids
    }


def _counted(db: Session, column: int, ids: list[int], *conditions: ColumnElement[bool]) -> dict[int, int]:
    rows = db.exec(select(column, func.count()).where(col(column).in_(ids), *conditions).group_by(col(column))).all()
    return dict(rows)


def recordings(db: Session, meeting_id: int) -> Sequence[Recording]:
    """A meeting's recordings in the order they were made."""
    return db.exec(select(Recording).where(Recording.meeting_id == meeting_id).order_by(col(Recording.id))).all()


def same(db: Session, organization_id: int, start: datetime, name: str, but: int | None = None) -> Meeting | None:
    """Another meeting of the same body with the same beginning and name."""
    query = select(Meeting).where(
        Meeting.organization_id == organization_id, Meeting.start == start, Meeting.name == name, Meeting.id != but
    )
    return db.exec(query).first()


def can_be_deleted(db: Session, meeting_id: int) -> bool:
    """Whether nothing was recorded of a meeting and no file is on its way."""
    here = progress(db, [meeting_id])[meeting_id]
    return not here.recordings and not here.uploads


def delete(db: Session, meeting: Meeting) -> None:
    """Remove a meeting with its agenda. Only what ``can_be_deleted`` and is not linked (``meetings.is_linked``)."""
    assert meeting.id is not None
    for table in (Upload, RemovedItem, AgendaItem):
        for row in db.exec(select(table).where(table.meeting_id == meeting.id)).all():
            db.delete(row)
    db.flush()
    db.delete(meeting)


def change(db: Session, meeting: Meeting, facts: Agenda, now: datetime) -> None:
    """Store other facts of a meeting; followers of its public recordings are told."""
    assert meeting.id is not None
    organization_id = organizations.named(db, facts.organization).id
    assert organization_id is not None
    meeting.organization_id, meeting.name = organization_id, facts.name
    meeting.start, meeting.location = facts.start, facts.location
    db.add(meeting)
    tell_followers(db, meeting.id, now)


def tell_followers(db: Session, meeting_id: int, now: datetime) -> None:
    """Something public of a meeting changed that is shown with its recordings, too."""
    public = [recording for recording in recordings(db, meeting_id) if recording.published_at is not None]
    for recording in public:
        made.text_changed(db, recording, now)
    if public:
        changes.record(db, KIND, meeting_id, now)
