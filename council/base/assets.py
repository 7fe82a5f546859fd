"""The site's own files (styles, scripts, fonts, pictures): read once, held in memory, cached for ever by their address.

The address carries a hash of the whole folder, so that files can refer to each other by relative addresses and all change together.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = Path(__file__).resolve().parents[2] / "static"
FOR_EVER = "public, max-age=31536000, immutable"
_TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".md": "text/plain",
    "": "text/plain",
}
_COMPRESSED = {".css", ".js", ".mjs", ".svg", ".json", ".md", ".txt", ""}


@dataclass(frozen=True)
class Asset:
    """A file; ``zipped`` is empty where compressing it gains nothing."""

    content: bytes
    zipped: bytes
    media_type: str


@dataclass(frozen=True)
class Assets:
    """All files by their path in the folder."""

    version: str
    files: dict[str, Asset]

    def address(self, path: str) -> str:
        """Where a file is served; KeyError for one that is not there, so that a wrong name is found by the first test."""
        if path not in self.files:
            raise KeyError(f"no such file in static/: {path}")
        return f"/static/{self.version}/{path}"


@cache
def load(folder: Path = FOLDER) -> Assets:
    """Read the folder, once in the life of a process."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    files = {path.relative_to(folder).as_posix(): _asset(path) for path in paths}
    digest = hashlib.sha256()
    for name, asset in files.items():
        digest.update(name.encode() + b"\0" + asset.content)
    return Assets(digest.hexdigest()[:12], files)


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    zipped = gzip.compress(content, 6, mtime=0) if path.suffix in _COMPRESSED else b""
    return Asset(content, zipped, media_type)


async def serve(request: Request) -> Response:
    """A file; under an outdated version (a page from before an update) the present one, not to be kept."""
    assets = load()
    asset = assets.files.get(request.path_params["path"])
    if asset is None:
        raise HTTPException(404)
    current = request.path_params["version"] == assets.version
    headers = {"Cache-Control": FOR_EVER if current else "no-cache", "Vary": "Accept-Encoding"}
    if asset.zipped and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.zipped, headers=headers | {"Content-Encoding": "gzip"}, media_type=asset.media_type)
    return Response(asset.content, headers=headers, media_type=asset.media_type)


routes = [Route("/static/{version}/{path:path}", serve, name="static")]
