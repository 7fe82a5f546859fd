"""All meetings at the desk, and a new one by hand."""

from dataclasses import dataclass, field
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import meetings, office
from council.base import audit, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.site import Site
from council.office import Progress
from council.views import selection
from council.views.desk import meeting_form
from council.views.desk.meeting_form import Facts
from council.views.selection import PER_PAGE, Selection

PATH = "/ratsbuero/sitzungen"


@dataclass(frozen=True)
class Row:
    """A meeting in the list."""

    path: str
    title: str
    organization: str
    start: datetime
    progress: Progress


@dataclass(frozen=True)
class MeetingsPage:
    """The meetings chosen, and what else could be."""

    chosen: Selection
    rows: tuple[Row, ...]
    notice: str


@dataclass(frozen=True)
class FactsPage:
    """The form with the facts of a meeting; a new one has no ``id``. ``known``: where the same meeting is already."""

    id: int | None
    facts: Facts
    bodies: tuple[str, ...]
    errors: dict[str, str] = field(default_factory=dict)
    known: str = ""


@allowed(Role.CLERK)
def overview(request: Request) -> Response:
    """``/ratsbuero/sitzungen?gremium=ID&jahr=2026&seite=2``"""
    site: Site = request.app.state.site
    zone = site.settings.zone
    with site.database.reading() as db:
        entries, bodies = office.entries(db), office.bodies(db)
        wanted = selection.asked(request, bodies)
        found = office.meetings(
            db,
            organization_id=wanted.organization_id,
            between=wanted.between(zone),
            offset=wanted.offset,
            limit=PER_PAGE,
        )
        progress = office.progress(db, [meeting.id for meeting, _ in found if meeting.id is not None])
    rows = tuple(
        Row(f"{PATH}/{one.id}", one.name, organization.name, one.start, progress[one.id or 0])
        for one, organization in found
    )
    chosen = selection.selection(PATH, wanted, entries, bodies, len(rows), zone)
    deleted = request.query_params.get("hinweis") == "geloescht"
    notice = i18n.spoken(request).gettext("Die Sitzung ist gelöscht.") if deleted else ""
    return pages.render(request, "council/desk/meetings.html", MeetingsPage(chosen, rows, notice))


@allowed(Role.CLERK)
def form(request: Request) -> Response:
    """``/ratsbuero/sitzungen/neu``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        bodies = tuple(meeting_form.bodies(db))
    first = bodies[0] if len(bodies) == 1 else ""
    return show_form(request, FactsPage(None, Facts(gremium=first), bodies))


@allowed(Role.CLERK)
async def create(request: Request) -> Response:
    """A new meeting without agenda; where the same is there already, it is shown instead."""
    async with request.form(max_files=0, max_fields=meeting_form.MOST_FIELDS) as given:
        return await run_in_threadpool(_create, request, meeting_form.entered(given))


def _create(request: Request, facts: Facts) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    errors = meeting_form.problems(facts, language)
    if errors:
        return form_again(request, None, facts, errors)
    agenda = meeting_form.read(facts, site.settings.zone)
    with site.database.writing() as db:
        known = meetings.find(db, agenda)
        if known is None:
            made = meetings.create(db, agenda)
            audit.record(
                db, account(request), "Sitzung angelegt", site.clock(), subject=f"{agenda.name} ({agenda.organization})",
                path=f"{PATH}/{made.id}",
            )  # fmt: skip
    if known is not None:
        return form_again(request, None, facts, {}, f"{PATH}/{known.id}")
    return RedirectResponse(language.link(f"{PATH}/{made.id}?hinweis=angelegt"), 303)


def form_again(
    request: Request, meeting_id: int | None, facts: Facts, errors: dict[str, str], known: str = ""
) -> Response:
    """The form with all that was entered and what is wrong with it."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        bodies = tuple(meeting_form.bodies(db))
    return show_form(request, FactsPage(meeting_id, facts, bodies, errors, known), status=422)


def show_form(request: Request, page: FactsPage, status: int = 200) -> Response:
    """The form with the facts of a meeting."""
    return pages.render(request, "council/desk/meeting_facts.html", page, status=status, cache=pages.KEEP_NOTHING)


routes: list[BaseRoute] = [
    Route(PATH, overview, name="desk_meetings"),
    Route(f"{PATH}/neu", form, name="desk_meeting_new"),
    Route(f"{PATH}/neu", create, methods=["POST"], max_body_size=meeting_form.LARGEST_BODY, name="desk_meeting_create"),
]
