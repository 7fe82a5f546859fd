"""Public media. Served only under the token that is valid now, so what is withdrawn is gone with the transaction that withdraws it."""

from pathlib import Path, PurePosixPath

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from council import recordings
from council.base import files, lifetimes
from council.base.site import Site
from council.meetings import Meeting


async def file(request: Request) -> Response:
    """A file of a published recording; with ``?download`` to be saved, under a name that says what it is."""
    site: Site = request.app.state.site
    token, name = request.path_params["token"], request.path_params["path"]
    meeting = await files.in_file_thread(lambda: _published(site, token))
    path = inside(site.storage.public(token), name) if meeting else None
    if meeting is None or path is None:
        raise HTTPException(404)
    saved_as = download_name(meeting, path, site) if "download" in request.query_params else None
    headers = {"Cross-Origin-Resource-Policy": "same-origin"}
    return await files.answer(request, path, cache=lifetimes.briefly(site), download_name=saved_as, headers=headers)


def _published(site: Site, token: str) -> Meeting | None:
    if len(token) > 64 or not token.isascii() or not token.isalnum():
        return None
    with site.database.reading() as db:
        recording = recordings.by_token(db, token)
        return db.get(Meeting, recording.meeting_id) if recording else None


def inside(folder: Path, name: str) -> Path | None:
    """A file below the folder; None for a name that leads out of it or to something hidden."""
    parts = PurePosixPath(name).parts
    if not parts or "\0" in name or "\\" in name or any(part.startswith(".") or part == "/" for part in parts):
        return None
    path = folder.joinpath(*parts)
    return path if path.resolve().is_relative_to(folder.resolve()) else None


def download_name(meeting: Meeting, path: Path, site: Site) -> str:
    """'2026-03-17 Sitzung des Stadtrates.mp4'."""
    held = meeting.start.astimezone(site.settings.zone)
    return f"{held:%Y-%m-%d} {meeting.name[:80].strip()}{path.suffix}"
