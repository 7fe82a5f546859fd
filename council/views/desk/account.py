"""One account, as administrators see it: to change, block and delete."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import access, administration, devices, i18n, pages, sign_ins
from council.base.access import account, allowed
from council.base.accounts import Account, Role
from council.base.errors import ReadableError
from council.base.i18n import message
from council.base.site import Site
from council.views.desk import account_form, own_account
from council.views.desk.account_form import AccountPage, Entered
from council.views.desk.accounts import PATH

Act = Callable[[Session, int, Account, datetime], None]
NOTICES = {
    "geaendert": message("Die Änderungen sind gespeichert."),
    "rollen": message("Die Änderungen sind gespeichert. Wo dieses Konto angemeldet war, ist es jetzt abgemeldet."),
    "gesperrt": message("Das Konto ist gesperrt und überall abgemeldet."),
    "entsperrt": message("Das Konto ist entsperrt. Das bisherige Passwort gilt wieder."),
}


@allowed(Role.ADMIN)
def form(request: Request) -> Response:
    """``/ratsbuero/konten/{id}``"""
    return account_form.show(request, _page(request))


@allowed(Role.ADMIN)
async def change(request: Request) -> Response:
    """Give it another name, or other roles."""
    async with request.form(max_files=0, max_fields=account_form.MOST_FIELDS) as given:
        return await run_in_threadpool(_change, request, account_form.entered(given))


@allowed(Role.ADMIN)
def block(request: Request) -> Response:
    """Keep its owner out at once."""
    return _do(request, administration.block, f"{PATH}/{request.path_params['id']}?meldung=gesperrt")


@allowed(Role.ADMIN)
def unblock(request: Request) -> Response:
    """Let its owner in again."""
    return _do(request, administration.unblock, f"{PATH}/{request.path_params['id']}?meldung=entsperrt")


@allowed(Role.ADMIN)
def before_removal(request: Request) -> Response:
    """``/ratsbuero/konten/{id}/loeschen`` asks once, and says what deleting means."""
    return pages.render(request, "council/desk/account_removal.html", _page(request))


@allowed(Role.ADMIN)
def remove(request: Request) -> Response:
    """Delete it."""
    return _do(request, administration.remove, f"{PATH}?meldung=geloescht")


def _do(request: Request, act: Act, done: str) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    try:
        with site.database.writing() as db:
            act(db, request.path_params["id"], account(request), site.clock())
    except KeyError as error:
        raise HTTPException(404) from error
    except ReadableError as error:
        return account_form.show(request, replace(_page(request), refused=error.told(language)), status=422)
    return RedirectResponse(language.link(done), 303)


def _change(request: Request, given: Entered) -> Response:
    page, language = _page(request), i18n.spoken(request)
    again = replace(page, name=given.name, roles=account_form.boxes(language, given.roles))
    errors = account_form.problems(given, language, new=False)
    if errors:
        return account_form.show(request, replace(again, errors=errors), status=422)
    try:
        token, ended = _store(request, given, own=page.own)
    except ReadableError as error:
        return account_form.show(request, replace(again, refused=error.told(language)), status=422)
    stays = not page.own or Role.ADMIN in given.roles
    target = f"{PATH}/{page.id}?meldung={'rollen' if ended else 'geaendert'}" if stays else own_account.PATH
    response = RedirectResponse(language.link(target), 303)
    if token:
        access.set_cookie(response, request.app.state.site, token)
    return response


def _store(request: Request, given: Entered, *, own: bool) -> tuple[str, bool]:
    """Whether sign-ins were ended; whoever changes their own roles stays signed in here, by the new token."""
    site: Site = request.app.state.site
    now, who = site.clock(), account(request)
    with site.database.writing() as db:
        try:
            ended = administration.change(db, request.path_params["id"], given.name, given.roles, who, now)
        except KeyError as error:
            raise HTTPException(404) from error
        device = devices.named(request.headers.get("user-agent", ""))
        return sign_ins.begin(db, who, device, now) if ended and own else "", ended


def _page(request: Request) -> AccountPage:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        found = db.get(Account, request.path_params["id"])
    if found is None:
        raise HTTPException(404)
    return AccountPage(
        found.id,
        found.login,
        found.name,
        account_form.boxes(i18n.spoken(request), tuple(found.roles)),
        title=found.name,
        own=found.id == account(request).id,
        blocked=found.blocked,
        without_password=found.password_hash is None,
        notice=account_form.notice(request, NOTICES),
    )


_ONE = f"{PATH}/{{id:int}}"
routes: list[BaseRoute] = [
    Route(_ONE, form, name="account"),
    Route(_ONE, change, methods=["POST"], max_body_size=account_form.LARGEST_BODY, name="account_change"),
    Route(f"{_ONE}/sperren", block, methods=["POST"], name="account_block"),
    Route(f"{_ONE}/entsperren", unblock, methods=["POST"], name="account_unblock"),
    Route(f"{_ONE}/loeschen", before_removal, name="account_before_removal"),
    Route(f"{_ONE}/loeschen", remove, methods=["POST"], name="account_remove"),
]
