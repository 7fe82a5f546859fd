"""The desk's own media: the whole recording, and previews of what would be public. Only for clerks, kept in no cache."""

from collections.abc import Callable
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council import inside
from council.base import files, pages
from council.base.access import allowed
from council.base.accounts import Role
from council.base.site import Site
from council.recordings import Recording

Folder = Callable[[Site, Recording], Path | None]
HEADERS = {"Cross-Origin-Resource-Policy": "same-origin"}


@allowed(Role.CLERK)
async def whole(request: Request) -> Response:
    """A file of the whole recording."""
    return await _file(request, inside.whole)


@allowed(Role.CLERK)
async def preview(request: Request) -> Response:
    """A file of the preview."""
    return await _file(request, inside.preview)


async def _file(request: Request, folder: Folder) -> Response:
    path = await files.in_file_thread(lambda: _found(request, folder))
    if path is None:
        raise HTTPException(404)
    return await files.answer(request, path, cache=pages.KEEP_NOTHING, headers=HEADERS)


def _found(request: Request, folder: Folder) -> Path | None:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        recording = db.get(Recording, request.path_params["id"])
    found = folder(site, recording) if recording is not None else None
    return inside.file(found, request.path_params["path"]) if found is not None else None


routes: list[BaseRoute] = [
    Route("/ratsbuero/aufzeichnungen/{id:int}/medien/{path:path}", whole, name="inside_media"),
    Route("/ratsbuero/aufzeichnungen/{id:int}/vorschau-medien/{path:path}", preview, name="preview_media"),
]
