"""Fetching the map's pictures: from a server on this machine that behaves as badly as any."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from participation.answers.gates import Limit
from participation.answers.gates import Limits as GateLimits
from participation.maps import tile_proxy
from participation.maps.tile_proxy import TileProxy
from participation.maps.tiles import Tile
from tests.council.foreign_server import answer, behaving

TILE = Tile(13, 4323, 2699)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


class Ticking:
    """A clock in seconds that stands until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def tick():
    return Ticking()


@pytest.fixture
def proxy_of(site, tick):
    """The proxy of a site whose map server this is."""

    def made(server, path="/{z}/{x}/{y}.png"):
        url = server.url(path, host="127.0.0.1")
        known = {"tiles_url": url, "tiles_attribution": "Karte"}
        return TileProxy(replace(site, settings=site.settings.model_copy(update=known)), tick)

    return made


def run(work):
    """Run a coroutine in a thread of its own: the browser of other tests has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def picture(proxy, tile=TILE, place=""):
    return run(proxy.picture(tile, place))


def sends(body, *headers, status="200 OK"):
    return lambda connection, _: connection.sendall(answer(body, *headers, status=status))


def test_a_picture_is_fetched_once_and_then_comes_from_the_disk(proxy_of, clock):
    with behaving(sends(PNG, "Content-Type: text/html", "Cache-Control: max-age=3600")) as server:
        proxy = proxy_of(server)
        found = picture(proxy)
        assert (found.content, found.media_type) == (PNG, "image/png")
        assert found.expires == clock() + timedelta(hours=1)
        assert picture(proxy) == found
        assert server.asked == ["GET /13/4323/2699.png HTTP/1.1"]


def test_the_server_learns_who_we_are_and_nothing_of_visitors(proxy_of):
    with behaving(sends(PNG)) as server:
        picture(proxy_of(server))
    head = server.heads[0].lower()
    assert "user-agent: ratsfenster (+http://localhost:8000)" in head
    assert all(name not in head for name in ("cookie", "referer", "x-forwarded-for", "accept-language"))


def test_many_who_wait_for_a_picture_make_one_request(proxy_of):
    with behaving(sends(PNG)) as server:
        proxy = proxy_of(server)

        async def crowd():
            return await asyncio.gather(*(proxy.picture(TILE) for _ in range(30)))

        assert {found.content for found in run(crowd())} == {PNG}
        assert len(server.asked) == 1


def test_who_leaves_takes_the_picture_from_nobody(proxy_of):
    with behaving(sends(PNG)) as server:
        proxy = proxy_of(server)

        async def one_leaves():
            leaving, staying = (asyncio.create_task(proxy.picture(TILE)) for _ in range(2))
            await asyncio.sleep(0)
            leaving.cancel()
            return await staying

        assert run(one_leaves()).content == PNG


def test_after_its_end_it_is_fetched_anew_and_the_old_one_stands_in_while_the_server_is_down(proxy_of, clock, tick):
    with behaving(sends(PNG, "Cache-Control: max-age=60")) as server:
        proxy = proxy_of(server)
        picture(proxy)
        clock.advance(minutes=2)
        picture(proxy)
        assert len(server.asked) == 2
    clock.advance(minutes=2)
    assert picture(proxy).content == PNG


@pytest.mark.parametrize(
    "behaviour",
    [
        sends(b"<html>Fehler</html>"),
        sends(b"<svg/>", "Content-Type: image/svg+xml"),
        sends(PNG + bytes(1_000_001)),
        sends(b"", status="404 Not Found"),
        sends(b"", "Location: http://10.0.0.1/", status="302 Found"),
        lambda connection, _: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + PNG),
        lambda connection, _: None,
    ],
    ids=["page", "drawing", "large", "missing", "leads-inside", "cut-off", "silent"],
)
def test_what_is_no_picture_is_a_hole_and_is_not_asked_for_again_at_once(proxy_of, tick, behaviour):
    with behaving(behaviour) as server:
        proxy = proxy_of(server)
        assert picture(proxy) is None
        assert picture(proxy) is None
        assert len(server.asked) == 1
        tick.now += tile_proxy.MISSING_S + tile_proxy.PAUSE_S
        assert picture(proxy) is None
        assert len(server.asked) == 2


def test_a_server_that_fails_again_and_again_is_left_alone_for_a_while(proxy_of, tick):
    with behaving(lambda connection, _: None) as server:
        proxy = proxy_of(server)
        for x in range(10):
            assert picture(proxy, Tile(13, x, 0)) is None
        assert len(server.asked) == tile_proxy.FAILURES
        tick.now += tile_proxy.PAUSE_S
        assert picture(proxy, Tile(13, 11, 0)) is None
        assert len(server.asked) == tile_proxy.FAILURES + 1


def test_a_server_that_lacks_a_picture_here_and_there_is_not(proxy_of):
    with behaving(sends(b"", status="404 Not Found")) as server:
        proxy = proxy_of(server)
        for x in range(10):
            picture(proxy, Tile(13, x, 0))
        assert len(server.asked) == 10


def test_pictures_are_fetched_at_a_pace(proxy_of, tick, monkeypatch):
    monkeypatch.setattr(tile_proxy, "PACE", GateLimits(Limit(burst=2, every_ms=1000), Limit(burst=3, every_ms=1000)))
    with behaving(sends(PNG)) as server:
        proxy = proxy_of(server)
        asked = [(0, "here"), (1, "here"), (2, "here"), (3, "there"), (4, "elsewhere")]
        found = [picture(proxy, Tile(13, x, 0), place) for x, place in asked]
        assert [one is not None for one in found] == [True, True, False, True, False], "one place leaves some to others"
        tick.now += 1
        assert picture(proxy, Tile(13, 4, 0)) is not None
        assert len(server.asked) == 4
