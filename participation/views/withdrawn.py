"""What stands where the town has taken back a survey or a collection of ideas: that it did, and nothing of what was asked."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from council.base import pages
from council.base.site import Site


class WithdrawnError(Exception):
    """A request is about a process the town has taken back; the site answers it with ``page``."""


@dataclass(frozen=True)
class WithdrawnPage:
    """``contact`` is who is asked about it."""

    contact: str


def page(request: Request, _error: Exception | None = None) -> Response:
    """The answer, 410."""
    site: Site = request.app.state.site
    gone = WithdrawnPage(site.settings.contact)
    return pages.render(request, "participation/withdrawn.html", gone, status=410, cache=pages.KEEP_NOTHING)
