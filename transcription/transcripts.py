"""Transcripts in the database: chunks as the machine gave them, segments as people read them.

Words are kept compactly beside a segment's text: ``[start_ms, end_ms, probability]`` for each of its white-space separated tokens.
"""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, delete, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, or_, select

from council.base.database import UtcDateTime
from council.media.timeline import Range
from transcription.segments import SegmentDraft
from transcription.words import Word

WordTime = tuple[int, int, float]

MARGIN_MS = 300
GAP = "[…]"


class Chunk(SQLModel, table=True):
    """What the engine heard in one piece of sound. The same piece under the same model and parameters is kept once."""

    __table_args__ = (UniqueConstraint("recording_id", "start_ms", "engine", "parameters"),)

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recording.id", index=True)
    start_ms: int
    end_ms: int
    next_ms: int  # where the next chunk begins; before end_ms where there was no silence to cut at
    engine: str
    parameters: str  # JSON of all that decides the outcome
    result: dict[str, Any] = Field(sa_type=JSON)


class Segment(SQLModel, table=True):
    """An utterance. ``machine_text`` keeps what the machine wrote once a person corrected it; empty where that was erased."""

    __table_args__ = (Index("ix_segment_in_order", "recording_id", "start_ms", "position"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer, "sqlite"))
    recording_id: int = Field(foreign_key="recording.id")
    position: int
    start_ms: int
    end_ms: int
    speaker: str | None = None
    text: str
    words: list[list[float]] = Field(default_factory=list, sa_type=JSON)
    confidence: float | None = None
    machine_text: str | None = None
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    checked_by: str | None = None  # the person's name
    version: int = 1  # raised by every change, so that two people do not overwrite each other


@dataclass(frozen=True)
class PublicSegment:
    """An utterance as the public may read it: what lies in a cut is not in here."""

    id: int
    start_ms: int
    end_ms: int
    speaker: str | None
    text: str
    words: tuple[WordTime, ...]
    checked: bool
    confidence: float | None
    by_hand: bool = False  # whether a person wrote in it: then its words' times are not a machine's


def redact(segment: PublicSegment, hidden: Sequence[Range]) -> PublicSegment | None:
    """The segment without what was said in hidden ranges or within MARGIN_MS of them; None where nothing is left.

    Word times are a machine's and not exact, hence the margin. An utterance that touches a cut is left out whole where its words have
    no times, or where a person wrote them, since their times are then interpolated. Where words are missing in the middle, ``[…]``
    stands for them, so that nobody is quoted with what they did not say.
    """
    near = [(start - MARGIN_MS, end + MARGIN_MS) for start, end in hidden]
    touching = [(start, end) for start, end in near if start < segment.end_ms and segment.start_ms < end]
    if not touching:
        return segment
    tokens = segment.text.split()
    if len(tokens) != len(segment.words):
        return None if _overlaps(segment.start_ms, segment.end_ms, hidden) else segment
    if (segment.checked or segment.by_hand) and _overlaps(segment.start_ms, segment.end_ms, hidden):
        return None
    kept = _joined(
        [
            (token, word) if not _overlaps(word[0], max(word[1], word[0] + 1), touching) else None
            for token, word in zip(tokens, segment.words, strict=True)
        ]
    )
    if not kept:
        return None
    words = tuple(word for _, word in kept)
    text = " ".join(token for token, _ in kept)
    return replace(segment, text=text, words=words, start_ms=words[0][0], end_ms=words[-1][1])


def _overlaps(start_ms: int, end_ms: int, ranges: Sequence[Range]) -> bool:
    return any(start < end_ms and start_ms < end for start, end in ranges)


def _joined(words: Sequence[tuple[str, WordTime] | None]) -> list[tuple[str, WordTime]]:
    """The words that are left, with a mark where some are missing between them."""
    result: list[tuple[str, WordTime]] = []
    gap = False
    for word in words:
        if word is None:
            gap = True
            continue
        if gap and result:
            end_ms = result[-1][1][1]
            result.append((GAP, (end_ms, end_ms, 1.0)))
        result.append(word)
        gap = False
    return result


def chunks(db: Session, recording_id: int, engine: str, parameters: str) -> Sequence[Chunk]:
    """The chunks done so far with this engine and these parameters, in order."""
    return db.exec(
        select(Chunk)
        .where(Chunk.recording_id == recording_id, Chunk.engine == engine, Chunk.parameters == parameters)
        .order_by(col(Chunk.start_ms))
    ).all()


def store_chunk(db: Session, chunk: Chunk) -> None:
    """Keep a chunk; where another worker kept the same one first, that one stays."""
    with contextlib.suppress(IntegrityError), db.begin_nested():
        db.add(chunk)


def clear(db: Session, recording_id: int) -> None:
    """Forget a recording's segments."""
    db.execute(delete(Segment).where(col(Segment.recording_id) == recording_id))


def append(db: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Add segments in bulk, as plain rows of the table (SQLAlchemy Core: ten times the ORM's speed)."""
    batch = list(rows)
    if batch:
        db.execute(insert(Segment), batch)


def public_segments(
    db: Session,
    recording_id: int,
    hidden: Sequence[Range],
    start_ms: int = 0,
    end_ms: int | None = None,
) -> list[PublicSegment]:
    """The readable utterances that begin in [start_ms, end_ms), in order."""
    query = select(Segment).where(Segment.recording_id == recording_id, Segment.start_ms >= start_ms)
    if end_ms is not None:
        query = query.where(Segment.start_ms < end_ms)
    found = db.exec(query.order_by(col(Segment.start_ms), col(Segment.position))).all()
    return [kept for row in found if (kept := redact(_public(row), hidden)) is not None]


def words_of(row: Segment) -> list[Word]:
    """An utterance's words; none where their times are not known."""
    tokens = row.text.split()
    if len(tokens) != len(row.words):
        return []
    return [
        Word(token, int(start), int(end), share) for token, (start, end, share) in zip(tokens, row.words, strict=True)
    ]


def draft_of(segment: PublicSegment) -> SegmentDraft:
    """A public utterance as captions and exports take it; its words are empty where their times are not known."""
    tokens = segment.text.split()
    timed = zip(tokens, segment.words, strict=True) if len(tokens) == len(segment.words) else ()
    words = tuple(Word(token, start, end, probability) for token, (start, end, probability) in timed)
    return SegmentDraft(segment.start_ms, segment.end_ms, segment.text, words, segment.confidence, segment.speaker)


def segment_with_id(db: Session, segment_id: int) -> Segment | None:
    """One utterance, whether public or not."""
    return db.get(Segment, segment_id)


def public_segment(row: Segment, hidden: Sequence[Range]) -> PublicSegment | None:
    """One utterance as the public may read it; None where it lies in a cut."""
    return redact(_public(row), hidden)


def length(db: Session, recording_id: int, duration_ms: int) -> int:
    """How far a recording reaches, its last utterance included, so that cuts to its end reach that too."""
    last = db.exec(select(func.max(Segment.end_ms)).where(Segment.recording_id == recording_id)).one()
    return max(duration_ms, last or 0)


def checked_share(db: Session, recording_id: int, hidden: Sequence[Range]) -> float:
    """The share of utterances a person has checked, from 0 to 1; those that touch a hidden range do not count."""
    checked, total = checked_of(db, recording_id, hidden)
    return checked / total if total else 0.0


def checked_of(db: Session, recording_id: int, hidden: Sequence[Range]) -> tuple[int, int]:
    """How many utterances a person has checked, and of how many; those that touch a hidden range do not count."""
    public = [or_(col(Segment.end_ms) <= start, col(Segment.start_ms) >= end) for start, end in hidden]
    total, checked = db.exec(
        select(func.count(col(Segment.id)), func.count(col(Segment.checked_at))).where(
            Segment.recording_id == recording_id, *public
        )
    ).one()
    return checked, total


def _public(row: Segment) -> PublicSegment:
    assert row.id is not None
    words = tuple((int(start), int(end), float(probability)) for start, end, probability in row.words)
    return PublicSegment(
        id=row.id,
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        speaker=row.speaker,
        text=row.text,
        words=words,
        checked=row.checked_at is not None,
        confidence=row.confidence,
        by_hand=row.machine_text is not None,
    )
