"""What lies on a map: read from GeoJSON people give, kept small, refused in plain words."""

import json
from typing import Any

import pytest

from participation.maps import map_data
from participation.maps.boundary import BoundaryError

SQUARE = [[11.6, 52.1], [11.7, 52.1], [11.7, 52.2], [11.6, 52.2], [11.6, 52.1]]
LINE = {"type": "LineString", "coordinates": [[11.6, 52.1], [11.65, 52.15]]}


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_a_boundary_is_kept_without_anything_else_and_to_a_tenth_of_a_metre() -> None:
    exact = [[lon + 0.00000012345, lat] for lon, lat in SQUARE]
    given = {"type": "FeatureCollection", "features": [feature({"type": "Polygon", "coordinates": [exact]}, by="Amt")]}
    assert map_data.read_boundary(json.dumps(given)) == {"type": "MultiPolygon", "coordinates": [[SQUARE]]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Das ist keine lesbare GeoJSON-Datei."),
        ("{", "Das ist keine lesbare GeoJSON-Datei."),
        ("[" * 100_000, "Das ist keine lesbare GeoJSON-Datei."),
        ("[1, 2]", "Das ist kein GeoJSON."),
        (json.dumps(LINE), "Die Datei enthält „LineString“, eine Grenze muss aber ein Polygon oder MultiPolygon sein."),
        (
            '{"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6]]]}',
            "Eine Linie der Grenze ist nicht geschlossen",
        ),
        ('{"type": "Polygon", "coordinates": [[[NaN, 2], [3, 4], [5, 6], [NaN, 2]]]}', "nicht in Längen- und Breiten"),
    ],
)
def test_a_boundary_that_is_none_is_refused_in_plain_words(text: str, told: str) -> None:
    with pytest.raises(BoundaryError, match=told):
        map_data.read_boundary(text)


@pytest.mark.parametrize("read", [map_data.read_boundary, map_data.read_overlay])
def test_far_too_many_positions_are_refused_before_any_is_looked_at(read: Any) -> None:
    """None of these is a position: who looks at them says that they are none."""
    with pytest.raises(BoundaryError, match="mehr als 20000 Punkte"):
        read(json.dumps({"type": "Polygon", "coordinates": [["nowhere"] * 300_000]}))


def test_far_too_many_features_are_refused_alike() -> None:
    with pytest.raises(BoundaryError, match="mehr als 20000 Punkte"):
        map_data.read_overlay(json.dumps({"type": "FeatureCollection", "features": [7] * 20_001}))


def test_an_overlay_keeps_names_alone() -> None:
    given = {"type": "FeatureCollection", "features": [feature(LINE, name=" Neue \n Straße ", owner="Fam. M.")]}
    kept = map_data.read_overlay(json.dumps(given))
    assert [one["properties"] for one in kept["features"]] == [{"name": "Neue Straße"}]
    assert kept["features"][0]["geometry"] == LINE


def test_a_bare_geometry_is_an_overlay_too() -> None:
    assert len(map_data.read_overlay(json.dumps({"type": "Point", "coordinates": [11.6, 52.1, 80]}))["features"]) == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"type": "FeatureCollection", "features": []}, "Die Datei enthält nichts, was sich zeichnen lässt."),
        ({"type": "GeometryCollection", "geometries": []}, "Der Plan enthält „GeometryCollection“."),
        ({"type": "LineString", "coordinates": [[1, 2], ["x", 4]]}, "Die GeoJSON-Datei ist beschädigt"),
        ({"type": "LineString", "coordinates": []}, "Die GeoJSON-Datei ist beschädigt"),
        (
            {"type": "Point", "coordinates": [4468000, 5330000]},
            "Der Plan ist nicht in Längen- und Breitengraden angegeben.",
        ),
        ({"type": "LineString", "coordinates": [[1, 2]] * 20_001}, "Der Plan hat mehr als 20000 Punkte."),
        ({"type": ["Point"], "coordinates": [1, 2]}, "Der Plan enthält"),
    ],
)
def test_an_overlay_that_cannot_be_drawn_is_refused(given: Any, told: str) -> None:
    with pytest.raises(BoundaryError, match=told):
        map_data.read_overlay(json.dumps(given))
