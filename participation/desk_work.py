"""The facts of which the desk's tasks are made: what ``council.further_work`` asks for."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select
from starlette.requests import Request

from council.base import i18n
from council.base.access import account
from council.base.accounts import Role
from council.base.i18n import message
from council.base.site import Site
from council.further_work import FurtherWork, Shortcut
from participation import desk_tasks, processes
from participation.answers import submissions
from participation.desk_tasks import HOME, Desk, ProcessFact
from participation.ideas import Idea, IdeaComment, Shown
from participation.moderation import undecided_texts
from participation.processes import Kind, Process, State, opening_checks, openings
from participation.results import Result

MOST = 200  # processes that are looked at, the newest
_IDLE = {
    True: message(
        "Beginnen Sie eine Umfrage: aus einer Vorlage, aus einer früheren, oder mit einem leeren Fragebogen."
    ),
    False: message("Sobald jemand einen Text oder eine Idee schickt, über die zu entscheiden ist, steht sie hier."),
}


def work(request: Request, db: Session) -> FurtherWork | None:
    """What planners and moderators have to do; None for those who are neither."""
    who, site = account(request), _site(request)
    plans = who.may((Role.PLANNER, Role.ADMIN))
    if not plans and not who.may((Role.MODERATOR,)):
        return None
    desk = Desk(plans, site.clock(), site.settings.zone, i18n.spoken(request))
    new = Shortcut(desk.say(message("Neue Umfrage beginnen")), f"{HOME}/neu")
    every = Shortcut(desk.say(message("Alle Beteiligungen")), HOME)
    return FurtherWork(
        tasks=desk_tasks.tasks(facts(db, site, desk), desk),
        shortcuts=(new, every) if plans else (every,),
        idle=desk.say(_IDLE[plans]),
        start=new if plans else None,
    )


def facts(db: Session, site: Site, desk: Desk) -> list[ProcessFact]:
    """All processes that somebody may have to do something about."""
    query = select(Process).where(col(Process.withdrawn_at).is_(None), col(Process.deleted_on).is_(None))
    known = db.exec(query.order_by(col(Process.id).desc()).limit(MOST)).all()
    ids = [process.id or 0 for process in known]
    waiting, shown = _waiting(db, ids), _shown(db, ids)
    return [_fact(db, site, desk, process, waiting.get(process.id or 0, 0), process.id in shown) for process in known]


def _fact(db: Session, site: Site, desk: Desk, process: Process, waiting: int, shown: bool) -> ProcessFact:
    assert process.id is not None
    standing = processes.state(process, desk.now)
    if standing is State.DRAFT:
        obstacle, step = _next_step(db, site, desk, process) if desk.plans else ("", "")
        return ProcessFact(process, obstacle=obstacle, step=step)
    survey = process.kind == Kind.SURVEY and standing in (State.OPEN, State.CLOSED)
    answers = submissions.count(db, process.id) if survey and not shown else 0
    if not answers:
        return ProcessFact(process, 0, waiting, shown=shown)
    texts = undecided_texts.waiting(db, process.id)
    return ProcessFact(process, answers, waiting + texts.texts, texts.more, shown)


def _next_step(db: Session, site: Site, desk: Desk, process: Process) -> tuple[str, str]:
    """What a draft lacks first, and the page where that is put right."""
    found = opening_checks.obstacles(opening_checks.checks(openings.subject(db, process, desk.now, site)))
    return (found[0].about.told(desk.language), found[0].step) if found else ("", "")


def _waiting(db: Session, ids: Sequence[int]) -> dict[int, int]:
    """How many ideas and comments moderators have not looked at, by process."""
    mine = col(Idea.process_id).in_(ids)
    ideas = (
        select(Idea.process_id, func.count()).where(mine, Idea.shown == Shown.WAITING).group_by(col(Idea.process_id))
    )
    comments = (
        select(Idea.process_id, func.count())
        .join(IdeaComment, col(IdeaComment.idea_id) == col(Idea.id))
        .where(mine, IdeaComment.shown == Shown.WAITING)
        .group_by(col(Idea.process_id))
    )
    found = dict(db.exec(ideas).all())
    for process_id, count in db.exec(comments):
        found[process_id] = found.get(process_id, 0) + count
    return found


def _shown(db: Session, ids: Sequence[int]) -> frozenset[int]:
    """Those whose final results were ever public."""
    query = select(Result.process_id).where(
        col(Result.process_id).in_(ids), col(Result.final), col(Result.published_at).is_not(None)
    )
    return frozenset(db.exec(query.distinct()).all())


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site
