"""Signing in and out."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import access, audit, credentials, devices, forms, i18n, pages, passwords, paths, resuming, sign_ins
from council.base.access import SignInPage
from council.base.accounts import LONGEST, Account
from council.base.credentials import Given, RefusedError
from council.base.i18n import Language, message
from council.base.resuming import Carried
from council.base.site import Site

LARGEST_BODY = resuming.LARGEST_BODY + 100_000
NOTICES = {
    "abgemeldet": message("Sie sind abgemeldet."),
    "ueberall": message("Sie sind überall abgemeldet."),
    "passwort": message("Ihr Passwort ist gesetzt. Melden Sie sich jetzt damit an."),
}
WRONG = message("E-Mail-Adresse oder Passwort stimmen nicht, oder das Konto ist gesperrt.")


@dataclass(frozen=True)
class ResumedPage:
    """Signed in again, and what was posted meanwhile is still there."""

    carried: Carried


def form(request: Request) -> Response:
    """``/anmelden?weiter=``: the empty form; who is signed in goes on at once."""
    weiter = request.query_params.get("weiter", "")
    if access.signed_in(request) is not None:
        return _on(request, weiter)
    notice = NOTICES.get(request.query_params.get("meldung", ""), "")
    shown = SignInPage(weiter=weiter if paths.is_own(weiter) else "", notice=i18n.spoken(request).gettext(notice))
    return access.sign_in_page(request, shown)


async def send(request: Request) -> Response:
    """Sign in; back to the form with what is wrong, or on to where it leads, or to what was being typed when the session ended."""
    async with request.form(max_files=0, max_fields=resuming.MOST_FIELDS + 10) as given:
        entered = SignInPage(
            login=forms.text(given, "login")[:LONGEST],
            weiter=forms.text(given, "weiter"),
            carried=resuming.again(given),
        )
        password = forms.typed(given, "passwort")
    return await passwords.slowly(_sign_in, request, entered, password)


def leave(request: Request) -> Response:
    """Sign out in this browser."""
    site: Site = request.app.state.site
    with site.database.writing() as db:
        sign_ins.end(db, access.token_of(request))
    response = RedirectResponse(i18n.spoken(request).link(f"{access.SIGN_IN}?meldung=abgemeldet"), 303)
    access.drop_cookie(response, site)
    return response


def given_by(request: Request, login: str, password: str) -> Given:
    """What somebody gives in this request."""
    return Given(login, password, request.client.host if request.client else "")


def refusal(error: RefusedError, wrong: str, now: datetime, language: Language) -> str:
    """What people are told who are not let in."""
    if error.until is None:
        return language.gettext(wrong)
    seconds = max(1, int((error.until - now).total_seconds() + 0.999))
    minutes = -(-seconds // 60)
    if seconds < 60:
        wait = language.ngettext("%(count)s Sekunde", "%(count)s Sekunden", seconds) % {"count": seconds}
    else:
        wait = language.ngettext("%(count)s Minute", "%(count)s Minuten", minutes) % {"count": minutes}
    return language.gettext(
        "Das Passwort war zu oft falsch. Warten Sie bitte noch %(wait)s. Bis dahin wird auch das richtige nicht angenommen."
    ) % {"wait": wait}


def _sign_in(request: Request, entered: SignInPage, password: str) -> Response:
    site: Site = request.app.state.site

    def begin(db: Session, account: Account) -> tuple[Account, str]:
        now = site.clock()
        sign_ins.end(db, access.token_of(request))  # whoever used this browser before
        audit.record(db, account, "Angemeldet", now)
        return account, sign_ins.begin(db, account, devices.named(request.headers.get("user-agent", "")), now)

    try:
        account, token = credentials.prove(site, given_by(request, entered.login, password), begin)
    except RefusedError as error:
        return _again(request, entered, error)
    request.state.account = account
    response = _on(request, entered.weiter) if entered.carried is None else _resumed(request, entered.carried)
    access.set_cookie(response, site, token)
    return response


def _again(request: Request, entered: SignInPage, error: RefusedError) -> Response:
    site: Site = request.app.state.site
    told = refusal(error, WRONG, site.clock(), i18n.spoken(request))
    weiter = entered.weiter if paths.is_own(entered.weiter) else ""
    status = 401 if error.until is None else 429
    return access.sign_in_page(request, replace(entered, weiter=weiter, error=told), status)


def _on(request: Request, weiter: str) -> Response:
    target = weiter if paths.is_own(weiter) else i18n.spoken(request).link(paths.DESK)
    return RedirectResponse(target, 303, headers={"Cache-Control": pages.KEEP_NOTHING})


def _resumed(request: Request, carried: Carried) -> Response:
    return pages.render(request, "council/desk/resumed.html", ResumedPage(carried), cache=pages.KEEP_NOTHING)


routes: list[BaseRoute] = [
    Route(access.SIGN_IN, form, name="sign_in"),
    Route(access.SIGN_IN, send, methods=["POST"], name="sign_in_send", max_body_size=LARGEST_BODY),
    Route("/abmelden", leave, methods=["POST"], name="sign_out"),
]
