"""Single items of a meeting's agenda at the desk: adding, changing, moving, removing and restoring them."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import agenda_lines, amendments, meetings, office
from council.amendments import AmendmentError, Desk
from council.base import forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import message
from council.base.site import Site
from council.meetings import AgendaItem, Meeting
from council.views.desk import agenda_item_form, meeting_page
from council.views.desk import meetings as overview
from council.views.desk.agenda_item_form import Entered
from council.views.desk.meeting import ConfirmPage

LARGEST_BODY = 32_000
CHANGED_MEANWHILE = message(
    "Jemand hat diesen Punkt inzwischen geändert. Ihre Eingaben stehen noch hier. Jetzt gespeichert ist: %(stored)s. "
    "Wenn Sie noch einmal speichern, gelten Ihre Eingaben."
)


def desk(request: Request) -> Desk:
    """Who acts, and what makes a recording anew."""
    return Desk(request.app.state.site, account(request), request.app.state.recut)


@allowed(Role.CLERK)
def new(request: Request) -> Response:
    """``/ratsbuero/sitzungen/{id}/punkte/neu``"""
    return _show(request)


@allowed(Role.CLERK)
def form(request: Request) -> Response:
    """``/ratsbuero/sitzungen/{id}/punkte/{item}``"""
    return _show(request)


@allowed(Role.CLERK)
async def create(request: Request) -> Response:
    """Store a new item."""
    return await _with_form(request, _create)


@allowed(Role.CLERK)
async def change(request: Request) -> Response:
    """Store what was entered for an item."""
    return await _with_form(request, _change)


@allowed(Role.CLERK)
async def move(request: Request) -> Response:
    """Move an item one place up or down."""
    return await _with_form(request, _move)


@allowed(Role.CLERK)
def remove(request: Request) -> Response:
    """Take an item from the agenda."""
    site: Site = request.app.state.site
    try:
        with site.database.writing() as db:
            meeting, row = _locked(db, request)
            amendments.remove(db, desk(request), meeting, row)
    except AmendmentError as error:
        return _show(request, problem=error.told(i18n.spoken(request)), status=409)
    return _to_meeting(request, "?hinweis=entfernt")


@allowed(Role.CLERK)
def restore(request: Request) -> Response:
    """Put the item that was removed last back."""
    site: Site = request.app.state.site
    try:
        with site.database.writing() as db:
            row = amendments.restore(db, desk(request), meeting_page.load(db, request))
    except AmendmentError as error:
        return meeting_page.show(request, problem=error.told(i18n.spoken(request)), status=409)
    return _to_meeting(request, f"?hinweis=wiederhergestellt#punkt-{row.id}" if row else "")


async def _with_form(request: Request, act: Any) -> Response:
    async with request.form(max_files=0, max_fields=agenda_item_form.MOST_FIELDS) as given:
        answer: Response = await run_in_threadpool(act, request, given)
        return answer


def _create(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    entered = agenda_item_form.read(given)
    if errors := agenda_item_form.problems(entered.item, i18n.spoken(request)):
        return _show(request, entered, errors=errors, status=422)
    numbered = entered.item.public and agenda_lines.is_numbered_non_public(entered.item.number)
    if numbered and not entered.confirmed:
        return _confirm(request, given, entered)
    try:
        with site.database.writing() as db:
            meeting = meeting_page.load(db, request)
            row = amendments.add(db, desk(request), meeting, entered.item, entered.after)
    except AmendmentError as error:
        return _show(request, entered, problem=error.told(i18n.spoken(request)), status=409)
    return _to_meeting(request, f"?hinweis=gespeichert#punkt-{row.id}")


def _change(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    entered = agenda_item_form.read(given)
    if errors := agenda_item_form.problems(entered.item, i18n.spoken(request)):
        return _show(request, entered, errors=errors, status=422)
    try:
        with site.database.writing() as db:
            meeting, row = _locked(db, request)
            if amendments.fingerprint(row) != entered.seen:
                raise AmendmentError(CHANGED_MEANWHILE, stored=agenda_item_form.told(row, i18n.spoken(request)))
            asks = entered.item.public and not row.public and not entered.confirmed
            if not asks:
                amendments.edit(db, desk(request), meeting, row, entered.item)
    except AmendmentError as error:
        return _show(request, entered, problem=error.told(i18n.spoken(request)), status=409)
    if asks:
        return _confirm(request, given, entered)
    return _to_meeting(request, f"?hinweis=gespeichert#punkt-{row.id}")


def _move(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    direction = forms.line(given, "richtung")
    if direction not in ("hoch", "runter"):
        raise HTTPException(400)
    with site.database.writing() as db:
        meeting, row = _locked(db, request)
        amendments.move(db, desk(request), meeting, row, -1 if direction == "hoch" else 1)
    return _to_meeting(request, f"?bewegt={row.id}-{direction}")  # without a fragment: browsers then ignore autofocus


def _confirm(request: Request, given: FormData, entered: Entered) -> Response:
    """Ask once before something that was not public becomes so."""
    site: Site = request.app.state.site
    _ = i18n.spoken(request).gettext
    with site.database.reading() as db:
        meeting = meeting_page.load(db, request)
        shown = any(one.published_at is not None for one in office.recordings(db, request.path_params["id"]))
    consequence = _(
        "Nummer und Titel stehen dann auf der öffentlichen Seite, sobald eine Aufzeichnung der Sitzung veröffentlicht ist."
    )
    if shown:
        consequence = _(
            "Eine Aufzeichnung dieser Sitzung ist öffentlich. Nummer und Titel erscheinen dort sofort, und was für diesen Punkt "
            "herausgeschnitten war, wird zu sehen und zu hören sein."
        )
    asked = ConfirmPage(
        title=_("Punkt öffentlich machen"),
        question=_("Soll TOP %(number)s öffentlich werden?") % {"number": entered.item.number},
        consequence=consequence,
        action=agenda_item_form.path(request.path_params["id"], request.path_params.get("item")),
        button=_("Ja, öffentlich machen"),
        back=amendments.path(meeting),
        back_label=_("Nein, nichts ändern"),
        hidden=(
            *(
                (name, forms.line(given, name))
                for name in (*agenda_item_form.FIELDS.values(), "oeffentlich", "nach", "gesehen")
            ),
            ("bestaetigt", "1"),
        ),
    )
    return pages.render(request, "council/desk/confirm.html", asked, cache=pages.KEEP_NOTHING)


def _show(
    request: Request,
    entered: Entered | None = None,
    *,
    errors: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        meeting = meeting_page.load(db, request)
        row = _item(db, request) if "item" in request.path_params else None
        items = meetings.items(db, request.path_params["id"])
        marked = row is not None and row.id in amendments.marked(db, request.path_params["id"])
    page = agenda_item_form.shown(meeting, items, row, entered, marked=marked, errors=errors or {}, problem=problem)
    return pages.render(request, "council/desk/agenda_item.html", page, status=status, cache=pages.KEEP_NOTHING)


def _locked(db: Session, request: Request) -> tuple[Meeting, AgendaItem]:
    """The meeting, and its item as it is once nobody else can change the agenda."""
    meeting = meeting_page.load(db, request)
    amendments.lock(db, meeting)
    return meeting, _item(db, request)


def _item(db: Any, request: Request) -> AgendaItem:
    wanted: Mapping[str, int] = request.path_params
    row = amendments.find(db, wanted["id"], wanted["item"]) if wanted["item"] < 2**31 else None
    if row is None:
        raise HTTPException(404)
    return row


def _to_meeting(request: Request, rest: str) -> Response:
    path = f"{overview.PATH}/{request.path_params['id']}{rest}"
    return RedirectResponse(i18n.spoken(request).link(path), 303)


PATH = f"{overview.PATH}/{{id:int}}/punkte"
routes: list[BaseRoute] = [
    Route(f"{PATH}/neu", new, name="desk_item_new"),
    Route(f"{PATH}/neu", create, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_item_create"),
    Route(f"{PATH}/wiederherstellen", restore, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_item_restore"),
    Route(f"{PATH}/{{item:int}}", form, name="desk_item"),
    Route(f"{PATH}/{{item:int}}", change, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_item_change"),
    Route(
        f"{PATH}/{{item:int}}/verschieben", move, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_item_move"
    ),
    Route(
        f"{PATH}/{{item:int}}/entfernen", remove, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_item_remove"
    ),
]
