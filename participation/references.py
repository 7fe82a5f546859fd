"""Where the council dealt with a process: the meeting or agenda item that ordered or discussed it."""

from collections.abc import Sequence
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select

from council.base.i18n import message


class Relation(StrEnum):
    """What the council did. The value is what people read."""

    ORDERED = message("beauftragt")
    DISCUSSED = message("beraten")
    DECIDED = message("beschlossen")


class CouncilReference(SQLModel, table=True):
    """A link between a process and a meeting, or one of its agenda items."""

    __tablename__ = "council_reference"

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="process.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    agenda_item_id: int | None = Field(default=None, foreign_key="agenda_item.id", index=True)
    relation: str = Field(default=Relation.DISCUSSED, max_length=20)


def of_process(db: Session, process_id: int) -> Sequence[CouncilReference]:
    """Where the council dealt with a process."""
    query = select(CouncilReference).where(CouncilReference.process_id == process_id)
    return db.exec(query.order_by(col(CouncilReference.id))).all()


def of_meeting(db: Session, meeting_id: int) -> Sequence[CouncilReference]:
    """The processes a meeting dealt with."""
    query = select(CouncilReference).where(CouncilReference.meeting_id == meeting_id)
    return db.exec(query.order_by(col(CouncilReference.id))).all()
