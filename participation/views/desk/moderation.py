"""What waits for moderators in all processes together. ``/ratsbuero/moderation``"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import message
from council.base.site import Site
from participation import cards, desk_work, processes
from participation.desk_tasks import Desk, ProcessFact
from participation.processes import Kind, State
from participation.views.desk.process_frame import HOME


@dataclass(frozen=True)
class QueueRow:
    """A process with something to decide about. ``at_least``: there may be more."""

    name: str
    kind: str
    survey: bool
    state: str
    waiting: int
    at_least: bool
    path: str


@dataclass(frozen=True)
class QueuePage:
    """``rows`` wait; ``done`` are public processes in which everything is decided."""

    rows: tuple[QueueRow, ...]
    done: tuple[QueueRow, ...]


@allowed(Role.MODERATOR, Role.PLANNER)
def page(request: Request) -> Response:
    """Everything that waits, the most first."""
    site: Site = request.app.state.site
    moderates = Desk(account(request).may((Role.PLANNER,)), site.clock(), site.settings.zone, i18n.spoken(request))
    with site.database.reading() as db:
        facts = desk_work.facts(db, site, moderates)
    known = [_row(fact, moderates) for fact in facts if processes.state(fact.process, moderates.now) is not State.DRAFT]
    waiting = sorted((row for row in known if row.waiting), key=lambda row: -row.waiting)
    shown = QueuePage(tuple(waiting), tuple(row for row in known if not row.waiting))
    return pages.render(request, "participation/desk/moderation.html", shown, cache=pages.KEEP_NOTHING)


def _row(fact: ProcessFact, desk: Desk) -> QueueRow:
    process = fact.process
    survey = process.kind == Kind.SURVEY
    return QueueRow(
        name=process.name(process.leading) or desk.say(message("Ohne Titel")),
        kind=desk.say(cards.KIND_NAMES[Kind(process.kind)]),
        survey=survey,
        state=desk.say(processes.state(process, desk.now)),
        waiting=fact.waiting,
        at_least=fact.at_least,
        path=f"{HOME}/{process.id}{'/texte' if survey else '/ideen'}",
    )


routes: list[BaseRoute] = [Route("/ratsbuero/moderation", page, name="desk_moderation")]
