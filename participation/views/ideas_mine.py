"""One's own idea or comment, by its receipt: where it stands, and taking it back. ``/mitmachen/{slug}/ideen/meine``."""

from dataclasses import dataclass

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import forms, pages
from council.base.i18n import message
from participation import ideas, processes
from participation.answers import receipts
from participation.answers.receipts import Receipt
from participation.ideas import Idea, IdeaComment, Shown, idea_moderation, idea_sending, idea_steps
from participation.processes import openings
from participation.views import doors, ideas_steps, ideas_visit, ideas_words
from participation.views.doors import TurnedAway
from participation.views.ideas_steps import Way
from participation.views.ideas_visit import Visit

PATH = "/mitmachen/{slug}/ideen/meine"
UNKNOWN = message("Zu dieser Quittung gibt es hier nichts. Bitte vergleichen Sie sie mit Ihrem Ausdruck.")
MANY = message(
    "Von Ihrem Anschluss wurden gerade viele Quittungen gesucht. Bitte versuchen Sie es %(wait)s noch einmal."
)
STANDINGS = {
    Shown.WAITING: message("Es hat noch niemand von der Stadt darüber entschieden."),
    Shown.SHOWN: message("Es ist veröffentlicht."),
    Shown.WITHHELD: message("Es ist nicht veröffentlicht."),
    Shown.MERGED: message("Es ist mit einer anderen Idee vereint; Zuspruch und Kommentare zählen dort."),
    Shown.TAKEN_BACK: message("Es ist zurückgezogen. Der Text ist gelöscht."),
    Shown.HELD: message("Es ist im Augenblick nicht zu lesen: Die Stadt entscheidet noch einmal darüber."),
}


@dataclass(frozen=True)
class Mine:
    """What somebody sent. ``readable``: everybody can read it, at ``path``. ``ground`` and ``reason``: why it is not published.
    ``way``: what became of the idea; None for comments, and where it was taken back."""

    comment: bool
    number: int
    title: str
    paragraphs: tuple[str, ...]
    standing: str
    ground: str
    reason: str
    path: str
    readable: bool
    day: str
    gone: bool
    way: Way | None


@dataclass(frozen=True)
class MinePage:
    """``asking``: whether to take it back, once more."""

    path: str
    list_path: str
    title: str
    receipt: str = ""
    error: str = ""
    mine: Mine | None = None
    asking: bool = False


def ask(request: Request) -> Response:
    """The empty field."""
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
    return _show(request, visit)


async def look(request: Request) -> Response:
    """Look it up, or take it back: ``schritt`` is empty, ``zurueckziehen`` (asks) or ``wirklich``."""
    async with request.form(max_files=0, max_fields=5) as given:
        return await run_in_threadpool(_look, request, given)


def _look(request: Request, given: FormData) -> Response:
    typed, what = forms.line(given, "quittung")[:200], forms.line(given, "schritt")
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
    receipt = receipts.read(typed)
    if not isinstance(receipt, Receipt):
        return _show(request, visit, typed, error=receipt.error.told(visit.language))
    away = doors.enter(visit.gates.idea_receipts, visit.network, MANY)
    if away:
        return _show(request, visit, typed, away=away)
    if what == "wirklich":
        _take_back(visit, receipt)
    with visit.site.database.reading() as db:
        found = _found(db, visit, receipt)
        mine = _mine(db, visit, found) if found else None
    if mine is None:
        return _show(request, visit, typed, error=visit.say(UNKNOWN))
    visit.gates.idea_receipts.forgive(visit.network)
    shown = receipts.shown(receipt)
    return _show(request, visit, shown, mine=mine, asking=what == "zurueckziehen" and not mine.gone)


def _take_back(visit: Visit, receipt: Receipt) -> None:
    """Without an entry in the log: it is nobody at the desk who does this."""
    with visit.site.database.writing() as db:
        decided = openings.decide(db, visit.id, visit.site.clock)
        found = _found(db, visit, receipt)
        if found is None or found.shown == Shown.TAKEN_BACK:
            return
        idea_moderation.take_back(db, found)
        if processes.is_public(decided.process):
            processes.changed(db, decided.process, decided.now)


def _found(db: Session, visit: Visit, receipt: Receipt) -> Idea | IdeaComment | None:
    return idea_sending.idea_of(db, visit.id, receipt) or idea_sending.comment_of(db, visit.id, receipt)


def _mine(db: Session, visit: Visit, found: Idea | IdeaComment) -> Mine:
    comment = isinstance(found, IdeaComment)
    idea = db.get_one(Idea, found.idea_id) if isinstance(found, IdeaComment) else found
    return Mine(
        comment=comment,
        number=idea.number,
        title=idea.title if not comment or ideas.is_visible(visit.process, idea.shown) else "",
        paragraphs=tuple(ideas_words.paragraphs(found.text)),
        standing=visit.say(STANDINGS[Shown(found.shown)]),
        ground=visit.language.gettext(found.ground) if found.ground else "",
        reason=found.reason,
        path=f"{visit.path}/{idea.number}",
        readable=ideas.is_visible(visit.process, found.shown) and ideas.is_visible(visit.process, idea.shown),
        day=ideas_words.day(found.sent_on, visit.language, visit.site.settings.zone),
        gone=found.shown == Shown.TAKEN_BACK,
        way=_way(db, visit, idea) if not comment and found.shown != Shown.TAKEN_BACK else None,
    )


def _way(db: Session, visit: Visit, idea: Idea) -> Way:
    into = db.get(Idea, idea.merged_into) if idea.merged_into else None
    onward = (into.number, f"{visit.path}/{into.number}") if into else None
    return ideas_steps.way(idea, idea_steps.of(db, idea), onward, visit.language, visit.site.settings.zone)


def _show(
    request: Request,
    visit: Visit,
    typed: str = "",
    *,
    error: str = "",
    mine: Mine | None = None,
    asking: bool = False,
    away: TurnedAway | None = None,
) -> Response:
    title = visit.process.name(visit.language.code)
    error = away.told(visit.language) if away else error
    page = MinePage(f"{visit.path}/meine", visit.path, title, typed, error, mine, asking)
    return pages.render(
        request,
        "participation/idea_mine.html",
        page,
        status=away.status if away else 422 if error else 200,
        cache=pages.KEEP_NOTHING,
        headers=away.headers if away else None,
    )


routes: list[BaseRoute] = [
    Route(PATH, ask, name="idea_mine"),
    Route(PATH, look, methods=["POST"], max_body_size=5_000, name="idea_mine_look"),
]
