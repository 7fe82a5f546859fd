"""How a transcript is divided for reading: by agenda item, and a long item into parts. Pure; times are integer milliseconds.

What is not public appears as a gap, unnamed: neighbouring gaps are one, so that nobody can count non-public items.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from council.media.timeline import Range

PART = 150  # utterances shown at once
LONGEST_PART = 200  # a remainder up to here stays with the part before it


@dataclass(frozen=True)
class Mark:
    """Where an agenda item begins."""

    start_ms: int
    number: str
    name: str
    public: bool


@dataclass(frozen=True)
class Part:
    """A piece of a section: the utterances whose times begin in [from_ms, until_ms); ``until_ms`` None: to the end."""

    number: int
    from_ms: int
    until_ms: int | None
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Section:
    """A public stretch of a recording. ``labels`` are the agenda items dealt with in it: number and name; none where the
    recording is not divided or not yet."""

    number: int
    start_ms: int
    end_ms: int
    labels: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class _Stretch:
    start_ms: int
    end_ms: int
    labels: tuple[tuple[str, str], ...]
    public: bool


def divide(
    marks: Iterable[Mark], hidden: Sequence[Range], starts: Sequence[int], duration_ms: int
) -> tuple[Section, ...]:
    """The sections of a recording whose utterances begin at ``starts`` (in order). A section nothing of which is public is
    left out; so is a nameless beginning in which nothing is said."""
    sections: list[Section] = []
    taken = 0
    for stretch in _stretches(marks, duration_ms):
        visible = _visible(stretch, hidden)
        if not stretch.public or visible is None:
            continue
        is_last = stretch.end_ms >= duration_ms
        until = None if is_last else stretch.end_ms
        said = starts[bisect_left(starts, taken) : len(starts) if until is None else bisect_left(starts, until)]
        if not stretch.labels and not said and not is_last:
            continue
        number = len(sections) + 1
        parts = _parts(said, taken, until, visible)
        sections.append(Section(number, *visible, stretch.labels, parts))
        taken = stretch.end_ms
    return tuple(sections)


def gaps_within(section: Section, hidden: Sequence[Range]) -> list[Range]:
    """The gaps that begin inside a section."""
    return [gap for gap in hidden if section.start_ms <= gap[0] < section.end_ms]


def gaps_between(sections: Sequence[Section], hidden: Sequence[Range]) -> list[Range]:
    """The gaps that begin in no section."""
    return [gap for gap in hidden if not any(section.start_ms <= gap[0] < section.end_ms for section in sections)]


def section_at(sections: Sequence[Section], moment_ms: int) -> tuple[Section, Part] | None:
    """Where a moment is to be read: the last part beginning by then, else the first."""
    pairs = [(section, part) for section in sections for part in section.parts]
    begun = [pair for pair in pairs if pair[1].start_ms <= moment_ms]
    return begun[-1] if begun else next(iter(pairs), None)


def _stretches(marks: Iterable[Mark], duration_ms: int) -> list[_Stretch]:
    """From each beginning to the next; items that begin at the same moment are one stretch, hidden if either is."""
    ordered = sorted((mark for mark in marks if mark.start_ms < max(duration_ms, 1)), key=lambda mark: mark.start_ms)
    groups = [(start, list(group)) for start, group in groupby(ordered, key=lambda mark: mark.start_ms)]
    found = []
    if not groups or groups[0][0] > 0:
        groups.insert(0, (0, []))
    for (start, group), end in zip(groups, [*(start for start, _ in groups[1:]), duration_ms], strict=True):
        labels = tuple((mark.number, mark.name) for mark in group)
        found.append(_Stretch(start, end, labels, all(mark.public for mark in group)))
    return found


def _visible(stretch: _Stretch, hidden: Sequence[Range]) -> Range | None:
    """The stretch from its first public moment on; None where there is none."""
    start = next((gap[1] for gap in hidden if gap[0] <= stretch.start_ms < gap[1]), stretch.start_ms)
    return (start, stretch.end_ms) if start < stretch.end_ms else None


def _parts(said: Sequence[int], taken: int, until: int | None, visible: Range) -> tuple[Part, ...]:
    firsts = [taken]
    at = PART
    while len(said) - at > LONGEST_PART - PART:
        if said[at] > firsts[-1]:
            firsts.append(said[at])
        at += PART
    parts = []
    for number, first in enumerate(firsts, 1):
        last = number == len(firsts)
        start = visible[0] if number == 1 else max(visible[0], first)
        parts.append(
            Part(number, first, until if last else firsts[number], start, visible[1] if last else firsts[number])
        )
    return tuple(parts)
