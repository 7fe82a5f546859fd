"""Moments proposed by the engine, looked up in the database all at once: who may see them, and what belongs to them.

The number of queries does not depend on the number of moments.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from council import cuts
from council.base.changes import Change
from council.cuts import Cut, MarkedItem
from council.media.timeline import Range
from council.meetings import AgendaItem, Meeting, Stretch
from council.organizations import Organization
from council.recordings import EDITION_KIND, KIND, Recording, text_is_public
from search.engines import Cursor
from transcription.transcripts import PublicSegment, Segment, public_segment


class Spot(NamedTuple):
    """Where a segment is, for grouping. It may still lie in a cut."""

    segment_id: int
    recording_id: int
    meeting_id: int
    start_ms: int


@dataclass(frozen=True)
class Mark:
    """Where an agenda item begins in a recording."""

    start_ms: int
    public: bool
    number: str
    name: str


@dataclass(frozen=True)
class Moment:
    """A segment as the public may read it, with the meeting it belongs to. ``start`` is the meeting's."""

    segment: PublicSegment
    recording_id: int
    language: str
    meeting_id: int
    meeting: str
    start: datetime
    organization: str
    marks: Sequence[Mark]

    def item_at(self, moment_ms: int) -> Mark | None:
        """What was dealt with then; None before the first item, and for an item that is not public."""
        begun = [mark for mark in self.marks if mark.start_ms <= moment_ms]
        return begun[-1] if begun and begun[-1].public else None


def ahead(db: Session, cursor: Cursor | None) -> frozenset[int]:
    """Recordings that were cut, withdrawn or published anew since the index was written. It still has what is not public any more, so
    that even the number of hits would tell of it."""
    private = select(Recording.id).where(~text_is_public())
    withdrawn = (col(Change.kind) == KIND) & col(Change.subject_id).in_(private)
    return frozenset(
        db.exec(
            select(Change.subject_id)
            .where(col(Change.id) > (cursor.change if cursor else 0), or_(Change.kind == EDITION_KIND, withdrawn))
            .distinct()
        )
    )


def spots(db: Session, segment_ids: Collection[int]) -> dict[int, Spot]:
    """Where segments of public transcripts are; others are left out."""
    rows = db.exec(
        select(col(Segment.id), col(Segment.recording_id), col(Recording.meeting_id), col(Segment.start_ms))
        .join(Recording, col(Recording.id) == col(Segment.recording_id))
        .where(col(Segment.id).in_(segment_ids), text_is_public())
    )
    return {spot.segment_id: spot for spot in starmap(Spot, rows)}


def moments(db: Session, segment_ids: Collection[int]) -> dict[int, Moment]:
    """The segments that the public may read now, as it may read them."""
    rows = db.exec(
        select(Segment, Recording, Meeting, col(Organization.name))
        .join(Recording, col(Recording.id) == col(Segment.recording_id))
        .join(Meeting, col(Meeting.id) == col(Recording.meeting_id))
        .join(Organization, col(Organization.id) == col(Meeting.organization_id))
        .where(col(Segment.id).in_(segment_ids), text_is_public())
    ).all()
    durations = {recording.id or 0: recording.duration_ms for _, recording, _, _ in rows}
    marks = _marks(db, durations)
    hidden = _hidden(db, durations, marks)
    found: dict[int, Moment] = {}
    for row, recording, meeting, organization in rows:
        recording_id = recording.id or 0
        segment = public_segment(row, hidden[recording_id])
        if segment is not None:
            found[segment.id] = Moment(
                segment=segment,
                recording_id=recording_id,
                language=recording.language,
                meeting_id=meeting.id or 0,
                meeting=meeting.name,
                start=meeting.start,
                organization=organization,
                marks=marks[recording_id],
            )
    return found


def _marks(db: Session, recording_ids: Collection[int]) -> Mapping[int, list[Mark]]:
    rows = db.exec(
        select(
            col(Stretch.recording_id),
            col(Stretch.start_ms),
            col(AgendaItem.public),
            col(AgendaItem.number),
            col(AgendaItem.name),
        )  # type: ignore[call-overload]  # the stub's overloads end at four columns
        .join(AgendaItem, col(Stretch.agenda_item_id) == col(AgendaItem.id))
        .where(col(Stretch.recording_id).in_(recording_ids))
        .order_by(col(Stretch.start_ms), col(Stretch.id))
    )
    marks: defaultdict[int, list[Mark]] = defaultdict(list)
    for recording_id, start_ms, public, number, name in rows:
        marks[recording_id].append(Mark(start_ms, public, number, name))
    return marks


def _hidden(db: Session, durations: Mapping[int, int], marks: Mapping[int, list[Mark]]) -> dict[int, list[Range]]:
    """What ``cuts.hidden`` says of each recording."""
    by_hand: defaultdict[int, list[Range]] = defaultdict(list)
    for cut in db.exec(select(Cut).where(col(Cut.recording_id).in_(durations))):
        by_hand[cut.recording_id].append((cut.start_ms, cut.end_ms))
    hidden = {}
    for recording_id, duration_ms in durations.items():
        items = [MarkedItem(mark.start_ms, mark.public) for mark in marks[recording_id]]
        hidden[recording_id] = cuts.hidden_ranges(by_hand[recording_id], items, duration_ms)
    return hidden
