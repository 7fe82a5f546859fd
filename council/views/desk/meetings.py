"""All meetings at the desk, and a new one by hand."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import meetings, office, published
from council.base import audit, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.site import Site
from council.office import Progress
from council.views.desk import meeting_form
from council.views.desk.meeting_form import Facts
from council.views.meetings import Choice

PATH = "/ratsbuero/sitzungen"
PER_PAGE = 50


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
    """``first`` and ``last`` are the numbers of the rows shown, from 1; ``everything`` how many meetings there are at all."""

    organizations: tuple[Choice, ...]
    years: tuple[Choice, ...]
    rows: tuple[Row, ...]
    total: int
    everything: int
    filtered: bool
    first: int
    last: int
    previous: str
    next: str
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
    """``/ratsbuero/sitzungen?gremium=ID&jahr=2026&seite=2``. What is no number counts as not given."""
    site: Site = request.app.state.site
    zone = site.settings.zone
    year = _number(request, "jahr")
    if year is not None and not meeting_form.EARLIEST <= year <= meeting_form.LATEST:
        raise HTTPException(404)
    number = _number(request, "seite") or 1
    with site.database.reading() as db:
        entries, names = office.entries(db), office.bodies(db)
        body = _number(request, "gremium")
        body = body if body in names else None
        between = published.year_bounds(year, zone) if year else None
        offset = (number - 1) * PER_PAGE
        found = office.meetings(db, organization_id=body, between=between, offset=min(offset, 10**9), limit=PER_PAGE)
        progress = office.progress(db, [meeting.id for meeting, _ in found if meeting.id is not None])
    in_body = [published.year_of(one.start, zone) for one in entries if body in (None, one.organization_id)]
    in_year = [one.organization_id for one in entries if year in (None, published.year_of(one.start, zone))]
    total = sum(year in (None, one) for one in in_body)
    if number > 1 and not found:
        raise HTTPException(404)
    chosen = {"gremium": body, "jahr": year}
    page = MeetingsPage(
        organizations=_choices(names, Counter(in_year), body),
        years=_choices({one: str(one) for one in sorted(set(in_body), reverse=True)}, Counter(in_body), year),
        rows=tuple(
            Row(f"{PATH}/{one.id}", one.name, organization.name, one.start, progress[one.id or 0])
            for one, organization in found
        ),
        total=total,
        everything=len(entries),
        filtered=any(chosen.values()),
        first=offset + 1,
        last=offset + len(found),
        previous=_page_path(chosen, number - 1) if number > 1 else "",
        next=_page_path(chosen, number + 1) if offset + PER_PAGE < total else "",
        notice=i18n.spoken(request).gettext("Die Sitzung ist gelöscht.")
        if request.query_params.get("hinweis") == "geloescht"
        else "",
    )
    return pages.render(request, "council/desk/meetings.html", page)


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


def _choices(names: dict[int, str], counts: Counter[int], chosen: int | None) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(key), name, counts[key], key == chosen)
        for key, name in names.items()
        if counts[key] or key == chosen
    )


def _number(request: Request, name: str) -> int | None:
    value = request.query_params.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


def _page_path(chosen: dict[str, int | None], number: int) -> str:
    values = {name: value for name, value in chosen.items() if value is not None}
    query = urlencode(values | ({"seite": number} if number > 1 else {}))
    return f"{PATH}?{query}" if query else PATH


routes: list[BaseRoute] = [
    Route(PATH, overview, name="desk_meetings"),
    Route(f"{PATH}/neu", form, name="desk_meeting_new"),
    Route(f"{PATH}/neu", create, methods=["POST"], max_body_size=meeting_form.LARGEST_BODY, name="desk_meeting_create"),
]
