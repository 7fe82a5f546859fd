"""People at work on a transcript: who speaks, and what was really said. What the machine wrote stays kept beside."""

import itertools
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from council import recordings
from council.recordings import Recording
from transcription import division
from transcription.corrections import realign
from transcription.transcripts import Segment, words_of
from transcription.words import Word


@dataclass(frozen=True)
class Checked:
    """What is said in [start_ms, end_ms), as a person heard it."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str | None = None


@dataclass(frozen=True)
class Turn:
    """Who speaks in [start_ms, end_ms); None: nobody is said to."""

    start_ms: int
    end_ms: int
    speaker: str | None


def check(db: Session, recording_id: int, checked: Sequence[Checked], now: datetime) -> None:
    """Put checked utterances in the machine's place. Machine segments that reach beyond one are divided at its edges."""
    rows = _rows(db, recording_id)
    heard = [word for row in rows for word in words_of(row)]
    pieces = [
        piece for row in rows for index, piece in _divided(row, lambda word: _index(word, checked)) if index is None
    ]
    for one in checked:
        words = [word for word in heard if _middle(word, one.start_ms, one.end_ms)]
        pieces.append(_segment(recording_id, one, words, now))
    _replace(db, recording_id, rows, pieces, now)


def assign(db: Session, recording_id: int, turns: Sequence[Turn], now: datetime) -> None:
    """Say who speaks when, and tell followers of it where the text is public."""
    name_speakers(db, recording_id, turns)
    recording = db.get_one(Recording, recording_id)
    if recording.shows_text:
        recordings.text_changed(db, recording, now)


def name_speakers(db: Session, recording_id: int, turns: Sequence[Turn]) -> None:
    """Say who speaks when. Utterances in which the speaker changes are divided there; one that cannot be is the speaker's in whose turn
    its middle lies. What is said stays, and so do the versions: nobody who is just correcting an utterance needs to be told."""
    division.divide(db, recording_id, {edge for turn in turns for edge in (turn.start_ms, turn.end_ms)})
    ordered = sorted(turns, key=lambda turn: turn.start_ms)
    starts = [turn.start_ms for turn in ordered]
    rows = db.exec(
        select(Segment.id, Segment.start_ms, Segment.end_ms, Segment.speaker).where(
            Segment.recording_id == recording_id
        )
    ).all()
    named = []
    for segment_id, start_ms, end_ms, speaker in rows:
        middle = (start_ms + end_ms) // 2
        turn = ordered[bisect_right(starts, middle) - 1] if starts and starts[0] <= middle else None
        if turn is not None and middle < turn.end_ms and turn.speaker != speaker:
            named.append({"id": segment_id, "speaker": turn.speaker})
    if named:
        db.execute(update(Segment), named)
        for row in list(db.identity_map.values()):
            if isinstance(row, Segment):
                db.expire(row)


def _rows(db: Session, recording_id: int) -> Sequence[Segment]:
    mine = select(Segment).where(Segment.recording_id == recording_id)
    return db.exec(mine.order_by(col(Segment.start_ms), col(Segment.position))).all()


def _replace(db: Session, recording_id: int, rows: Sequence[Segment], pieces: Sequence[Segment], now: datetime) -> None:
    for row in rows:
        db.delete(row)
    db.flush()
    for position, piece in enumerate(sorted(pieces, key=lambda piece: (piece.start_ms, piece.end_ms))):
        piece.position = position
        db.add(piece)
    recordings.text_changed(db, db.get_one(Recording, recording_id), now)


def _middle(word: Word, start_ms: int, end_ms: int) -> bool:
    return start_ms <= (word.start_ms + word.end_ms) // 2 < end_ms


def _index(word: Word, ranges: Sequence[Checked | Turn]) -> int | None:
    """Which of the ranges holds the word's middle."""
    return next((index for index, one in enumerate(ranges) if _middle(word, one.start_ms, one.end_ms)), None)


def _divided(row: Segment, key: Callable[[Word], int | None]) -> list[tuple[int | None, Segment]]:
    """The segment in runs of words with the same key; whole, by its middle, where its words have no times."""
    words = words_of(row)
    if not words:
        return [(key(Word("", row.start_ms, row.end_ms)), _copy(row, row.text, row.words))]
    runs = [(found, list(run)) for found, run in itertools.groupby(words, key)]
    return [
        (
            found,
            _copy(
                row,
                " ".join(word.text for word in run),
                [[word.start_ms, word.end_ms, word.probability] for word in run],
            ),
        )
        for found, run in runs
    ]


def _copy(row: Segment, text: str, words: list[list[float]]) -> Segment:
    return Segment(
        recording_id=row.recording_id,
        position=0,
        start_ms=int(words[0][0]) if words else row.start_ms,
        end_ms=int(words[-1][1]) if words else row.end_ms,
        speaker=row.speaker,
        text=text,
        words=words,
        confidence=row.confidence,
        machine_text=row.machine_text,
        checked_at=row.checked_at,
    )


def _segment(recording_id: int, checked: Checked, heard: Sequence[Word], now: datetime) -> Segment:
    words = realign(heard, checked.text, checked.start_ms, checked.end_ms)
    return Segment(
        recording_id=recording_id,
        position=0,
        start_ms=checked.start_ms,
        end_ms=checked.end_ms,
        speaker=checked.speaker,
        text=checked.text,
        words=[[word.start_ms, word.end_ms, word.probability] for word in words],
        confidence=1.0,
        machine_text=" ".join(word.text for word in heard),
        checked_at=now,
    )
