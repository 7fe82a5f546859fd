"""A recording as the public will see it: the public page, with the cuts as they are now, for clerks alone and kept nowhere."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council import inside
from council.base.access import allowed
from council.base.accounts import Role
from council.base.site import Site
from transcription import exporting
from transcription.views import files, recording
from transcription.views.desk.publishing_page import asked_for
from transcription.views.outline import Outline, Place, outlined

SHOWN = ("master.m3u8", "poster.jpg", "thumbs.vtt")


@allowed(Role.CLERK)
def preview(request: Request) -> Response:
    """``/ratsbuero/aufzeichnungen/{id}/vorschau``, with the public page's ``t`` and ``q``; has the media composed where they are not."""
    _ask_for_media(request)
    return recording.show(request, _found, _back(request))


@allowed(Role.CLERK)
def part(request: Request) -> Response:
    """``…/vorschau/top/{n}``: one section, or for scripts a part of it."""
    return recording.show_part(request, _found, _back(request))


@allowed(Role.CLERK)
def captions(request: Request) -> Response:
    """``…/vorschau/untertitel.vtt``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        outline = _found(db, request)
        text = exporting.export(db, outline.recording, outline.hidden, "vtt", site.settings)
    return Response(text, media_type="text/vtt; charset=utf-8")


@allowed(Role.CLERK)
def words(request: Request) -> Response:
    """``…/vorschau/worte.json``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        body = files.word_times(db, _found(db, request))
    return Response(body, media_type="application/json")


def _found(db: Session, request: Request) -> Outline:
    site: Site = request.app.state.site
    wanted = asked_for(db, request)
    folder = inside.preview(site, wanted)
    there = tuple(name for name in SHOWN if folder is not None and (folder / name).is_file())
    path = f"/ratsbuero/aufzeichnungen/{wanted.id}"
    place = Place(f"{path}/vorschau", f"{path}/vorschau-medien", there)
    return outlined(db, wanted, place, media=True, text=True)


def _ask_for_media(request: Request) -> None:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        missing = inside.preview(site, asked_for(db, request)) is None
    if missing:
        with site.database.writing() as db:
            inside.ask_preview(db, asked_for(db, request), site)


def _back(request: Request) -> str:
    return f"/ratsbuero/aufzeichnungen/{request.path_params['id']}/veroeffentlichen"


PATH = "/ratsbuero/aufzeichnungen/{id:int}/vorschau"
routes: list[BaseRoute] = [
    Route(PATH, preview, name="desk_preview"),
    Route(f"{PATH}/top/{{number:int}}", part, name="desk_preview_part"),
    Route(f"{PATH}/untertitel.vtt", captions, name="desk_preview_captions"),
    Route(f"{PATH}/worte.json", words, name="desk_preview_words"),
]
