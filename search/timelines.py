"""What is dealt with when in recordings, and what of them is hidden: for many recordings at once, in a constant number of queries."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import select
from sqlmodel import Session, col

from council import cuts, published
from council.cuts import Cut, MarkedItem
from council.media.timeline import Range
from council.meetings import AgendaItem, Stretch
from council.recordings import Recording


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an agenda item begins in a recording."""

    item_id: int
    start_ms: int
    public: bool
    number: str
    name: str


_ENDLESS_MS = 10**12  # longer than any recording

_start = attrgetter("start_ms")


@dataclass(frozen=True)
class Timeline:
    """One recording. ``marks`` are in the order of time; ``hidden`` is what ``cuts.hidden`` says, without an end where a cut lasts to the
    recording's: an utterance may begin behind the end of the media."""

    duration_ms: int
    marks: Sequence[Mark]
    hidden: Sequence[Range]

    def items_at(self, moment_ms: int) -> list[Mark]:
        """What was dealt with then: several where they were called together, none before the first, and none that is not public."""
        end = bisect_right(self.marks, moment_ms, key=_start)
        first = bisect_left(self.marks, self.marks[end - 1].start_ms, key=_start) if end else 0
        return [mark for mark in self.marks[first:end] if mark.public]

    def is_hidden_between(self, start_ms: int, end_ms: int) -> bool:
        """Whether a cut lies between two moments, or around them."""
        return any(start < end_ms and start_ms < end for start, end in self.hidden)


def timelines(db: Session, recording_ids: Collection[int]) -> dict[int, Timeline]:
    """Those of the recordings that exist."""
    durations = db.execute(
        select(col(Recording.id), col(Recording.duration_ms)).where(col(Recording.id).in_(recording_ids))
    ).all()
    marks, by_hand = _marks(db, recording_ids), _by_hand(db, recording_ids)
    found = {}
    for recording_id, duration_ms in durations:
        items = [MarkedItem(mark.start_ms, mark.public) for mark in marks[recording_id]]
        hidden = cuts.hidden_ranges(by_hand[recording_id], items, _ENDLESS_MS)
        found[recording_id] = Timeline(duration_ms, marks[recording_id], hidden)
    return found


def first_moments(db: Session, meeting_ids: Collection[int]) -> dict[int, published.Moment]:
    """For each agenda item of these meetings the first moment at which the public can hear it; items without one are left out."""
    recordings = db.execute(
        select(col(Recording.id))
        .where(col(Recording.meeting_id).in_(meeting_ids), col(Recording.published_at).is_not(None))
        .order_by(col(Recording.id))
    ).scalars()
    found: dict[int, published.Moment] = {}
    for recording_id, timeline in sorted(timelines(db, list(recordings)).items()):
        marks = [published.Mark(mark.item_id, mark.start_ms) for mark in timeline.marks]
        for item_id, start_ms, _ in published.audible(marks, timeline.hidden, timeline.duration_ms):
            found.setdefault(item_id, published.Moment(recording_id, start_ms))
    return found


def _marks(db: Session, recording_ids: Collection[int]) -> Mapping[int, list[Mark]]:
    rows = db.execute(
        select(
            col(Stretch.recording_id),
            col(AgendaItem.id),
            col(Stretch.start_ms),
            col(AgendaItem.public),
            col(AgendaItem.number),
            col(AgendaItem.name),
        )
        .join(AgendaItem, col(Stretch.agenda_item_id) == col(AgendaItem.id))
        .where(col(Stretch.recording_id).in_(recording_ids))
        .order_by(col(Stretch.start_ms), col(Stretch.id))
    )
    marks: defaultdict[int, list[Mark]] = defaultdict(list)
    for recording_id, *mark in rows:
        marks[recording_id].append(Mark(*mark))
    return marks


def _by_hand(db: Session, recording_ids: Collection[int]) -> Mapping[int, list[Range]]:
    rows = db.execute(
        select(col(Cut.recording_id), col(Cut.start_ms), col(Cut.end_ms)).where(
            col(Cut.recording_id).in_(recording_ids)
        )
    )
    found: defaultdict[int, list[Range]] = defaultdict(list)
    for recording_id, start_ms, end_ms in rows:
        found[recording_id].append((start_ms, end_ms))
    return found
