"""In which grid the places of a survey are told, and which cells are told at all.

A cell is told where at least ``k`` people pointed into it; of all others it is only counted that they named a place.
The grid is the finest of those below in which nearly all points lie in such cells. Each of its cells lies within one of
the next coarser grid, so that nothing follows from two of them that does not follow from the finer one alone.
"""

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from participation.counting.disclosure import PEOPLE
from participation.counting.parts import Grid, Part

METRES = (125, 250, 500, 1000, 2000)
NEARLY_ALL = 0.8

Asked = tuple[int, str]
"""A question of a section: the section's number and the question's key."""


class Point(NamedTuple):
    lon: float
    lat: float


class Disclosed(NamedTuple):
    """The grid, and of each question the cells that are told."""

    grid: Grid
    cells: Mapping[Asked, frozenset[tuple[int, int]]]

    def without_others(self, section: int, part: Part) -> Part:
        """A part in which places outside the cells that are told are only counted."""
        hidden = {
            key: True
            for (number, key), cells in self.cells.items()
            if number == section and _cell(part.get(key)) not in (None, *cells)
        }
        return {**part, **hidden} if hidden else part


def disclosed(points: Mapping[Asked, Sequence[Point]], k: int = PEOPLE) -> Disclosed | None:
    """The grid for all points of a survey; None where there are none."""
    everywhere = [point for some in points.values() for point in some]
    if not everywhere:
        return None
    latitude = round(statistics.median(point.lat for point in everywhere))
    grids = [Grid(metres, latitude) for metres in METRES]
    found = Disclosed(grids[-1], {})
    for grid in reversed(grids):
        counted = {asked: Counter(_in(grid, point) for point in some) for asked, some in points.items()}
        shown = sum(count for cells in counted.values() for count in cells.values() if count >= k)
        if grid is grids[-1] or shown >= NEARLY_ALL * len(everywhere):
            cells = {
                asked: frozenset(cell for cell, count in one.items() if count >= k) for asked, one in counted.items()
            }
            found = Disclosed(grid, cells)
    return found


def _in(grid: Grid, point: Point) -> tuple[int, int]:
    column, row = grid.cell(point.lon, point.lat)
    return column, row


def _cell(value: object) -> tuple[int, int] | None:
    match value:
        case {"cell": [int(column), int(row)]}:
            return column, row
        case _:
            return None
