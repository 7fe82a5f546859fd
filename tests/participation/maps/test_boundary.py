"""Boundaries: what is one, and what lies within."""

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from participation.maps import boundary
from participation.maps.boundary import BoundaryError

SQUARE = [[10.0, 50.0], [11.0, 50.0], [11.0, 51.0], [10.0, 51.0], [10.0, 50.0]]
HOLE = [[10.4, 50.4], [10.6, 50.4], [10.6, 50.6], [10.4, 50.6], [10.4, 50.4]]
EAST = [[[12.0, 50.0], [13.0, 50.0], [12.0, 51.0], [12.0, 50.0]]]
TOWN = {"type": "Polygon", "coordinates": [SQUARE, HOLE]}
BOTH = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], EAST]}


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [
        (10.2, 50.2, True),
        (9.999, 50.2, False),
        (10.2, 51.001, False),
        (10.5, 50.5, False),  # in the hole
        (10.4, 50.5, True),  # on the hole's edge
        (10.4, 50.4, True),  # on its corner
        (10.0, 50.0, True),  # on the town's corner
        (10.5, 50.0, True),  # on its edge
        (11.0, 50.33333, True),
        (9.0, 50.0, False),  # beside an edge, on its line
        (12.0, 50.0, False),
    ],
)
def test_a_point_lies_within_on_the_edge_but_not_in_a_hole(lon: float, lat: float, inside: bool) -> None:
    assert boundary.from_json(TOWN).contains(lon, lat) is inside


def test_several_areas_belong_together() -> None:
    both = boundary.from_json(BOTH)
    assert both.contains(12.2, 50.2)
    assert both.contains(10.2, 50.2)
    assert not both.contains(12.9, 50.9)
    assert both.contains(12.5, 50.5)  # on the slanted edge
    assert both.box == (10.0, 50.0, 13.0, 51.0)


def test_a_ray_through_corners_is_counted_right() -> None:
    diamond = [[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]
    found = boundary.from_json({"type": "Polygon", "coordinates": [diamond]})
    assert found.contains(0.0, 0.0)
    assert not found.contains(-2.0, 0.0)
    assert not found.contains(-0.5, 1.0)


@given(st.lists(st.floats(0.3, 1), min_size=3, max_size=40), st.floats(0, 1.5), st.floats(0, 2 * math.pi))
def test_in_a_star_shaped_area_distance_decides(radii: list[float], distance: float, angle: float) -> None:
    corner = 2 * math.pi / len(radii)
    star = [[r * math.cos(corner * n), r * math.sin(corner * n)] for n, r in enumerate(radii)]
    at = int(angle / corner) % len(radii)
    (ax, ay), (bx, by) = star[at], star[(at + 1) % len(radii)]
    x, y = math.cos(angle), math.sin(angle)
    edge = (ax * by - bx * ay) / (x * (by - ay) - y * (bx - ax))  # where the ray at this angle leaves the area
    assume(abs(edge - distance) > 1e-6)
    found = boundary.from_json({"type": "Polygon", "coordinates": [[*star, star[0]]]})
    assert found.contains(distance * x, distance * y) is (distance < edge)


@pytest.mark.parametrize(
    "value",
    [
        {"type": "Feature", "properties": {"name": "Stadt"}, "geometry": TOWN},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": TOWN, "properties": None}]},
        {"type": "Polygon", "coordinates": [[[*position, 120.5] for position in ring] for ring in (SQUARE, HOLE)]},
    ],
)
def test_files_wrap_a_boundary_in_several_ways(value: Any) -> None:
    assert boundary.from_json(value) == boundary.from_json(TOWN)


def ring(*positions: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(positions)]}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "kein GeoJSON"),
        ("Polygon", "kein GeoJSON"),
        ({"coordinates": [SQUARE]}, "kein GeoJSON"),
        ({"type": ["Polygon"]}, "kein GeoJSON"),
        ({"type": "Feature", "geometry": None}, "kein GeoJSON"),
        ({"type": "Point", "coordinates": [10, 50]}, "„Point“"),
        ({"type": "LineString", "coordinates": SQUARE}, "„LineString“"),
        ({"type": "GeometryCollection", "geometries": [TOWN]}, "„GeometryCollection“"),
        ({"type": "FeatureCollection", "features": []}, "keine Fläche"),
        ({"type": "FeatureCollection", "features": [TOWN]}, "beschädigt"),
        ({"type": "Feature", "geometry": {"type": "Feature", "geometry": TOWN}}, "beschädigt"),
        ({"type": "MultiPolygon", "coordinates": []}, "keine Fläche"),
        ({"type": "Polygon"}, "beschädigt"),
        ({"type": "Polygon", "coordinates": []}, "beschädigt"),
        ({"type": "Polygon", "coordinates": SQUARE}, "beschädigt"),
        (ring([10, 50], ["11", 50], [11, 51], [10, 50]), "beschädigt"),
        (ring([10, 50], [True, 50], [11, 51], [10, 50]), "beschädigt"),
        (ring([10], [11], [12], [10]), "beschädigt"),
        (ring([10, 50], [11, 50], [10, 50]), "nicht geschlossen"),
        (ring(*SQUARE[:4]), "nicht geschlossen"),
        (ring([10, 50], [11, 51], [12, 52], [10, 50]), "keine Fläche ein"),
        (ring(*[[10, 50]] * 4), "keine Fläche ein"),
        (ring([566_000, 5_800_000], [567_000, 5_800_000], [567_000, 5_801_000], [566_000, 5_800_000]), "WGS 84"),
        (ring([math.nan, 50], [11, 50], [11, 51], [math.nan, 50]), "WGS 84"),
        (ring([10**400, 50], [11, 50], [11, 51], [10**400, 50]), "WGS 84"),
        (ring(*([[10, 50], [11, 50], [11, 51]] * 7000), [10, 50]), "mehr als 20000 Punkte"),
    ],
)
def test_what_is_no_polygon_is_refused_with_what_to_do(value: object, said: str) -> None:
    with pytest.raises(BoundaryError) as refused:
        boundary.from_json(value)
    assert said in str(refused.value)
