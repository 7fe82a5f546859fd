"""Marking a recording: where items begin and what is cut, step by step, so that every step can be undone."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, delete, select

from council import consents, cuts, meetings
from council.base.database import UtcDateTime
from council.consents import Consent
from council.cuts import Cut
from council.marks import Begun, Change, Consented, Cutting, Marks, Rows, nameless
from council.meetings import Stretch
from council.recordings import Recording


class MarkingStep(SQLModel, table=True):
    """What a step changed: ``before`` holds the rows it took away and ``after`` those it added (see ``council.marks``), never text.

    Steps that were undone stay for redoing until a new one is made.
    """

    __tablename__ = "marking_step"

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recording.id", index=True)
    label: str  # what people read: "Schnitt 0:12:30–0:15:02"
    before: dict[str, Any] = Field(sa_type=JSON)
    after: dict[str, Any] = Field(sa_type=JSON)
    undone: bool = False
    by: str
    at: datetime = Field(sa_type=UtcDateTime)

    @property
    def change(self) -> Change:
        return Change("", self.label, self.before, self.after)


@dataclass(frozen=True)
class History:
    """What can be undone and redone. ``latest`` is who did the last thing, whether it was undone since or not."""

    undo: MarkingStep | None
    redo: MarkingStep | None
    latest: MarkingStep | None


def marks(db: Session, recording: Recording, duration_ms: int) -> Marks:
    """All that is marked, in the order of time. ``duration_ms`` is where the recording ends, or the last that is said in it."""
    assert recording.id is not None
    return Marks(
        duration_ms,
        {item.id or 0: item.number for item in meetings.items(db, recording.meeting_id)},
        tuple(
            Begun(stretch.id or 0, stretch.agenda_item_id, stretch.start_ms)
            for stretch, _ in meetings.stretches(db, recording.id)
        ),
        tuple(
            Cutting(cut.id or 0, cut.start_ms, cut.end_ms, cut.reason) for cut in cuts.of_recording(db, recording.id)
        ),
        tuple(
            Consented(one.id or 0, one.start_ms, one.end_ms, one.given, one.noted_by, one.noted_at.isoformat())
            for one in consents.of_recording(db, recording.id)
        ),
    )


def history(db: Session, recording_id: int) -> History:
    """The steps next to be undone and redone."""
    mine = select(MarkingStep).where(MarkingStep.recording_id == recording_id)
    undone = col(MarkingStep.undone)
    newest = col(MarkingStep.id).desc()
    undo = db.exec(mine.where(~undone).order_by(newest).limit(1)).first()
    redo = db.exec(mine.where(undone).order_by(col(MarkingStep.id)).limit(1)).first()
    return History(undo, redo, db.exec(mine.order_by(newest).limit(1)).first())


def state(marked: Marks, steps: History) -> str:
    """A short name of this state: another one as soon as somebody marks something, takes a step back or changes the agenda."""
    facts = [
        [one.row for one in marked.stretches],
        [one.row for one in marked.cuts],
        [one.row for one in marked.consents],
        sorted(marked.items.items()),
        *([step.id, step.undone] if step else None for step in (steps.undo, steps.redo)),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


def record(db: Session, recording_id: int, change: Change, by: str, now: datetime) -> None:
    """Keep a new step; what was undone before it cannot be redone any more."""
    db.exec(delete(MarkingStep).where(col(MarkingStep.recording_id) == recording_id, col(MarkingStep.undone)))
    db.add(
        MarkingStep(
            recording_id=recording_id, label=change.label, before=change.removed, after=change.added, by=by, at=now
        )
    )
    db.flush()


def carry_out(db: Session, recording: Recording, change: Change) -> None:
    """Store the rows of a change: all but the speakers, which are the transcript's. What is gone or there already is passed over."""
    assert recording.id is not None
    _take_away(db, recording.id, change.removed)
    _add(db, recording, change.added)
    db.flush()


def _take_away(db: Session, recording_id: int, rows: Rows) -> None:
    for item_id, start_ms in rows.get("stretches", ()):
        db.exec(
            delete(Stretch).where(
                col(Stretch.recording_id) == recording_id,
                col(Stretch.agenda_item_id) == item_id,
                col(Stretch.start_ms) == start_ms,
            )
        )
    for start_ms, end_ms, reason in rows.get("cuts", ()):
        db.exec(
            delete(Cut).where(
                col(Cut.recording_id) == recording_id,
                col(Cut.start_ms) == start_ms,
                col(Cut.end_ms) == end_ms,
                col(Cut.reason) == reason,
            )
        )
    for start_ms, end_ms, given, *_ in rows.get("consents", ()):
        db.exec(
            delete(Consent).where(
                col(Consent.recording_id) == recording_id,
                col(Consent.start_ms) == start_ms,
                col(Consent.end_ms) == end_ms,
                col(Consent.given) == given,
            )
        )


def _add(db: Session, recording: Recording, rows: Rows) -> None:
    assert recording.id is not None
    items = {item.id for item in meetings.items(db, recording.meeting_id)}
    there = {(stretch.agenda_item_id, stretch.start_ms) for stretch, _ in meetings.stretches(db, recording.id)}
    for item_id, start_ms in rows.get("stretches", ()):
        if item_id in items and (item_id, start_ms) not in there:
            db.add(Stretch(recording_id=recording.id, agenda_item_id=item_id, start_ms=start_ms))
    for start_ms, end_ms, reason in rows.get("cuts", ()):
        db.add(Cut(recording_id=recording.id, start_ms=start_ms, end_ms=end_ms, reason=reason))
    for start_ms, end_ms, given, by, at in rows.get("consents", ()):
        noted_at = datetime.fromisoformat(at)
        db.add(
            Consent(
                recording_id=recording.id, start_ms=start_ms, end_ms=end_ms, given=given, noted_by=by, noted_at=noted_at
            )
        )


def of_recording(db: Session, recording_id: int) -> Sequence[MarkingStep]:
    """All steps, oldest first."""
    return db.exec(
        select(MarkingStep).where(MarkingStep.recording_id == recording_id).order_by(col(MarkingStep.id))
    ).all()


def erase_speakers(db: Session, recording_id: int, hidden: Sequence[tuple[int, int]]) -> None:
    """Forget who was said to speak in hidden ranges, in what people read, too; steps keep the rest."""
    for step in of_recording(db, recording_id):
        before, after = _unhidden(step.before, hidden), _unhidden(step.after, hidden)
        if (before, after) != (step.before, step.after):
            step.before, step.after, step.label = before, after, nameless(step.label)
            db.add(step)


def _unhidden(rows: Rows, hidden: Sequence[tuple[int, int]]) -> Rows:
    if "speakers" not in rows:
        return rows
    kept = [row for row in rows["speakers"] if not any(start < row[1] and row[0] < end for start, end in hidden)]
    return {**rows, "speakers": kept}
