"""What maps are made of: the pictures of the background, fetched by us so that no visitor's address goes abroad, and what lies on it."""

import base64
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import throttle
from council.base.pages import ASK_AGAIN, KEEP_NOTHING
from council.base.site import Site
from participation import maps, processes
from participation.maps import tiles
from participation.maps.tile_proxy import TileProxy, seconds_left
from participation.maps.tiles import Box, Tile
from participation.views import answering_visit
from participation.views.withdrawn import WithdrawnError

NOTHING_THERE = base64.b64decode(  # a transparent point, so that the map shows a hole and no broken picture
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg=="
)
A_DAY_S = 86_400
AREAS_S = 30  # for how long it is not looked up again where our surveys are


@dataclass
class Background:
    """The map's pictures, and where we have maps at all. One for the web process; asked on its event loop only."""

    site: Site
    proxy: TileProxy
    tick: Callable[[], float] = time.monotonic
    _areas: tuple[Box, ...] = ()
    _looked_up: float | None = None

    async def areas(self) -> tuple[Box, ...]:
        """The boxes of all our maps, as they were some seconds ago."""
        if self._looked_up is None or self.tick() >= self._looked_up + AREAS_S:
            self._areas = await run_in_threadpool(self._look_up)
            self._looked_up = self.tick()
        return self._areas

    def _look_up(self) -> tuple[Box, ...]:
        with self.site.database.reading() as db:
            return maps.areas(db)


async def picture(request: Request) -> Response:
    """One picture of the background. A hole is answered as such: 404 where we fetch none, 503 where it cannot be had now."""
    site: Site = request.app.state.site
    tile = Tile(*(request.path_params[name] for name in ("z", "x", "y")))
    if not site.settings.tiles_url or not tiles.exists(tile):
        return _nothing(404)
    background = _background(request, site)
    if not tiles.wanted(tile, await background.areas()):
        return _nothing(404)
    place = throttle.network_of(request)
    found = await background.proxy.picture(tile, place)
    if found is None:
        return _nothing(503)
    lifetime = f"public, max-age={seconds_left(found, site.clock(), A_DAY_S)}"
    return Response(found.content, headers={"Cache-Control": lifetime}, media_type=found.media_type)


def what_lies_on_it(request: Request) -> Response:
    """What the map of a process shows; before the public knows of it, to planners alone."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = processes.by_slug(db, request.path_params["slug"])
    if process is not None and process.withdrawn_at is not None:
        raise WithdrawnError
    public = process is not None and processes.is_public(process)
    if process is None or not (public or answering_visit.is_planner(request)):
        raise HTTPException(404)
    cache = ASK_AGAIN if public else KEEP_NOTHING
    return JSONResponse(asdict(maps.config(process, site.settings)), headers={"Cache-Control": cache})


def _background(request: Request, site: Site) -> Background:
    state = request.app.state
    if not hasattr(state, "map_background"):
        state.map_background = Background(site, TileProxy(site))
    background: Background = state.map_background
    return background


def _nothing(status: int) -> Response:
    return Response(NOTHING_THERE, status, {"Cache-Control": "public, max-age=30"}, media_type="image/png")


routes: list[BaseRoute] = [
    Route("/kacheln/{z:int}/{x:int}/{y:int}", picture, name="tile"),
    Route("/mitmachen/{slug}/karte.json", what_lies_on_it, name="map"),
]
