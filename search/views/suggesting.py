"""Completion while typing: what a query may become, for the list below the field."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from council.base import i18n, pages
from council.base.site import Site
from search import queries, suggestions
from search.engines import SearchError, reader_of
from search.views.address import Address

MOST = 8
LONGEST = 100  # characters; who has typed more knows what to look for
FRAGMENT = {"Vary": "HX-Request"}


@dataclass(frozen=True)
class Option:
    """A whole query: what of it was typed, and how it goes on."""

    text: str
    typed: str
    rest: str


@dataclass(frozen=True)
class OptionList:
    """At most MOST of them, best first."""

    options: tuple[Option, ...]


def suggest(request: Request) -> Response:
    """``/suche/vorschlaege?q=…``: options for a listbox, none where nothing fits or nobody can tell. As a page it is the search itself."""
    typed = request.query_params.get("q", "")
    if not pages.wants_fragment(request):
        return RedirectResponse(i18n.spoken(request).link(Address(queries.clean(typed)).path), 303, FRAGMENT)
    page = OptionList(_options(request, typed) if typed.strip() and len(typed) <= LONGEST else ())
    return pages.render(request, "search/_suggestions.html", page, headers=FRAGMENT)


def _options(request: Request, typed: str) -> tuple[Option, ...]:
    site: Site = request.app.state.site
    try:
        with site.database.reading() as db:
            found = suggestions.complete(site, db, reader_of(request.app), typed, MOST)
    except SearchError:
        return ()
    return tuple(
        Option(one.text, one.text[: one.typed_part_length], one.text[one.typed_part_length :]) for one in found[:MOST]
    )
