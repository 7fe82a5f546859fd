"""Who may open a page of the desk: ``@allowed(Role.CLERK)`` on a view, and ``account(request)`` inside it."""

import functools
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from council.base import i18n, pages, resuming, sign_ins
from council.base.accounts import ROLE_NAMES, Account, Role
from council.base.i18n import message
from council.base.resuming import Carried
from council.base.security import SAFE_METHODS
from council.base.site import Site

View = Callable[[Request], Any]
SIGN_IN = "/anmelden"
NOT_YOURS = message(
    "Für diese Seite fehlt Ihrem Konto die Berechtigung. Wer die Konten verwaltet, kann sie Ihnen geben."
)
SIGNED_OUT = message(
    "Sie sind nicht mehr angemeldet. Ihre Eingabe steht noch hier; melden Sie sich bitte in einem neuen Fenster an."
)


@dataclass(frozen=True)
class SignInPage:
    """The form to sign in. ``weiter`` is where it leads; ``carried`` what was posted when the session had ended; ``lost``: that could not
    be carried."""

    login: str = ""
    weiter: str = ""
    carried: Carried | None = None
    lost: bool = False
    error: str = ""
    notice: str = ""


@dataclass(frozen=True)
class NotYoursPage:
    """A page of others: the roles that may open it, and one's own."""

    needed: tuple[str, ...]
    own: tuple[str, ...]


def allowed(*roles: Role) -> Callable[[View], Callable[[Request], Awaitable[Response]]]:
    """Open a view to accounts with one of these roles (none given: to every account); administrators may open all.

    Who is not signed in is led to the sign-in page and back again, with what they posted; scripts get 401 as JSON. Nothing of the desk is
    kept in caches.
    """

    def guard(view: View) -> Callable[[Request], Awaitable[Response]]:
        @functools.wraps(view)
        async def guarded(request: Request) -> Response:
            return _private(await answer(request))

        async def answer(request: Request) -> Response:
            who = await run_in_threadpool(signed_in, request)
            if who is None:
                return await _sign_in_first(request)
            request.state.account = who
            if roles and not who.may((*roles, Role.ADMIN)):
                return _not_yours(request, roles, who)
            running = view(request) if inspect.iscoroutinefunction(view) else run_in_threadpool(view, request)
            response: Response = await running
            return response

        return guarded

    return guard


def account(request: Request) -> Account:
    """Who is at the desk, in a view behind ``allowed``."""
    found: Account = request.state.account
    return found


def signed_in(request: Request) -> Account | None:
    """The account a request comes from, if any; notes now and then that it is still in use."""
    site: Site = request.app.state.site
    token = token_of(request)
    if not token:
        return None
    now = site.clock()
    with site.database.reading() as db:
        found = sign_ins.find(db, token, now)
    if found is None:
        return None
    sign_in, who = found
    if now - sign_in.seen_at >= sign_ins.SEEN_EVERY:
        with site.database.writing() as db:
            sign_ins.seen(db, sign_in, now)
    return who


def sign_in_page(request: Request, shown: SignInPage, status: int = 200) -> Response:
    """The form to sign in."""
    return _private(pages.render(request, "council/desk/sign_in.html", shown, status=status))


def token_of(request: Request) -> str:
    """What the browser shows; empty where it has nothing."""
    return request.cookies.get(cookie_name(request.app.state.site), "")


def cookie_name(site: Site) -> str:
    """``__Host-`` keeps it to this host and to HTTPS; without HTTPS browsers would refuse it."""
    return "__Host-ratsfenster" if site.settings.secure else "ratsfenster"


def set_cookie(response: Response, site: Site, token: str) -> None:
    """Give the browser its token. It is not sent along when another site posts here, and no script can read it."""
    response.set_cookie(cookie_name(site), token, httponly=True, samesite="lax", secure=site.settings.secure, path="/")


def drop_cookie(response: Response, site: Site) -> None:
    """Take the token away."""
    response.delete_cookie(cookie_name(site), httponly=True, samesite="lax", secure=site.settings.secure, path="/")


async def _sign_in_first(request: Request) -> Response:
    language = i18n.spoken(request)
    if not _asks_for_page(request):
        return JSONResponse({"error": language.gettext(SIGNED_OUT)}, 401)
    query = f"?{request.url.query}" if request.url.query else ""
    here = language.link(quote(i18n.page_path(request))) + query
    if request.method in SAFE_METHODS:
        return RedirectResponse(language.link(SIGN_IN) + "?" + urlencode({"weiter": here}), 303)
    carried = await resuming.taken(request, here)
    return sign_in_page(request, SignInPage(carried=carried, lost=carried is None), 401)


def _not_yours(request: Request, roles: tuple[Role, ...], who: Account) -> Response:
    language = i18n.spoken(request)
    if not _asks_for_page(request):
        return JSONResponse({"error": language.gettext(NOT_YOURS)}, 403)
    needed = tuple(language.gettext(ROLE_NAMES[role]) for role in roles)
    own = tuple(language.gettext(ROLE_NAMES[Role(role)]) for role in who.roles)
    return pages.render(request, "council/desk/not_yours.html", NotYoursPage(needed, own), status=403)


def _asks_for_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not pages.wants_fragment(request)


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = pages.KEEP_NOTHING
    response.headers.add_vary_header("Cookie")
    return response
