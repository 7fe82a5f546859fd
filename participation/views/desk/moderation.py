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
from participation import cards, desk_tasks, desk_work, processes
from participation.desk_tasks import Desk, ProcessFact
from participation.processes import Kind, State
from participation.views.desk.process_frame import HOME


@dataclass(frozen=True)
class QueueRow:
    """A process with something to decide about; ``waiting`` says how much, and is empty where there is nothing."""

    name: str
    kind: str
    state: str
    waiting: str
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
    known = [fact for fact in facts if processes.state(fact.process, moderates.now) is not State.DRAFT]
    known.sort(key=lambda fact: -desk_tasks.rounded_waiting(fact, moderates))
    rows = [_row(fact, moderates) for fact in known]
    shown = QueuePage(tuple(row for row in rows if row.waiting), tuple(row for row in rows if not row.waiting))
    return pages.render(request, "participation/desk/moderation.html", shown, cache=pages.KEEP_NOTHING)


def _row(fact: ProcessFact, desk: Desk) -> QueueRow:
    process = fact.process
    survey = process.kind == Kind.SURVEY
    return QueueRow(
        name=process.name(process.leading) or desk.say(message("Ohne Titel")),
        kind=desk.say(cards.KIND_NAMES[Kind(process.kind)]),
        state=desk.say(processes.state(process, desk.now)),
        waiting=desk_tasks.told_waiting(fact, desk) if fact.waiting else "",
        path=f"{HOME}/{process.id}{'/texte' if survey else '/ideen'}",
    )


routes: list[BaseRoute] = [Route("/ratsbuero/moderation", page, name="desk_moderation")]
