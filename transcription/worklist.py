"""Which utterances of a recording are to be checked, and in which order: light rows, so that hours of text take no time."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select  # sqlmodel types at most four columns
from sqlmodel import Session, col

from council.media.timeline import Range
from transcription import doubts
from transcription.transcripts import Segment

NOBODY = "-"  # stands for utterances of which nobody has said who speaks


class Order(StrEnum):
    DOUBT = "unsicher"
    TIME = "reihe"


@dataclass(frozen=True)
class Line:
    """An utterance as far as it decides on order and choice. ``hidden``: it touches what will not be public. ``probabilities`` are read
    only for the order of doubt, ``text`` only where something is looked for."""

    id: int
    start_ms: int
    end_ms: int
    speaker: str | None
    checked: bool
    hidden: bool
    confidence: float | None
    probabilities: tuple[float, ...] = ()
    text: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to check it."""
        return not self.checked and not self.hidden


@dataclass(frozen=True)
class Stretch:
    """From when on an agenda item is dealt with, until the next one begins."""

    start_ms: int
    item_id: int


@dataclass(frozen=True)
class Choice:
    """What a person wants to see; ``speaker`` NOBODY: those of unknown speakers."""

    order: Order = Order.TIME
    item_id: int | None = None
    speaker: str | None = None
    open_only: bool = False


def lines(
    db: Session, recording_id: int, hidden: Sequence[Range], *, words: bool = False, text: bool = False
) -> list[Line]:
    """All utterances of a recording, in order of time."""
    columns = [
        col(Segment.id), col(Segment.start_ms), col(Segment.end_ms), col(Segment.speaker), col(Segment.checked_at),
        col(Segment.confidence), *([col(Segment.words)] if words else []), *([col(Segment.text)] if text else []),
    ]  # fmt: skip
    rows = db.execute(
        select(*columns)
        .where(col(Segment.recording_id) == recording_id)
        .order_by(col(Segment.start_ms), col(Segment.position), col(Segment.id))
    )
    return [
        Line(
            id=row.id,
            start_ms=row.start_ms,
            end_ms=row.end_ms,
            speaker=row.speaker,
            checked=row.checked_at is not None,
            hidden=touches(row.start_ms, row.end_ms, hidden),
            confidence=row.confidence,
            probabilities=tuple(word[2] for word in row.words) if words else (),
            text=row.text if text else "",
        )
        for row in rows
    ]


def chosen(lines: Sequence[Line], choice: Choice, stretches: Sequence[Stretch] = ()) -> list[Line]:
    """The lines a person wants to see, in the order they want. In the order of doubt those that are checked or hidden drop out."""
    by_doubt = choice.order is Order.DOUBT
    found = [
        line
        for line in lines
        if (line.open or not (choice.open_only or by_doubt))
        and (choice.speaker is None or (line.speaker or NOBODY) == choice.speaker)
        and (choice.item_id is None or item_at(line.start_ms, stretches) == choice.item_id)
    ]
    return doubts.least_certain_first(found) if by_doubt else found


def following(lines: Sequence[Line], line_id: int) -> Line | None:
    """The next line that is to be checked after this one; from the beginning where none is left below, None where none is left at all."""
    at = next((index for index, line in enumerate(lines) if line.id == line_id), -1)
    rest = (*lines[at + 1 :], *lines[: max(at, 0)])
    return next((line for line in rest if line.open), None)


def item_at(moment_ms: int, stretches: Sequence[Stretch]) -> int | None:
    """The agenda item dealt with at a moment; ``stretches`` are in order."""
    at = bisect_right(stretches, moment_ms, key=lambda stretch: stretch.start_ms) - 1
    return stretches[at].item_id if at >= 0 else None


def touches(start_ms: int, end_ms: int, hidden: Sequence[Range]) -> bool:
    """Whether some of an utterance will not be public."""
    return any(start < end_ms and start_ms < end for start, end in hidden)
