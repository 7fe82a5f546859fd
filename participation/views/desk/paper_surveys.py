"""What clerks see of participation: the surveys that take sheets from paper, which they type in. They build and decide nothing."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from council.base import i18n, pages
from council.base.i18n import message
from council.base.site import Site
from participation import processes
from participation.processes import Process, State, paper_taking, periods
from participation.views.desk.process_frame import HOME


@dataclass(frozen=True)
class PaperSurvey:
    """A survey that takes sheets. ``last_day``: the last one on which people can answer themselves; ``over``: that was before today."""

    name: str
    last_day: datetime | None
    over: bool
    path: str


@dataclass(frozen=True)
class PaperSurveysPage:
    """All surveys that take sheets now."""

    surveys: tuple[PaperSurvey, ...]


def show(request: Request) -> Response:
    """The page, for a view that has looked who asks for it."""
    site: Site = request.app.state.site
    now = site.clock()
    with site.database.reading() as db:
        taking = paper_taking.taking(db, now)
    untitled = i18n.spoken(request).gettext(message("Ohne Titel"))
    shown = PaperSurveysPage(tuple(_survey(process, now, untitled) for process in taking))
    return pages.render(request, "participation/desk/paper_surveys.html", shown, cache=pages.KEEP_NOTHING)


def _survey(process: Process, now: datetime, untitled: str) -> PaperSurvey:
    return PaperSurvey(
        name=process.name(process.leading) or untitled,
        last_day=periods.last_day(process.closes_at) if process.closes_at else None,
        over=processes.state(process, now) is State.CLOSED,
        path=f"{HOME}/{process.id}/papier",
    )
