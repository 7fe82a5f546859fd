"""Consents to being heard and seen, for ranges of a recording in which somebody speaks who did not agree by holding an office."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from council.base.database import UtcDateTime
from council.marks import without
from council.media.timeline import Range, merged

REMAINDER_MS = 300  # what a cut or a consent leaves over at the edge of a range, since nobody sets edges more exactly


class Consent(SQLModel, table=True):
    """What was agreed for [start_ms, end_ms). Names nobody: who spoke is not the site's to know."""

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recording.id", index=True)
    start_ms: int
    end_ms: int
    given: bool
    noted_by: str = Field(max_length=200)
    noted_at: datetime = Field(sa_type=UtcDateTime)


def of_recording(db: Session, recording_id: int) -> Sequence[Consent]:
    """What was noted, in the order of time."""
    return db.exec(
        select(Consent).where(Consent.recording_id == recording_id).order_by(col(Consent.start_ms), col(Consent.id))
    ).all()


def given(db: Session, recording_id: int) -> list[Range]:
    """The ranges for which consent was given, in order."""
    return merged((one.start_ms, one.end_ms) for one in of_recording(db, recording_id) if one.given)


def note(db: Session, recording_id: int, start_ms: int, end_ms: int, by: str, now: datetime) -> Consent:
    """Keep that who speaks in a range has agreed. At the desk this is a marking step (``council.marks.note``), which can be undone."""
    consent = Consent(
        recording_id=recording_id, start_ms=start_ms, end_ms=end_ms, given=True, noted_by=by, noted_at=now
    )
    db.add(consent)
    db.flush()
    return consent


def without_consent(needing: Iterable[Range], agreed: Iterable[Range], hidden: Iterable[Range]) -> list[Range]:
    """Of the ranges that need a consent the time that has neither one nor is cut, in order. Small remainders at the edge of a cut or a
    consent do not count; a range that is as short as that does."""
    covered = merged([*agreed, *hidden])
    found = []
    for whole in merged(needing):
        left = without([whole], covered)
        found += [one for one in left if one == whole or one[1] - one[0] > REMAINDER_MS]
    return found
