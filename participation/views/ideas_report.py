"""Reporting an idea or a comment to the moderators: ``/mitmachen/{slug}/ideen/{number}/melden``. Nothing is kept of who reports."""

from dataclasses import dataclass

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import forms, locks, pages
from council.base.i18n import message
from council.base.locks import Decision
from participation import ideas
from participation.forms.texts import clean
from participation.ideas import LONGEST_REASON, Ground, Idea, IdeaComment, idea_moderation
from participation.views import doors, ideas_visit, ideas_words
from participation.views.doors import TurnedAway
from participation.views.ideas_visit import NO_SUCH_IDEA, Visit

PATH = "/mitmachen/{slug}/ideen/{number:int}/melden"
GROUNDS = {ground.name.lower().replace("_", "-"): ground for ground in Ground}
GROUND_MISSING = message("Bitte wählen Sie, was nicht in Ordnung ist.")
MANY = message("Von Ihrem Anschluss wurde gerade viel gemeldet. Bitte versuchen Sie es %(wait)s noch einmal.")


@dataclass(frozen=True)
class ReportPage:
    """``excerpt`` is the beginning of what is reported; ``comment`` the comment's number, 0 for the idea itself. ``done``: thank you."""

    path: str
    back: str
    number: int
    title: str
    comment: int
    excerpt: str
    grounds: tuple[tuple[str, str, str], ...]
    chosen: str = ""
    words: str = ""
    error: str = ""
    notice: str = ""
    done: bool = False


def ask(request: Request) -> Response:
    """The form; ``?kommentar=ID`` for a comment."""
    return _show(request, request.query_params.get("kommentar", ""))


async def report(request: Request) -> Response:
    """Report it."""
    async with request.form(max_files=0, max_fields=5, max_part_size=20_000) as given:
        chosen, comment = forms.line(given, "grund"), forms.line(given, "kommentar")
        return await run_in_threadpool(_report, request, comment, chosen, clean(forms.text(given, "worte")))


def _report(request: Request, comment: str, chosen: str, words: str) -> Response:
    words = words[:LONGEST_REASON]
    with request.app.state.site.database.reading() as db:
        visit, _, _ = _subject(request, db, comment)
    if chosen not in GROUNDS:
        return _show(request, comment, chosen, words, error=visit.say(GROUND_MISSING))
    away = doors.enter(visit.gates.reports, visit.network, MANY)
    if away:
        return _show(request, comment, chosen, words, away=away)
    with visit.site.database.writing() as db:
        locks.among(db, Decision.PROCESS, visit.id)  # nobody takes it back meanwhile
        visit, idea, said = _subject(request, db, comment)
        idea_moderation.report(db, said or idea, GROUNDS[chosen], words, visit.today)
    return _show(request, comment, done=True)


def _show(
    request: Request,
    comment: str,
    chosen: str = "",
    words: str = "",
    *,
    error: str = "",
    away: TurnedAway | None = None,
    done: bool = False,
) -> Response:
    with request.app.state.site.database.reading() as db:
        visit, idea, said = _subject(request, db, comment)
    back = f"{visit.path}/{idea.number}"
    page = ReportPage(
        path=f"{back}/melden",
        back=back,
        number=idea.number,
        title=idea.title,
        comment=(said.id or 0) if said else 0,
        excerpt=ideas_words.excerpt(said.text if said else idea.text),
        grounds=tuple((name, visit.say(ground), "") for name, ground in GROUNDS.items()),
        chosen=chosen,
        words=words,
        error=error,
        notice=away.told(visit.language) if away else "",
        done=done,
    )
    status, headers = (away.status, away.headers) if away else (422 if error else 200, None)
    return pages.render(
        request, "participation/idea_report.html", page, status=status, cache=pages.KEEP_NOTHING, headers=headers
    )


def _subject(request: Request, db: Session, comment: str) -> tuple[Visit, Idea, IdeaComment | None]:
    """What is to be reported; 404 where nobody can read it."""
    visit = ideas_visit.of(request, db)
    idea = ideas_visit.idea_of(request, db, visit)
    if not ideas.is_visible(visit.process, idea.shown):
        raise HTTPException(404, NO_SUCH_IDEA)
    if not comment or comment == "0":
        return visit, idea, None
    number = int(comment) if comment.isascii() and comment.isdigit() and len(comment) < 10 else 0
    said = db.get(IdeaComment, number)
    together = {idea.id, *(one.id for one in ideas.merged(db, [idea.id or 0]))}
    if said is None or said.idea_id not in together or not ideas.is_visible(visit.process, said.shown):
        raise HTTPException(404, NO_SUCH_IDEA)
    return visit, idea, said


routes: list[BaseRoute] = [
    Route(PATH, ask, name="idea_report"),
    Route(PATH, report, methods=["POST"], max_body_size=30_000, name="idea_report_send"),
]
