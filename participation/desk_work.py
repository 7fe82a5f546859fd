"""The facts of which the desk's tasks are made: what ``council.further_work`` asks for."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, func, select
from starlette.requests import Request

from council.base import i18n
from council.base.access import account
from council.base.accounts import Role
from council.base.i18n import message
from council.base.site import Site
from council.further_work import FurtherWork, Shortcut
from participation import desk_tasks, processes, results
from participation.answers import submissions
from participation.desk_tasks import HOME, Desk, ProcessFact
from participation.ideas import UNDECIDED, Idea, IdeaComment
from participation.moderation import undecided_texts
from participation.moderation.undecided_texts import Waiting
from participation.processes import Kind, Process, State, opening_checks, openings, paper_taking

MOST = 200  # processes that are looked at, the newest
_IDLE = {
    True: message(
        "Beginnen Sie eine Umfrage: aus einer Vorlage, aus einer früheren, oder mit einem leeren Fragebogen."
    ),
    False: message("Sobald jemand einen Text oder eine Idee schickt, über die zu entscheiden ist, steht sie hier."),
}


def work(request: Request, db: Session) -> FurtherWork | None:
    """What planners and moderators have to do; for clerks the way to sheets from paper while there are surveys that take them; None for
    those who have nothing to do with surveys."""
    who, site = account(request), _site(request)
    plans = who.may((Role.PLANNER, Role.ADMIN))
    if not plans and not who.may((Role.MODERATOR,)):
        return _typing(request, db) if who.may((Role.CLERK,)) else None
    desk = Desk(plans, site.clock(), site.settings.zone, i18n.spoken(request))
    new = Shortcut(desk.say(message("Neue Umfrage beginnen")), f"{HOME}/neu")
    every = Shortcut(desk.say(message("Alle Beteiligungen")), HOME)
    return FurtherWork(
        tasks=desk_tasks.tasks(facts(db, site, desk), desk),
        shortcuts=(new, every) if plans else (every,),
        idle=desk.say(_IDLE[plans]),
        start=new if plans else None,
    )


def _typing(request: Request, db: Session) -> FurtherWork | None:
    if not paper_taking.taking(db, _site(request).clock()):
        return None
    enter = i18n.spoken(request).gettext(message("Papierbögen eingeben"))
    return FurtherWork(tasks=(), shortcuts=(Shortcut(enter, HOME),), idle="")


def facts(db: Session, site: Site, desk: Desk) -> list[ProcessFact]:
    """All processes that somebody may have to do something about. However many there are, as many statements are asked."""
    query = select(Process).where(col(Process.withdrawn_at).is_(None), col(Process.deleted_on).is_(None))
    known = db.exec(query.order_by(col(Process.id).desc()).limit(MOST)).all()
    ids = [process.id or 0 for process in known]
    drafts = [process for process in known if processes.state(process, desk.now) is State.DRAFT]
    next_steps = _next_steps(db, site, desk, drafts) if desk.plans and drafts else {}
    shown = results.all_settled(db, ids)
    answers = submissions.counts(db, [process.id or 0 for process in known if _is_answered(process, desk, shown)])
    texts, ideas = undecided_texts.waiting(db, list(answers)), _waiting(db, ids)
    found = []
    for process, number in zip(known, ids, strict=True):
        obstacle, step = next_steps.get(number, ("", ""))
        undecided = texts.get(number, Waiting())
        fact = ProcessFact(
            process, answers.get(number, 0), ideas.get(number, 0) + undecided.texts, undecided.more, number in shown,
            obstacle, step,
        )  # fmt: skip
        found.append(fact)
    return found


def _is_answered(process: Process, desk: Desk, shown: Collection[int]) -> bool:
    """Whether there may be answers somebody still has to do something about."""
    standing = processes.state(process, desk.now)
    return process.kind == Kind.SURVEY and standing in (State.OPEN, State.CLOSED) and process.id not in shown


def _next_steps(db: Session, site: Site, desk: Desk, drafts: Sequence[Process]) -> dict[int, tuple[str, str]]:
    """What drafts lack first, and the page where that is put right; those that lack nothing are missing."""
    found: dict[int, tuple[str, str]] = {}
    for subject in openings.subjects(db, drafts, desk.now, site):
        lacking = opening_checks.obstacles(opening_checks.checks(subject))
        if lacking:
            found[subject.process.id or 0] = lacking[0].about.told(desk.language), lacking[0].step
    return found


def _waiting(db: Session, ids: Sequence[int]) -> dict[int, int]:
    """How many ideas and comments moderators have not looked at, by process."""
    mine = col(Idea.process_id).in_(ids)
    ideas = (
        select(Idea.process_id, func.count()).where(mine, col(Idea.shown).in_(UNDECIDED)).group_by(col(Idea.process_id))
    )
    comments = (
        select(Idea.process_id, func.count())
        .join(IdeaComment, col(IdeaComment.idea_id) == col(Idea.id))
        .where(mine, col(IdeaComment.shown).in_(UNDECIDED))
        .group_by(col(Idea.process_id))
    )
    found = dict(db.exec(ideas).all())
    for process_id, count in db.exec(comments):
        found[process_id] = found.get(process_id, 0) + count
    return found


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site
