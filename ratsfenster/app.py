"""The web application, put together: addresses, protection, languages, and what people are told when something goes wrong."""

import contextlib
import logging
import secrets
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from council.base import i18n, pages, request_text, security
from council.base.i18n import LanguagePrefix, message
from council.base.site import Site
from council.taking_part import TakingPart
from participation import desk_work, taking_part
from participation.survey_secrets import SecretLostError
from participation.views import doors, withdrawn
from participation.views.withdrawn import WithdrawnError
from ratsfenster.housekeeping import Housekeeper, Midnight
from ratsfenster.routes import NAVIGATION, ROUTES
from search import searches
from search.engines import reader_of
from search.views import within
from transcription import releases

LARGEST_BODY = 1_000_000  # bytes; what takes more (uploads) says so on its route
RETRY_S = "30"
FOREIGN_KEY_VIOLATION = "23503"  # PostgreSQL's; on SQLite one alone writes

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ErrorPage:
    """What happened, and what a person can do about it."""

    title: str
    explanation: str
    advice: str
    request_id: str = ""


ERRORS = {
    400: ErrorPage(
        message("Diese Anfrage konnten wir nicht lesen"),
        message("Ein Teil der Adresse oder der Eingabe hat nicht die erwartete Form."),
        message("Prüfen Sie bitte die Adresse, oder beginnen Sie auf der Startseite neu."),
    ),
    403: ErrorPage(
        message("Diese Anfrage wurde nicht angenommen"),
        message("Das Formular wurde nicht von dieser Seite aus abgeschickt."),
        message("Öffnen Sie bitte das Formular auf dieser Seite neu und schicken Sie es von hier aus ab."),
    ),
    404: ErrorPage(
        message("Diese Seite gibt es hier nicht"),
        message("Vielleicht ist die Adresse nicht vollständig, oder eine Aufzeichnung wurde zurückgezogen."),
        message("Prüfen Sie bitte die Adresse, oder suchen Sie in den Sitzungen nach dem Thema."),
    ),
    405: ErrorPage(
        message("Das geht auf dieser Seite nicht"),
        message("Die Adresse gibt es, aber sie nimmt diese Art von Anfrage nicht an."),
        message("Gehen Sie bitte zur Startseite und von dort aus weiter."),
    ),
    409: ErrorPage(
        message("Da war gerade jemand schneller"),
        message(
            "Im selben Augenblick wurde etwas entfernt oder verbunden, mit dem Ihre Eingabe zu tun hat. Es wurde nichts geändert."
        ),
        message("Gehen Sie bitte zurück, laden Sie die Seite neu und sehen Sie nach, was jetzt dort steht."),
    ),
    413: ErrorPage(
        message("Das ist zu viel auf einmal"),
        message("Ihre Eingabe ist größer, als diese Seite sie annimmt."),
        message("Kürzen Sie bitte den Text und schicken Sie ihn noch einmal ab. Nichts wurde gespeichert."),
    ),
    429: ErrorPage(
        message("Gerade kommen zu viele Anfragen"),
        message("Wir nehmen in kurzer Zeit nur eine begrenzte Zahl an, damit die Seite für alle erreichbar bleibt."),
        message("Warten Sie bitte eine Minute und versuchen Sie es dann noch einmal."),
    ),
    500: ErrorPage(
        message("Bei uns ist etwas schiefgegangen"),
        message("Der Fehler liegt nicht bei Ihnen. Er wurde mit einer Kennung festgehalten."),
        message("Versuchen Sie es bitte in einigen Minuten noch einmal. Bleibt der Fehler, melden Sie ihn uns bitte."),
    ),
    503: ErrorPage(
        message("Die Seite ist gerade nicht erreichbar"),
        message("Wahrscheinlich wird sie gerade gewartet, oder es sind sehr viele Menschen zugleich hier."),
        message("Versuchen Sie es bitte in einer Minute noch einmal."),
    ),
}


def create_app(site: Site) -> Starlette:
    """The site as an ASGI application. The database must be up to date."""
    app = Starlette(
        routes=ROUTES,
        lifespan=_at_work,
        middleware=[
            Middleware(LanguagePrefix),
            Middleware(security.Protection, secure=site.settings.secure, refuse=lambda request: _error(request, 403)),
            Middleware(request_text.RequestText, refuse=_error),
            Middleware(Midnight, site=site, refuse=_database_error),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
            Middleware(_ReadableLimit),
            Middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY),
        ],
        exception_handlers={
            HTTPException: _http_error,
            OperationalError: _database_error,
            IntegrityError: _crossed,
            SecretLostError: _secret_lost,
            ClientDisconnect: _nobody_there,
            WithdrawnError: withdrawn.page,
            Exception: _unexpected_error,
        },
    )
    app.state.site = site
    app.state.navigation = NAVIGATION
    app.state.gates = doors.Gates()
    app.state.recut = releases.cuts_changed  # what the council's own pages cannot know: the text of what is cut
    participation: TakingPart = taking_part
    app.state.taking_part = participation  # nor what there is to take part in
    app.state.further_work = desk_work.work  # nor what planners and moderators have to do
    app.state.finder = within.finder  # and what the recording's page cannot: how the search finds
    return app


@contextlib.asynccontextmanager
async def _at_work(app: Starlette) -> AsyncIterator[None]:
    """While the site runs it also keeps house, in case no worker does. The first to search shall not wait longer than others."""
    keeper = Housekeeper(app.state.site, deleting=False)
    keeper.start()
    warming = threading.Thread(target=searches.warm, args=(app.state.site, reader_of(app)), name="warm-search")
    warming.start()
    yield
    await run_in_threadpool(keeper.end)
    await run_in_threadpool(warming.join)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = _error(request, error.status_code, detail=_written_for_people(error))
    response.headers.update(error.headers or {})
    return response


def _database_error(request: Request, error: Exception) -> Response:
    request_id = _noted(request, error)
    response = _error(request, 503, request_id)
    response.headers["Retry-After"] = RETRY_S
    return response


def _crossed(request: Request, error: Exception) -> Response:
    """On PostgreSQL somebody may remove a row at the very moment another is joined to it: one of them comes too late."""
    reason = error.orig if isinstance(error, IntegrityError) else error
    if getattr(reason, "sqlstate", None) != FOREIGN_KEY_VIOLATION:
        raise error
    log.info("%s %s came too late: %s", request.method, request.url.path, type(reason).__name__)
    return _error(request, 409)


def _secret_lost(request: Request, error: Exception) -> Response:
    """Nothing is lost but time, once the office has put its copy back; the log and ``ratsfenster doctor`` tell it."""
    response = _error(request, 503, _noted(request, error), doors.SECRET_LOST)
    response.headers["Retry-After"] = str(doors.SECRET_RETRY_S)
    return response


def _unexpected_error(request: Request, error: Exception) -> Response:
    """Starlette answers these outside all middleware, so the protection is put on here."""
    response = _error(request, 500, _noted(request, error))
    security.protect(response.headers, request.app.state.site.settings.secure)
    return response


def _nobody_there(request: Request, error: Exception) -> Response:
    """Their line went down while they were sending: nobody reads the answer, and it is no failure of ours for the log to tell of."""
    return Response(status_code=400)


def _noted(request: Request, error: Exception) -> str:
    request_id = secrets.token_hex(4)
    log.error("request %s failed: %s %s", request_id, request.method, request.url.path, exc_info=error)
    return request_id


def _written_for_people(error: HTTPException) -> str:
    """The detail where somebody wrote one; Starlette's own is the English name of the status."""
    return "" if error.detail == HTTPException(error.status_code).detail else error.detail


def _error(request: Request, status: int, request_id: str = "", detail: str = "") -> Response:
    """An error as a page, or for machines as JSON. ``detail`` is a German message that says more than the usual explanation."""
    known = ERRORS.get(status) or ERRORS[500 if status >= 500 else 400]
    language = i18n.spoken(request)
    explanation = language.gettext(detail or known.explanation)
    if i18n.page_path(request).startswith("/api"):
        body = {"error": explanation} | ({"request_id": request_id} if request_id else {})
        return JSONResponse(body, status, headers={"Cache-Control": pages.KEEP_NOTHING})
    page = ErrorPage(language.gettext(known.title), explanation, language.gettext(known.advice), request_id)
    return pages.render(request, "error.html", page, status=status, cache=pages.KEEP_NOTHING)


class _ReadableLimit:
    """The body limit answers a declared length that is too large with a bare line; people get a page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        replaced = False

        async def send_readable(sent: Message) -> None:
            nonlocal replaced
            if sent["type"] == "http.response.start" and sent["status"] == 413 and _is_bare(sent):
                replaced = True
                await _error(Request(scope), 413)(scope, receive, send)
            elif not replaced:
                await send(sent)

        await self.app(scope, receive, send_readable)


def _is_bare(start: Message) -> bool:
    return any(name == b"content-type" and value.startswith(b"text/plain") for name, value in start["headers"])
