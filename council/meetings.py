"""Council meetings and their agendas (OParl Meeting and AgendaItem)."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column
from sqlalchemy import select as columns_of
from sqlmodel import Field, Session, SQLModel, col, delete, select

from council import agenda_matching, organizations
from council.agendas import Agenda, Item
from council.base.database import UtcDateTime

KIND = "meeting"  # in the feed of changes: what the public may know of the meeting itself and of its agenda changed
OWN_TABLES = frozenset(("agenda_item", "recording", "removed_item", "stretch", "upload"))
KEY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


class Meeting(SQLModel, table=True):
    """A session of the council or a committee."""

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    name: str = Field(max_length=500)
    start: datetime = Field(sa_type=UtcDateTime, index=True)
    location: str | None = None
    oparl_id: str | None = Field(default=None, unique=True)
    minutes_approved_on: date | None = None


class ItemState(StrEnum):
    PLANNED = ""
    WITHDRAWN = "withdrawn"  # abgesetzt
    ADJOURNED = "adjourned"  # vertagt


def new_item_key() -> str:
    """A short random name for an agenda item's lasting link, without characters that are taken for one another."""
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(10))


class AgendaItem(SQLModel, table=True):
    """A matter on the agenda. An item that is not public is never named to the public."""

    __tablename__ = "agenda_item"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    position: int
    number: str = Field(max_length=50)
    name: str = Field(max_length=1000)
    public: bool = True
    state: str = ItemState.PLANNED
    reference: str = Field(default="", max_length=200)  # of its papers: "DS0123/24"
    key: str = Field(default_factory=new_item_key, unique=True)  # of its lasting link
    oparl_id: str | None = Field(default=None, index=True)


class RemovedItem(SQLModel, table=True):
    """The item a meeting lost last, so that removing it can be undone; there is one a meeting at most."""

    __tablename__ = "removed_item"

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    item: dict[str, Any] = Field(sa_type=JSON)


class Stretch(SQLModel, table=True):
    """Where in a recording an agenda item begins to be dealt with; it lasts until the next stretch or the end."""

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recording.id", index=True)
    agenda_item_id: int = Field(foreign_key="agenda_item.id", index=True)
    start_ms: int


def find(db: Session, agenda: Agenda) -> Meeting | None:
    """The meeting an agenda speaks of, where it is known already: same organization, start and name."""
    organization = organizations.named(db, agenda.organization)
    return db.exec(
        select(Meeting).where(
            Meeting.organization_id == organization.id, Meeting.start == agenda.start, Meeting.name == agenda.name
        )
    ).first()


def create(db: Session, agenda: Agenda) -> Meeting:
    """A new meeting with its agenda items."""
    organization = organizations.named(db, agenda.organization)
    assert organization.id is not None
    meeting = Meeting(
        organization_id=organization.id,
        name=agenda.name,
        start=agenda.start,
        location=agenda.location,
        oparl_id=agenda.oparl_id,
    )
    db.add(meeting)
    db.flush()
    assert meeting.id is not None
    db.add_all(new_item(meeting.id, position, item) for position, item in enumerate(agenda.items, 1))
    db.flush()
    return meeting


def new_item(meeting_id: int, position: int, item: Item) -> AgendaItem:
    """An item as its source names it, not stored yet."""
    return AgendaItem(
        meeting_id=meeting_id,
        position=position,
        number=item.number,
        name=item.name,
        public=item.public,
        state=item.state,
        reference=item.reference,
        oparl_id=item.oparl_id,
    )


def items(db: Session, meeting_id: int) -> Sequence[AgendaItem]:
    """A meeting's agenda in order, non-public items included: for the desk and for cutting, never for a public page."""
    return db.exec(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(col(AgendaItem.position))
    ).all()


def linked_items(db: Session, meeting_id: int) -> set[int]:
    """The ids of the items that something the council does not know refers to, such as a survey the council ordered: they have to stay.
    Found by the tables' foreign keys, so that none is forgotten."""
    mine = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    return {
        number
        for column in _referring("agenda_item")
        for number in db.scalars(columns_of(column).where(column.in_(mine)))
    }


def is_linked(db: Session, meeting_id: int) -> bool:
    """Whether something the council does not know refers to this meeting or to one of its items."""
    referring = (columns_of(column).where(column == meeting_id).limit(1) for column in _referring("meeting"))
    return any(db.scalars(query).first() is not None for query in referring) or bool(linked_items(db, meeting_id))


def _referring(table: str) -> list[Column[Any]]:
    """The columns of others' tables that refer to a table of the council."""
    return [
        column
        for other in SQLModel.metadata.sorted_tables
        if other.name not in OWN_TABLES
        for column in other.columns
        if any(key.column.table.name == table for key in column.foreign_keys)
    ]


def follow(db: Session, meeting_id: int, recording_id: int | None, agenda: Agenda) -> bool:
    """Bring a known meeting's agenda up to a newer one. True where what the public may see of the agenda changed.

    Items it does not have yet are added, a corrected title keeps its item, and one that either calls non-public is non-public. An item
    that the newer agenda lacks (a name should not have been there) is removed, unless another recording than this one deals with it, or
    something else refers to it.
    """
    rows = items(db, meeting_id)
    matching = agenda_matching.match(rows, agenda.items)
    changed = False
    for position, (item, index) in enumerate(zip(agenda.items, matching.known, strict=True), 1):
        row = new_item(meeting_id, position, item) if index is None else rows[index]
        public = row.public and item.public
        changed |= index is None or (row.number, row.name, row.public) != (item.number, item.name, public)
        row.position, row.number, row.name, row.public = position, item.number, item.name, public
        db.add(row)
    linked = linked_items(db, meeting_id)
    for row in (rows[index] for index in matching.left if rows[index].id not in linked):
        dealt_with = select(Stretch.recording_id).where(Stretch.agenda_item_id == row.id)
        if set(db.exec(dealt_with)) <= {recording_id}:
            db.exec(delete(Stretch).where(col(Stretch.agenda_item_id) == row.id))
            db.delete(row)
            changed = True
    db.flush()
    return changed


def mark(db: Session, meeting_id: int, recording_id: int, agenda: Agenda) -> None:
    """Store where each agenda item begins in a recording, as far as the agenda says, in place of what was stored before."""
    rows = {(row.number, row.name): row.id for row in items(db, meeting_id)}
    db.exec(delete(Stretch).where(col(Stretch.recording_id) == recording_id))
    for item in agenda.items:
        item_id = rows[item.number, item.name]
        assert item_id is not None
        for start_ms in item.starts_ms:
            db.add(Stretch(recording_id=recording_id, agenda_item_id=item_id, start_ms=start_ms))
    db.flush()


def untimed(db: Session, meeting_id: int, recording_id: int) -> list[AgendaItem]:
    """Non-public items of which nobody has said where they are in the recording, so that they cannot be cut. One that was withdrawn was
    not dealt with."""
    timed = {stretch.agenda_item_id for stretch, _ in stretches(db, recording_id)}
    secret = (row for row in items(db, meeting_id) if not row.public and row.state != ItemState.WITHDRAWN)
    return [row for row in secret if row.id not in timed]


def stretches(db: Session, recording_id: int) -> Sequence[tuple[Stretch, AgendaItem]]:
    """What was dealt with when, in the order of the recording."""
    return db.exec(
        select(Stretch, AgendaItem)
        .join(AgendaItem, col(Stretch.agenda_item_id) == col(AgendaItem.id))
        .where(Stretch.recording_id == recording_id)
        .order_by(col(Stretch.start_ms), col(Stretch.id))
    ).all()
