"""What is found in one published transcript."""

from dataclasses import dataclass

from sqlalchemy import select, true  # sqlmodel's select types at most four columns
from sqlmodel import Session, col

from transcription.transcripts import PublicSegment, Segment, public_segment
from transcription.views.finding import Finder
from transcription.views.outline import Outline


@dataclass(frozen=True)
class Match:
    """An utterance in which all that was looked for is said."""

    start_ms: int
    segment_id: int
    speaker: str | None
    text: str


def find(db: Session, outline: Outline, wanted: Finder) -> list[Match]:
    """All utterances in which all that is wanted is said, in order; only what is public is looked at.

    Words' times are read only where a cut touches an utterance, since without them nobody can say what is public of it.
    """
    if not outline.has_text:
        return []
    possible = wanted.candidates(outline.id)
    rows = db.execute(
        select(col(Segment.id), col(Segment.start_ms), col(Segment.end_ms), col(Segment.speaker), col(Segment.text))
        .where(col(Segment.recording_id) == outline.id, true() if possible is None else col(Segment.id).in_(possible))
        .order_by(col(Segment.start_ms), col(Segment.position))
    ).all()
    found = []
    for segment_id, start_ms, end_ms, speaker, text in rows:
        if not wanted.matches(text):
            continue
        if not any(start < end_ms and start_ms < end for start, end in outline.hidden):
            found.append(Match(start_ms, segment_id, speaker, text))
        elif (left := _what_is_public(db, outline, segment_id)) and wanted.matches(left.text):
            found.append(Match(left.start_ms, left.id, left.speaker, left.text))
    return found


def _what_is_public(db: Session, outline: Outline, segment_id: int) -> PublicSegment | None:
    row = db.get(Segment, segment_id)
    return public_segment(row, outline.hidden) if row is not None else None
