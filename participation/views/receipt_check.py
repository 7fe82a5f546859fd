"""Was my answer counted? The page on which people look for their receipt. A receipt is only ever sent in a form, never in an address, and
nothing of it is kept."""

import mmap
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, pages, throttle
from council.base.site import Site
from participation import cards, processes, results
from participation.answers import receipts, submissions
from participation.answers.receipts import Receipt
from participation.counting.canonical import canonical
from participation.processes import Kind, Process, State
from participation.results import Result, result_pages
from participation.views import doors

PATH = "/mitmachen/{slug}/quittung"
FIELD = "quittung"


@dataclass(frozen=True)
class ReceiptPage:
    """``outcome``: "counted", "present" (stored, not counted yet), "missing", or empty before anything was looked for. ``error`` is what
    is wrong with what was ``typed``. ``checksum`` is empty where nothing is published yet."""

    slug: str
    path: str
    title: str
    lang: str
    outcome: str
    error: str
    typed: str
    closed: bool
    checksum: str
    receipts_deleted: bool


@dataclass(frozen=True)
class Known:
    """What there is to look in: the survey, and its published final result."""

    process: Process
    result: Result | None
    bundle: Path | None


def form(request: Request) -> Response:
    """``/mitmachen/{slug}/quittung``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        known = _known(db, site, request)
    return _page(request, known)


async def check(request: Request) -> Response:
    """Looks for the receipt that was sent."""
    async with request.form(max_files=0, max_fields=5) as given:
        typed = forms.line(given, FIELD)[:200]
    return await run_in_threadpool(_checked, request, typed)


def _checked(request: Request, typed: str) -> Response:
    site: Site = request.app.state.site
    away = doors.enter(doors.of_app(request.app).receipts, throttle.network_of(request))
    if away:
        raise HTTPException(away.status, headers=away.headers)
    read = receipts.read(typed)
    with site.database.reading() as db:
        known = _known(db, site, request)
        if isinstance(read, Receipt):
            return _page(request, known, outcome=_outcome(db, known, read))
    return _page(request, known, error=read.error.told(i18n.spoken(request)), typed=typed)


def _known(db: Session, site: Site, request: Request) -> Known:
    process = processes.by_slug(db, request.path_params["slug"])
    if process is None or not processes.is_public(process) or process.kind != Kind.SURVEY:
        raise HTTPException(404)
    assert process.id is not None
    result = results.published(db, process.id)
    if result is None or not result.final:
        return Known(process, None, None)
    return Known(process, result, result_pages.bundle_file(site, result))


def _outcome(db: Session, known: Known, receipt: Receipt) -> str:
    assert known.process.id is not None
    if known.bundle is not None and known.bundle.is_file():
        return "counted" if listed(known.bundle, receipts.published(receipt)) else "missing"
    return "present" if submissions.has_receipt(db, known.process.id, receipt) else "missing"


def listed(bundle: Path, published: str) -> bool:
    """Whether a receipt is among those counted, as the published file lists them."""
    line = b"\n" + canonical({"receipt": published}) + b"\n"
    with bundle.open("rb") as reading, mmap.mmap(reading.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(line) >= 0


def _page(request: Request, known: Known, *, outcome: str = "", error: str = "", typed: str = "") -> Response:
    site: Site = request.app.state.site
    process, language = known.process, i18n.spoken(request)
    page = ReceiptPage(
        slug=process.slug,
        path=cards.address(process),
        title=process.name(language.code),
        lang=cards.title_tag(process, language),
        outcome=outcome,
        error=error,
        typed=typed,
        closed=processes.state(process, site.clock()) is State.CLOSED,
        checksum=known.result.checksum if known.result else "",
        receipts_deleted=process.deleted_on is not None,
    )
    status = 422 if error else 200
    return pages.render(request, "participation/receipt_check.html", page, status=status, cache=pages.KEEP_NOTHING)


routes: list[BaseRoute] = [
    Route(PATH, form, name="receipt"),
    Route(PATH, check, methods=["POST"]),
]
