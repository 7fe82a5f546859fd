"""The agenda of a meeting from pasted text: paste, look at what was read, correct it, store it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import agenda_text, amendments, meetings
from council.amendments import AmendmentError
from council.base import forms, i18n, pages
from council.base.access import allowed
from council.base.accounts import Role
from council.base.site import Site
from council.views.desk import agenda_preview, meeting_page
from council.views.desk import meetings as overview
from council.views.desk.agenda_items import desk
from council.views.desk.agenda_preview import Row


@dataclass(frozen=True)
class PastePage:
    """The field for the text. ``has_items``: there is an agenda already, which will be brought up to the new one."""

    meeting: str
    path: str
    has_items: bool
    text: str = ""
    error: str = ""


@allowed(Role.CLERK)
def form(request: Request) -> Response:
    """``/ratsbuero/sitzungen/{id}/tagesordnung``"""
    return _ask(request)


@allowed(Role.CLERK)
async def read(request: Request) -> Response:
    """What was read of a text, to look at; nothing is stored."""
    async with request.form(max_files=0, max_fields=agenda_preview.MOST_FIELDS) as given:
        return await run_in_threadpool(_read, request, forms.text(given, "text"))


@allowed(Role.CLERK)
async def store(request: Request) -> Response:
    """Store the table, or show it again with what has to be changed."""
    async with request.form(max_files=0, max_fields=agenda_preview.MOST_FIELDS) as given:
        return await run_in_threadpool(_store, request, given)


def _ask(request: Request, text: str = "", error: str = "", status: int = 200) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        meeting = meeting_page.load(db, request)
        has_items = bool(meetings.items(db, request.path_params["id"]))
    page = PastePage(meeting.name, amendments.path(meeting), has_items, text, error)
    return pages.render(request, "council/desk/agenda_paste.html", page, status=status, cache=pages.KEEP_NOTHING)


def _read(request: Request, text: str) -> Response:
    _ = i18n.spoken(request).gettext
    if len(text.encode("utf-8", "replace")) > agenda_text.LARGEST_TEXT:
        return _ask(request, text, _("Der Text ist zu lang. Eine Tagesordnung hat höchstens 200 kB."), 422)
    rows = agenda_preview.rows_of(agenda_text.parse(text).items)
    if not rows:
        error = _(
            "In diesem Text wurde kein Tagesordnungspunkt gefunden. Jeder Punkt beginnt in einer neuen Zeile mit seiner Nummer, zum "
            "Beispiel „Ö 7“, „N 3“, „TOP 4.1“ oder „4.“."
        )
        return _ask(request, text, error, 422)
    return _preview(request, rows, (), text)


def _store(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    rows, dropped = agenda_preview.entered(given), agenda_preview.ticked(given)
    text = forms.text(given, "text")[: agenda_text.LARGEST_TEXT]
    if forms.line(given, "alle") == "oeffentlich":
        return _preview(request, agenda_preview.all_public(rows), dropped, text)
    rows = agenda_preview.checked(rows, language)
    items = agenda_preview.items_of(rows)
    if any(row.errors for row in rows) or not items:
        problem = "" if items else language.gettext("Alle Zeilen sind weggelassen. Es gibt nichts zu übernehmen.")
        return _preview(request, rows, dropped, text, problem, 422)
    try:
        with site.database.writing() as db:
            meeting = meeting_page.load(db, request)
            amendments.take_over(db, desk(request), meeting, items, dropped)
    except AmendmentError as error:
        return _preview(request, rows, dropped, text, error.told(language), 409)
    return RedirectResponse(language.link(f"{amendments.path(meeting)}?hinweis=uebernommen"), 303)


def _preview(
    request: Request, rows: Sequence[Row], dropped: Collection[int], text: str, problem: str = "", status: int = 200
) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        meeting = meeting_page.load(db, request)
        shown, left = agenda_preview.compared(db, request.path_params["id"], rows, dropped, language)
    page = agenda_preview.page(
        meeting.name, amendments.path(meeting), shown, left, text, language=language, problem=problem
    )
    return pages.render(request, "council/desk/agenda_preview.html", page, status=status, cache=pages.KEEP_NOTHING)


PATH = f"{overview.PATH}/{{id:int}}/tagesordnung"
LARGEST_BODY = agenda_preview.LARGEST_BODY
routes: list[BaseRoute] = [
    Route(PATH, form, name="desk_agenda"),
    Route(PATH, read, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_agenda_read"),
    Route(f"{PATH}/uebernehmen", store, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_agenda_store"),
]
