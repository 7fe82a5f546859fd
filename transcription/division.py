"""Dividing utterances where something else begins: an agenda item, a cut, another speaker; and joining them where nothing does any more."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select as select_columns  # sqlmodel types at most four columns
from sqlmodel import Session, col, select

from council import cuts, meetings
from transcription.segments import MOST_WORDS, PAUSE_MS, ends_sentence
from transcription.transcripts import Segment, words_of
from transcription.words import Word


@dataclass(frozen=True)
class _Said:
    """What is needed of an utterance to see whether it is half of one."""

    id: int
    start_ms: int
    end_ms: int
    speaker: str | None
    text: str

    @property
    def middle(self) -> float:
        return (self.start_ms + self.end_ms) / 2


def boundaries(db: Session, recording_id: int, duration_ms: int) -> list[int]:
    """The moments in ms no utterance reaches across: where agenda items begin, and the edges of what is not public."""
    marks = [stretch.start_ms for stretch, _ in meetings.stretches(db, recording_id)]
    hidden = cuts.hidden(db, recording_id, duration_ms)
    return sorted({*marks, *(edge for cut in hidden for edge in cut)})


def divide(db: Session, recording_id: int, at_ms: Collection[int]) -> int:
    """Divide utterances at these moments; how many were. A word belongs where its middle lies.

    Only what a machine wrote and no person has touched or checked is divided, and only where its words have times. A person's words have
    times that are guessed in between: dividing by those could leave a word on the wrong side of a cut. Such an utterance stays whole, and
    where a cut touches it, it is left out whole (``transcripts.redact``). The first piece stays the row it was, so that links and history
    lead to it.
    """
    moments = sorted(at_ms)
    untouched = col(Segment.checked_at).is_(None) & col(Segment.machine_text).is_(None)
    rows = db.exec(
        select(Segment.id, Segment.start_ms, Segment.end_ms)
        .where(Segment.recording_id == recording_id, untouched)
        .order_by(col(Segment.start_ms), col(Segment.position))
    ).all()
    found = [
        segment_id
        for segment_id, start_ms, end_ms in rows
        if bisect_right(moments, start_ms) < bisect_left(moments, end_ms)
    ]
    divided = 0
    for segment_id in reversed(found):
        row = db.get_one(Segment, segment_id)
        runs = _runs(words_of(row), moments)
        if len(runs) > 1:
            _part(db, row, runs)
            divided += 1
    db.flush()
    return divided


def join(db: Session, recording_id: int, at_ms: Collection[int]) -> int:
    """Put together again what was divided in the middle of a sentence at moments that mean nothing any more; how often that was so.

    The same rules as for dividing: untouched by people, with times, of one speaker, no longer than the machine's own utterances.
    """
    if not at_ms:
        return 0
    found = db.execute(
        select_columns(
            col(Segment.id), col(Segment.start_ms), col(Segment.end_ms), col(Segment.speaker), col(Segment.text)
        )
        .where(col(Segment.recording_id) == recording_id)
        .order_by(col(Segment.start_ms), col(Segment.position))
    ).all()
    rows = [_Said(*row) for row in found]
    middles = [row.middle for row in rows]
    joined = 0
    for after in sorted({bisect_left(middles, moment) for moment in at_ms}, reverse=True):
        if 0 < after < len(rows) and _may_belong_together(rows[after - 1], rows[after]):
            first, second = (db.get_one(Segment, rows[index].id) for index in (after - 1, after))
            if all(_is_machines(row) for row in (first, second)):
                _put_together(db, first, second)
                joined += 1
    db.flush()
    return joined


def _may_belong_together(first: _Said, second: _Said) -> bool:
    """Whether two utterances could be the halves of one, by their times, speakers and texts."""
    before, after = first.text.split(), second.text.split()
    pause_ms = second.start_ms - first.end_ms
    if first.speaker != second.speaker or pause_ms > PAUSE_MS or not before or not after:
        return False
    return len(before) + len(after) <= MOST_WORDS and not ends_sentence(before[-1], after[0], pause_ms)


def _is_machines(row: Segment) -> bool:
    """Whether a machine wrote all of it, no person touched it, and its words have times."""
    return row.checked_at is None and row.machine_text is None and bool(words_of(row))


def _put_together(db: Session, first: Segment, second: Segment) -> None:
    _write(first, [*words_of(first), *words_of(second)])
    first.version += 1
    db.delete(second)


def _runs(words: Sequence[Word], moments: Sequence[int]) -> list[list[Word]]:
    """The words between the moments."""
    sides = groupby(words, lambda word: bisect_right(moments, (word.start_ms + word.end_ms) / 2))
    return [list(run) for _, run in sides]


def _part(db: Session, row: Segment, runs: Sequence[Sequence[Word]]) -> None:
    """The first run stays in the row, each later one gets a row of its own. Positions only order what begins at the same moment."""
    for number, run in enumerate(runs):
        piece = (
            row if number == 0 else Segment(recording_id=row.recording_id, position=0, start_ms=0, end_ms=0, text="")
        )
        piece.position, piece.speaker = row.position + number, row.speaker
        _write(piece, run)
        db.add(piece)
    row.version += 1


def _write(row: Segment, words: Sequence[Word]) -> None:
    row.start_ms, row.end_ms = words[0].start_ms, max(word.end_ms for word in words)
    row.text = " ".join(word.text for word in words)
    row.words = [[word.start_ms, word.end_ms, word.probability] for word in words]
    row.confidence = round(sum(word.probability for word in words) / len(words), 4)
