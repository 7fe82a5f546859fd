"""Hits grouped by meeting, those of one matter as one line; what no meeting has stands by itself. Pure.

Groups come in the order of their best hit, and so do the lines of each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from search.documents import ITEM, PAPER
from search.engines import Hit
from search.moments import named
from search.spots import Spot

GROUPED = 1000  # the best hits that are grouped; beyond that a search is better narrowed
PER_MEETING = 3


@dataclass(frozen=True)
class Line:
    """A hit to be shown. With ``paper`` it is an agenda item and stands for the paper of the same matter, a hit of its own, too."""

    hit: Hit
    paper: bool = False


@dataclass(frozen=True)
class Group:
    """A meeting and what was found of it, best first; without a meeting it is a survey by itself."""

    meeting_id: int | None
    lines: tuple[Line, ...]

    @property
    def best(self) -> tuple[Line, ...]:
        return self.lines[:PER_MEETING]


def grouped(spots: Iterable[Spot]) -> list[Group]:
    """The groups of the first GROUPED spots, which are ordered best first."""
    found: dict[tuple[int | None, str], list[Hit]] = {}
    for spot in islice(spots, GROUPED):
        alone = "" if spot.meeting_id is not None else spot.hit.id
        found.setdefault((spot.meeting_id, alone), []).append(spot.hit)
    return [Group(meeting_id, tuple(_lines(hits))) for (meeting_id, _), hits in found.items()]


def in_time(spots: Sequence[Spot]) -> list[Line]:
    """What was found of one meeting: first what nobody said, best first, then what was said in the order it was."""
    return _lines(spot.hit for spot in sorted(spots, key=lambda spot: (spot.recording_id, spot.start_ms)))


def _lines(hits: Iterable[Hit]) -> list[Line]:
    """An agenda item and its paper become one line, where the better of them stands."""
    found: dict[tuple[str, int], Line] = {}
    for hit in hits:
        kind, number = named(hit.id)
        matter = (ITEM if kind == PAPER else kind, number)
        other = found.get(matter)
        if other is None:
            found[matter] = Line(hit)
        else:
            found[matter] = replace(other, hit=other.hit if kind == PAPER else hit, paper=True)
    return list(found.values())
