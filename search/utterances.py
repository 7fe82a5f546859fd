"""Utterances as the public may read them, read lightly: the times of their words, which are most of a row, only where a cut is near."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from council.media.timeline import Range
from transcription.transcripts import MARGIN_MS, Segment, public_segment

_AT_ONCE = 500  # rows asked for by their numbers


class Utterance(NamedTuple):
    """What was said, by whom, from when to when."""

    id: int
    recording_id: int
    start_ms: int
    end_ms: int
    speaker: str | None
    text: str


def columns() -> Select[int | None, int, int, int, str | None, str]:
    """A query for utterances, to be narrowed and ordered."""
    return select(
        col(Segment.id),
        col(Segment.recording_id),
        col(Segment.start_ms),
        col(Segment.end_ms),
        col(Segment.speaker),
        col(Segment.text),
    )


def public(db: Session, found: Iterable[Any], hidden: Mapping[int, Sequence[Range]]) -> list[Utterance]:
    """Those rows of ``columns()`` that the public may read, as it may read them, in their order. ``hidden`` is by recording; it knows all
    of them. The very rules of ``transcripts.redact``."""
    rows = [Utterance(*row) for row in found]
    near = [row.id for row in rows if _is_near(row, hidden[row.recording_id])]
    if not near:
        return rows
    redacted: dict[int, Utterance | None] = dict.fromkeys(near)
    for first in range(0, len(near), _AT_ONCE):
        some = near[first : first + _AT_ONCE]
        for segment in db.exec(select_rows(Segment).where(col(Segment.id).in_(some))):
            redacted[segment.id or 0] = _redacted(segment, hidden[segment.recording_id])
    left = (redacted.get(row.id, row) for row in rows)
    return [utterance for utterance in left if utterance is not None]


def _is_near(row: Utterance, hidden: Sequence[Range]) -> bool:
    return any(start - MARGIN_MS < row.end_ms and row.start_ms < end + MARGIN_MS for start, end in hidden)


def _redacted(segment: Segment, hidden: Sequence[Range]) -> Utterance | None:
    kept = public_segment(segment, hidden)
    if kept is None:
        return None
    return Utterance(kept.id, segment.recording_id, kept.start_ms, kept.end_ms, kept.speaker, kept.text)
