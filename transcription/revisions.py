"""What people changed in a transcript: who, when, and what stood there before."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select

from council.base.database import UtcDateTime


class Revision(SQLModel, table=True):
    """One change of an utterance. Kept by its time, since utterances are divided; erased where a cut lies over it.

    What stood there before is kept whole, so that a change can be taken back: the text, its words' times and probabilities, and who had
    checked it. Changes made in one go share a ``batch``.
    """

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recording.id", index=True)
    segment_id: int | None = Field(default=None, index=True)  # as it was then; no foreign key, utterances are replaced
    start_ms: int
    end_ms: int
    text_before: str
    text_after: str
    words_before: list[list[float]] = Field(default_factory=list, sa_type=JSON)
    checked_at_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    checked_by_before: str | None = None
    speaker_before: str | None = None
    speaker_after: str | None = None
    batch: str | None = Field(default=None, index=True)
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


def of_time(db: Session, recording_id: int, start_ms: int, end_ms: int) -> Sequence[Revision]:
    """What was changed of what is said in [start_ms, end_ms), newest first."""
    return db.exec(
        select(Revision)
        .where(Revision.recording_id == recording_id, Revision.start_ms < end_ms, Revision.end_ms > start_ms)
        .order_by(col(Revision.id).desc())
    ).all()


def of_batch(db: Session, recording_id: int, batch: str) -> Sequence[Revision]:
    """What was changed in one go, newest first."""
    return db.exec(
        select(Revision)
        .where(Revision.recording_id == recording_id, Revision.batch == batch)
        .order_by(col(Revision.id).desc())
    ).all()


def has_worked(db: Session, recording_id: int, by: str, since: datetime) -> bool:
    """Whether a person has changed something in a recording lately."""
    found = select(Revision.id).where(
        Revision.recording_id == recording_id, Revision.by == by, col(Revision.at) >= since
    )
    return db.exec(found.limit(1)).first() is not None
