"""Reading an agenda that somebody pasted as text, from SD.NET, Session, ALLRIS or a PDF.

Whatever is doubtful is read as not public, and says why it should be looked at; no line is lost: each that holds something belongs to
an item, is a heading, or is reported as unread. Pure.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from council import agenda_drafts, agenda_lines, paper_numbers
from council.agenda_drafts import Doubt, Draft, ReadItem
from council.agenda_lines import Part, Start
from council.agendas import MOST_ITEMS, Item

LARGEST_TEXT = 200_000  # bytes


@dataclass(frozen=True)
class Line:
    """A line of the text with its number, from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class ReadText:
    """What was made of a text. ``unmarked``: nothing in it says which items are public. ``too_many``: it goes on after the last item."""

    items: tuple[ReadItem, ...]
    headings: tuple[Line, ...]
    unread: tuple[Line, ...]
    unmarked: bool = False
    too_many: bool = False


def parse(text: str) -> ReadText:
    """Read a pasted agenda. Any text can be read; what is no agenda comes back as unread lines."""
    reader = _Reader(agenda_lines.lines(text))
    reader.read()
    items = _doubles(_merged([agenda_drafts.finished(draft) for draft in reader.drafts]))
    marked = [item for item in items if Doubt.UNMARKED not in item.doubts]
    return ReadText(
        tuple(items), tuple(reader.headings), tuple(reader.unread), bool(items) and not marked, reader.too_many
    )


class _Reader:
    """Goes through the lines once. ``open``: the next line may go on with the last item's title."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.drafts: list[Draft] = []
        self.headings: list[Line] = []
        self.unread: list[Line] = []
        self.too_many = False
        self._section = Part.UNKNOWN
        self._steps: tuple[int, ...] | None = None
        self._parts: dict[tuple[int, ...], Part] = {}
        self._open = False
        self._before = ""
        self._alike = Counter(map(_likeness, filter(None, lines)))

    def read(self) -> None:
        number = 0
        while number < len(self.lines):
            number += self._take(number)

    def _take(self, at: int) -> int:
        """Read the line at an index, and the following one where they belong together; how many were read."""
        line = self.lines[at]
        if not line:
            self._open = False
            return 1
        following = next((index for index in range(at + 1, min(at + 4, len(self.lines))) if self.lines[index]), at)
        if following > at and agenda_lines.is_prefix_alone(line, self.lines[following]):
            joined = agenda_lines.start(f"{line} {self.lines[following]}")
            if joined is not None:
                self._begin(joined, [at + 1, following + 1])
                return following + 1 - at
        self._line(Line(at + 1, line))
        self._before = line
        return 1

    def _line(self, line: Line) -> None:
        part = self._heading(line.text)
        if part is not None:
            self._section, self._steps, self._open = part, None, False
            self._parts.clear()
            self.headings.append(line)
            return
        found = agenda_lines.start(line.text)
        if found is not None and (found.marked or agenda_lines.follows(found.steps, self._steps)):
            self._begin(found, [line.number])
        elif not self._belongs(line, stray=found is not None and not _is_unfinished(self._before)):
            self._pass_over(line)

    def _heading(self, text: str) -> Part | None:
        part = agenda_lines.heading(text)
        if part is Part.PUBLIC and re.search(r"nicht\s*[-–]?$", self._before, re.IGNORECASE):
            return Part.DOUBTFUL
        return part

    def _begin(self, start: Start, numbers: list[int]) -> None:
        if len(self.drafts) >= MOST_ITEMS:
            self.too_many = True
            self._open = False
            self.unread += [Line(number, self.lines[number - 1]) for number in numbers]
            return
        section = self._section
        if start.part is Part.UNKNOWN and section is Part.UNKNOWN:
            section = next((self._parts[up] for up in _above(start.steps) if up in self._parts), Part.UNKNOWN)
        draft = Draft(start, section, numbers)
        self._steps = start.steps
        self._parts[start.steps] = agenda_drafts.part_of(start.part, section)
        self.drafts.append(draft)
        self._open = True
        for cell in _cells(re.sub(r"^[-–—:|•]\s*", "", start.rest)):
            draft.take(cell)

    def _belongs(self, line: Line, *, stray: bool) -> bool:
        """Add a line to the last item where it is part of it."""
        draft = self.drafts[-1] if self.drafts and not self.too_many else None
        if draft is None or agenda_lines.is_stray_mark(line.text):
            return False
        cells = _cells(line.text)
        if all(paper_numbers.only(cell) or agenda_lines.only_state(cell) is not None for cell in cells):
            draft.lines.append(line.number)
            for cell in cells:
                draft.take(cell)
            return True
        wanted = self._open or not draft.pieces
        if stray or not wanted or agenda_lines.is_furniture(line.text, repeated=self._alike[_likeness(line.text)] > 1):
            return False
        self._doubt(line.text)
        draft.lines.append(line.number)
        for cell in cells:
            draft.take(cell)
        self._open = True
        return True

    def _pass_over(self, line: Line) -> None:
        self._doubt(line.text)
        if not agenda_lines.is_furniture(line.text, repeated=False):
            self._open = False
        self.unread.append(line)

    def _doubt(self, text: str) -> None:
        """After a line that speaks of "nichtöffentlich" without being a clear heading, numbers without a mark are doubtful."""
        wrapped = text[:1].islower() and self._open and _is_unfinished(self._before)
        if (
            agenda_lines.mentions_non_public(f"{self._before[-20:]} {text}")
            and not wrapped
            and self._section is not Part.NON_PUBLIC
        ):
            self._section = Part.DOUBTFUL


def _above(steps: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [steps[:length] for length in range(len(steps) - 1, 0, -1)]


def _cells(text: str) -> list[str]:
    return [cell for cell in (piece.strip() for piece in re.split(r"\t|\s{2,}", text)) if cell]


def _likeness(line: str) -> str:
    return re.sub(r"\d+", "0", line.lower())


_UNFINISHED = re.compile(
    r"(?:[-–,/(„]|\b(?:der|die|das|des|dem|den|ein|eine|einer|eines|einem|einen|in|im|an|am|auf|aus|bei|beim|bis|durch|für|gegen|gemäß|hier|"
    r"mit|nach|nr\.?|ober|oder|ohne|sowie|über|um|und|unter|von|vom|vor|zu|zum|zur|zwischen))$",
    re.IGNORECASE,
)


def _is_unfinished(line: str) -> bool:
    """Whether a line breaks off in the midst of a sentence."""
    return _UNFINISHED.search(line[-20:]) is not None


def _merged(items: Sequence[ReadItem]) -> list[ReadItem]:
    """An item that stands twice with the same title is one; it is public only where both are."""
    merged: dict[tuple[str, str], ReadItem] = {}
    for read in items:
        key = (read.item.number, read.item.name)
        known = merged.get(key)
        if known is None:
            merged[key] = read
            continue
        one, other = known.item, read.item
        item = Item(
            one.number,
            one.name,
            one.public and other.public,
            reference=one.reference or other.reference,
            state=one.state or other.state,
        )
        doubts = tuple(dict.fromkeys((*known.doubts, *read.doubts)))
        merged[key] = ReadItem(item, (*known.lines, *read.lines), doubts)
    return list(merged.values())


def _doubles(items: Sequence[ReadItem]) -> list[ReadItem]:
    """Tell where a number comes twice in the same part of the agenda."""
    counts = Counter((read.item.number, read.item.public) for read in items)
    return [
        replace(read, doubts=(*read.doubts, Doubt.DOUBLE)) if counts[read.item.number, read.item.public] > 1 else read
        for read in items
    ]
