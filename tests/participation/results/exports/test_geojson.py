"""Places as GeoJSON."""

import json
from itertools import pairwise
from pathlib import Path

from participation.counting.parts import Grid
from participation.results import exports
from participation.results.exports import geojson
from tests.participation.results.exports.exported import bundle
from tests.participation.townsurvey import EVERY_KIND, form, question


def test_places_are_polygons_around_the_points_in_them(tmp_path: Path) -> None:
    lon, lat = 10.123456, 52.123456
    path = bundle(tmp_path, {1: form(question("spot", "place"))}, [(1, 0, {"spot": {"lon": lon, "lat": lat}})] * 2)
    (feature,) = json.loads(exports.path(path, ".geojson").read_text())["features"]
    assert feature["properties"] == {"question": "spot", "text": "spot?", "versions": [1], "people": 2}
    (ring,) = feature["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert min(one[0] for one in ring) <= lon <= max(one[0] for one in ring)
    assert min(one[1] for one in ring) <= lat <= max(one[1] for one in ring)
    assert geojson.outline(Grid(500, 52), 0, 0)[0] == [0.0, 0.0]


def test_neighbouring_cells_share_their_border_and_corners_go_round_counterclockwise() -> None:
    here, east, north = (geojson.outline(Grid(500, 52), *cell) for cell in ((3, 7), (4, 7), (3, 8)))
    assert (here[1], here[2]) == (east[0], east[3])
    assert (here[3], here[2]) == (north[0], north[1])
    turns = sum((two[0] - one[0]) * (two[1] + one[1]) for one, two in pairwise(here))
    assert turns < 0


def test_places_told_in_words_alone_are_in_no_cell(tmp_path: Path) -> None:
    path = bundle(tmp_path, {1: form(question("spot", "place"))}, [(1, 0, {"spot": {"text": "Am Markt"}})])
    written = exports.path(path, ".geojson")
    assert not written.exists() or json.loads(written.read_text())["features"] == []
    assert "Markt" not in (written.read_text() if written.exists() else "")


def test_a_survey_without_places_has_cells_of_none(tmp_path: Path) -> None:
    path = bundle(tmp_path, {1: form(EVERY_KIND[0])}, [(1, 0, {"park": "yes"})])
    assert json.loads(exports.path(path, ".geojson").read_text())["features"] == []
