"""Who may open a page of the desk: ``@allowed(Role.CLERK)`` on a view, and ``account(request)`` inside it."""

import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from council.base import i18n, pages, sign_ins
from council.base.accounts import Account, Role
from council.base.i18n import message
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


def allowed(*roles: Role) -> Callable[[View], Callable[[Request], Awaitable[Response]]]:
    """Open a view to accounts with one of these roles (none given: to every account); administrators may open all.

    Who is not signed in is led to the sign-in page and back again; scripts get 401 as JSON. Nothing of the desk is kept in caches.
    """

    def guard(view: View) -> Callable[[Request], Awaitable[Response]]:
        @functools.wraps(view)
        async def guarded(request: Request) -> Response:
            who = await run_in_threadpool(signed_in, request)
            if who is None:
                return _sign_in_first(request)
            if roles and not who.may((*roles, Role.ADMIN)):
                raise HTTPException(403, NOT_YOURS)
            request.state.account = who
            answer = view(request) if inspect.iscoroutinefunction(view) else run_in_threadpool(view, request)
            response: Response = await answer
            response.headers["Cache-Control"] = pages.KEEP_NOTHING
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
    token = request.cookies.get(cookie_name(site))
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
            sign_in = db.merge(sign_in)
            sign_in.seen_at = now
    return who


def cookie_name(site: Site) -> str:
    """``__Host-`` keeps it to this host and to HTTPS; without HTTPS browsers would refuse it."""
    return "__Host-ratsfenster" if site.settings.secure else "ratsfenster"


def set_cookie(response: Response, site: Site, token: str) -> None:
    """Give the browser its token."""
    response.set_cookie(cookie_name(site), token, httponly=True, samesite="lax", secure=site.settings.secure, path="/")


def drop_cookie(response: Response, site: Site) -> None:
    """Take the token away."""
    response.delete_cookie(cookie_name(site), httponly=True, samesite="lax", secure=site.settings.secure, path="/")


def _sign_in_first(request: Request) -> Response:
    language = i18n.spoken(request)
    asks_for_page = "text/html" in request.headers.get("accept", "") and not pages.wants_fragment(request)
    if request.method in SAFE_METHODS and asks_for_page:
        back = i18n.page_path(request) + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(language.link(SIGN_IN) + "?" + urlencode({"weiter": language.link(back)}), 303)
    return JSONResponse({"error": language.gettext(SIGNED_OUT)}, 401, headers={"Cache-Control": pages.KEEP_NOTHING})
