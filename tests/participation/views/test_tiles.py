"""``/kacheln`` and ``/mitmachen/{slug}/karte.json``."""

from datetime import timedelta

import pytest

from participation.views.tiles import NOTHING_THERE, Background
from tests import desk, surveys
from tests.council.foreign_server import answer, behaving
from tests.participation.townsurvey import EVERY_KIND, form

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
AREA = {"type": "Polygon", "coordinates": [[[10.0, 52.0], [10.1, 52.0], [10.1, 52.08], [10.0, 52.0]]]}
OVERLAY = {
    "type": "FeatureCollection",
    "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [10.3, 52]}}],
}
INSIDE = "/kacheln/13/4323/2699"


@pytest.fixture
def map_server():
    def behaviour(connection, _):
        connection.sendall(answer(PNG, "Cache-Control: max-age=600"))

    with behaving(behaviour) as server:
        yield server


@pytest.fixture
def settings(settings, map_server):
    url = map_server.url("/{z}/{x}/{y}.png", host="127.0.0.1")
    return settings.model_copy(update={"tiles_url": url, "tiles_attribution": "© Kartenamt"})


@pytest.fixture
def survey(site):
    return surveys.survey(site, form(*EVERY_KIND), boundary=AREA, overlay=OVERLAY)


def test_a_picture_of_our_area_comes_from_us(client, survey, map_server):
    found = client.get(INSIDE)
    assert (found.status_code, found.content, found.headers["content-type"]) == (200, PNG, "image/png")
    assert found.headers["cache-control"] == "public, max-age=600"
    assert client.get(INSIDE).content == PNG
    assert len(map_server.asked) == 1


@pytest.mark.parametrize("path", ["/kacheln/13/0/0", "/kacheln/19/1/1", "/kacheln/20/1/1", "/kacheln/3/8/0"])
def test_we_are_no_open_proxy(client, survey, map_server, path):
    found = client.get(path)
    assert (found.status_code, found.content) == (404, NOTHING_THERE)
    assert not map_server.asked


@pytest.mark.parametrize("path", ["/kacheln/13/4323/2699.png", "/kacheln/a/b/c", "/kacheln/-1/0/0", "/kacheln/13/4323"])
def test_what_is_no_tile_is_no_address(client, survey, map_server, path):
    assert client.get(path).status_code == 404
    assert not map_server.asked


def test_without_any_survey_only_the_world_is_shown(client, map_server):
    assert client.get(INSIDE).status_code == 404
    assert client.get("/kacheln/3/4/2").status_code == 200


def test_the_map_of_a_survey(client, survey):
    found = client.get("/mitmachen/marktplatz/karte.json").json()
    assert found["boundary"] == AREA
    assert found["overlay"] == OVERLAY
    assert found["view"] == [10.0, 52.0, 10.1, 52.08]
    assert found["tiles"] == "/kacheln/{z}/{x}/{y}"
    assert found["attribution"] == "© Kartenamt"


def test_without_a_boundary_the_overlay_is_shown_and_without_both_no_map(client, site):
    surveys.survey(site, form(*EVERY_KIND), slug="plan", overlay=OVERLAY)
    surveys.survey(site, form(*EVERY_KIND), slug="leer")
    assert client.get("/mitmachen/plan/karte.json").json()["view"] == [10.3, 52.0, 10.3, 52.0]
    empty = client.get("/mitmachen/leer/karte.json").json()
    assert (empty["view"], empty["tiles"], empty["attribution"]) == (None, "", "")


def test_the_map_of_a_draft_is_the_planners_alone(client, site, cast):
    surveys.survey(site, form(*EVERY_KIND), released=False, boundary=AREA)
    assert client.get("/mitmachen/marktplatz/karte.json").status_code == 404
    desk.sign_in(client, site, cast.planner)
    found = client.get("/mitmachen/marktplatz/karte.json")
    assert found.json()["boundary"] == AREA
    assert found.headers["cache-control"] == "no-store"


def test_the_map_of_what_was_withdrawn_is_gone(client, site, clock):
    surveys.survey(site, form(*EVERY_KIND), boundary=AREA, withdrawn_at=clock() - timedelta(hours=1))
    assert client.get("/mitmachen/marktplatz/karte.json").status_code == 410
    assert client.get("/mitmachen/nirgends/karte.json").status_code == 404
    assert client.get(INSIDE).status_code == 404


class TestWithoutABackground:
    """The default: nothing is fetched from anywhere."""

    @pytest.fixture
    def settings(self, settings):
        return settings.model_copy(update={"tiles_url": "", "tiles_attribution": ""})

    def test_there_are_no_pictures(self, client, survey):
        assert client.get(INSIDE).status_code == 404
        assert client.get("/kacheln/0/0/0").status_code == 404

    def test_the_map_shows_boundary_and_overlay_only(self, client, survey):
        found = client.get("/mitmachen/marktplatz/karte.json").json()
        assert (found["tiles"], found["boundary"]) == ("", AREA)


def test_a_server_that_fails_is_a_hole_the_map_tolerates(client, site):
    class Broken:
        async def picture(self, tile, place):
            return None

    surveys.survey(site, form(*EVERY_KIND), boundary=AREA)
    client.app.state.map_background = Background(site, Broken())
    found = client.get(INSIDE)
    assert (found.status_code, found.content, found.headers["content-type"]) == (503, NOTHING_THERE, "image/png")
