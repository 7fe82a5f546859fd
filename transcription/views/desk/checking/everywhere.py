"""Replacing a name everywhere in one recording: what it would change is shown first, and is taken back in one step."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from council.base import audit, forms, i18n, pages, timecodes
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import message
from council.base.site import Site
from transcription import editing, replacing
from transcription.editing import TextError
from transcription.replacing import Place
from transcription.views.desk.checking import material
from transcription.views.desk.checking.listing import number_of

MOST_FIELDS = replacing.MOST + 10
MISSING = message("Bitte geben Sie an, was ersetzt werden soll und wodurch.")
TOO_LONG = message("Ein Name darf höchstens 200 Zeichen lang sein.")
SAME = message("Beide Schreibweisen sind gleich.")
NOTHING_CHOSEN = message("Sie haben keine Stelle ausgewählt. Es wurde nichts geändert.")


@dataclass(frozen=True)
class ShownPlace:
    """A place where the name stands."""

    key: str
    clock: str
    start_ms: int
    end_ms: int
    href: str
    before: str
    heard: str
    instead: str
    after: str
    genitive: bool


@dataclass(frozen=True)
class ReplacePage:
    """What is to be replaced, and where it stands; ``total`` may be more than is shown. After it was done, or taken back (``undone``),
    in how many places, in how many utterances not, and under which ``batch``."""

    action: str
    undo: str
    text: str
    name: str
    organization: str
    start: datetime
    language: str
    media: str
    video: bool
    old: str
    new: str
    problem: str
    asked: bool
    places: tuple[ShownPlace, ...]
    total: int
    batch: str
    done: int | None
    undone: int | None
    skipped: int


@allowed(Role.CLERK)
def preview(request: Request) -> Response:
    """``…/text/ersetzen?von=…&nach=…``: every place, to be chosen; with ``stapel`` what was just done, and the way back."""
    return _show(request)


@allowed(Role.CLERK)
async def apply(request: Request) -> Response:
    """``POST …/text/ersetzen``: replace it at the chosen places."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
        return await run_in_threadpool(_apply, request, given)


@allowed(Role.CLERK)
async def undo(request: Request) -> Response:
    """``POST …/text/ersetzen/zurueck``: take a replacement back."""
    async with request.form(max_files=0, max_fields=5) as given:
        return await run_in_threadpool(_undo, request, forms.text(given, "stapel"))


def problem(old: str, new: str) -> str:
    """Why one name cannot be replaced by another; empty where it can."""
    if not old or not new:
        return MISSING
    if max(len(old), len(new)) > replacing.LONGEST:
        return TOO_LONG
    return SAME if old == new else ""


def _apply(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    old, new = (name_of(forms.text(given, field)) for field in ("von", "nach"))
    keys = [str(key) for key in given.getlist("stelle")]
    wrong = problem(old, new) or ("" if keys else NOTHING_CHOSEN)
    if wrong:
        return _show(request, wrong, old, new)
    who, now = account(request), site.clock()
    with site.database.writing() as db:
        found = material.asked_for(db, request)
        done = replacing.apply(db, found.id, found.hidden, old, new, keys, by=who.name, now=now)
        if done.places:
            audit.record(db, who, "Name ersetzt", now, subject=found.meeting.name, path=material.path_of(found))
    return _went(request, stapel=done.batch, ersetzt=done.places, ausgelassen=done.skipped)


def _undo(request: Request, batch: str) -> Response:
    site: Site = request.app.state.site
    who, now = account(request), site.clock()
    with site.database.writing() as db:
        found = material.asked_for(db, request)
        done = replacing.undo(db, found.id, batch, by=who.name, now=now)
        if done.places:
            path = material.path_of(found)
            audit.record(db, who, "Ersetzung zurückgenommen", now, subject=found.meeting.name, path=path)
    return _went(request, zurueck=done.utterances, ausgelassen=done.skipped)


def name_of(value: str) -> str:
    """A name as it was entered, on one line and without what nobody sees."""
    try:
        return editing.normal(value)
    except TextError:
        return ""


def _went(request: Request, **how: str | int) -> Response:
    address = i18n.spoken(request).link(f"/ratsbuero/aufzeichnungen/{request.path_params['id']}/text/ersetzen")
    return RedirectResponse(f"{address}?{urlencode(how)}", 303)


def _show(request: Request, wrong: str = "", old: str = "", new: str = "") -> Response:
    site: Site = request.app.state.site
    language, asked = i18n.spoken(request), request.query_params
    if not wrong and ("von" in asked or "nach" in asked):
        old, new = name_of(asked.get("von", "")), name_of(asked.get("nach", ""))
        wrong = problem(old, new)
    with site.database.reading() as db:
        found = material.asked_for(db, request)
        places = [] if problem(old, new) else replacing.places(db, found.id, found.hidden, old, new)
    address = language.link(material.path_of(found))
    made = ReplacePage(
        action=f"{address}/ersetzen",
        undo=f"{address}/ersetzen/zurueck",
        text=address,
        name=found.meeting.name,
        organization=found.organization,
        start=found.meeting.start,
        language=found.recording.language,
        media=material.playlist(site, found.recording),
        video=found.recording.has_video,
        old=old,
        new=new,
        problem=language.gettext(wrong),
        asked=bool(old and new),
        places=tuple(_place(place, address) for place in places[: replacing.MOST]),
        total=len(places),
        batch=asked.get("stapel", "")[:64],
        done=number_of(request, "ersetzt"),
        undone=number_of(request, "zurueck"),
        skipped=number_of(request, "ausgelassen") or 0,
    )
    status = 422 if wrong else 200
    return pages.render(
        request, "transcription/desk/checking_replace.html", made, status=status, cache=pages.KEEP_NOTHING
    )


def _place(place: Place, address: str) -> ShownPlace:
    href = f"{address}?u={place.segment_id}#u{place.segment_id}"
    return ShownPlace(
        key=place.key,
        clock=timecodes.clock(place.start_ms),
        start_ms=place.start_ms,
        end_ms=place.end_ms,
        href=href,
        before=place.before,
        heard=place.heard,
        instead=place.instead,
        after=place.after,
        genitive=place.genitive,
    )
