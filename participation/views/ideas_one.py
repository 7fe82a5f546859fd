"""One idea: what it says, what the office answers, support and comments. ``/mitmachen/{slug}/ideen/{number}``."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, pages
from council.base.i18n import message
from participation import cards, ideas, maps
from participation.answers import receipts
from participation.answers.submissions import NotOpenError
from participation.forms.texts import clean
from participation.ideas import LONGEST_COMMENT, Idea, IdeaComment, Progress, Shown, idea_sending, idea_support
from participation.ideas.idea_sending import Sending
from participation.processes import Moderation
from participation.views import ideas_machine, ideas_visit, ideas_words
from participation.views.ideas_machine import Doubt, Proof
from participation.views.ideas_new import OVER, receipt_page
from participation.views.ideas_visit import COOKIE, NO_SUCH_IDEA, Visit

PATH = "/mitmachen/{slug}/ideen/{number:int}"
LARGEST_BODY = 1_000_000
KEPT = timedelta(days=400)  # what browsers keep a cookie at most
COMMENT_MISSING = message("Bitte schreiben Sie etwas.")
COMMENT_LONG = message("Der Kommentar ist zu lang: höchstens %(most)s Zeichen, es sind %(count)s.")
MANY = message("Von Ihrem Anschluss kam gerade sehr viel Zuspruch. Bitte versuchen Sie es %(wait)s noch einmal.")


@dataclass(frozen=True)
class CommentShown:
    """``about`` is the number of the merged idea it was written to, 0 for this one."""

    id: int
    paragraphs: tuple[str, ...]
    day: str
    office: bool
    unchecked: bool
    about: int


@dataclass(frozen=True)
class IdeaPage:
    """``hidden``: not published; of it nothing but ``ground`` is told, which is empty where its author has taken it back. ``into``: the
    idea it was merged into, ``merged`` those merged into it, each as number, title and path."""

    path: str
    list_path: str
    about: str
    process: str
    number: int
    hidden: bool
    ground: str
    takes: bool
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    category: str = ""
    place: str = ""
    point: tuple[float, float] | None = None
    map_config: str = ""
    day: str = ""
    unchecked: bool = False
    progress: str = ""
    chip: str = ""
    answer: tuple[str, ...] = ()
    answered: str = ""
    support: int = 0
    supported: bool = False
    into: tuple[int, str, str] | None = None
    merged: tuple[tuple[int, str, str], ...] = ()
    comments: tuple[CommentShown, ...] = ()
    may_comment: bool = False
    moderated: str = ""
    proof: Proof | None = field(default=None, repr=False)
    typed: str = ""
    error: str = ""
    notice: str = ""
    longest: int = LONGEST_COMMENT


def show(request: Request) -> Response:
    """The idea's page."""
    return _show(request)


async def support(request: Request) -> Response:
    """Support it, or take that back (``wie`` is ``zurueck``)."""
    async with request.form(max_files=0, max_fields=3) as given:
        return await run_in_threadpool(_support, request, forms.line(given, "wie") == "zurueck")


async def comment(request: Request) -> Response:
    """Say something about it."""
    async with request.form(max_files=0, max_fields=10, max_part_size=LARGEST_BODY) as given:
        return await run_in_threadpool(_comment, request, given)


def _support(request: Request, back: bool) -> Response:
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
    wait = visit.gates.supporting.enter(visit.network, ideas_visit.now_ms())
    if wait:
        return _show(request, doubt=ideas_machine.too_many(visit, MANY, wait))
    browser = visit.browser or receipts.new_key(secrets.token_bytes)
    with visit.site.database.writing() as db:
        idea = ideas_visit.idea_of(request, db, visit)
        if visit.takes and idea.shown in (Shown.SHOWN, Shown.WAITING):
            act = idea_support.take_back if back else idea_support.add
            act(db, visit.secret, _ids(db, idea), browser)
    answer = RedirectResponse(visit.language.link(f"{visit.path}/{idea.number}") + "#zuspruch", 303)
    if visit.takes and not back:
        seconds, secure = int(KEPT.total_seconds()), visit.site.settings.secure
        answer.set_cookie(COOKIE, browser, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/")
    return answer


def _comment(request: Request, given: FormData) -> Response:
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
        idea = ideas_visit.idea_of(request, db, visit)
    if visit.preview:
        return RedirectResponse(visit.language.link(visit.path), 303)
    proof, words = ideas_machine.read(visit, given), clean(forms.text(given, "kommentar"))
    receipt = receipts.receipt(proof.key, visit.secret)
    here = f"{visit.path}/{idea.number}"
    with visit.site.database.reading() as db:
        again = idea_sending.comment_of(db, visit.id, receipt) is not None
    if again:
        return receipt_page(request, visit, receipt, here, comment=True)
    error = _wrong(visit, words)
    doubt = Doubt(visit.say(OVER)) if not visit.takes else None if error else ideas_machine.doubt(visit, proof)
    if error or doubt:
        return _show(request, typed=words, proof=proof, error=error, doubt=doubt)
    sending = Sending(visit.id, receipt, visit.site.clock, visit.site.settings.zone)
    try:
        with visit.site.database.writing() as db:
            stored = idea_sending.comment(db, sending, idea.number, words)
    except NotOpenError:
        return _show(request, typed=words, proof=proof, doubt=Doubt(visit.say(OVER)))
    if stored is None:
        return _show(request, typed=words, proof=proof, doubt=Doubt(visit.say(NO_SUCH_IDEA)))
    return receipt_page(request, visit, receipt, here, comment=True)


def _wrong(visit: Visit, words: str) -> str:
    if not words:
        return visit.say(COMMENT_MISSING)
    return visit.say(COMMENT_LONG, most=LONGEST_COMMENT, count=len(words)) if len(words) > LONGEST_COMMENT else ""


def _show(
    request: Request, *, typed: str = "", proof: Proof | None = None, error: str = "", doubt: Doubt | None = None
) -> Response:
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
        idea = ideas_visit.idea_of(request, db, visit)
        hidden = not ideas.is_visible(visit.process, idea.shown)
        page = _hidden(visit, idea) if hidden else _page(db, visit, idea, typed, proof, error, doubt)
    retry = doubt.retry_s if doubt else 0
    status = 404 if hidden else 429 if retry else 422 if error or doubt else 200
    return pages.render(
        request,
        "participation/idea.html",
        page,
        status=status,
        cache=pages.KEEP_NOTHING,  # it holds a key, and says whether this browser supports it
        headers={"Retry-After": str(retry)} if retry else None,
    )


def _hidden(visit: Visit, idea: Idea) -> IdeaPage:
    return IdeaPage(
        path=f"{visit.path}/{idea.number}",
        list_path=visit.path,
        about=cards.address(visit.process),
        process=visit.process.name(visit.language.code),
        number=idea.number,
        hidden=True,
        ground=visit.language.gettext(idea.ground) if idea.shown == Shown.WITHHELD and idea.ground else "",
        takes=False,
    )


def _page(
    db: Session, visit: Visit, idea: Idea, typed: str, proof: Proof | None, error: str, doubt: Doubt | None
) -> IdeaPage:
    process, language, zone = visit.process, visit.language, visit.site.settings.zone
    assert idea.id is not None
    others = ideas.merged(db, [idea.id])
    into = db.get(Idea, idea.merged_into) if idea.shown == Shown.MERGED and idea.merged_into else None
    numbers = {idea.id: 0, **{one.id or 0: one.number for one in others}}
    point = ideas_words.point(idea.place)
    return IdeaPage(
        path=f"{visit.path}/{idea.number}",
        list_path=visit.path,
        about=cards.address(process),
        process=process.name(language.code),
        number=idea.number,
        hidden=False,
        ground="",
        takes=visit.takes and into is None,
        title=idea.title,
        paragraphs=tuple(ideas_words.paragraphs(idea.text)),
        category=idea.category,
        place=ideas_words.place(idea.place, language),
        point=point if point and maps.config(process, visit.site.settings).view else None,
        map_config=f"{cards.address(process)}/karte.json",
        day=ideas_words.day(idea.sent_on, language, zone),
        unchecked=idea.shown == Shown.WAITING,
        progress=language.gettext(idea.progress),
        chip=ideas_words.CHIPS[Progress(idea.progress)],
        answer=tuple(ideas_words.paragraphs(idea.answer)),
        answered=ideas_words.day(idea.answered_on, language, zone) if idea.answered_on else "",
        support=idea_support.counts(db, visit.id).get(idea.id, 0),
        supported=visit.supports(db, list(numbers)),
        into=(into.number, into.title, f"{visit.path}/{into.number}") if into else None,
        merged=tuple((one.number, one.title, f"{visit.path}/{one.number}") for one in others),
        comments=tuple(_said(one, numbers[one.idea_id], visit) for one in ideas.comments(db, process, list(numbers))),
        may_comment=visit.takes and process.comments and into is None,
        moderated=visit.say(ideas_words.MODERATED[Moderation(process.moderation)]),
        proof=(proof or ideas_machine.fresh(visit)) if visit.takes else proof,
        typed=typed,
        error=error,
        notice=doubt.text if doubt else "",
    )


def _said(one: IdeaComment, about: int, visit: Visit) -> CommentShown:
    assert one.id is not None
    return CommentShown(
        id=one.id,
        paragraphs=tuple(ideas_words.paragraphs(one.text)),
        day=ideas_words.day(one.sent_on, visit.language, visit.site.settings.zone),
        office=one.office,
        unchecked=one.shown == Shown.WAITING,
        about=about,
    )


def _ids(db: Session, idea: Idea) -> Sequence[int]:
    """The idea, then those merged into it."""
    assert idea.id is not None
    return [idea.id, *(one.id or 0 for one in ideas.merged(db, [idea.id]))]


routes: list[BaseRoute] = [
    Route(PATH, show, name="idea"),
    Route(f"{PATH}/zuspruch", support, methods=["POST"], max_body_size=2_000, name="idea_support"),
    Route(f"{PATH}/kommentar", comment, methods=["POST"], max_body_size=LARGEST_BODY, name="idea_comment"),
]
