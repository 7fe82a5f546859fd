"""Supporting an idea, or taking that back: ``/mitmachen/{slug}/ideen/{number}/zuspruch``.

A browser is known by a random value in a cookie of the collection, which ends with it. Before there is one, the page's form brings the
value, so whoever presses twice, or whose line breaks, is the same browser both times.
"""

from collections.abc import Sequence

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, locks
from council.base.i18n import message
from council.base.locks import Decision
from participation import ideas
from participation.answers import receipts
from participation.ideas import Idea, Shown, idea_support
from participation.views import doors, ideas_one, ideas_visit
from participation.views.ideas_visit import Visit

MANY = message("Von Ihrem Anschluss kam gerade sehr viel Zuspruch. Bitte versuchen Sie es %(wait)s noch einmal.")


async def support(request: Request) -> Response:
    """Support it, or take that back (``wie`` is ``zurueck``). ``kennung`` is the browser's value where there is no cookie."""
    async with request.form(max_files=0, max_fields=3) as given:
        return await run_in_threadpool(_support, request, given)


def _support(request: Request, given: FormData) -> Response:
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
    away = doors.enter(visit.gates.support, visit.network, MANY)
    if away:
        return ideas_one.shown(request, away=away)
    browser, back = visit.browser or _brought(given), forms.line(given, "wie") == "zurueck"
    with visit.site.database.writing() as db:
        locks.among(db, Decision.PROCESS, visit.id)  # nobody takes the idea back meanwhile
        idea = ideas_visit.idea_of(request, db, visit)
        if browser and visit.takes and idea.shown in (Shown.SHOWN, Shown.WAITING):
            act = idea_support.take_back if back else idea_support.add
            act(db, visit.secret, _ids(db, idea), browser)
    answer = RedirectResponse(visit.language.link(f"{visit.path}/{idea.number}") + "#zuspruch", 303)
    if browser and visit.takes and not back:
        _remember(answer, visit, browser)
    return answer


def _brought(given: FormData) -> str:
    """The value the form brought; empty for none, and then nothing is counted: the page that follows brings another one."""
    value = forms.line(given, "kennung")
    return value if receipts.is_key(value) else ""


def _remember(answer: Response, visit: Visit, browser: str) -> None:
    """Until support ends. Where the collection is prolonged later, who presses again is remembered longer."""
    ends = visit.process.closes_at
    assert ends is not None
    seconds, secure = int((ends - visit.now).total_seconds()), visit.site.settings.secure
    name = ideas_visit.cookie(visit.id)
    answer.set_cookie(name, browser, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/")


def _ids(db: Session, idea: Idea) -> Sequence[int]:
    """The idea, then those merged into it."""
    assert idea.id is not None
    return [idea.id, *(one.id or 0 for one in ideas.merged(db, [idea.id]))]


routes: list[BaseRoute] = [
    Route(f"{ideas_one.PATH}/zuspruch", support, methods=["POST"], max_body_size=2_000, name="idea_support"),
]
