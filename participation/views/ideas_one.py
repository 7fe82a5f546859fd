"""One idea: what it says, what the office answers, who supports it, and comments. ``/mitmachen/{slug}/ideen/{number}``."""

import secrets
from dataclasses import dataclass, field

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
from participation.ideas import (
    LONGEST_COMMENT,
    Idea,
    IdeaComment,
    Progress,
    Shown,
    idea_sending,
    idea_steps,
    idea_support,
)
from participation.ideas.idea_sending import Sending
from participation.processes import Moderation
from participation.views import ideas_machine, ideas_steps, ideas_visit, ideas_words, proofs
from participation.views.doors import TurnedAway
from participation.views.ideas_new import receipt_page
from participation.views.ideas_steps import Way
from participation.views.ideas_visit import NO_SUCH_IDEA, OVER, Visit
from participation.views.proofs import Proof

PATH = "/mitmachen/{slug}/ideen/{number:int}"
LARGEST_BODY = 1_000_000
COMMENT_MISSING = message("Bitte schreiben Sie etwas.")
COMMENT_LONG = message("Der Kommentar ist zu lang: höchstens %(most)s Zeichen, es sind %(count)s.")


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
    idea it was merged into, ``merged`` those merged into it, each as number, title and path. ``browser``: by which this browser will be
    known if it supports the idea; empty where it has a cookie that says so. ``forgotten_on``: until when we keep that it does."""

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
    unchecked: bool = False
    progress: str = ""
    chip: str = ""
    way: Way | None = None
    answer: tuple[str, ...] = ()
    answered: str = ""
    support: int = 0
    supported: bool = False
    browser: str = field(default="", repr=False)
    forgotten_on: str = ""
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
    return shown(request)


async def comment(request: Request) -> Response:
    """Say something about it."""
    async with request.form(max_files=0, max_fields=10, max_part_size=LARGEST_BODY) as given:
        return await run_in_threadpool(_comment, request, given)


def _comment(request: Request, given: FormData) -> Response:
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
        idea = ideas_visit.idea_of(request, db, visit)
    if visit.preview:
        return RedirectResponse(visit.language.link(visit.path), 303)
    proof, words = proofs.read(visit, given), clean(forms.text(given, "kommentar"))
    receipt = receipts.receipt(proof.key, visit.secret)
    here = f"{visit.path}/{idea.number}"
    with visit.site.database.reading() as db:
        again = idea_sending.comment_of(db, visit.id, receipt) is not None
    if again:
        return receipt_page(request, visit, receipt, here, comment=True)
    error = _wrong(visit, words)
    away = TurnedAway(OVER) if not visit.takes else None if error else ideas_machine.check(visit, proof)
    if error or away:
        return shown(request, typed=words, proof=proof, error=error, away=away)
    sending = Sending(visit.id, receipt, visit.site.clock, visit.site.settings.zone)
    try:
        with visit.site.database.writing() as db:
            stored = idea_sending.comment(db, sending, idea.number, words)
    except NotOpenError:
        return shown(request, typed=words, proof=proof, away=TurnedAway(OVER))
    if stored is None:
        return shown(request, typed=words, proof=proof, away=TurnedAway(NO_SUCH_IDEA))
    return receipt_page(request, visit, receipt, here, comment=True)


def _wrong(visit: Visit, words: str) -> str:
    if not words:
        return visit.say(COMMENT_MISSING)
    return visit.say(COMMENT_LONG, most=LONGEST_COMMENT, count=len(words)) if len(words) > LONGEST_COMMENT else ""


def shown(
    request: Request, *, typed: str = "", proof: Proof | None = None, error: str = "", away: TurnedAway | None = None
) -> Response:
    """The idea's page, after something was sent from it: what was typed, and why it was not taken."""
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
        idea = ideas_visit.idea_of(request, db, visit)
        hidden = not ideas.is_visible(visit.process, idea.shown)
        page = _hidden(visit, idea) if hidden else _page(db, visit, idea, typed, proof, error, away)
    status = 404 if hidden else away.status if away else 422 if error else 200
    return pages.render(
        request,
        "participation/idea.html",
        page,
        status=status,
        cache=pages.KEEP_NOTHING,  # it holds a key, and says whether this browser supports it
        headers=away.headers if away else None,
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
    db: Session, visit: Visit, idea: Idea, typed: str, proof: Proof | None, error: str, away: TurnedAway | None
) -> IdeaPage:
    process, language, zone = visit.process, visit.language, visit.site.settings.zone
    assert idea.id is not None
    others = ideas.merged(db, [idea.id])
    into = db.get(Idea, idea.merged_into) if idea.shown == Shown.MERGED and idea.merged_into else None
    numbers = {idea.id: 0, **{one.id or 0: one.number for one in others}}
    point, steps = ideas_words.point(idea.place), idea_steps.of(db, idea)
    answered, onward = idea_steps.last_answer(steps), (into.number, f"{visit.path}/{into.number}") if into else None
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
        unchecked=idea.shown == Shown.WAITING,
        progress=language.gettext(idea.progress),
        chip=ideas_words.CHIPS[Progress(idea.progress)],
        way=ideas_steps.way(idea, steps, onward, language, zone),
        answer=tuple(ideas_words.paragraphs(idea.answer)),
        answered=ideas_words.day(answered, language, zone) if answered else "",
        support=idea_support.counts(db, visit.id).get(idea.id, 0),
        supported=visit.supports(db, list(numbers)),
        browser="" if visit.browser else receipts.new_key(secrets.token_bytes),
        forgotten_on=ideas_words.day(process.delete_on, language, zone) if process.delete_on else "",
        into=(into.number, into.title, f"{visit.path}/{into.number}") if into else None,
        merged=tuple((one.number, one.title, f"{visit.path}/{one.number}") for one in others),
        comments=tuple(_said(one, numbers[one.idea_id], visit) for one in ideas.comments(db, process, list(numbers))),
        may_comment=visit.takes and process.comments and into is None,
        moderated=visit.say(ideas_words.MODERATED[Moderation(process.moderation)]),
        proof=(proof or proofs.fresh(visit)) if visit.takes else proof,
        typed=typed,
        error=error,
        notice=away.told(visit.language) if away else "",
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


routes: list[BaseRoute] = [
    Route(PATH, show, name="idea"),
    Route(f"{PATH}/kommentar", comment, methods=["POST"], max_body_size=LARGEST_BODY, name="idea_comment"),
]
