"""The sheets of a survey for the office's own evaluation, after it closed and until its answers are deleted. Every download stands in the
log. ``/ratsbuero/beteiligung/{id}/ergebnisse/boegen.csv``"""

from collections.abc import Iterator
from datetime import date, datetime

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from council.base import audit
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.site import Site
from participation import processes
from participation.answers import submissions
from participation.counting.disclosure import DisclosureError
from participation.privacy import answer_deletion
from participation.processes import Kind, Process, State
from participation.results import counting
from participation.results.sheets import Sheets
from participation.views.desk.process_frame import HOME, load_survey

PATH = f"{HOME}/{{id:int}}/ergebnisse"
TYPE = "text/csv; charset=utf-8; header=present"


def are_there(process: Process, answered: int, now: datetime, today: date) -> bool:
    """Whether there are sheets to evaluate: of people enough, no more to come but from paper, and none deleted or to be deleted."""
    over = process.deleted_on is not None or answer_deletion.answers_are_over(process, today)
    closed = process.kind == Kind.SURVEY and processes.state(process, now) is State.CLOSED
    return closed and not over and answered >= process.least_people


@allowed(Role.PLANNER)
def table(request: Request) -> Response:
    """``/ergebnisse/boegen.csv``: a row a sheet."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process, sheets = _of(db, site, request)
        subject, path = process.name(process.leading), f"{HOME}/{process.id}"
        name = f"{process.slug}-boegen.csv"
    with site.database.writing() as db:
        audit.record(
            db, account(request), "Bögen zur Auswertung heruntergeladen", site.clock(), subject=subject, path=path
        )
    return StreamingResponse(_lines(site, request.path_params["id"], sheets), headers=_headers(name), media_type=TYPE)


@allowed(Role.PLANNER)
def fields(request: Request) -> Response:
    """``/ergebnisse/boegen-felder.csv``: what stands in the columns."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process, sheets = _of(db, site, request)
        headers = _headers(f"{process.slug}-boegen-felder.csv")
    return Response(sheets.dictionary(), headers=headers, media_type=TYPE)


def _of(db: Session, site: Site, request: Request) -> tuple[Process, Sheets]:
    process, now = load_survey(db, request), site.clock()
    assert process.id is not None
    if not are_there(process, counting.answered(db, process.id), now, now.astimezone(site.settings.zone).date()):
        raise HTTPException(404)
    try:
        return process, counting.sheets(db, process)
    except DisclosureError:
        raise HTTPException(404) from None


def _lines(site: Site, process_id: int, sheets: Sheets) -> Iterator[str]:
    """Each thousand in a transaction of their own, so that nobody who reads slowly holds the database up."""
    yield sheets.first()
    last = ""
    while True:
        with site.database.reading() as db:
            some = submissions.read_some(db, process_id, last)
        if not some:
            return
        yield "".join(sheets.lines(some))
        last = some[-1].key


def _headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


routes: list[BaseRoute] = [
    Route(f"{PATH}/boegen.csv", table, name="desk_results_sheets"),
    Route(f"{PATH}/boegen-felder.csv", fields, name="desk_results_sheets_fields"),
]
