"""Hits grouped by meeting. Pure.

Meetings come in the order of their best hit, and so do the hits of each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from search.engines import Hit
from search.spots import Spot

GROUPED = 1000  # the best hits that are grouped; beyond that a search is better narrowed
PER_MEETING = 3


@dataclass(frozen=True)
class Group:
    """A meeting and what was found of it, best first."""

    meeting_id: int
    hits: tuple[Hit, ...]

    @property
    def best(self) -> tuple[Hit, ...]:
        return self.hits[:PER_MEETING]


def grouped(spots: Iterable[Spot]) -> list[Group]:
    """The groups of the first GROUPED spots, which are ordered best first."""
    found: dict[int, list[Hit]] = {}
    for spot in islice(spots, GROUPED):
        found.setdefault(spot.meeting_id, []).append(spot.hit)
    return [Group(meeting_id, tuple(hits)) for meeting_id, hits in found.items()]


def in_time(spots: Sequence[Spot]) -> list[Hit]:
    """What was found of one meeting: first what nobody said, best first, then what was said in the order it was."""
    return [spot.hit for spot in sorted(spots, key=lambda spot: (spot.recording_id, spot.start_ms))]
