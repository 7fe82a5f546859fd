"""What moderators see of the texts of a survey: one question at a time, each text once, and how far they have come."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request

from council.base import i18n
from council.base.access import account
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from participation import processes, results
from participation.forms.questions import Question
from participation.moderation import free_texts, personal_data, text_reviews
from participation.moderation.text_reviews import Reason, TextReview
from participation.privacy import answer_deletion
from participation.processes import Process, State, form_versions
from participation.results import due_countings
from participation.views.desk.process_frame import ProcessFrame, frame_of

PAGE = 50  # texts on one page
SHOWN = {"offen": message("Offen"), "frei": message("Freigegeben"), "zurueck": message("Zurückgehalten")}


@dataclass(frozen=True)
class Wanted:
    """Which texts: of which question ("" the first with open ones), in which state, from which page on (1 is the first)."""

    question: str = ""
    state: str = "offen"
    page: int = 1


@dataclass(frozen=True)
class Row:
    """A text with its decision: ``state`` as in ``SHOWN``. ``times``: how many wrote exactly this."""

    digest: str
    text: str
    times: int
    state: str
    reason: str
    by: str
    hints: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A question, or a state, that can be chosen."""

    key: str
    name: str
    path: str
    current: bool
    total: int
    decided: int = 0


@dataclass(frozen=True)
class Typed:
    """What stood in the form when it was refused."""

    chosen: frozenset[str] = frozenset()
    reason: str = ""
    words: str = ""


@dataclass(frozen=True)
class TextsPage:
    """``stage``: "draft", "none" (nothing asks for words), "deleted", "empty" or "texts". ``renewable``: since the results
    were counted other texts are released, which needs another counting to be seen; ``plans``: whoever looks may see the results as well."""

    process: ProcessFrame
    stage: str
    notice: str
    errors: Mapping[str, str]
    typed: Typed
    reasons: tuple[Choice, ...] = ()
    questions: tuple[Choice, ...] = ()
    states: tuple[Choice, ...] = ()
    wanted: Wanted = Wanted()
    title: str = ""
    rows: tuple[Row, ...] = ()
    total: int = 0
    decided: int = 0
    previous: str = ""
    next: str = ""
    pages: int = 1
    renewable: bool = False
    live: bool = False
    more: bool = False
    problem: str = ""
    plans: bool = False


@dataclass(frozen=True)
class Said:
    """What the page has to tell besides."""

    notice: str = ""
    errors: Mapping[str, str] | None = None
    typed: Typed = Typed()
    problem: str = ""


def gather(db: Session, site: Site, process: Process, request: Request, wanted: Wanted, said: Said) -> TextsPage:
    """The page of one question, with the way to the others."""
    assert process.id is not None
    now = site.clock()
    frame = frame_of(process, now, request)
    forms = form_versions.all_forms(db, process.id)
    asked = free_texts.questions(forms)
    plans = account(request).may((Role.PLANNER, Role.ADMIN))
    page = TextsPage(
        frame,
        _stage(site, process, asked),
        said.notice,
        said.errors or {},
        said.typed,
        problem=said.problem,
        plans=plans,
    )
    if page.stage != "texts":
        return page
    found = free_texts.read(db, process.id, forms, list(asked))
    if not any(found.texts.values()):
        return replace(page, stage="empty")
    reviews = text_reviews.of_process(db, process.id)
    return replace(
        _listed(page, asked, found.texts, reviews, wanted, process.leading, i18n.spoken(request)),
        renewable=_shows_other_texts(db, process.id) and due_countings.can_be_renewed(process, now, site.today()),
        live=processes.state(process, now) is State.OPEN,
        more=found.more,
    )


def _shows_other_texts(db: Session, process_id: int) -> bool:
    """Whether the latest counting has other texts than are released now, and no other counting is on its way."""
    counted = results.last(db, process_id, final=True)
    if counted is None or results.ordered(db, process_id):
        return False
    return counted.reviewed != text_reviews.stand(text_reviews.released_digests(db, process_id))


def _stage(site: Site, process: Process, asked: Mapping[str, Question]) -> str:
    if processes.state(process, site.clock()) is State.DRAFT:
        return "draft"
    if process.deleted_on is not None or answer_deletion.texts_are_over(process, site.today()):
        return "deleted"
    return "texts" if asked else "none"


def _listed(
    page: TextsPage,
    asked: Mapping[str, Question],
    texts: Mapping[str, Counter[str]],
    reviews: Mapping[str, Mapping[str, TextReview]],
    wanted: Wanted,
    leading: str,
    language: Language,
) -> TextsPage:
    digests = {key: {text_reviews.digest(text): text for text in texts[key]} for key in asked}
    decided = {key: len(reviews.get(key, {}).keys() & digests[key].keys()) for key in asked}
    open_first = [key for key in asked if decided[key] < len(digests[key])] + [key for key in asked if digests[key]]
    key = wanted.question if wanted.question in asked else open_first[0]
    wanted = replace(wanted, question=key, state=wanted.state if wanted.state in SHOWN else "offen")
    known = reviews.get(key, {})
    by_state: dict[str, list[str]] = {state: [] for state in SHOWN}
    for digest in sorted(digests[key], key=lambda one: (-texts[key][digests[key][one]], digests[key][one])):
        by_state[_state(known.get(digest))].append(digest)
    here, pages = by_state[wanted.state], max(1, -(-len(by_state[wanted.state]) // PAGE))
    at = min(max(wanted.page, 1), pages)
    wanted = replace(wanted, page=at)
    rows = [
        _row(digest, digests[key][digest], texts[key], known.get(digest), language)
        for digest in here[(at - 1) * PAGE : at * PAGE]
    ]
    home = page.process.home
    return replace(
        page,
        reasons=_reasons(page.typed, language),
        questions=tuple(
            Choice(
                one, name(asked[one], leading), address(home, Wanted(one)), one == key, len(digests[one]), decided[one]
            )
            for one in asked
        ),
        states=tuple(
            Choice(
                state,
                language.gettext(label),
                address(home, Wanted(key, state)),
                state == wanted.state,
                len(by_state[state]),
            )
            for state, label in SHOWN.items()
        ),
        wanted=wanted,
        title=name(asked[key], leading),
        rows=tuple(rows),
        total=sum(map(len, digests.values())),
        decided=sum(decided.values()),
        previous=address(home, replace(wanted, page=at - 1)) if at > 1 else "",
        next=address(home, replace(wanted, page=at + 1)) if at < pages else "",
        pages=pages,
    )


def address(home: str, wanted: Wanted, **more: str) -> str:
    """The path of the page with these texts; ``home`` is the process's."""
    query = {"frage": wanted.question, "zeigen": wanted.state} | (
        {"seite": str(wanted.page)} if wanted.page > 1 else {}
    )
    return f"{home}/texte?{urlencode(query | more)}"


def _row(digest: str, text: str, times: Mapping[str, int], review: TextReview | None, language: Language) -> Row:
    return Row(
        digest=digest,
        text=text,
        times=times[text],
        state=_state(review),
        reason=language.gettext(review.reason) if review else "",
        by=review.decided_by if review else "",
        hints=tuple(language.gettext(hint) for hint in personal_data.hints(text)),
    )


def _state(review: TextReview | None) -> str:
    return "offen" if review is None else "frei" if review.released else "zurueck"


def _reasons(typed: Typed, language: Language) -> tuple[Choice, ...]:
    return tuple(
        Choice(reason.name.lower(), language.gettext(reason), "", typed.reason == reason.name.lower(), 0)
        for reason in Reason
    )


def name(question: Question, leading: str) -> str:
    """What a question asks, in the survey's leading language."""
    return question.text.get(leading) or next(iter(question.text.values()), question.key)
