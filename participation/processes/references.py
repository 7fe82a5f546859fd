"""Where the council dealt with a process: the meeting or agenda item that ordered or discussed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select

from council import links, published
from council.base.i18n import message
from council.meetings import AgendaItem


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


def link(db: Session, process_id: int, meeting_id: int, agenda_item_id: int | None, relation: Relation) -> None:
    """Link a process with a meeting or one of its items; a link that is there already says another relation from now on."""
    row = next(
        (
            one
            for one in of_process(db, process_id)
            if (one.meeting_id, one.agenda_item_id) == (meeting_id, agenda_item_id)
        ),
        CouncilReference(process_id=process_id, meeting_id=meeting_id, agenda_item_id=agenda_item_id),
    )
    row.relation = relation
    db.add(row)


@dataclass(frozen=True)
class Shown:
    """Where the council dealt with a process, as the public may see it. ``relation`` is a German message. ``number`` and ``item`` are the
    agenda item's, empty where it was the meeting as a whole; ``path`` is its lasting link, else the meeting's page. ``recording_id`` and
    ``start_ms`` say where it can be heard first, both None where it cannot."""

    relation: str
    meeting: str
    organization: str
    start: datetime
    meeting_path: str
    path: str
    number: str = ""
    item: str = ""
    recording_id: int | None = None
    start_ms: int | None = None

    @property
    def moment_path(self) -> str:
        """The recording's page at that second; empty where there is none."""
        if self.recording_id is None or self.start_ms is None:
            return ""
        return f"/aufzeichnungen/{self.recording_id}?t={self.start_ms // 1000}"


def shown(db: Session, process_id: int) -> list[Shown]:
    """Where the council dealt with a process, in the order of the meetings. Meetings of which nothing is public, and items that are not
    public, are left out, and nothing tells that they are there."""
    found = (_shown(db, one) for one in of_process(db, process_id))
    return sorted((one for one in found if one is not None), key=lambda one: one.start)


def _shown(db: Session, reference: CouncilReference) -> Shown | None:
    relation = Relation(reference.relation)
    if reference.agenda_item_id is not None:
        row = db.get(AgendaItem, reference.agenda_item_id)
        return _shown_item(db, relation, row.key) if row is not None else None
    known = published.meeting(db, reference.meeting_id)
    if known is None:
        return None
    meeting, organization = known
    path = f"/sitzungen/{meeting.id}"
    return Shown(relation, meeting.name, organization.name, meeting.start, path, path)


def _shown_item(db: Session, relation: Relation, key: str) -> Shown | None:
    found = links.find(db, key)
    if found is None:
        return None
    first = next(iter(found.moments), None)
    return Shown(
        relation,
        found.meeting.name,
        found.organization.name,
        found.meeting.start,
        f"/sitzungen/{found.meeting.id}",
        f"/top/{key}",
        number=found.item.number,
        item=found.item.name,
        recording_id=first.recording_id if first else None,
        start_ms=first.start_ms if first else None,
    )
