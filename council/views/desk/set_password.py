"""Setting a password by a link that was handed over."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import access, accounts, administration, forms, i18n, pages, password_links, passwords, throttle
from council.base.accounts import Account
from council.base.i18n import Language
from council.base.passwords import WeakPasswordError
from council.base.site import Site

LARGEST_BODY = 16_000
NEW, REPEATED = "passwort_neu", "passwort_wiederholt"


@dataclass(frozen=True)
class SetPasswordPage:
    """Whose password it is, and what is wrong with what was typed, by field. Without ``login`` the link is good no more."""

    path: str
    login: str = ""
    name: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    shortest: int = passwords.SHORTEST


def form(request: Request) -> Response:
    """``/passwort/{token}``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        account = password_links.find(db, request.path_params["token"], site.clock())
    return _show(request, account)


async def send(request: Request) -> Response:
    """Set the password; the link is used up with it."""
    async with request.form(max_files=0, max_fields=10) as given:
        return await passwords.slowly(_receive, request, given)


def problems(given: FormData, account: Account, town: str, language: Language) -> dict[str, str]:
    """What is wrong with a new password, by field."""
    new = forms.typed(given, NEW)
    try:
        passwords.check(new, accounts.known_words(account, town))
    except WeakPasswordError as error:
        return {NEW: error.told(language)}
    if forms.typed(given, REPEATED) != new:
        return {REPEATED: language.gettext("Das ist nicht dasselbe Passwort. Bitte geben Sie es noch einmal ein.")}
    return {}


def _receive(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    token, language = request.path_params["token"], i18n.spoken(request)
    with site.database.reading() as db:
        account = password_links.find(db, token, site.clock())
    if account is None:
        return _show(request, None)
    errors = problems(given, account, site.settings.town, language)
    if errors:
        return _show(request, account, errors)
    kept = passwords.hashed(forms.typed(given, NEW))
    with site.database.writing() as db:
        if not _set(db, site, token, kept, site.clock()):
            return _show(request, None)
    response = RedirectResponse(language.link(f"{access.SIGN_IN}?meldung=passwort"), 303)
    access.drop_cookie(response, site)
    return response


def _set(db: Session, site: Site, token: str, kept: str, now: datetime) -> bool:
    account = password_links.use(db, token, now)
    if account is None:
        return False
    administration.set_password(db, account, kept, "Passwort über Link gesetzt", now)
    throttle.reopen(db, throttle.key_of(site.settings.data), account.login)
    return True


def _show(request: Request, account: Account | None, errors: dict[str, str] | None = None) -> Response:
    path = password_links.path(request.path_params["token"])
    page = SetPasswordPage(path, account.login, account.name, errors or {}) if account else SetPasswordPage(path)
    status = 404 if account is None else 422 if errors else 200
    headers = {"Referrer-Policy": "no-referrer"}  # the address is a key
    return pages.render(
        request, "council/desk/set_password.html", page, status=status, cache=pages.KEEP_NOTHING, headers=headers
    )


routes: list[BaseRoute] = [
    Route("/passwort/{token}", form, name="set_password"),
    Route("/passwort/{token}", send, methods=["POST"], name="set_password_send", max_body_size=LARGEST_BODY),
]
