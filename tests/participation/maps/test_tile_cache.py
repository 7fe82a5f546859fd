"""Pictures of the map on the disk."""

from datetime import timedelta

from participation.maps.tile_cache import TileCache
from participation.maps.tiles import Picture, Tile

URL = "https://karten.example/{z}/{x}/{y}.png"
TILE = Tile(13, 4323, 2699)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(1000)
A_DAY, MONTH = timedelta(days=1), timedelta(days=30)


def cache(folder, url=URL, most=10_000):
    return TileCache(folder, url, most, MONTH)


def picture(clock, lasts=A_DAY):
    return Picture(PNG, "image/png", clock() + lasts)


def test_what_is_kept_comes_back_with_its_end(tmp_path, clock):
    cache(tmp_path).keep(TILE, picture(clock), clock())
    assert cache(tmp_path).read(TILE, clock()) == picture(clock)
    assert cache(tmp_path).read(Tile(13, 4324, 2699), clock()) is None


def test_another_server_is_another_map(tmp_path, clock):
    cache(tmp_path).keep(TILE, picture(clock), clock())
    assert cache(tmp_path, "https://andere.example/{z}/{x}/{y}").read(TILE, clock()) is None


def test_an_expired_picture_stands_in_for_a_while_and_then_goes(tmp_path, clock):
    kept = cache(tmp_path)
    kept.keep(TILE, picture(clock), clock())
    clock.advance(days=20)
    assert kept.read(TILE, clock()) is not None
    clock.advance(days=12)
    assert kept.read(TILE, clock()) is None
    kept.sweep(clock())
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_what_expires_first_makes_room(tmp_path, clock):
    kept = cache(tmp_path)
    for at in range(30):
        kept.keep(Tile(13, at, 0), picture(clock, A_DAY * (at + 1)), clock())
    kept.sweep(clock())
    left = [at for at in range(30) if kept.read(Tile(13, at, 0), clock())]
    assert len(PNG) * len(left) <= 10_000
    assert left == list(range(30))[-len(left) :]


def test_a_damaged_file_is_no_picture(tmp_path, clock):
    kept = cache(tmp_path)
    kept.keep(TILE, picture(clock), clock())
    next(file for file in tmp_path.rglob("*") if file.is_file()).write_bytes(b"<html>")
    assert kept.read(TILE, clock()) is None


def test_a_disk_that_takes_nothing_costs_nothing(tmp_path, clock):
    (tmp_path / "tiles").write_bytes(b"in the way")
    kept = cache(tmp_path)
    kept.keep(TILE, picture(clock), clock())
    assert kept.read(TILE, clock()) is None
