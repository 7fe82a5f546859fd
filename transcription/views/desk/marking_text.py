"""The transcript beside the player of the marking page: in parts that are loaded when somebody comes to them, nothing left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from council import cuts, meetings
from council.base import timecodes
from council.marks import exact
from council.media.timeline import Range
from council.recordings import Recording
from transcription import speakers, transcripts
from transcription.speakers import NeedsConsent
from transcription.transcripts import Segment

PART = 100  # utterances


@dataclass(frozen=True)
class Heading:
    """An agenda item begins here."""

    label: str
    clock: str
    kind: str = "heading"


@dataclass(frozen=True)
class SaidLine:
    """An utterance. ``words`` are the times of its words in ms, start and end in turn, after ``start_ms``; empty where they are not
    known. ``turn``: another speaker than before begins."""

    id: int
    start_ms: int
    end_ms: int
    clock: str
    speaker: str | None
    turn: bool
    text: str
    words: str
    hidden: bool
    checked: bool
    needing: bool
    kind: str = "said"


@dataclass(frozen=True)
class TextPart:
    """The utterances that begin in [from_ms, until_ms); ``until_ms`` None: to the end. Without ``entries`` it is a link."""

    from_ms: int
    until_ms: int | None
    from_clock: str
    until_clock: str
    href: str
    entries: tuple[Heading | SaidLine, ...] | None


def parts(db: Session, recording: Recording, path: str, open_at_ms: int) -> tuple[TextPart, ...]:
    """All parts, the one in which a moment lies with its utterances; none where there is no text."""
    starts = db.exec(
        select(Segment.start_ms).where(Segment.recording_id == recording.id).order_by(col(Segment.start_ms))
    ).all()
    if not starts:
        return ()
    firsts = sorted({0, *starts[PART::PART]})
    duration_ms = _length(db, recording)
    opened = max(first for first in firsts if first <= max(0, open_at_ms))
    return tuple(
        _part(first, until, path, duration_ms, entries(db, recording, first, until) if first == opened else None)
        for first, until in zip(firsts, [*firsts[1:], None], strict=True)
    )


def part(db: Session, recording: Recording, path: str, from_ms: int, until_ms: int | None) -> TextPart:
    """One part with its utterances."""
    return _part(from_ms, until_ms, path, _length(db, recording), entries(db, recording, from_ms, until_ms))


def entries(db: Session, recording: Recording, from_ms: int, until_ms: int | None) -> tuple[Heading | SaidLine, ...]:
    """What is said in a part, cut or not, under headings where items begin."""
    assert recording.id is not None
    query = select(Segment).where(Segment.recording_id == recording.id, Segment.start_ms >= from_ms)
    if until_ms is not None:
        query = query.where(Segment.start_ms < until_ms)
    rows = db.exec(query.order_by(col(Segment.start_ms), col(Segment.position))).all()
    hidden = cuts.hidden(db, recording.id, _length(db, recording))
    needs_consent = speakers.who_needs_consent(db)
    headings = [
        (stretch.start_ms, Heading(f"TOP {item.number} {item.name}", timecodes.clock(stretch.start_ms)))
        for stretch, item in meetings.stretches(db, recording.id)
        if from_ms <= stretch.start_ms and (until_ms is None or stretch.start_ms < until_ms)
    ]
    return tuple(_in_order(list(_lines(rows, hidden, needs_consent)), headings))


def _length(db: Session, recording: Recording) -> int:
    assert recording.id is not None
    return transcripts.length(db, recording.id, recording.duration_ms)


def _lines(rows: Sequence[Segment], hidden: Sequence[Range], needs_consent: NeedsConsent) -> Iterator[SaidLine]:
    speaker: str | None = ""
    for row in rows:
        yield SaidLine(
            id=row.id or 0,
            start_ms=row.start_ms,
            end_ms=row.end_ms,
            clock=timecodes.clock(row.start_ms),
            speaker=row.speaker,
            turn=row.speaker != speaker,
            text=row.text,
            words=_times(row),
            hidden=any(start < row.end_ms and row.start_ms < end for start, end in hidden),
            checked=row.checked_at is not None,
            needing=needs_consent(row.speaker),
        )
        speaker = row.speaker


def _times(row: Segment) -> str:
    if len(row.words) != len(row.text.split()):
        return ""
    return " ".join(f"{int(start) - row.start_ms} {int(end) - row.start_ms}" for start, end, _ in row.words)


def _in_order(lines: Sequence[SaidLine], headings: Sequence[tuple[int, Heading]]) -> Iterator[Heading | SaidLine]:
    left = list(headings)
    for line in lines:
        while left and left[0][0] <= (line.start_ms + line.end_ms) // 2:
            yield left.pop(0)[1]
        yield line
    yield from (heading for _, heading in left)


def _part(
    from_ms: int,
    until_ms: int | None,
    path: str,
    duration_ms: int,
    said: tuple[Heading | SaidLine, ...] | None,
) -> TextPart:
    until = "" if until_ms is None else f"&bis={exact(until_ms)}"
    href = f"{path}/text?von={exact(from_ms)}{until}"
    return TextPart(
        from_ms,
        until_ms,
        timecodes.clock(from_ms),
        timecodes.clock(duration_ms if until_ms is None else until_ms),
        href,
        said,
    )
