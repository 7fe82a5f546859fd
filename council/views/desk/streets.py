"""The town's street names at the desk."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import streets
from council.base import audit, forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.site import Site

PATH = "/ratsbuero/strassen"
LARGEST_BODY = 1_500_000
LARGEST_TEXT = 400_000  # bytes
SHOWN = 200


@dataclass(frozen=True)
class StreetsPage:
    """``names`` are those found, as far as they are shown; ``found`` is how many there are of them, ``total`` of all."""

    path: str
    names: tuple[str, ...]
    found: int
    total: int
    wanted: str
    notice: str
    text: str = ""
    error: str = ""
    unread: tuple[str, ...] = ()


@allowed(Role.CLERK)
def overview(request: Request) -> Response:
    """``/ratsbuero/strassen?suche=mühl``"""
    language = i18n.spoken(request)
    new = request.query_params.get("neu", "")
    notice = ""
    if new.isascii() and new.isdecimal() and len(new) < 7:
        notice = language.ngettext("%(num)s Straße ist neu.", "%(num)s Straßen sind neu.", int(new)) % {"num": int(new)}
    elif "entfernt" in request.query_params:
        notice = language.gettext("Die Straße ist entfernt.")
    return _show(request, notice=notice)


@allowed(Role.CLERK)
async def add(request: Request) -> Response:
    """Store the streets of a pasted list, one a line."""
    async with request.form(max_files=0, max_fields=5) as given:
        return await run_in_threadpool(_add, request, forms.text(given, "text"))


@allowed(Role.CLERK)
async def remove(request: Request) -> Response:
    """Remove one street."""
    async with request.form(max_files=0, max_fields=5) as given:
        return await run_in_threadpool(_remove, request, forms.line(given, "name"))


def _add(request: Request, text: str) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    _ = language.gettext
    if len(text.encode("utf-8", "replace")) > LARGEST_TEXT:
        return _show(request, text=text, error=_("Der Text ist zu lang (höchstens 400 kB)."), status=422)
    read = streets.read(text)
    if read.unread or not read.names:
        error = (
            _("Diese Zeilen sind keine Straßennamen. Es wurde nichts gespeichert.")
            if read.unread
            else _("Der Text ist leer.")
        )
        return _show(request, text=text, error=error, unread=read.unread[:20], status=422)
    with site.database.writing() as db:
        if len(streets.names(db)) + len(read.names) > streets.MOST:
            new = None
        else:
            new = streets.add(db, read.names)
            audit.record(db, account(request), "Straßen hinzugefügt", site.clock(), subject=f"{new} neu", path=PATH)
    if new is None:
        return _show(request, text=text, error=_("Das sind zu viele Straßen (höchstens 20.000)."), status=422)
    return RedirectResponse(language.link(f"{PATH}?neu={new}"), 303)


def _remove(request: Request, name: str) -> Response:
    site: Site = request.app.state.site
    with site.database.writing() as db:
        if streets.remove(db, name):
            audit.record(db, account(request), "Straße entfernt", site.clock(), subject=name, path=PATH)
    return RedirectResponse(i18n.spoken(request).link(f"{PATH}?entfernt=1"), 303)


def _show(
    request: Request,
    *,
    notice: str = "",
    text: str = "",
    error: str = "",
    unread: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    site: Site = request.app.state.site
    wanted = forms.one_line(request.query_params.get("suche", ""))[:200]
    with site.database.reading() as db:
        names = streets.names(db)
    found = [name for name in names if wanted.casefold() in name.casefold()]
    page = StreetsPage(PATH, tuple(found[:SHOWN]), len(found), len(names), wanted, notice, text, error, unread)
    return pages.render(request, "council/desk/streets.html", page, status=status, cache=pages.KEEP_NOTHING)


routes: list[BaseRoute] = [
    Route(PATH, overview, name="desk_streets"),
    Route(PATH, add, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_streets_add"),
    Route(f"{PATH}/entfernen", remove, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_streets_remove"),
]
