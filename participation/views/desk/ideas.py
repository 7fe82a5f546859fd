"""Ideas at the desk: what waits, and all of them. ``/ratsbuero/beteiligung/{id}/ideen``."""

from collections import Counter
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import i18n, pages
from council.base.access import allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from participation.ideas import Idea, Progress, Shown, idea_queue, idea_support
from participation.ideas.idea_queue import Entry
from participation.processes import Moderation
from participation.views import ideas_words
from participation.views.desk import idea
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load

PATH = f"{HOME}/{{id:int}}/ideen"
NAMES = {
    Shown.WAITING: message("wartet"),
    Shown.SHOWN: message("veröffentlicht"),
    Shown.WITHHELD: message("zurückgehalten"),
    Shown.MERGED: message("vereint"),
    Shown.TAKEN_BACK: message("zurückgezogen"),
    Shown.HELD: message("wartet"),
}


@dataclass(frozen=True)
class Waiting:
    """Something to decide. ``comment`` is its number, 0 for an idea; ``reports`` are grounds with what was said besides. ``seen``: the
    public reads it now."""

    number: int
    comment: int
    title: str
    paragraphs: tuple[str, ...]
    day: str
    path: str
    reports: tuple[tuple[str, str], ...]
    seen: bool


@dataclass(frozen=True)
class Row:
    """An idea in the list. ``unanswered``: the office has said nothing of it yet."""

    number: int
    title: str
    path: str
    shown: str
    progress: str
    chip: str
    support: int
    unanswered: bool


@dataclass(frozen=True)
class DeskIdeasPage:
    """``after``: what waits can be read already."""

    process: ProcessFrame
    waiting: tuple[Waiting, ...]
    rows: tuple[Row, ...]
    unanswered: int
    after: bool
    notice: str = ""


@allowed(Role.MODERATOR, Role.PLANNER)
def page(request: Request) -> Response:
    """The queue, then all ideas."""
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        process = load(db, request)
        number = request.path_params["id"]
        queue = idea_queue.waiting(db, number)
        every = idea_queue.everything(db, number)
        support = idea_support.counts(db, number)
        frame = frame_of(process, site.clock(), request)
    after = process.moderation == Moderation.AFTER
    rows = tuple(_row(one, frame, support.get(one.id or 0, 0), language) for one in every)
    shown = DeskIdeasPage(
        process=frame,
        waiting=tuple(_waiting(one, frame, after, language, site) for one in queue),
        rows=rows,
        unanswered=Counter(row.unanswered for row in rows)[True],
        after=after,
        notice=language.gettext(idea.NOTICES.get(request.query_params.get("hinweis", ""), "")) or "",
    )
    return pages.render(request, "participation/desk/ideas.html", shown, cache=pages.KEEP_NOTHING)


def _waiting(one: Entry, frame: ProcessFrame, after: bool, language: Language, site: Site) -> Waiting:
    subject, comment = one.subject, one.comment
    path = f"{frame.home}/ideen/{one.idea.number}"
    return Waiting(
        number=one.idea.number,
        comment=(comment.id or 0) if comment else 0,
        title=one.idea.title,
        paragraphs=tuple(ideas_words.paragraphs(subject.text)),
        day=ideas_words.day(subject.sent_on, language, site.settings.zone),
        path=path,
        reports=tuple((language.gettext(report.ground), report.words) for report in one.reports),
        seen=subject.shown == Shown.SHOWN or (after and subject.shown == Shown.WAITING),
    )


def _row(one: Idea, frame: ProcessFrame, support: int, language: Language) -> Row:
    return Row(
        number=one.number,
        title=one.title,
        path=f"{frame.home}/ideen/{one.number}",
        shown=language.gettext(NAMES[Shown(one.shown)]),
        progress=language.gettext(one.progress),
        chip=ideas_words.CHIPS[Progress(one.progress)],
        support=support,
        unanswered=one.shown == Shown.SHOWN and one.answered_on is None,
    )


routes: list[BaseRoute] = [Route(PATH, page, name="desk_ideas"), *idea.routes]
