"""The accounts of those who work at the desk: all of them, new ones, and the links with which their owners set a password."""

from dataclasses import dataclass
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import accounts, administration, i18n, pages, password_links
from council.base.access import account, allowed
from council.base.accounts import ROLE_NAMES, Account, Role
from council.base.administration import LoginTakenError
from council.base.i18n import Language, message
from council.base.site import Site
from council.views.desk import account_form
from council.views.desk.account_form import AccountPage, Entered

PATH = "/ratsbuero/konten"
NOTICES = {"geloescht": message("Das Konto ist gelöscht.")}


@dataclass(frozen=True)
class Row:
    """An account in the list. ``state`` is empty where all is as it should be."""

    id: int
    name: str
    login: str
    roles: str
    state: str


@dataclass(frozen=True)
class AccountsPage:
    """Everybody's accounts."""

    rows: tuple[Row, ...]
    notice: str


@dataclass(frozen=True)
class LinkPage:
    """The link with which an account's owner sets a password; it is shown this once."""

    account_id: int
    name: str
    login: str
    address: str
    until: datetime
    new: bool


@allowed(Role.ADMIN)
def overview(request: Request) -> Response:
    """``/ratsbuero/konten``"""
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        rows = tuple(_row(one, language) for one in accounts.everybody(db))
    page = AccountsPage(rows, account_form.notice(request, NOTICES))
    return pages.render(request, "council/desk/accounts.html", page)


@allowed(Role.ADMIN)
def form(request: Request) -> Response:
    """``/ratsbuero/konten/neu``"""
    return account_form.show(request, AccountPage(None, "", "", account_form.boxes(i18n.spoken(request), ())))


@allowed(Role.ADMIN)
async def create(request: Request) -> Response:
    """A new account, and at once the link with which its owner sets a password."""
    async with request.form(max_files=0, max_fields=account_form.MOST_FIELDS) as given:
        return await run_in_threadpool(_create, request, account_form.entered(given))


@allowed(Role.ADMIN)
def give_link(request: Request) -> Response:
    """A link with which somebody who forgot the password sets another."""
    site: Site = request.app.state.site
    now = site.clock()
    with site.database.writing() as db:
        found = db.get(Account, request.path_params["id"])
        if found is None:
            raise HTTPException(404)
        token = administration.give_link(db, found, account(request), now)
    return _show_link(request, found, token, now, new=False)


def _create(request: Request, given: Entered) -> Response:
    site: Site = request.app.state.site
    language, now = i18n.spoken(request), site.clock()
    errors = account_form.problems(given, language, new=True)
    if not errors:
        try:
            with site.database.writing() as db:
                made = administration.create(db, given.login, given.name, given.roles, account(request), now)
                token = administration.give_link(db, made, account(request), now)
            return _show_link(request, made, token, now, new=True)
        except LoginTakenError as error:
            errors = {"login": error.told(language)}
    boxes = account_form.boxes(language, given.roles)
    return account_form.show(request, AccountPage(None, given.login, given.name, boxes, errors=errors), status=422)


def _show_link(request: Request, owner: Account, token: str, now: datetime, *, new: bool) -> Response:
    site: Site = request.app.state.site
    assert owner.id is not None
    address = site.settings.address + i18n.spoken(request).link(password_links.path(token))
    page = LinkPage(owner.id, owner.name, owner.login, address, now + password_links.LASTS, new)
    return pages.render(request, "council/desk/password_link.html", page)


def _row(one: Account, language: Language) -> Row:
    assert one.id is not None
    roles = ", ".join(language.gettext(ROLE_NAMES[role]) for role in Role if role in one.roles)
    state = ""
    if one.blocked:
        state = language.gettext("gesperrt")
    elif one.password_hash is None:
        state = language.gettext("noch ohne Passwort")
    return Row(one.id, one.name, one.login, roles, state)


routes: list[BaseRoute] = [
    Route(PATH, overview, name="accounts"),
    Route(f"{PATH}/neu", form, name="account_new"),
    Route(f"{PATH}/neu", create, methods=["POST"], max_body_size=account_form.LARGEST_BODY, name="account_create"),
    Route(f"{PATH}/{{id:int}}/link", give_link, methods=["POST"], name="account_link"),
]
