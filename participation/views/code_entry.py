"""Typing the code from a letter: ``/code``, short enough to be printed. It leads into the survey the code belongs to.

A QR code brings the code behind the ``#`` of the address, which browsers send to nobody; a script puts it into the field. It goes on in a
field of a form, never in an address.
"""

from dataclasses import dataclass

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, pages, throttle
from council.base.i18n import message
from council.base.site import Site
from participation import cards, codes, processes, survey_secrets
from participation.codes import Code, NoCode, access_codes
from participation.codes.letters import Mistyped
from participation.processes import Access, Kind, Process
from participation.survey_secrets import SecretLostError
from participation.views import doors
from participation.views.answering_sending import CODE_NEEDED, MANY_CODES

UNKNOWN = message(
    "Diesen Code kennen wir nicht. Vielleicht wurde schon mit ihm geantwortet: Dann ist die Antwort angekommen, und mehr ist nicht zu tun. "
    "Sonst vergleichen Sie ihn bitte noch einmal mit Ihrem Brief."
)


@dataclass(frozen=True)
class CodePage:
    """``code`` is what was typed, ``error`` what is wrong with it, ``contact`` who helps."""

    contact: str
    code: str = ""
    error: str = ""


def form(request: Request) -> Response:
    """The field to type it in."""
    return _show(request, "", "")


def short(request: Request) -> Response:
    """``/c``, as it stands in letters."""
    return RedirectResponse(i18n.spoken(request).link("/code"), 308)


async def enter(request: Request) -> Response:
    """On to the survey, as a POST, so that the code stays out of addresses."""
    async with request.form(max_files=0, max_fields=10) as given:
        return await run_in_threadpool(_enter, request, forms.line(given, "code")[:200])


def _enter(request: Request, typed: str) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    match codes.read(typed):
        case NoCode():
            return _show(request, typed, language.gettext(CODE_NEEDED), 422)
        case Mistyped(error):
            return _show(request, typed, error.told(language), 422)
        case Code() as code:
            pass
    gate, network = doors.of_app(request.app).wrong_codes, throttle.network_of(request)
    away = doors.enter(gate, network, MANY_CODES)
    if away:
        return _show(request, typed, away.told(language), away.status, away.headers)
    with site.database.reading() as db:
        found = _survey_of(db, site, code)
    if found is None:
        return _show(request, typed, language.gettext(UNKNOWN), 422)
    gate.forgive(network)
    return RedirectResponse(language.link(cards.address(found)), 307, headers={"Cache-Control": pages.KEEP_NOTHING})


def _survey_of(db: Session, site: Site, code: Code) -> Process | None:
    """The survey that gave out a code; what is stored of it differs by survey, so each is asked. There are few. Raises SecretLostError
    where it may be one whose secret is missing; with the answers it is deleted on purpose."""
    lost = False
    for process in processes.public(db, site.clock()):
        if process.kind == Kind.SURVEY and process.access == Access.CODES and process.id is not None:
            try:
                secret = survey_secrets.of(site.storage.root, process.id)
            except SecretLostError:
                lost = lost or process.deleted_on is None
                continue
            if access_codes.is_good(db, process.id, code, secret):
                return process
    if lost:
        raise SecretLostError
    return None


def _show(
    request: Request, typed: str, error: str, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    site: Site = request.app.state.site
    page = CodePage(site.settings.contact, typed, error)
    return pages.render(
        request, "participation/code.html", page, status=status, cache=pages.KEEP_NOTHING, headers=headers
    )


routes: list[BaseRoute] = [
    Route("/code", form, name="code"),
    Route("/code", enter, methods=["POST"], name="code_enter"),
    Route("/c", short, name="code_short"),
]
