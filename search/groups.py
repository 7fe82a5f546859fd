"""Hits grouped by meeting. Pure.

Meetings come in the order of their best hit, and so do the moments of each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.moments import Spot

GROUPED = 1000  # the best hits that are grouped; beyond that a search is better narrowed
PER_MEETING = 3


@dataclass(frozen=True)
class Group:
    """A meeting and the segments found in it, best first."""

    meeting_id: int
    segment_ids: tuple[int, ...]

    @property
    def best(self) -> tuple[int, ...]:
        return self.segment_ids[:PER_MEETING]


def grouped(spots: Iterable[Spot]) -> list[Group]:
    """The groups of spots that are ordered best first."""
    found: dict[int, list[int]] = {}
    for spot in spots:
        found.setdefault(spot.meeting_id, []).append(spot.segment_id)
    return [Group(meeting_id, tuple(segment_ids)) for meeting_id, segment_ids in found.items()]


def in_time(spots: Sequence[Spot]) -> list[int]:
    """The segments of one meeting in the order they were said."""
    return [
        spot.segment_id for spot in sorted(spots, key=lambda spot: (spot.recording_id, spot.start_ms, spot.segment_id))
    ]
