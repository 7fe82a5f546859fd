"""Erasing what was said where it will never be public: from the utterances, from what the machine wrote, and from their history.

Until something is published a cut can be taken back. Then it is final: the clerk is asked first, and ``extent`` says how much it is.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from council.base.database import BATCH
from council.media.timeline import Range, merged
from transcription.revisions import Revision
from transcription.transcripts import MARGIN_MS, Chunk, Segment, public_segment
from transcription.words import from_json, to_json

# What an engine heard is kept only so that nothing is heard twice; there no word needs to be saved that may belong to a cut.
HEARD_MARGIN_MS = 2_000
ERASED = ""  # in place of the machine's text: a person wrote here, and what the machine wrote is gone


@dataclass(frozen=True)
class Erased:
    """How much was erased: utterances as a whole, utterances in part, changes in the history, and chunks words were taken from."""

    whole: int = 0
    in_part: int = 0
    revisions: int = 0
    chunks: int = 0


def extent(db: Session, recording_id: int, hidden: Sequence[Range]) -> int:
    """How many utterances would lose text, or be lost."""
    inside, edging = _touched(db, recording_id, hidden)
    return len(inside) + sum(
        (left := public_segment(row, hidden)) is None or left.text != row.text for row in _rows(db, edging)
    )


def erase(db: Session, recording_id: int, hidden: Sequence[Range]) -> Erased:
    """Erase for good what was said in hidden ranges, as ``redact`` hides it: margins, marks for gaps, and all where times are not exact.

    Can be done again and again. Followers are told by whoever publishes or cuts; so is the clerk asked.
    """
    inside, edging = _touched(db, recording_id, hidden)
    _forget_machine_text(db, recording_id, [*inside, *edging])
    for some in _batches(inside):
        db.execute(delete(Segment).where(col(Segment.id).in_(some)))
    whole, in_part = len(inside), 0
    for row in _rows(db, edging):
        left = public_segment(row, hidden)
        if left is None:
            db.delete(row)
            whole += 1
        elif left.text != row.text:
            row.text, row.words = left.text, [list(word) for word in left.words]
            row.start_ms, row.end_ms, row.version = left.start_ms, left.end_ms, row.version + 1
            in_part += 1
    db.flush()
    revisions = _forget_history(db, recording_id, hidden, {*inside, *edging})
    return Erased(whole, in_part, revisions, _forget_heard(db, recording_id, hidden))


def _touched(db: Session, recording_id: int, hidden: Sequence[Range]) -> tuple[list[int], list[int]]:
    """The utterances that lie in a hidden range, and those that only come close to one."""
    times = db.execute(
        select(Segment.id, Segment.start_ms, Segment.end_ms).where(Segment.recording_id == recording_id)
    ).all()
    over, near = _Ranges(hidden), _Ranges(hidden, MARGIN_MS)
    inside = [segment_id for segment_id, start_ms, end_ms in times if over.hold(start_ms, end_ms)]
    gone = set(inside)
    return inside, [one for one, start_ms, end_ms in times if one not in gone and near.touch(start_ms, end_ms)]


def _rows(db: Session, ids: Sequence[int]) -> Iterator[Segment]:
    for some in _batches(ids):
        yield from db.exec(select(Segment).where(col(Segment.id).in_(some))).all()


def _forget_machine_text(db: Session, recording_id: int, ids: Sequence[int]) -> None:
    """Forget what the machine wrote. An utterance that was divided left the whole of it with each piece, so those forget it, too."""
    for some in _batches(ids):
        texts = set(db.exec(select(Segment.machine_text).where(col(Segment.id).in_(some)))) - {None, ERASED}
        if texts:
            same = (col(Segment.recording_id) == recording_id) & col(Segment.machine_text).in_(texts)
            db.execute(update(Segment).where(same).values(machine_text=ERASED))


def _forget_history(db: Session, recording_id: int, hidden: Sequence[Range], utterances: Collection[int]) -> int:
    """Forget what was changed close to a hidden range, and in utterances that come close to one."""
    near = _Ranges(hidden, MARGIN_MS)
    made = db.execute(
        select(Revision.id, Revision.segment_id, Revision.start_ms, Revision.end_ms).where(
            Revision.recording_id == recording_id
        )
    ).all()
    ids = [one or 0 for one, segment_id, start, end in made if segment_id in utterances or near.touch(start, end)]
    for some in _batches(ids):
        db.execute(delete(Revision).where(col(Revision.id).in_(some)))
    return len(ids)


def _forget_heard(db: Session, recording_id: int, hidden: Sequence[Range]) -> int:
    """Take the words from the chunks and leave all others, so that nothing is heard again."""
    near = _Ranges(hidden, HEARD_MARGIN_MS)
    changed = 0
    times = db.execute(select(Chunk.id, Chunk.start_ms, Chunk.end_ms).where(Chunk.recording_id == recording_id)).all()
    for chunk_id, start_ms, end_ms in times:
        if near.touch(start_ms, end_ms):
            chunk = db.get_one(Chunk, chunk_id)
            result = _without(chunk, near)
            changed += result != chunk.result
            chunk.result = result
    db.flush()
    return changed


def _without(chunk: Chunk, near: "_Ranges") -> dict[str, Any]:
    """What was heard in a chunk but for hidden ranges. A word's times count from the chunk's beginning."""
    phrases = []
    for phrase in map(from_json, chunk.result["phrases"]):
        kept = tuple(
            word
            for word in phrase.words
            if not near.touch(chunk.start_ms + word.start_ms, chunk.start_ms + word.end_ms)
        )
        if kept:
            phrases.append(to_json(replace(phrase, words=kept)))
    return {**chunk.result, "phrases": phrases}


class _Ranges:
    """Hidden ranges with a margin. There may be hundreds, too many for the condition of a query."""

    def __init__(self, hidden: Sequence[Range], margin_ms: int = 0) -> None:
        self._ranges = merged((start - margin_ms, end + margin_ms) for start, end in hidden)

    def touch(self, start_ms: int, end_ms: int) -> bool:
        """Whether some of [start, end) lies in one."""
        return self._last(start_ms, end_ms)[1] > start_ms

    def hold(self, start_ms: int, end_ms: int) -> bool:
        """Whether all of [start, end) lies in one."""
        start, end = self._last(start_ms, end_ms)
        return start <= start_ms and end_ms <= end

    def _last(self, start_ms: int, end_ms: int) -> Range:
        """The last range that begins before the end; what has no length counts as a moment."""
        at = bisect_left(self._ranges, max(end_ms, start_ms + 1), key=lambda one: one[0])
        return self._ranges[at - 1] if at else (0, -1)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[first : first + BATCH] for first in range(0, len(ids), BATCH))
