"""The map of cells."""

import math

import pytest

from participation.counting.parts import Grid
from participation.maps import boundary
from participation.results.charts import Map, places
from participation.results.charts.places import middle
from tests.participation.results.charts.drawings import drawing, shapes, texts

GRID = Grid(500, 52)
HOME = tuple(GRID.cell(10.02, 52.1))
TOWN = boundary.from_json(
    {"type": "Polygon", "coordinates": [[[10.0, 52.08], [10.06, 52.08], [10.06, 52.12], [10.0, 52.12], [10.0, 52.08]]]}
)


def cells(*counts: int) -> dict[tuple[int, int], int]:
    return {(HOME[0] + at, HOME[1]): count for at, count in enumerate(counts)}


def test_the_area_of_a_square_tells_how_often() -> None:
    big, small = sorted(
        (float(one.get("width", "0")) for one in shapes(places("Karte", Map(GRID, cells(100, 25))), "chart__cell")),
        reverse=True,
    )
    assert (big / small) ** 2 == pytest.approx(4, rel=0.01)


def test_a_single_answer_can_still_be_seen() -> None:
    chart = places("Karte", Map(GRID, cells(10_000, 1)))
    assert min(float(one.get("width", "0")) for one in shapes(chart, "chart__cell")) > 10


def test_the_most_marked_cells_are_numbered() -> None:
    shown = Map(GRID, cells(3, 9, 1, 7, 5, 2, 8))
    assert [shown.cells[cell] for cell in shown.first] == [9, 8, 7, 5, 3]
    assert texts(places("Karte", shown)) == ["1", "2", "3", "4", "5"]


def test_the_town_is_drawn_and_everything_lies_in_the_picture() -> None:
    chart = places("Karte", Map(GRID, cells(3, 9), TOWN))
    _, _, width, height = map(float, drawing(chart).get("viewBox", "").split())
    [town] = shapes(chart, "chart__town")
    points = [tuple(map(float, one.split())) for one in town.get("d", "")[1:-1].split("L")]
    assert len(points) == 4
    assert all(0 <= x <= width and 0 <= y <= height for x, y in points)
    assert width < height, "here six hundredths of a degree to the east are shorter than four to the north"


def test_north_is_up() -> None:
    chart = places("Karte", Map(GRID, {(HOME[0], HOME[1]): 1, (HOME[0], HOME[1] + 3): 5}))
    south, north = shapes(chart, "chart__cell")
    assert float(north.get("y", "")) < float(south.get("y", ""))


def test_the_middle_of_a_cell_lies_in_it() -> None:
    lon, lat = middle(GRID, (HOME[0], HOME[1]))
    assert tuple(GRID.cell(lon, lat)) == HOME
    assert math.isclose(lon, 10.02, abs_tol=0.01)
