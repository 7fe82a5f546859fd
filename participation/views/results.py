"""What came out: figures, charts and tables, as a page and as a report, and whether one's own receipt was counted."""

import logging
from dataclasses import dataclass
from pathlib import Path

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import files, i18n, lifetimes, pages
from council.base.site import Site
from participation import cards, processes, results
from participation.mails import notifying
from participation.processes import Kind, Process, Showing, State, periods
from participation.results import counting, printing, reports, result_pages
from participation.results.printing import PrintingError
from participation.results.result_pages import ResultsPage
from participation.views import receipt_check

PATH = "/mitmachen/{slug}/ergebnisse"
RETRY_S = "60"

log = logging.getLogger(__name__)
_limiter: RunVar[anyio.CapacityLimiter] = RunVar("ratsfenster_report_threads")


@dataclass(frozen=True)
class WaitingPage:
    """Nothing is to be seen yet. ``state`` is "coming", "open", "closed", "few" where too few answered until it
    closed, or "deleted" with all answers; ``showing`` when results are shown. ``begins`` and ``ends``
    are moments in words. ``told``: people can ask for a mail then."""

    path: str
    title: str
    lang: str
    state: str
    showing: str
    begins: str
    ends: str
    least_people: int
    told: bool


@dataclass(frozen=True)
class ShownPage:
    """The results, with what only the site has. ``with_pdf``: the report can be made here."""

    results: ResultsPage
    with_pdf: bool


def show(request: Request) -> Response:
    """``/mitmachen/{slug}/ergebnisse?gruppe=Nord``"""
    site: Site = request.app.state.site
    group = request.query_params.get("gruppe", "").strip()
    with site.database.reading() as db:
        process = public_survey(db, request)
        assert process.id is not None
        result = results.published(db, process.id)
        if result is None:
            return _waiting(request, db, process, site)
        page = result_pages.gather(db, site, process, result, i18n.spoken(request), group)
    if page is None:
        raise HTTPException(404)
    shown = ShownPage(page, with_pdf=bool(page.files) and printing.missing_library() is None)
    return pages.render(request, "participation/results.html", shown, cache=lifetimes.briefly(site))


async def report(request: Request) -> Response:
    """``/mitmachen/{slug}/bericht.pdf``: the final results to keep and to print."""
    site: Site = request.app.state.site
    file = await anyio.to_thread.run_sync(_report_file, request, site, limiter=_one_at_a_time())
    name = f"ergebnisse-{request.path_params['slug']}.pdf"
    headers = {"Content-Type": "application/pdf"}
    return await files.answer(request, file, cache=lifetimes.briefly(site), download_name=name, headers=headers)


def _report_file(request: Request, site: Site) -> Path:
    language = i18n.spoken(request)
    with site.database.reading() as db:
        process = public_survey(db, request)
        assert process.id is not None
        result = results.published(db, process.id)
        page = result_pages.gather(db, site, process, result, language) if result and result.final else None
        if result is None or page is None:
            raise HTTPException(404)
        bundle, process_id = result_pages.bundle_file(site, result), result.process_id
    try:
        file = reports.written(site, bundle, page, language) if bundle else None
    except PrintingError as error:
        log.warning("no report of survey %s: %s", process_id, error.__cause__ or printing.missing_library())
        raise HTTPException(503, error.text, {"Retry-After": RETRY_S}) from error
    if file is None:
        raise HTTPException(404)
    return file


def _one_at_a_time() -> anyio.CapacityLimiter:
    """Who waits for a report takes no thread from the pages."""
    try:
        return _limiter.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(1)
        _limiter.set(limiter)
        return limiter


def public_survey(db: Session, request: Request) -> Process:
    """The survey at an address, if the public may know of it; else 404."""
    process = processes.by_slug(db, request.path_params["slug"])
    if process is None or not processes.is_public(process) or process.kind != Kind.SURVEY:
        raise HTTPException(404)
    return process


def _waiting(request: Request, db: Session, process: Process, site: Site) -> Response:
    assert process.opens_at is not None
    assert process.closes_at is not None
    language, zone = i18n.spoken(request), site.settings.zone
    page = WaitingPage(
        path=cards.address(process),
        title=process.name(language.code),
        lang=cards.title_tag(process, language),
        state=_waits_for(db, process, processes.state(process, site.clock())),
        showing=Showing(process.showing).value,
        begins=periods.beginning(process.opens_at, language, zone),
        ends=periods.end(process.closes_at, language, zone),
        least_people=process.least_people,
        told=notifying.is_offered(site, process),
    )
    return pages.render(request, "participation/results_waiting.html", page)


def _waits_for(db: Session, process: Process, standing: State) -> str:
    if standing in (State.COMING, State.OPEN):
        return "coming" if standing is State.COMING else "open"
    if process.deleted_on is not None:
        return "deleted"
    return "few" if counting.too_few(db, process) else "closed"


routes: list[BaseRoute] = [
    Route(PATH, show, name="results"),
    Route("/mitmachen/{slug}/bericht.pdf", report, name="report"),
    *receipt_check.routes,
]
