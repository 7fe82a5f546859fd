"""What is kept how long: a page for everybody, made from the settings."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from council import retention as rules_of
from council.base import pages
from council.base.site import Site
from council.retention import Rule


@dataclass(frozen=True)
class RetentionPage:
    """``contact`` is the town's address for questions."""

    rules: tuple[Rule, ...]
    contact: str


def retention(request: Request) -> Response:
    site: Site = request.app.state.site
    page = RetentionPage(rules_of.rules(site.settings), site.settings.contact)
    return pages.render(request, "council/aufbewahrung.html", page)
