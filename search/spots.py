"""Where hits belong: to which meeting, and when they were said. For grouping many of them, in a constant number of queries."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from council import published
from council.meetings import AgendaItem, Meeting
from council.recordings import Recording, text_is_public
from participation.ideas import Idea
from participation.processes import Process
from search.documents import IDEA, ITEM, MEETING, PAPER, PROCESS, SEGMENT
from search.engines import Hit
from search.ideas import is_found
from search.moments import named
from search.processes import is_released
from transcription.transcripts import Segment


class Spot(NamedTuple):
    """A hit and its place; a survey has no meeting. What was said may still lie in a cut. ``recording_id`` and ``start_ms`` are 0 for what
    nobody said."""

    hit: Hit
    meeting_id: int | None
    recording_id: int = 0
    start_ms: int = 0


def spots(db: Session, hits: Sequence[Hit]) -> list[Spot]:
    """The places of hits in their order; what the public may not know of now is left out."""
    numbers: dict[str, set[int]] = {}
    for hit in hits:
        kind, number = named(hit.id)
        numbers.setdefault(kind, set()).add(number)
    places = {
        f"{kind}-{number}": place for kind, wanted in numbers.items() for number, *place in _FINDERS[kind](db, wanted)
    }
    return [Spot(hit, *places[hit.id]) for hit in hits if hit.id in places]


def audible(db: Session, recording_ids: Collection[int]) -> set[int]:
    """Those of the recordings that the public can see or hear now."""
    is_served = (
        col(Recording.published_at).is_not(None) & col(Recording.media_public) & col(Recording.media_token).is_not(None)
    )
    found = db.scalars(select(col(Recording.id)).where(col(Recording.id).in_(recording_ids), is_served))
    return {number for number in found if number is not None}


def _segments(db: Session, numbers: Collection[int]) -> Iterable[Sequence[Any]]:
    return db.execute(
        select(col(Segment.id), col(Recording.meeting_id), col(Segment.recording_id), col(Segment.start_ms))
        .join(Recording, col(Recording.id) == col(Segment.recording_id))
        .where(col(Segment.id).in_(numbers), text_is_public())
    )


def _items(db: Session, numbers: Collection[int]) -> Iterable[Sequence[Any]]:
    return db.execute(
        select(col(AgendaItem.id), col(AgendaItem.meeting_id))
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .where(col(AgendaItem.id).in_(numbers), col(AgendaItem.public), published.is_public())
    )


def _meetings(db: Session, numbers: Collection[int]) -> Iterable[Sequence[Any]]:
    return db.execute(
        select(col(Meeting.id), col(Meeting.id)).where(col(Meeting.id).in_(numbers), published.is_public())
    )


def _processes(db: Session, numbers: Collection[int]) -> Iterable[Sequence[Any]]:
    return [
        (number, None)
        for number in db.scalars(select(col(Process.id)).where(col(Process.id).in_(numbers), is_released()))
    ]


def _ideas(db: Session, numbers: Collection[int]) -> Iterable[Sequence[Any]]:
    found = db.scalars(select(col(Idea.id)).join(Process).where(col(Idea.id).in_(numbers), is_found()))
    return [(number, None) for number in found]


_FINDERS: dict[str, Callable[[Session, Collection[int]], Iterable[Sequence[Any]]]] = {
    SEGMENT: _segments,
    ITEM: _items,
    PAPER: _items,
    MEETING: _meetings,
    PROCESS: _processes,
    IDEA: _ideas,
}
