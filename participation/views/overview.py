"""All the town asks: what is open, what comes, and what came out of what is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import pages
from council.base.site import Site
from council.taking_part import ProcessCard
from participation import taking_part


@dataclass(frozen=True)
class OverviewPage:
    """Cards by state: ``open`` and ``coming`` with what closes next first, ``closed`` with what ended last first."""

    open: tuple[ProcessCard, ...]
    coming: tuple[ProcessCard, ...]
    closed: tuple[ProcessCard, ...]
    contact: str


def overview(request: Request) -> Response:
    """``/mitmachen``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        cards = taking_part.everything(request, db)
    page = OverviewPage(
        open=_in_state(cards, "open"),
        coming=_in_state(cards, "coming"),
        closed=_in_state(cards, "closed"),
        contact=site.settings.contact,
    )
    return pages.render(request, "participation/overview.html", page)


def _in_state(cards: Sequence[ProcessCard], state: str) -> tuple[ProcessCard, ...]:
    return tuple(card for card in cards if card.state == state)


routes: list[BaseRoute] = [Route("/mitmachen", overview, name="taking_part")]
