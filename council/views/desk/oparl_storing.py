"""Storing a meeting that came from OParl data: the table to correct, and what becomes of it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session, select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import amendments, meetings, office, oparl_sources, organizations, people
from council.agendas import Agenda
from council.base import audit, forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.errors import ReadableError
from council.base.site import Site
from council.meetings import Meeting
from council.organizations import Group
from council.views.desk import agenda_preview, meeting_form, oparl_form
from council.views.desk import meetings as overview
from council.views.desk.agenda_items import desk
from council.views.desk.agenda_preview import PreviewPage, Row
from council.views.desk.meeting_form import Facts

PATH = f"{overview.PATH}/oparl"
KEPT = ("kennung", "gremium-kennung", "gremium-quelle", "sitzung", "personen")


@allowed(Role.CLERK)
async def store(request: Request) -> Response:
    """Store the table, or show it again with what has to be changed."""
    size = oparl_form.LARGEST_PART
    async with request.form(max_files=0, max_fields=agenda_preview.MOST_FIELDS, max_part_size=size) as given:
        return await run_in_threadpool(_store, request, given)


def _store(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    facts, rows = meeting_form.entered(given), agenda_preview.entered(given)
    kept = {name: forms.typed(given, name) for name in KEPT}
    dropped, take_people = agenda_preview.ticked(given), forms.line(given, "personen-uebernehmen") == "1"
    if forms.line(given, "alle") == "oeffentlich":
        return preview(request, facts, agenda_preview.all_public(rows), kept, dropped, take_people=take_people)
    rows, errors = agenda_preview.checked(rows, language), meeting_form.problems(facts, language)
    if errors or any(row.errors for row in rows):
        return preview(request, facts, rows, kept, dropped, take_people=take_people, errors=errors, status=422)
    try:
        with site.database.writing() as db:
            meeting = _held(db, request, meeting_form.read(facts, site.settings.zone), kept)
            if items := agenda_preview.items_of(rows):
                amendments.take_over(db, desk(request), meeting, items, dropped)
        if take_people and kept["personen"]:
            _take_people(request, kept["personen"])
    except ReadableError as error:
        problem = error.told(language)
        return preview(request, facts, rows, kept, dropped, take_people=take_people, problem=problem, status=409)
    return RedirectResponse(language.link(f"{amendments.path(meeting)}?hinweis=uebernommen"), 303)


def _held(db: Session, request: Request, agenda: Agenda, kept: dict[str, str]) -> Meeting:
    """The meeting it goes into, with the facts as they were entered; made where it is new."""
    site: Site = request.app.state.site
    source, body_source = kept["kennung"][:500] or None, kept["gremium-kennung"][:500] or None
    if body_source and kept["gremium-quelle"] == agenda.organization:
        organizations.take(db, Group(agenda.organization, oparl_id=body_source))
    meeting = _known(db, kept) or meetings.find(db, agenda)
    action = "Sitzung aus OParl aktualisiert" if meeting else "Sitzung aus OParl angelegt"
    if meeting is None:
        meeting = meetings.create(db, agenda)
    else:
        office.change(db, meeting, agenda, site.clock())
    if source and meeting.oparl_id is None and _by_oparl_id(db, source) is None:
        meeting.oparl_id = source
        db.add(meeting)
    db.flush()
    subject = f"{agenda.name} ({agenda.organization})"
    audit.record(db, account(request), action, site.clock(), subject=subject, path=amendments.path(meeting))
    return meeting


def _known(db: Session, kept: dict[str, str]) -> Meeting | None:
    """The meeting somebody started from, or the one that came from the same source before."""
    number = kept["sitzung"]
    chosen = db.get(Meeting, int(number)) if number.isascii() and number.isdecimal() and len(number) < 10 else None
    return chosen or _by_oparl_id(db, kept["kennung"])


def _by_oparl_id(db: Session, oparl_id: str) -> Meeting | None:
    return db.exec(select(Meeting).where(Meeting.oparl_id == oparl_id)).first() if oparl_id else None


def _take_people(request: Request, written: str) -> None:
    site: Site = request.app.state.site
    members = oparl_sources.people_in(oparl_form.in_file(written)).members
    with site.database.writing() as db:
        taken = people.take(db, members)
        subject = f"{taken.new} neu, {taken.known} bekannt"
        audit.record(
            db, account(request), "Personen übernommen", site.clock(), subject=subject, path="/ratsbuero/personen"
        )


def preview(
    request: Request,
    facts: Facts,
    rows: Sequence[Row],
    kept: dict[str, str],
    dropped: Collection[int] = (),
    *,
    hints: Sequence[str] = (),
    take_people: bool = True,
    errors: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    """The table with the facts of the meeting; ``kept`` goes along."""
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        meeting = _known(db, kept)
        shown, left = agenda_preview.compared(db, meeting.id if meeting else None, rows, dropped, language)
        bodies = tuple(meeting_form.bodies(db))
    back = amendments.path(meeting) if meeting else overview.PATH
    page: PreviewPage = replace(
        agenda_preview.page(meeting.name if meeting else "", back, shown, left, language=language, problem=problem),
        action=f"{PATH}/uebernehmen",
        read_again="",
        facts=facts,
        bodies=bodies,
        fact_errors=errors or {},
        errors={**(errors or {}), **agenda_preview.row_errors(shown, language)},
        hints=tuple(hints),
        hidden=tuple(kept.items()),
        people=_count(kept["personen"]),
        take_people=take_people,
    )
    return pages.render(request, "council/desk/agenda_preview.html", page, status=status, cache=pages.KEEP_NOTHING)


def _count(written: str) -> int:
    try:
        data: Any = json.loads(written) if written else []
    except ValueError:
        return 0
    return len(data) if isinstance(data, list) else 0


routes: list[BaseRoute] = [
    Route(
        f"{PATH}/uebernehmen", store, methods=["POST"], max_body_size=oparl_form.LARGEST_BODY, name="desk_oparl_store"
    ),
]
