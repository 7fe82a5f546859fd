"""One idea at the desk: releasing, withholding, merging, blackening, answering, and the same for its comments.

Moderators decide what of people's words is published; what the town says to an idea, and promises with it, is the planners' alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from participation import ideas
from participation.ideas import (
    LONGEST_ANSWER,
    Idea,
    IdeaComment,
    IdeaReport,
    Shown,
    idea_queue,
    idea_steps,
    idea_support,
)
from participation.processes import Moderation, openings
from participation.views import ideas_steps, ideas_words
from participation.views.desk.idea_acts import ANSWERS, DECISIONS, Act, Doing, FieldError
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load
from participation.views.ideas import STATES
from participation.views.ideas_report import GROUNDS
from participation.views.ideas_steps import Way

PATH = f"{HOME}/{{id:int}}/ideen/{{number:int}}"
LARGEST_BODY = 100_000
NOTICES = {
    "veroeffentlicht": message("Veröffentlicht."),
    "zurueckgehalten": message("Zurückgehalten. Wer es geschrieben hat, sieht den Grund mit der Quittung."),
    "vereint": message("Vereint."),
    "beantwortet": message("Die Antwort steht jetzt bei der Idee."),
    "kommentiert": message("Ihr Kommentar steht jetzt bei der Idee."),
    "geschwaerzt": message("Die Stelle ist geschwärzt."),
    "zurueckgenommen": message("Der Schritt ist zurückgenommen. Die Idee steht wieder so da wie davor."),
}
STANDINGS = {
    Shown.WAITING: message("Wartet auf eine Entscheidung."),
    Shown.SHOWN: message("Veröffentlicht."),
    Shown.WITHHELD: message("Zurückgehalten."),
    Shown.MERGED: message("Mit einer anderen Idee vereint."),
    Shown.TAKEN_BACK: message("Zurückgezogen von dem Menschen, der es geschrieben hat. Der Text ist gelöscht."),
    Shown.HELD: message(
        "Nach einer Wiederherstellung zurückgehalten, damit nichts wieder erscheint, was gelöscht war. Wartet auf Ihre Entscheidung."
    ),
}


@dataclass(frozen=True)
class Post:
    """An idea or a comment as moderators see it. ``seen``: the public reads it now."""

    comment: int
    paragraphs: tuple[str, ...]
    day: str
    standing: str
    ground: str
    reason: str
    office: bool
    seen: bool
    gone: bool
    shown: bool
    withheld: bool
    reports: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DeskIdeaPage:
    """``errors`` by field; ``typed`` what was typed there. ``undoable`` are the steps that can be taken back, the last one first: the day
    as it is sent, and what is read. ``speaks``: who looks may answer for the town; others read
    what it ``answered``, by paragraphs."""

    process: ProcessFrame
    path: str
    public: str
    number: int
    title: str
    category: str
    place: str
    support: int
    post: Post
    speaks: bool
    comments: tuple[Post, ...]
    grounds: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    state: str
    answer: str
    answered: tuple[str, ...]
    way: Way
    undoable: tuple[tuple[str, str], ...]
    into: int
    merged: tuple[int, ...]
    previous: int
    next: int
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    notice: str = ""
    longest_answer: int = LONGEST_ANSWER


@allowed(Role.MODERATOR, Role.PLANNER)
def page(request: Request) -> Response:
    """The idea with all that can be done."""
    notice = NOTICES.get(request.query_params.get("hinweis", ""), "")
    return _show(request, notice=i18n.spoken(request).gettext(notice) if notice else "")


@allowed(Role.MODERATOR, Role.PLANNER)
async def act(request: Request) -> Response:
    """One decision: the button pressed is ``schritt``, for a comment followed by its number."""
    return await _pressed(request, DECISIONS)


@allowed(Role.PLANNER)
async def speak(request: Request) -> Response:
    """The town says something, or takes it back."""
    return await _pressed(request, ANSWERS)


async def _pressed(request: Request, acts: Mapping[str, Act]) -> Response:
    async with request.form(max_files=0, max_fields=10, max_part_size=LARGEST_BODY) as given:
        return await run_in_threadpool(_act, request, given, acts)


def _act(request: Request, given: FormData, acts: Mapping[str, Act]) -> Response:
    site: Site = request.app.state.site
    what, _, which = forms.line(given, "schritt").partition(":")
    language = i18n.spoken(request)
    act = acts.get(what)
    if act is None:
        raise HTTPException(404)
    try:
        with site.database.writing() as db:
            load(db, request)
            decided = openings.decide(db, request.path_params["id"], site.clock)
            doing = Doing(db, decided, _idea(db, request), given, which, site)
            action, notice = act(doing)
            openings.done(db, decided, account(request), action)
    except FieldError as wrong:
        typed = {key: value for key in given if isinstance(value := given[key], str)}
        return _show(request, errors={wrong.name: language.gettext(wrong.text) % wrong.values}, typed=typed, status=422)
    back = f"{HOME}/{request.path_params['id']}/ideen"
    if forms.line(given, "zurueck") != "liste":
        back += f"/{request.path_params['number']}"
    return RedirectResponse(language.link(f"{back}?hinweis={notice}"), 303)


def _idea(db: Session, request: Request) -> Idea:
    number = request.path_params["number"]
    found = ideas.by_number(db, request.path_params["id"], number) if number < 2**31 else None
    if found is None:
        raise HTTPException(404)
    return found


def _show(
    request: Request,
    *,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    notice: str = "",
    status: int = 200,
) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        process = load(db, request)
        idea = _idea(db, request)
        assert idea.id is not None
        reported = idea_queue.reports(db, idea.process_id)
        after = process.moderation == Moderation.AFTER
        frame = frame_of(process, site.clock(), request)
        numbers = [one.number for one in idea_queue.everything(db, idea.process_id)]
        into = db.get(Idea, idea.merged_into) if idea.merged_into else None
        steps, zone = idea_steps.of(db, idea), site.settings.zone
        onward = (into.number, f"{frame.home}/ideen/{into.number}") if into else None

        def post(one: Idea | IdeaComment) -> Post:
            key = (one.idea_id, one.id) if isinstance(one, IdeaComment) else (one.id, None)
            return _post(one, reported.get(key, ()), after, language, site)

        shown = DeskIdeaPage(
            process=frame,
            path=f"{frame.home}/ideen/{idea.number}",
            public=f"{frame.address}/ideen/{idea.number}",
            number=idea.number,
            title=idea.title,
            category=idea.category,
            place=ideas_words.place(idea.place, language),
            support=idea_support.counts(db, idea.process_id).get(idea.id, 0),
            post=post(idea),
            speaks=account(request).may((Role.PLANNER, Role.ADMIN)),
            comments=tuple(post(one) for one in idea_queue.comments(db, idea.id)),
            grounds=tuple((name, language.gettext(ground)) for name, ground in GROUNDS.items()),
            states=tuple((name, language.gettext(progress)) for name, progress in STATES.items()),
            state=next(name for name, progress in STATES.items() if progress == idea.progress),
            answer=idea.answer,
            answered=tuple(ideas_words.paragraphs(idea.answer)),
            way=ideas_steps.way(idea, steps, onward, language, zone),
            undoable=tuple(
                (one.day.isoformat(), f"{ideas_words.day(one.day, language, zone)}: {language.gettext(one.progress)}")
                for one in reversed(idea_steps.changes(steps))
            ),
            into=into.number if into else 0,
            merged=tuple(one.number for one in ideas.merged(db, [idea.id])),
            previous=max((one for one in numbers if one < idea.number), default=0),
            next=min((one for one in numbers if one > idea.number), default=0),
            errors=errors or {},
            typed=typed or {},
            notice=notice,
        )
    return pages.render(request, "participation/desk/idea.html", shown, status=status, cache=pages.KEEP_NOTHING)


def _post(
    one: Idea | IdeaComment, reports: tuple[IdeaReport, ...], after: bool, language: Language, site: Site
) -> Post:
    return Post(
        comment=(one.id or 0) if isinstance(one, IdeaComment) else 0,
        paragraphs=tuple(ideas_words.paragraphs(one.text)),
        day=ideas_words.day(one.sent_on, language, site.settings.zone),
        standing=language.gettext(STANDINGS[Shown(one.shown)]),
        ground=language.gettext(one.ground) if one.ground else "",
        reason=one.reason,
        office=isinstance(one, IdeaComment) and one.office,
        seen=one.shown in (Shown.SHOWN, Shown.MERGED) or (after and one.shown == Shown.WAITING),
        gone=one.shown == Shown.TAKEN_BACK,
        shown=one.shown == Shown.SHOWN,
        withheld=one.shown == Shown.WITHHELD,
        reports=tuple((language.gettext(report.ground), report.words) for report in reports),
    )


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_idea"),
    Route(PATH, act, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_idea_act"),
    Route(f"{PATH}/antwort", speak, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_idea_speak"),
]
