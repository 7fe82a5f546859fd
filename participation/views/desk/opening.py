"""Opening a process, and what can be done once it is open: ``/ratsbuero/beteiligung/{id}/oeffnen``."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Account, Role
from council.base.errors import ReadableError
from council.base.i18n import Language
from council.base.site import Site
from participation import processes
from participation.answers import submissions
from participation.building import form_changes
from participation.processes import Access, Kind, State, opening_checks, openings, periods
from participation.processes.opening_checks import Check, Standing
from participation.processes.openings import Decided, OpeningError
from participation.processes.phases import Edge, PhaseError
from participation.results import turnout
from participation.views.desk import form_changing, settings_form
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load

PATH = f"{HOME}/{{id:int}}/oeffnen"
LARGEST_BODY = 10_000
Act = Callable[[Session, int, Site, Account], None]
_ACTS: dict[str, Act] = {"schliessen": openings.close, "zurueckziehen": openings.withdraw}


@dataclass(frozen=True)
class Line:
    """A check as it is shown. ``path`` is where it is put right; empty where nothing has to be."""

    standing: str
    text: str
    points: tuple[str, ...]
    path: str


@dataclass(frozen=True)
class OpeningPage:
    """``state`` is the name of the ``State``. ``begins`` and ``ends`` say when in words; ``begins`` is empty where opening opens at once.
    ``tests``: the planner's answers that opening deletes.
    ``answers``: how many there are, in words. ``tag``, ``zeit`` stand in the fields of a new end."""

    process: ProcessFrame
    state: str
    survey: bool
    by_code: bool
    lines: tuple[Line, ...]
    ready: bool
    begins: str
    ends: str
    tests: int
    answers: str
    address: str
    changeable: bool
    tag: str = ""
    zeit: str = ""
    notice: str = ""
    problem: str = ""
    error: str = ""


@dataclass(frozen=True)
class EndingPage:
    """A question asked once before a process is closed or withdrawn. ``act`` ends the address it is sent to."""

    process: ProcessFrame
    act: str
    answers: str
    survey: bool


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """What stands in the way, or what can still be done."""
    language = i18n.spoken(request)
    said = {
        "geoeffnet": language.gettext("Die Beteiligung ist geöffnet."),
        "verlaengert": language.gettext("Das neue Ende gilt. Es steht auch auf der öffentlichen Seite."),
        "geschlossen": language.gettext("Die Beteiligung ist geschlossen."),
        "zurueckgezogen": language.gettext("Die Beteiligung ist zurückgezogen."),
    }
    return _show(request, notice=said.get(request.query_params.get("hinweis", ""), ""))


@allowed(Role.PLANNER)
def release(request: Request) -> Response:
    """Open it."""
    return _done(request, openings.release, "geoeffnet")


@allowed(Role.PLANNER)
async def prolong(request: Request) -> Response:
    """Set a later end."""
    async with request.form(max_files=0, max_fields=5) as given:
        return await run_in_threadpool(_prolong, request, forms.line(given, "tag"), forms.line(given, "zeit"))


def _prolong(request: Request, day: str, clock: str) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    try:
        wanted = settings_form.moment(day, clock, Edge.CLOSING, site.settings.zone)
    except PhaseError as problem:
        return _show(request, tag=day, zeit=clock, error=problem.told(language))
    except ValueError:
        wanted = None
    if wanted is None:
        said = language.gettext("Bitte geben Sie einen Tag ein, zum Beispiel 31.05.2026, und die Uhrzeit wie 18:00.")
        return _show(request, tag=day, zeit=clock, error=said)
    closes_at = wanted.at

    def act(db: Session, process_id: int, site: Site, who: Account) -> None:
        openings.prolong(db, process_id, closes_at, site, who)

    return _done(request, act, "verlaengert")


@allowed(Role.PLANNER)
def ask(request: Request) -> Response:
    """Ask once before closing or withdrawing."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process, now = load(db, request), site.clock()
        people = submissions.count(db, request.path_params["id"])
    shown = EndingPage(
        process=frame_of(process, now, request),
        act=_act(request),
        answers=turnout.told(people, process.least_people, processes.state(process, now), i18n.spoken(request)),
        survey=process.kind == Kind.SURVEY,
    )
    return pages.render(request, "participation/desk/ending.html", shown, cache=pages.KEEP_NOTHING)


@allowed(Role.PLANNER)
def end(request: Request) -> Response:
    """Close or withdraw it."""
    act = _act(request)
    return _done(request, _ACTS[act], {"schliessen": "geschlossen", "zurueckziehen": "zurueckgezogen"}[act])


def _act(request: Request) -> str:
    return i18n.page_path(request).rpartition("/")[2]


def _done(request: Request, act: Act, notice: str) -> Response:
    site: Site = request.app.state.site
    process_id: int = request.path_params["id"]
    language = i18n.spoken(request)
    try:
        with site.database.writing() as db:
            load(db, request)
            act(db, process_id, site, account(request))
    except OpeningError as error:
        return _show(request, problem=error)
    return RedirectResponse(language.link(f"{HOME}/{process_id}/oeffnen?hinweis={notice}"), 303)


def _show(
    request: Request,
    *,
    notice: str = "",
    problem: ReadableError | None = None,
    tag: str = "",
    zeit: str = "",
    error: str = "",
) -> Response:
    site: Site = request.app.state.site
    language, zone = i18n.spoken(request), site.settings.zone
    with site.database.reading() as db:
        process = load(db, request)
        decided = Decided(process, site.clock())
        checks = _checks(db, decided, site)
        people = submissions.count(db, decided.id)
    at_once = process.opens_at is None or process.opens_at <= decided.now
    shown = OpeningPage(
        process=frame_of(process, decided.now, request),
        state=decided.state.name.lower(),
        survey=process.kind == Kind.SURVEY,
        by_code=process.access == Access.CODES,
        lines=tuple(_line(check, decided.id, language) for check in checks),
        ready=not opening_checks.obstacles(checks),
        begins="" if at_once else periods.beginning(process.opens_at or decided.now, language, zone),
        ends=periods.end(process.closes_at, language, zone) if process.closes_at else "",
        tests=people if decided.state is State.DRAFT else 0,
        answers=turnout.told(people, process.least_people, decided.state, language),
        address=f"{site.settings.address}/mitmachen/{process.slug}",
        changeable=form_changes.is_changeable(process, decided.state),
        tag=tag,
        zeit=zeit,
        notice=notice,
        problem=problem.told(language) if problem else "",
        error=error,
    )
    status = 409 if problem else 422 if error else 200
    return pages.render(request, "participation/desk/opening.html", shown, status=status, cache=pages.KEEP_NOTHING)


def _checks(db: Session, decided: Decided, site: Site) -> tuple[Check, ...]:
    """What was looked at; nothing once it is open."""
    if decided.state is not State.DRAFT:
        return ()
    return opening_checks.checks(openings.subject(db, decided.process, decided.now, site))


def _line(check: Check, process_id: int, language: Language) -> Line:
    path = "" if check.standing is Standing.FINE else f"{HOME}/{process_id}{check.step or '/angaben'}"
    return Line(check.standing, check.about.told(language), tuple(one.told(language) for one in check.points), path)


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_process_opening"),
    Route(PATH, release, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_process_release"),
    Route(f"{PATH}/verlaengern", prolong, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_process_prolong"),
    *(
        Route(f"{PATH}/{act}", handler, methods=[method], max_body_size=LARGEST_BODY, name=f"desk_process_{act}_{name}")
        for act in _ACTS
        for handler, method, name in ((ask, "GET", "ask"), (end, "POST", "do"))
    ),
    *form_changing.routes,
]
