"""A transcript as it is read on the page: sections, parts, turns of one speaker, utterances, and gaps where it is not public."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from council.base import timecodes
from council.media.timeline import Range
from transcription.transcripts import PublicSegment
from transcription.views.finding import NOTHING, Finder, Piece, marked
from transcription.views.moments import seconds
from transcription.views.sections import Part, Section, gaps_between, gaps_within


@dataclass(frozen=True)
class Utterance:
    """What somebody said in one go. ``status`` says who wrote it where that changes in a turn: "machine", "checked", or empty."""

    id: int
    start_ms: int
    end_ms: int
    seconds: str
    clock: str
    pieces: tuple[Piece, ...]
    checked: bool
    status: str
    meant: bool


@dataclass(frozen=True)
class Turn:
    """Consecutive utterances of one speaker; the speaker is not always known."""

    speaker: str | None
    utterances: tuple[Utterance, ...]
    kind: str = "turn"


@dataclass(frozen=True)
class Gap:
    """Time that is not public. ``minutes`` is rounded, 0 for a moment."""

    start_ms: int
    end_ms: int
    minutes: int
    kind: str = "gap"


@dataclass(frozen=True)
class ReadPart:
    """A part of a section; without ``entries`` it is a link that loads them."""

    id: str
    href: str
    start_ms: int
    end_ms: int
    from_clock: str
    until_clock: str
    number: int
    of: int
    entries: tuple[Turn | Gap, ...] | None
    timed: bool
    by_machine: bool
    speaker_level: int


@dataclass(frozen=True)
class ReadSection:
    """A section with its parts; ``labels`` empty: what came before the agenda, or a recording without one."""

    id: str
    number: int
    labels: tuple[tuple[str, str], ...]
    start_ms: int
    seconds: str
    clock: str
    parts: tuple[ReadPart, ...]
    timed: bool
    kind: str = "section"


@dataclass(frozen=True)
class Reading:
    """How a reader wants it: at which address, with which words marked, which utterance is meant, whether times can be played
    whether a machine wrote it, and whether there are headings above the speakers'."""

    page: str
    query: str = ""
    wanted: Finder = NOTHING
    meant: int | None = None
    timed: bool = True
    by_machine: bool = True
    divided: bool = True


def turns(segments: Iterable[PublicSegment], reading: Reading) -> list[Turn]:
    """Utterances under their speakers. Who wrote it is said anew in each turn."""
    return [
        Turn(speaker, tuple(_utterances(said, reading)))
        for speaker, said in groupby(segments, key=lambda segment: segment.speaker)
    ]


def _utterances(segments: Iterable[PublicSegment], reading: Reading) -> Iterator[Utterance]:
    checked_before: bool | None = None
    for segment in segments:
        yield _utterance(segment, reading, checked_before)
        checked_before = segment.checked


def _utterance(segment: PublicSegment, reading: Reading, checked_before: bool | None) -> Utterance:
    return Utterance(
        segment.id,
        segment.start_ms,
        segment.end_ms,
        seconds(segment.start_ms // 1000 * 1000),
        timecodes.clock(segment.start_ms),
        marked(segment.text, reading.wanted),
        segment.checked,
        "" if segment.checked == checked_before else "checked" if segment.checked else "machine",
        segment.id == reading.meant,
    )


def entries(segments: Sequence[PublicSegment], gaps: Iterable[Range], reading: Reading) -> tuple[Turn | Gap, ...]:
    """Turns and gaps in the order of time; a gap parts a turn."""
    made: list[Turn | Gap] = []
    left = list(segments)
    for start, end in gaps:
        before = [segment for segment in left if segment.start_ms < start]
        left = left[len(before) :]
        made += [*turns(before, reading), gap(start, end)]
    return (*made, *turns(left, reading))


def gap(start_ms: int, end_ms: int) -> Gap:
    """A gap with its length in whole minutes."""
    return Gap(start_ms, end_ms, round((end_ms - start_ms) / 60_000))


def part_of(
    section: Section,
    part: Part,
    reading: Reading,
    said: tuple[Sequence[PublicSegment], Sequence[Range]] | None,
) -> ReadPart:
    """A part; ``said`` are its utterances and the recording's gaps, None while they are not asked for."""
    found = None
    if said is not None:
        segments, hidden = said
        inside = [gap for gap in gaps_within(section, hidden) if part.start_ms <= gap[0] < part.end_ms]
        found = entries(segments, inside, reading)
    return ReadPart(
        _part_id(section, part),
        _href(section, part, reading),
        part.start_ms,
        part.end_ms,
        timecodes.clock(part.start_ms),
        timecodes.clock(part.end_ms),
        part.number,
        len(section.parts),
        found,
        reading.timed,
        reading.by_machine,
        4 if reading.divided else 3,
    )


def _part_id(section: Section, part: Part) -> str:
    return f"top-{section.number}-{part.number}"


def _href(section: Section, part: Part, reading: Reading) -> str:
    query = ({"teil": str(part.number)} if len(section.parts) > 1 else {}) | (
        {"q": reading.query} if reading.query else {}
    )
    address = f"{reading.page}/top/{section.number}" + (f"?{urlencode(query)}" if query else "")
    return f"{address}#{_part_id(section, part)}"


def whole(
    sections: Sequence[Section],
    hidden: Sequence[Range],
    reading: Reading,
    opened: tuple[Section, Part, Sequence[PublicSegment]] | None,
) -> tuple[ReadSection | Gap, ...]:
    """All sections with the one part that is opened, and the gaps between them, in the order of time."""
    made: list[ReadSection | Gap] = [gap(*between) for between in gaps_between(sections, hidden)]
    for section in sections:
        parts = tuple(
            part_of(
                section,
                part,
                reading,
                (opened[2], hidden) if opened and (section, part) == opened[:2] else None,
            )
            for part in section.parts
        )
        made.append(
            ReadSection(
                f"top-{section.number}",
                section.number,
                section.labels,
                section.start_ms,
                seconds(section.start_ms // 1000 * 1000),
                timecodes.clock(section.start_ms),
                parts,
                reading.timed,
            )
        )
    return tuple(sorted(made, key=lambda piece: piece.start_ms))
