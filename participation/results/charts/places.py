"""A map of what was marked: a square in each cell of the grid, the larger the more often, over the town's boundary."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from participation.counting.parts import METRES_PER_DEGREE, Grid
from participation.maps.boundary import Boundary, Ring
from participation.results.charts.svg import Chart, drawn, element, number, words

SIZE = 420.0  # units, of the longer side
LEAST = 0.34  # of a cell's side, for the smallest square
NAMED = 5  # of the most marked cells carry a number that the table explains
MARGIN = 12.0
ROUGH = 0.4  # units, below which the boundary's bends are not drawn

Cell = tuple[int, int]


@dataclass(frozen=True)
class Map:
    """``cells`` by column and row of the grid; ``numbers`` those that are named, from 1."""

    grid: Grid
    cells: Mapping[Cell, int]
    boundary: Boundary | None = None

    @property
    def first(self) -> Sequence[Cell]:
        """The cells marked most often, the first one first."""
        return sorted(self.cells, key=lambda cell: (-self.cells[cell], cell))[:NAMED]


def middle(grid: Grid, cell: Cell) -> tuple[float, float]:
    """Longitude and latitude of a cell's middle."""
    width = METRES_PER_DEGREE * math.cos(math.radians(grid.latitude))
    return (cell[0] + 0.5) * grid.metres / width, (cell[1] + 0.5) * grid.metres / METRES_PER_DEGREE


def places(told: str, shown: Map) -> Chart:
    """The map; north is up."""
    scene = _Scene(shown)
    cells = sorted(shown.cells, key=lambda cell: (shown.cells[cell], cell))
    most = max(shown.cells.values(), default=1)
    pieces = [*scene.boundary(), *(scene.cell(cell, shown.cells[cell] / most) for cell in cells)]
    pieces += [scene.name(cell, at) for at, cell in enumerate(shown.first, 1)]
    return drawn("places", told, 0, *pieces, view=scene.view)


class _Scene:
    """The part of the world that is drawn, in cells of the grid."""

    def __init__(self, shown: Map) -> None:
        self._grid, self._shown = shown.grid, shown
        self._metres = shown.grid.metres
        self._degree = METRES_PER_DEGREE * math.cos(math.radians(shown.grid.latitude))
        west, south, east, north = self._box()
        self._west, self._north = west, north
        self._scale = SIZE / max(east - west, north - south, 1.0)
        self._side = self._scale
        self.view = " ".join(
            map(number, (0, 0, (east - west) * self._scale + 2 * MARGIN, (north - south) * self._scale + 2 * MARGIN))
        )

    def _box(self) -> tuple[float, float, float, float]:
        columns: list[float] = [at for column, _ in self._shown.cells for at in (column, column + 1)]
        rows: list[float] = [at for _, row in self._shown.cells for at in (row, row + 1)]
        if self._shown.boundary:
            west, south, east, north = self._shown.boundary.box
            (left, low), (right, high) = self._in_cells(west, south), self._in_cells(east, north)
            columns, rows = [*columns, left, right], [*rows, low, high]
        return min(columns, default=0), min(rows, default=0), max(columns, default=1), max(rows, default=1)

    def _in_cells(self, lon: float, lat: float) -> tuple[float, float]:
        return lon * self._degree / self._metres, lat * METRES_PER_DEGREE / self._metres

    def _at(self, column: float, row: float) -> tuple[float, float]:
        return MARGIN + (column - self._west) * self._scale, MARGIN + (self._north - row) * self._scale

    def boundary(self) -> Iterator[Markup]:
        """The boundary's areas."""
        for polygon in self._shown.boundary.polygons if self._shown.boundary else ():
            rings = " ".join(self._path(ring) for ring in (polygon.outer, *polygon.holes))
            yield element("path", class_="chart__town", d=rings, fill_rule="evenodd")

    def _path(self, ring: Ring) -> str:
        kept: list[tuple[float, float]] = []
        for lon, lat in ring[:-1]:
            point = self._at(*self._in_cells(lon, lat))
            if not kept or math.dist(kept[-1], point) >= ROUGH:
                kept.append(point)
        return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in kept) + "Z"

    def cell(self, cell: Cell, part: float) -> Markup:
        """A square, whose area tells how often."""
        x, y = self._at(cell[0] + 0.5, cell[1] + 0.5)
        side = self._side * max(LEAST, math.sqrt(part)) * 0.94
        return element(
            "rect", class_="chart__cell", x=x - side / 2, y=y - side / 2, width=side, height=side, rx=min(2.0, side / 4)
        )

    def name(self, cell: Cell, number_of: int) -> Markup:
        """The number of a cell that was marked most often, on a disc."""
        x, y = self._at(cell[0] + 0.5, cell[1] + 0.5)
        disc = element("circle", class_="chart__disc", cx=x, cy=y, r=10)
        return disc + words(str(number_of), y + 5, "disc-number", x=number(x), anchor="middle")
