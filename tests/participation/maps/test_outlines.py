"""The small drawing of what lies on a map."""

import json
import re
from typing import Any

import pytest

from participation.maps import map_data, outlines

SQUARE = [[11.6, 52.1], [11.7, 52.1], [11.7, 52.2], [11.6, 52.2], [11.6, 52.1]]
LINE = {"type": "LineString", "coordinates": [[11.6, 52.1], [11.65, 52.15]]}


def overlay(kind: str, coordinates: Any) -> dict[str, Any]:
    return map_data.read_overlay(json.dumps({"type": kind, "coordinates": coordinates}))


def test_the_drawing_has_north_up_and_true_proportions() -> None:
    boundary = map_data.read_boundary(json.dumps({"type": "Polygon", "coordinates": [SQUARE]}))
    drawn = outlines.outline(boundary, map_data.read_overlay(json.dumps(LINE)))
    assert drawn is not None
    assert (drawn.width, drawn.height) == (185, 301), "0.1 degrees of longitude are shorter at 52 degrees north"
    assert drawn.boundary.startswith("M0.0 300.0L184.")
    assert drawn.overlay.startswith("M0.0 300.0L")
    assert outlines.outline(None, None) is None


def test_a_single_point_can_be_drawn() -> None:
    point = map_data.read_overlay('{"type": "MultiPoint", "coordinates": [[11.6, 52.1]]}')
    drawn = outlines.outline(None, point)
    assert drawn is not None
    assert drawn.overlay.startswith("M0.0 0.0")


@pytest.mark.parametrize("empty", [None, {"type": "FeatureCollection", "features": []}])
def test_nothing_is_not_drawn(empty: Any) -> None:
    assert outlines.outline(empty, empty) is None


@pytest.mark.parametrize(
    ("kind", "coordinates", "strokes", "closed"),
    [
        ("LineString", LINE["coordinates"], 1, 0),
        ("MultiLineString", [LINE["coordinates"]] * 3, 3, 0),
        ("Polygon", [SQUARE], 1, 1),
        ("MultiPolygon", [[SQUARE], [SQUARE]], 2, 2),
        ("MultiPoint", [[11.6, 52.1], [11.7, 52.2]], 2, 0),
    ],
)
def test_everything_a_map_can_hold_is_drawn(kind: str, coordinates: Any, strokes: int, closed: int) -> None:
    drawn = outlines.outline(None, overlay(kind, coordinates))
    assert drawn is not None
    assert (drawn.overlay.count("M"), drawn.overlay.count("Z")) == (strokes, closed)
    assert drawn.boundary == ""


def test_boundary_and_overlay_share_one_frame_and_nothing_lies_outside() -> None:
    far = [[11.5, 52.0], [11.9, 52.05]]
    drawn = outlines.outline({"type": "Polygon", "coordinates": [SQUARE]}, overlay("LineString", far))
    assert drawn is not None
    assert max(drawn.width, drawn.height) == outlines.SIZE + 1
    for x, y in re.findall(r"[ML](-?[0-9.]+) (-?[0-9.]+)", drawn.boundary + drawn.overlay):
        assert 0 <= float(x) <= drawn.width
        assert 0 <= float(y) <= drawn.height
