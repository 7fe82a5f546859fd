"""A process's own page: what it is about, until when, who may take part, and what happens with what people say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlmodel import Session, col, select
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, markdown, pages
from council.base.i18n import Language
from council.base.site import Site
from participation import cards, processes, results
from participation.answers import open_forms
from participation.forms import Form, durations, texts
from participation.forms.kinds import Info
from participation.forms.languages import OWN_NAMES, TAGS
from participation.processes import Access, Kind, Process, State, periods, references
from participation.processes.form_versions import FormChange
from participation.processes.phases import Phase
from participation.processes.references import Shown
from participation.results import counting
from participation.views import answering_device, answering_receipt, answering_visit, withdrawn
from participation.views.answering_visit import NO_SUCH


@dataclass(frozen=True)
class Spoken:
    """A language the page can be read in, with the address."""

    tag: str
    name: str
    path: str
    current: bool


@dataclass(frozen=True)
class Change:
    """A change of the survey while it was open. ``texts``: what stood there before, and after."""

    day: datetime
    correction: bool
    reason: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ProcessPage:
    """``tag`` is the language of the process's own texts, ``spoken`` what begins it in that language. ``state`` is "draft", "coming",
    "open" or "closed"; ``fruitless``: it is closed, and no results will come. ``code``: one that came by post, on its way into the
    survey."""

    slug: str
    path: str
    title: str
    tag: str
    state: str
    timing: str
    kind: str
    intro: Markup
    languages: tuple[Spoken, ...]
    opens_at: datetime | None
    closes_at: datetime | None
    until: str
    spoken: str
    effort: str
    questions: int
    by_code: bool
    strata: int
    once: bool
    formal: bool
    later: str
    results: bool
    privacy: Markup
    controller: str
    contact: str
    changes: tuple[Change, ...]
    references: tuple[Shown, ...]
    answered: bool = False
    fruitless: bool = False
    code: str = ""


def show(request: Request) -> Response:
    """``/mitmachen/{slug}``"""
    return _show(request, "")


async def with_code(request: Request) -> Response:
    """The same, for somebody who has given their code already: it goes on with them, in a field."""
    async with request.form(max_files=0, max_fields=10) as given:
        return await run_in_threadpool(_show, request, forms.line(given, "code")[:100])


def _show(request: Request, code: str) -> Response:
    site: Site = request.app.state.site
    now = site.clock()
    with site.database.reading() as db:
        process = processes.by_slug(db, request.path_params["slug"])
        standing = processes.state(process, now) if process else State.DRAFT
        if process is None or (standing is State.DRAFT and not answering_visit.is_planner(request)):
            raise HTTPException(404, NO_SUCH)
        if standing is State.WITHDRAWN:
            return withdrawn.page(request)
        page = _page(request, db, process, standing, code)
    private = code or page.answered or standing is State.DRAFT
    cache = pages.KEEP_NOTHING if private else pages.ASK_AGAIN
    return pages.render(request, "participation/process.html", page, cache=cache)


def _page(request: Request, db: Session, process: Process, standing: State, code: str) -> ProcessPage:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    assert process.id is not None
    form = _form(request, db, process)
    spoken = _spoken(process, request.query_params.get("sprache", ""), language)
    asked = [one for one in form.questions.values() if not isinstance(one.asks, Info)]
    published = results.published(db, process.id) is not None
    return ProcessPage(
        slug=process.slug,
        path=cards.address(process),
        title=process.name(spoken),
        tag=TAGS.get(spoken, spoken),
        state=cards.STATES[standing],
        timing=_timing(process, standing, site, language),
        kind=process.kind,
        intro=markdown.render(texts.shown(process.intro, spoken, process.leading)).html,
        languages=_languages(process, spoken, language),
        opens_at=process.opens_at,
        closes_at=process.closes_at,
        until=periods.end(process.closes_at, language, site.settings.zone) if process.closes_at else "",
        spoken=spoken,
        effort=durations.told(durations.minutes(form, spoken), language) if asked else "",
        questions=len(asked),
        by_code=process.access == Access.CODES and process.kind == Kind.SURVEY,
        strata=len(process.strata),
        once=process.once_a_device,
        formal=process.formal,
        later=answering_receipt.later(process.showing, process.closes_at, language.code, site.settings.timezone),
        results=published,
        privacy=markdown.render(texts.shown(process.privacy, spoken, process.leading)).html,
        controller=process.controller,
        contact=process.contact or site.settings.contact,
        changes=_changes(db, process.id, spoken),
        references=tuple(references.shown(db, process.id)),
        answered=process.once_a_device and answering_device.name(process.id) in request.cookies,
        fruitless=not published and _fruitless(db, process, standing),
        code=code,
    )


def _fruitless(db: Session, process: Process, standing: State) -> bool:
    """Whether a survey without results is over and will have none."""
    over = standing is State.CLOSED and process.kind == Kind.SURVEY
    return over and (process.deleted_on is not None or counting.too_few(db, process))


def _timing(process: Process, standing: State, site: Site, language: Language) -> str:
    if standing is State.DRAFT or process.opens_at is None or process.closes_at is None:
        return ""
    return cards.timing(Phase(process.opens_at, process.closes_at), site.clock(), site.settings.zone, language)


def _form(request: Request, db: Session, process: Process) -> Form:
    """What people answer now; of a draft what it is so far."""
    assert process.id is not None
    if process.kind != Kind.SURVEY:
        return Form(tuple(process.languages))
    survey = open_forms.survey(db, process.slug)
    assert survey is not None
    return open_forms.of_app(request.app).form(db, survey, survey.latest)


def _spoken(process: Process, wanted: str, language: Language) -> str:
    return next((code for code in (wanted, language.code) if code in process.languages), process.leading)


def _languages(process: Process, spoken: str, language: Language) -> tuple[Spoken, ...]:
    """The site's languages and those it is told in besides; none where there are no others, and the switch of every page will do."""
    others = [code for code in process.languages if code in OWN_NAMES and code not in i18n.CODES]
    current = spoken if spoken in others else language.code
    return tuple(_in_language(process, code, current) for code in (*i18n.CODES, *others)) if others else ()


def _in_language(process: Process, code: str, spoken: str) -> Spoken:
    path = i18n.language("en" if code == "en" else "de").link(cards.address(process))
    return Spoken(TAGS[code], OWN_NAMES[code], path if code in i18n.CODES else f"{path}?sprache={code}", code == spoken)


def _changes(db: Session, process_id: int, spoken: str) -> tuple[Change, ...]:
    """What was changed since it is open, the latest first; of texts those in the language that is read."""
    query = select(FormChange).where(FormChange.process_id == process_id).order_by(col(FormChange.id).desc())
    return tuple(_change(row, spoken) for row in db.exec(query).all())


def _change(row: FormChange, spoken: str) -> Change:
    reworded: Sequence[dict[str, str]] = [one for one in row.rewordings if one.get("language") == spoken]
    told = tuple((one.get("before", ""), one.get("after", "")) for one in reworded)
    return Change(row.at, row.correction, row.reason, told)


routes: list[BaseRoute] = [
    Route("/mitmachen/{slug}", show, name="process"),
    Route("/mitmachen/{slug}", with_code, methods=["POST"], name="process_with_code"),
]
