"""Council meetings and their agendas (OParl Meeting and AgendaItem)."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from council import organizations
from council.agendas import Agenda
from council.base.database import UtcDateTime


class Meeting(SQLModel, table=True):
    """A session of the council or a committee."""

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    name: str = Field(max_length=500)
    start: datetime = Field(sa_type=UtcDateTime, index=True)
    location: str | None = None


class AgendaItem(SQLModel, table=True):
    """A matter on the agenda. An item that is not public is never named to the public."""

    __tablename__ = "agenda_item"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    position: int
    number: str = Field(max_length=50)
    name: str = Field(max_length=1000)
    public: bool = True


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
    meeting = Meeting(organization_id=organization.id, name=agenda.name, start=agenda.start, location=agenda.location)
    db.add(meeting)
    db.flush()
    assert meeting.id is not None
    for position, item in enumerate(agenda.items, 1):
        db.add(
            AgendaItem(meeting_id=meeting.id, position=position, number=item.number, name=item.name, public=item.public)
        )
    db.flush()
    return meeting


def items(db: Session, meeting_id: int) -> Sequence[AgendaItem]:
    """A meeting's agenda in order, non-public items included: for the desk and for cutting, never for a public page."""
    return db.exec(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(col(AgendaItem.position))
    ).all()


def mark(db: Session, meeting_id: int, recording_id: int, agenda: Agenda) -> None:
    """Store where each agenda item begins in a recording, as far as the agenda says."""
    for row, item in zip(items(db, meeting_id), agenda.items, strict=True):
        for start_ms in item.starts_ms:
            assert row.id is not None
            db.add(Stretch(recording_id=recording_id, agenda_item_id=row.id, start_ms=start_ms))


def stretches(db: Session, recording_id: int) -> Sequence[tuple[Stretch, AgendaItem]]:
    """What was dealt with when, in the order of the recording."""
    return db.exec(
        select(Stretch, AgendaItem)
        .join(AgendaItem, col(Stretch.agenda_item_id) == col(AgendaItem.id))
        .where(Stretch.recording_id == recording_id)
        .order_by(col(Stretch.start_ms), col(Stretch.id))
    ).all()
