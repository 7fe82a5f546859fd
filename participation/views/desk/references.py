"""Where the council ordered or discussed a process: ``/ratsbuero/beteiligung/{id}/bezug``."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import meetings
from council.base import forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language
from council.base.site import Site
from council.meetings import AgendaItem, Meeting
from council.organizations import Organization
from participation import council_search
from participation.processes import openings, references
from participation.processes.references import CouncilReference, Relation
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load

PATH = f"{HOME}/{{id:int}}/bezug"
LARGEST_BODY = 10_000
LONGEST_SEARCH = 200
_RELATIONS = {"beauftragt": Relation.ORDERED, "beraten": Relation.DISCUSSED, "beschlossen": Relation.DECIDED}


@dataclass(frozen=True)
class Linked:
    """A link that is there. ``item`` is the agenda item's number and title; ``hidden``: it is not public, so nobody but the desk sees
    the link."""

    id: int
    relation: str
    meeting: str
    start: datetime
    item: str
    hidden: bool


@dataclass(frozen=True)
class MeetingFound:
    id: int
    name: str
    organization: str
    start: datetime


@dataclass(frozen=True)
class ItemChoice:
    id: int
    text: str
    public: bool


@dataclass(frozen=True)
class ReferencesPage:
    """``chosen`` is the meeting whose items can be picked; ``searched``: what was looked for, ``found`` what there is."""

    process: ProcessFrame
    linked: tuple[Linked, ...]
    searched: str
    found: tuple[MeetingFound, ...]
    chosen: MeetingFound | None
    choices: tuple[ItemChoice, ...]
    relations: tuple[tuple[str, str, str], ...]  # value, label, no further hint
    notice: str = ""
    problem: str = ""


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """``?suche=TEXT`` looks for meetings, ``?sitzung=ID`` shows one to link."""
    language = i18n.spoken(request)
    said = {"verbunden": language.gettext("Verbunden."), "entfernt": language.gettext("Der Bezug ist entfernt.")}
    return _show(request, notice=said.get(request.query_params.get("hinweis", ""), ""))


@allowed(Role.PLANNER)
async def add(request: Request) -> Response:
    """Link a meeting or one of its items."""
    async with request.form(max_files=0, max_fields=5) as given:
        chosen = tuple(forms.line(given, name) for name in ("sitzung", "punkt", "art"))
        return await run_in_threadpool(_add, request, *chosen)


def _add(request: Request, meeting: str, item: str, relation: str) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.writing() as db:
        load(db, request)
        known = db.get(Meeting, _number(meeting))
        row = db.get(AgendaItem, _number(item))
        fits = known is not None and relation in _RELATIONS and (not item or (row and row.meeting_id == known.id))
        if fits and known is not None and known.id is not None:
            decided = openings.decide(db, request.path_params["id"], site.clock)
            references.link(db, decided.id, known.id, row.id if row else None, _RELATIONS[relation])
            openings.done(db, decided, account(request), "Bezug zum Rat verbunden", known.name)
    if not fits:
        problem = language.gettext("Bitte wählen Sie eine Sitzung aus der Liste und was der Rat getan hat.")
        return _show(request, problem=problem)
    return _back(request, "verbunden")


@allowed(Role.PLANNER)
async def remove(request: Request) -> Response:
    """Remove a link."""
    async with request.form(max_files=0, max_fields=3) as given:
        return await run_in_threadpool(_remove, request, _number(forms.line(given, "bezug")))


def _remove(request: Request, reference_id: int) -> Response:
    site: Site = request.app.state.site
    with site.database.writing() as db:
        load(db, request)
        decided = openings.decide(db, request.path_params["id"], site.clock)
        row = db.get(CouncilReference, reference_id)
        if row is not None and row.process_id == decided.id:
            db.delete(row)
            openings.done(db, decided, account(request), "Bezug zum Rat entfernt")
    return _back(request, "entfernt")


def _back(request: Request, notice: str) -> Response:
    target = f"{HOME}/{request.path_params['id']}/bezug?hinweis={notice}"
    return RedirectResponse(i18n.spoken(request).link(target), 303)


def _number(text: str) -> int:
    """A row's number; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _show(request: Request, *, notice: str = "", problem: str = "") -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    searched = forms.one_line(request.query_params.get("suche", ""))[:LONGEST_SEARCH]
    with site.database.reading() as db:
        process = load(db, request)
        linked = tuple(_linked(db, row, language) for row in references.of_process(db, request.path_params["id"]))
        found = council_search.find(db, searched, site.settings.zone) if searched else ()
        chosen = _chosen(db, _number(request.query_params.get("sitzung", "")))
        items = meetings.items(db, chosen.id) if chosen else ()
    shown = ReferencesPage(
        process=frame_of(process, site.clock(), request),
        linked=linked,
        searched=searched,
        found=tuple(MeetingFound(one.id or 0, one.name, body.name, one.start) for one, body in found),
        chosen=chosen,
        choices=tuple(ItemChoice(one.id or 0, f"{one.number} {one.name}", one.public) for one in items),
        relations=tuple((name, language.gettext(relation), "") for name, relation in _RELATIONS.items()),
        notice=notice,
        problem=problem,
    )
    return pages.render(
        request,
        "participation/desk/references.html",
        shown,
        status=422 if problem else 200,
        cache=pages.KEEP_NOTHING,
    )


def _linked(db: Session, row: CouncilReference, language: Language) -> Linked:
    meeting = db.get_one(Meeting, row.meeting_id)
    item = db.get(AgendaItem, row.agenda_item_id) if row.agenda_item_id else None
    assert row.id is not None
    return Linked(
        id=row.id,
        relation=language.gettext(row.relation),
        meeting=meeting.name,
        start=meeting.start,
        item=f"{item.number} {item.name}" if item else "",
        hidden=item is not None and not item.public,
    )


def _chosen(db: Session, meeting_id: int) -> MeetingFound | None:
    meeting = db.get(Meeting, meeting_id)
    if meeting is None:
        return None
    body = db.get_one(Organization, meeting.organization_id)
    return MeetingFound(meeting_id, meeting.name, body.name, meeting.start)


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_process_references"),
    Route(PATH, add, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_process_reference_add"),
    Route(f"{PATH}/entfernen", remove, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_process_unlink"),
]
