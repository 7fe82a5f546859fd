"""Which tiles there are, which we fetch for people, what a picture is, and how long it may be kept."""

from datetime import timedelta

import pytest

from participation.maps import tiles
from participation.maps.tiles import Tile

TOWN = (10.0, 52.0, 10.1, 52.08)
MONTH = timedelta(days=30)


@pytest.mark.parametrize(
    "tile", [Tile(0, 0, 0), Tile(4, 15, 15), Tile(13, 4323, 2703), Tile(19, 2**19 - 1, 0)], ids=str
)
def test_a_tile_of_the_world_exists(tile):
    assert tiles.exists(tile)


@pytest.mark.parametrize(
    "tile", [Tile(0, 1, 0), Tile(4, 0, 16), Tile(20, 5, 5), Tile(-1, 0, 0), Tile(3, -1, 0)], ids=str
)
def test_a_tile_outside_of_it_does_not(tile):
    assert not tiles.exists(tile)
    assert not tiles.wanted(tile, [(-180, -85, 180, 85)])


def test_the_world_is_fetched_at_low_zoom_and_around_our_surveys_at_any():
    assert tiles.wanted(Tile(4, 0, 0), [])
    assert tiles.wanted(Tile(13, 4323, 2703), [TOWN])
    assert tiles.wanted(Tile(19, 276_780, 173_085), [TOWN])
    assert not tiles.wanted(Tile(13, 4323, 2703), [])


def test_as_many_tiles_around_are_fetched_as_a_screen_shows_and_no_more():
    west, south = 4323, 2705  # the tile in which the town begins; it is some three tiles wide and high
    assert tiles.wanted(Tile(13, west - 6, south), [TOWN])
    assert not tiles.wanted(Tile(13, west - 8, south), [TOWN])
    assert tiles.wanted(Tile(13, west, south + 6), [TOWN])
    assert not tiles.wanted(Tile(13, west, south + 9), [TOWN])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
        (b"<!doctype html>", None),
        (b"", None),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(content, kind):
    assert tiles.media_type(content) == kind


@pytest.mark.parametrize(
    ("headers", "lasts"),
    [
        ({}, timedelta(days=7)),
        ({"cache-control": "public, max-age=86400"}, timedelta(days=1)),
        ({"cache-control": "max-age=100, s-maxage=600"}, timedelta(minutes=10)),
        ({"cache-control": "max-age=86400", "age": "3600"}, timedelta(hours=23)),
        ({"cache-control": "max-age=99999999999999999999"}, MONTH),
        ({"cache-control": "max-age=-5"}, timedelta(days=7)),
        ({"cache-control": "no-store"}, None),
        ({"cache-control": "max-age=0"}, None),
        (
            {"expires": "Thu, 16 Apr 2026 18:00:00 GMT", "date": "Thu, 16 Apr 2026 17:00:00 GMT"},
            timedelta(hours=1),
        ),
        ({"expires": "0", "date": "Thu, 16 Apr 2026 17:00:00 GMT"}, timedelta(days=7)),
    ],
)
def test_a_picture_is_kept_as_long_as_its_server_says_and_we_allow(headers, lasts):
    assert tiles.lifetime(headers, MONTH) == lasts
