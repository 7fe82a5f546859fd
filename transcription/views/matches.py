"""What is found in one published transcript."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select, true  # sqlmodel's select types at most four columns
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from council.media.timeline import Range
from transcription.transcripts import MARGIN_MS, Segment, public_segment
from transcription.views.finding import Finder
from transcription.views.outline import Outline

_AT_ONCE = 500  # utterances asked for by their numbers


@dataclass(frozen=True)
class Match:
    """An utterance in which all that was looked for is said."""

    start_ms: int
    segment_id: int
    speaker: str | None
    text: str


class _Said(NamedTuple):
    id: int
    start_ms: int
    end_ms: int
    speaker: str | None
    text: str


def find(db: Session, outline: Outline, wanted: Finder) -> list[Match]:
    """All utterances in which all that is wanted is said, in order; only what is public is looked at.

    The times of words are read only where a cut is near, since without them nobody can say what is public of an utterance.
    """
    if not outline.has_text:
        return []
    possible = wanted.candidates(outline.id)
    rows = db.execute(
        select(col(Segment.id), col(Segment.start_ms), col(Segment.end_ms), col(Segment.speaker), col(Segment.text))
        .where(col(Segment.recording_id) == outline.id, true() if possible is None else col(Segment.id).in_(possible))
        .order_by(col(Segment.start_ms), col(Segment.position))
    )
    public = _public(db, [_Said(*row) for row in rows], outline.hidden)
    return [match for match in public if wanted.matches(match.text)]


def _public(db: Session, said: Sequence[_Said], hidden: Sequence[Range]) -> Iterator[Match]:
    """Utterances as the public may read them: before anything is looked for in them, or what is cut could be guessed word by word."""
    redacted: dict[int, Match | None] = {}
    near = [one.id for one in said if _is_near(one, hidden)]
    for first in range(0, len(near), _AT_ONCE):
        some = near[first : first + _AT_ONCE]
        for row in db.exec(select_rows(Segment).where(col(Segment.id).in_(some))):
            left = public_segment(row, hidden)
            kept = Match(left.start_ms, left.id, left.speaker, left.text) if left else None
            redacted[row.id or 0] = kept
    for one in said:
        match = redacted[one.id] if one.id in redacted else Match(one.start_ms, one.id, one.speaker, one.text)
        if match is not None:
            yield match


def _is_near(said: _Said, hidden: Sequence[Range]) -> bool:
    return any(start - MARGIN_MS < said.end_ms and said.start_ms < end + MARGIN_MS for start, end in hidden)
