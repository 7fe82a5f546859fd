"""The town's coat of arms."""

from starlette.requests import Request
from starlette.responses import Response

from council.base import assets, files
from council.base.site import Site

# An SVG may carry scripts and styles of its own; opened alone it is locked in.
LOCKED_IN = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"}


async def coat_of_arms(request: Request) -> Response:
    """The file from the settings, else a neutral shield."""
    site: Site = request.app.state.site
    path = site.settings.coat_of_arms or assets.FOLDER / "img" / "wappen.svg"
    return await files.answer(request, path, cache="public, max-age=3600", headers=LOCKED_IN)
