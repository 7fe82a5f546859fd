"""What of a recording is not public: ranges marked by hand, and the time of non-public agenda items.

Everything public is made from the original and this list. Ranges are half-open, [start_ms, end_ms).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select

from council.media.timeline import Range, merged
from council.meetings import AgendaItem, Stretch, stretches
from council.recordings import Recording


class CutReason(StrEnum):
    NON_PUBLIC = "non-public"
    BREAK = "break"
    NO_CONSENT = "no-consent"
    OTHER = "other"


class Cut(SQLModel, table=True):
    """A range of a recording that is not public."""

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recording.id", index=True)
    start_ms: int
    end_ms: int
    reason: str = CutReason.NON_PUBLIC


@dataclass(frozen=True)
class MarkedItem:
    """The beginning of a stretch, for the pure part."""

    start_ms: int
    public: bool


def of_recording(db: Session, recording_id: int) -> Sequence[Cut]:
    """The cuts made by hand, in order."""
    return db.exec(select(Cut).where(Cut.recording_id == recording_id).order_by(col(Cut.start_ms))).all()


def hidden_by_agenda(marks: Iterable[MarkedItem], duration_ms: int) -> list[Range]:
    """The time of non-public items: from their start to the next stretch or the end. Two stretches that begin at the same moment hide it
    when either is non-public."""
    ordered = sorted(marks, key=lambda mark: mark.start_ms)
    starts = sorted({mark.start_ms for mark in ordered})
    ends = dict(zip(starts, [*starts[1:], duration_ms], strict=False))
    return merged((mark.start_ms, ends[mark.start_ms]) for mark in ordered if not mark.public)


def hidden_ranges(by_hand: Iterable[Range], marks: Iterable[MarkedItem], duration_ms: int) -> list[Range]:
    """All that is not public, in order, without overlap, within the recording's duration."""
    both = [*by_hand, *hidden_by_agenda(marks, duration_ms)]
    return merged((max(0, start), min(end, duration_ms)) for start, end in both)


def hidden(db: Session, recording_id: int, duration_ms: int) -> list[Range]:
    """The ranges of a recording that are not public."""
    by_hand = [(cut.start_ms, cut.end_ms) for cut in of_recording(db, recording_id)]
    marks = [MarkedItem(stretch.start_ms, item.public) for stretch, item in stretches(db, recording_id)]
    return hidden_ranges(by_hand, marks, duration_ms)


def hidden_everywhere(db: Session) -> dict[int, list[Range]]:
    """The same of all recordings, by id, in three queries."""
    by_hand: defaultdict[int, list[Range]] = defaultdict(list)
    for cut in db.exec(select(Cut)):
        by_hand[cut.recording_id].append((cut.start_ms, cut.end_ms))
    marks: defaultdict[int, list[MarkedItem]] = defaultdict(list)
    rows = db.exec(
        select(Stretch.recording_id, Stretch.start_ms, AgendaItem.public).join(
            AgendaItem, col(AgendaItem.id) == col(Stretch.agenda_item_id)
        )
    )
    for recording_id, start_ms, public in rows:
        marks[recording_id].append(MarkedItem(start_ms, public))
    durations = db.exec(select(Recording.id, Recording.duration_ms)).all()
    return {key: hidden_ranges(by_hand[key], marks[key], duration_ms) for key, duration_ms in durations if key}
