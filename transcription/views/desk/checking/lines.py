"""Utterances as the clerk sees them: to be read, with doubtful words marked, and one of them open to be corrected."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from council.base import timecodes
from council.media.timeline import Range
from transcription import doubts, worklist
from transcription.names import Suggestion
from transcription.transcripts import Segment, words_of
from transcription.views import finding


@dataclass(frozen=True)
class Piece:
    """A piece of an utterance: ``unsure`` where the machine was not sure of a word, ``found`` where it was looked for."""

    text: str
    unsure: bool = False
    found: bool = False


@dataclass(frozen=True)
class Conflict:
    """What somebody else made of an utterance meanwhile; ``who`` and ``when`` are None where that is not known."""

    text: str
    who: str | None
    when: datetime | None


@dataclass(frozen=True)
class Editor:
    """The field in which an utterance is corrected. ``seen`` is the text it was opened with, ``text`` what stands in the field now.

    ``doubts`` are the words the machine was not sure of with where they begin, as JSON for the page's script.
    """

    action: str
    close: str
    list: str
    history: str
    back: str
    version: int
    seen: str
    text: str
    longest: int
    doubts: str
    machine: bool
    suggestions: tuple[Suggestion, ...] = ()
    conflict: Conflict | None = None
    problem: str = ""


@dataclass(frozen=True)
class ShownLine:
    """An utterance on the page. ``revision`` is the change that was just made, so that it can be taken back."""

    id: int
    start_ms: int
    end_ms: int
    clock: str
    href: str
    speaker: str
    pieces: tuple[Piece, ...]
    unsure: int
    checked: bool
    checked_by: str
    hidden: bool
    version: int
    revision: int | None = None
    editor: Editor | None = None
    kind: str = "line"


@dataclass(frozen=True)
class Addresses:
    """Where the checking page of a recording is; ``query`` is what a person chose to see, without "?", never empty."""

    page: str
    query: str

    def of(self, line_id: int, what: str = "") -> str:
        """The address of one utterance, or of what can be done to it."""
        return f"{self.page}/{line_id}{what}?{self.query}"

    def at(self, line_id: int, besides: str = "") -> str:
        """The page with an utterance open."""
        return f"{self.page}?{self.query}{besides}&u={line_id}#u{line_id}"

    @property
    def list(self) -> str:
        return f"{self.page}?{self.query}"


def shown(
    row: Segment,
    addresses: Addresses,
    hidden: Sequence[Range] = (),
    wanted: Sequence[str] = (),
    *,
    editor: Editor | None = None,
    revision: int | None = None,
) -> ShownLine:
    """One utterance as it stands."""
    assert row.id is not None
    unsure = _unsure(row)
    return ShownLine(
        id=row.id,
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        clock=timecodes.clock(row.start_ms),
        href=addresses.at(row.id),
        speaker=row.speaker or "",
        pieces=pieces(row.text, unsure, wanted),
        unsure=len(unsure),
        checked=row.checked_at is not None,
        checked_by=row.checked_by or "",
        hidden=worklist.touches(row.start_ms, row.end_ms, hidden),
        version=row.version,
        revision=revision,
        editor=editor,
    )


def editor(
    row: Segment,
    addresses: Addresses,
    longest: int,
    *,
    text: str | None = None,
    suggestions: Iterable[Suggestion] = (),
    conflict: Conflict | None = None,
    problem: str = "",
) -> Editor:
    """The field for an utterance; ``text`` is what was typed where that is not what is stored."""
    assert row.id is not None
    words = words_of(row)
    doubtful = [[words[at].text, words[at].start_ms] for at in _unsure(row)]
    return Editor(
        action=addresses.of(row.id),
        close=addresses.at(row.id),
        list=f"{addresses.list}#u{row.id}",
        history=addresses.of(row.id, "/verlauf"),
        back=addresses.of(row.id, "/zurueck"),
        version=row.version,
        seen=row.text,
        text=row.text if text is None else text,
        longest=longest,
        doubts=json.dumps(doubtful, ensure_ascii=False),
        machine=bool(row.machine_text) and row.machine_text != row.text,
        suggestions=tuple(suggestions),
        conflict=conflict,
        problem=problem,
    )


def pieces(text: str, unsure: Iterable[int], wanted: Sequence[str]) -> tuple[Piece, ...]:
    """The text word by word where something is to be marked, else as a whole."""
    doubtful, spans = set(unsure), finding.spans(text, wanted)
    found: list[Piece] = []
    at = 0
    for number, token in enumerate(text.split()):
        start = text.index(token, at)
        at = start + len(token)
        piece = Piece(token, number in doubtful, any(begin < at and start < end for begin, end in spans))
        if found and not (found[-1].unsure or found[-1].found or piece.unsure or piece.found):
            piece = Piece(f"{found.pop().text} {token}")
        found.append(piece)
    return tuple(found)


def _unsure(row: Segment) -> list[int]:
    """The positions of words the machine was not sure of, as long as nobody has checked them."""
    if row.checked_at is not None:
        return []
    return doubts.unsure([word.probability for word in words_of(row)])
