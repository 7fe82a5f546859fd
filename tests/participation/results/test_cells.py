"""In which grid places are told: as fine as people allow, and no cell with few of them."""

from hypothesis import given
from hypothesis import strategies as st

from participation.results import cells
from participation.results.cells import METRES, Point

SPOT = (0, "spot")
HERE = Point(10.0001, 52.0001)
points = st.lists(st.builds(Point, st.floats(10, 10.1), st.floats(52, 52.1)), min_size=1, max_size=60)


def test_many_at_one_place_are_told_in_the_finest_grid() -> None:
    found = cells.disclosed({SPOT: [HERE] * 5})
    assert found is not None
    assert found.grid.metres == METRES[0]
    assert len(found.cells[SPOT]) == 1


def test_people_far_from_each_other_are_told_in_the_coarsest_and_only_counted() -> None:
    found = cells.disclosed({SPOT: [Point(10 + at / 10, 52) for at in range(9)]})
    assert found is not None
    assert (found.grid.metres, found.cells[SPOT]) == (METRES[-1], frozenset())
    part = {"spot": {"cell": found.grid.cell(10.0, 52.0)}, "park": "yes"}
    assert found.without_others(0, part) == {"spot": True, "park": "yes"}


def test_words_and_places_of_other_sections_stay() -> None:
    found = cells.disclosed({SPOT: [HERE] * 5})
    assert found is not None
    cell = found.grid.cell(*HERE)
    for part in ({"spot": {"text": True}}, {"spot": None}, {}, {"spot": {"cell": cell}}):
        assert found.without_others(0, part) == part
    assert found.without_others(1, {"spot": {"cell": [1, 1]}}) == {"spot": {"cell": [1, 1]}}


def test_without_points_there_is_no_grid() -> None:
    assert cells.disclosed({}) is None
    assert cells.disclosed({SPOT: []}) is None


@given(points, points, st.integers(2, 8))
def test_no_cell_that_is_told_has_few_people(some: list[Point], others: list[Point], k: int) -> None:
    asked = {SPOT: some, (1, "other"): others}
    found = cells.disclosed(asked, k)
    assert found is not None
    for one, shown in found.cells.items():
        inside = [tuple(found.grid.cell(*point)) for point in asked[one]]
        assert all(inside.count(cell) >= k for cell in shown)


@given(points)
def test_each_cell_lies_in_one_of_the_next_coarser_grid(some: list[Point]) -> None:
    from participation.counting.parts import Grid

    for finer, coarser in ((125, 250), (250, 500), (500, 1000), (1000, 2000)):
        for point in some:
            assert [one // 2 for one in Grid(finer, 52).cell(*point)] == Grid(coarser, 52).cell(*point)
