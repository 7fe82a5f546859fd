"""What the map of a process shows."""

from datetime import timedelta
from typing import Any

import pytest

from council.base.site import Site
from participation import maps
from participation.processes import Process
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form

SQUARE: dict[str, Any] = {"type": "Polygon", "coordinates": [[[11.6, 52.1], [11.7, 52.1], [11.7, 52.2], [11.6, 52.1]]]}
ROAD: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [{"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[11.0, 52.0], [12, 53, 80]]}}],
}
TILES = {"tiles_url": "https://tiles.example/{z}/{x}/{y}.png", "tiles_attribution": "© Leute"}


def test_it_begins_with_the_boundary_else_with_the_overlay() -> None:
    assert maps.area(SQUARE, ROAD) == (11.6, 52.1, 11.7, 52.2)
    assert maps.area(None, ROAD) == (11.0, 52.0, 12.0, 53.0)
    assert maps.area({"type": "Polygon", "coordinates": []}, ROAD) == (11.0, 52.0, 12.0, 53.0)


@pytest.mark.parametrize("value", [None, {}, [], "POINT(1 2)", {"type": "Point"}, {"coordinates": ["11.6", "52.1"]}])
def test_what_holds_no_place_has_no_area(value: Any) -> None:
    assert maps.area(value, value) is None


def test_a_collection_in_a_collection_is_looked_into() -> None:
    inner = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [11.5, 52.5]}]}
    assert maps.area({"type": "Feature", "geometry": inner}, None) == (11.5, 52.5, 11.5, 52.5)


def test_the_map_begins_with_the_overlay_where_that_is_a_part_of_the_area(site: Site) -> None:
    shop: dict[str, Any] = {"type": "Point", "coordinates": [11.65, 52.12]}
    elsewhere: dict[str, Any] = {"type": "Point", "coordinates": [13.0, 52.12]}
    town = Process(slug="a", created_at=site.clock(), boundary=SQUARE)

    def begun(overlay: dict[str, Any]) -> object:
        town.overlay = overlay
        return maps.config(town, site.settings).view

    assert begun(shop) == (11.65, 52.12, 11.65, 52.12)
    assert begun(ROAD) == begun(elsewhere) == (11.6, 52.1, 11.7, 52.2)
    assert maps.config(town, site.settings).area == (11.6, 52.1, 11.7, 52.2)


def test_there_is_a_background_only_where_the_town_has_one_and_something_lies_on_it(site: Site) -> None:
    with_tiles = site.settings.model_copy(update=TILES)
    town = Process(slug="a", created_at=site.clock(), boundary=SQUARE)
    assert maps.config(town, with_tiles).tiles == maps.TILES
    assert maps.config(town, with_tiles).attribution == "© Leute"
    bare = maps.config(town, site.settings)
    assert (bare.tiles, bare.attribution, bare.view) == ("", "", (11.6, 52.1, 11.7, 52.2))
    nowhere = maps.config(Process(slug="b", created_at=site.clock()), with_tiles)
    assert (nowhere.view, nowhere.tiles, nowhere.attribution) == (None, "", "")


@pytest.mark.db
def test_our_areas_are_those_of_drafts_too_but_not_of_what_was_withdrawn(site: Site) -> None:
    asked = form(EVERY_KIND[0])
    surveys.survey(site, asked, slug="a", boundary=SQUARE, released=False)
    surveys.survey(site, asked, slug="b", boundary=SQUARE, overlay=ROAD)
    surveys.survey(site, asked, slug="c", overlay=ROAD, withdrawn_at=site.clock() - timedelta(days=1))
    surveys.survey(site, asked, slug="d")
    with site.database.reading() as db:
        assert maps.areas(db) == ((11.6, 52.1, 11.7, 52.2),)
