"""The town's texts: imprint, privacy, accessibility, Leichte Sprache. Where the town gave none, a page says what is true of the program."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from council import legal
from council.base import i18n, pages
from council.base.i18n import message
from council.base.site import Site


@dataclass(frozen=True)
class LegalPage:
    """``html`` is the town's text, already made safe; empty where there is none. ``html_language`` is what it is written in."""

    title: str
    html: str
    html_language: str
    contact: str


def imprint(request: Request) -> Response:
    return _show(request, legal.IMPRINT, message("Impressum"))


def privacy(request: Request) -> Response:
    return _show(request, legal.PRIVACY, message("Datenschutz"))


def accessibility(request: Request) -> Response:
    return _show(request, legal.ACCESSIBILITY, message("Barrierefreiheit"))


def plain_language(request: Request) -> Response:
    """404 where the town gave no text: there is nothing true to say in its place."""
    site: Site = request.app.state.site
    if not legal.speaks_plainly(site.settings):
        raise HTTPException(404)
    return _show(request, legal.PLAIN_LANGUAGE, message("Leichte Sprache"))


def _show(request: Request, name: str, title: str) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    text = legal.text(site.settings, name, language)
    page = LegalPage(
        title=(text.title if text else "") or language.gettext(title),
        html=text.html if text else "",
        html_language=text.language if text else language.code,
        contact=site.settings.contact,
    )
    return pages.render(request, "council/legal.html" if text else f"council/{name}.html", page)
