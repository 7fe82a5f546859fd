"""The map of a process: boundary and overlay as GeoJSON. ``/ratsbuero/beteiligung/{id}/zugang/karte``"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from participation import processes
from participation.maps import map_data, outlines
from participation.maps.boundary import BoundaryError
from participation.maps.map_data import LARGEST_BYTES
from participation.maps.outlines import Outline
from participation.processes import Process, openings
from participation.processes.locked_settings import Part, fixed
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load

PATH = f"{HOME}/{{id:int}}/zugang/karte"
LARGEST_BODY = 5 * LARGEST_BYTES
_TOO_LARGE = message("Die Datei ist größer als 2 MB. Bitte vereinfachen Sie sie, zum Beispiel in QGIS.")
_NO_TEXT = message("Das ist keine lesbare GeoJSON-Datei. Bitte prüfen Sie, ob sie vollständig ist.")


@dataclass(frozen=True)
class Given:
    """What somebody gave for the boundary or the overlay: GeoJSON, empty for none, or that it be removed. ``problem`` is a message."""

    text: str = ""
    removed: bool = False
    problem: str = ""


@dataclass(frozen=True)
class MapPage:
    """``boundary``, ``overlay``: whether there is one. ``grenze`` and ``plan`` stand in the fields after an error. ``fixed``: why the
    boundary cannot be changed; empty where it can."""

    process: ProcessFrame
    outline: Outline | None
    boundary: bool
    overlay: bool
    fixed: str
    grenze: str = ""
    plan: str = ""
    notice: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """What lies on the map."""
    saved = request.query_params.get("hinweis") == "gespeichert"
    return _show(request, notice=i18n.spoken(request).gettext("Gespeichert.") if saved else "")


@allowed(Role.PLANNER)
async def change(request: Request) -> Response:
    """Store another boundary or overlay, or remove them."""
    async with request.form(max_files=2, max_fields=10, max_part_size=LARGEST_BYTES) as given:
        boundary, overlay = await _given(given, "grenze"), await _given(given, "plan")
    return await run_in_threadpool(_change, request, boundary, overlay)


async def _given(given: FormData, name: str) -> Given:
    """A file goes before pasted text."""
    removed, file = forms.line(given, f"{name}_weg") == "1", given.get(f"{name}_datei")
    if not isinstance(file, UploadFile) or not file.filename:
        return Given(forms.text(given, name), removed)
    content = await file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        return Given(problem=_TOO_LARGE)
    try:
        return Given(content.decode("utf-8-sig"), removed)
    except UnicodeDecodeError:
        return Given(problem=_NO_TEXT)


def _change(request: Request, boundary: Given, overlay: Given) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    errors: dict[str, str] = {}
    read_boundary = _read(boundary, "grenze", errors, language)
    read_overlay = _read(overlay, "plan", errors, language)
    if errors:
        return _show(request, grenze=boundary.text, plan=overlay.text, errors=errors)
    with site.database.writing() as db:
        load(db, request)
        decided = openings.decide(db, request.path_params["id"], site.clock)
        process = decided.process
        if Part.BOUNDARY not in fixed(decided.state, codes=False):
            process.boundary = None if boundary.removed else read_boundary or process.boundary
        process.overlay = None if overlay.removed else read_overlay or process.overlay
        openings.done(db, decided, account(request), "Karte der Beteiligung geändert")
    return RedirectResponse(language.link(f"{HOME}/{decided.id}/zugang/karte?hinweis=gespeichert"), 303)


def _read(given: Given, name: str, errors: dict[str, str], language: Language) -> dict[str, object] | None:
    if given.problem:
        errors[name] = language.gettext(given.problem)
        return None
    if not given.text or given.removed:
        return None
    try:
        return map_data.read_boundary(given.text) if name == "grenze" else map_data.read_overlay(given.text)
    except BoundaryError as error:
        errors[name] = error.told(language)
        return None


def _show(
    request: Request, *, grenze: str = "", plan: str = "", notice: str = "", errors: Mapping[str, str] | None = None
) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process: Process = load(db, request)
        now = site.clock()
    why = fixed(processes.state(process, now), codes=False).get(Part.BOUNDARY, "")
    shown = MapPage(
        process=frame_of(process, now, request),
        outline=outlines.outline(process.boundary, process.overlay),
        boundary=process.boundary is not None,
        overlay=process.overlay is not None,
        fixed=i18n.spoken(request).gettext(why),
        grenze=grenze,
        plan=plan,
        notice=notice,
        errors=errors or {},
    )
    return pages.render(
        request, "participation/desk/settings_map.html", shown, status=422 if errors else 200, cache=pages.KEEP_NOTHING
    )


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_process_map"),
    Route(PATH, change, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_process_map_change"),
]
