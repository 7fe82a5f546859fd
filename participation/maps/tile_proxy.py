"""Fetching the map's pictures for visitors, so that no visitor's address goes abroad.

The map's server is the operator's choice, so it is trusted wherever it lies; where it leads elsewhere, that must be public
(``council.fetching``).
It is asked for a picture once however many wait for it, by few connections and not too often; after some failures in a row it is left
alone for a while, and nobody waits. People's own requests are never passed on, only the numbers of a tile.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock

from starlette.concurrency import run_in_threadpool

from council.base.site import Site
from council.fetching import Asking, Fetcher, FetchError, Limits, host_of
from participation.answers.gates import Gate, Limit
from participation.answers.gates import Limits as GateLimits
from participation.maps import tiles
from participation.maps.tile_cache import TileCache
from participation.maps.tiles import Picture, Tile

CONNECTIONS = 4
MOST_WAITING = 60
LIMITS = Limits(request_s=5, whole_s=5, requests=3, largest=1_000_000, whole=2_000_000, redirects=2)
PACE = GateLimits(Limit(burst=200, every_ms=500), Limit(burst=600, every_ms=250))  # some thirty pictures fill a window
FAILURES = 3  # in a row, after which the server is left alone
PAUSE_S = 30
MISSING_S = 60  # for how long a picture that could not be had is not asked for again
MOST_MISSING = 5000

log = logging.getLogger(__name__)


class TileProxy:
    """One map server and what is kept of it. Made and asked by the web process; ``tick`` is a clock in seconds that only goes forward."""

    def __init__(self, site: Site, tick: Callable[[], float] = time.monotonic) -> None:
        settings = site.settings
        self._url, self._tick = settings.tiles_url, tick
        self._longest = timedelta(days=settings.tiles_days)
        self._cache = TileCache(site.storage.root, self._url, settings.tiles_mb * 1_000_000, self._longest)
        self._asking = Asking("image/png,image/jpeg,image/webp", f"Ratsfenster (+{settings.address})")
        self._clock = site.clock
        self._gate = Gate(PACE)
        self._threads = ThreadPoolExecutor(CONNECTIONS, "tiles")
        self._running: dict[Tile, Future[Picture | None]] = {}
        self._missing: dict[Tile, float] = {}
        self._failures, self._asked_from = 0, 0.0
        self._lock = Lock()

    async def picture(self, tile: Tile, place: str = "") -> Picture | None:
        """A tile's picture: a fresh one, else a stale one; None where none can be had now. ``place`` is the network that asks, so that
        one alone does not use up what the map's server is asked for; it is passed on to nobody."""
        now = self._clock()
        kept = await run_in_threadpool(self._cache.read, tile, now)
        if kept is not None and now < kept.expires:
            return kept
        fetching = self._fetching(tile, place)
        fetched = await asyncio.shield(asyncio.wrap_future(fetching)) if fetching else None
        return fetched or kept

    def _fetching(self, tile: Tile, place: str) -> Future[Picture | None] | None:
        """The fetch of a tile that is under way, or a new one; None where the server is not to be asked now."""
        with self._lock:
            if tile in self._running:
                return self._running[tile]
            now = self._tick()
            if now < max(self._asked_from, self._missing.get(tile, 0)) or len(self._running) >= MOST_WAITING:
                return None
            if self._gate.enter(place, int(now * 1000)):
                return None
            fetching = self._running[tile] = self._threads.submit(self._fetch, tile)
            return fetching

    def _fetch(self, tile: Tile) -> Picture | None:
        try:
            picture = self._asked(tile)
        except FetchError as error:
            self._failed(tile, answered="status" in error.values)
            return None
        finally:
            with self._lock:
                self._running.pop(tile, None)
        self._failures = 0
        return picture

    def _asked(self, tile: Tile) -> Picture | None:
        url = self._url.replace("{z}", str(tile.zoom)).replace("{x}", str(tile.x)).replace("{y}", str(tile.y))
        found = Fetcher(frozenset({host_of(url)}), limits=LIMITS, asking=self._asking).fetched(url)
        kind = tiles.media_type(found.content)
        if kind is None:
            raise FetchError("no picture", status=200)
        now, lasts = self._clock(), tiles.lifetime(found.headers, self._longest)
        picture = Picture(found.content, kind, now + (lasts or timedelta()))
        if lasts is not None:
            self._cache.keep(tile, picture, now)
        return picture

    def _failed(self, tile: Tile, *, answered: bool) -> None:
        """``answered``: the server is there, but has no such picture."""
        now = self._tick()
        with self._lock:
            if len(self._missing) >= MOST_MISSING:
                self._missing.clear()
            self._missing[tile] = now + MISSING_S
            self._failures = 0 if answered else self._failures + 1
            if self._failures < FAILURES:
                return
            self._failures, self._asked_from = 0, now + PAUSE_S
        log.warning("the map's server %s does not answer; it is left alone for %d s", host_of(self._url), PAUSE_S)


def seconds_left(picture: Picture, now: datetime, most: int) -> int:
    """For how long a browser may keep it."""
    return max(0, min(most, int((picture.expires - now).total_seconds())))
