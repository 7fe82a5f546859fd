"""The search page: what was said, grouped by meeting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from council import published
from council.base import i18n, pages
from council.base.site import Site
from search import groups, queries, results
from search.engines import Facets, SearchError, SearchReader, reader_of
from search.moments import Spot, spots
from search.queries import Query
from search.views import address
from search.views.address import Address

MEETINGS_PER_PAGE = 10
MOMENTS_PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """A moment. ``html`` is safe: escaped where it was made."""

    href: str
    start_ms: int
    item: results.HitItem | None
    speaker: str | None
    language: str
    html: Markup


@dataclass(frozen=True)
class MeetingHits:
    """A meeting with moments found in it. ``more`` counts those not shown; ``more_href`` shows them."""

    id: int
    name: str
    start: datetime
    organization: str
    href: str
    lines: tuple[Line, ...]
    more: int
    more_href: str


@dataclass(frozen=True)
class Choice:
    """A value to filter by; ``href`` chooses it, or lets go of it where it is ``chosen``."""

    label: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True)
class SearchPage:
    """``state``: "ask" (nothing was typed), "wordless" (nothing in it can be searched), "building" (no index yet), "none" or "found"."""

    state: str
    address: Address
    total: int = 0
    meeting_count: int = 0
    meetings: tuple[MeetingHits, ...] = ()
    organizations: tuple[Choice, ...] = ()
    years: tuple[Choice, ...] = ()
    filtered: int = 0  # by how many filters
    unfiltered_href: str = ""
    whole_href: str = ""  # all meetings
    first_href: str = ""  # the first page
    most: int = 0  # moments that are grouped, where there are more; else 0
    previous: str = ""
    next: str = ""


@dataclass
class _Search:
    """A search under way."""

    db: Session
    engine: SearchReader
    site: Site
    query: Query
    address: Address
    language: i18n.Language
    facets: Facets = field(default_factory=Facets)


def search(request: Request) -> Response:
    """``/suche?q=&gremium=&jahr=&seite=``, and with ``sitzung`` all of one meeting. Anything may be typed."""
    asked = address.read(request.query_params)
    query = queries.parse(asked.typed)
    if not query:
        page = SearchPage("wordless" if asked.typed else "ask", asked)
    else:
        site: Site = request.app.state.site
        try:
            with site.database.reading() as db:
                page = _found(_Search(db, reader_of(request.app), site, query, asked, i18n.spoken(request)))
        except SearchError:
            page = SearchPage("building", asked)
    return pages.render(request, "search/search.html", page)


def _found(search: _Search) -> SearchPage:
    filters = results.current(search.db, search.engine, search.address.filters)
    found = search.engine.search(search.query, filters, groups.GROUPED)
    search.facets = search.engine.facets(search.query, filters)
    ids = results.numbers(found.hits)
    where = spots(search.db, ids)
    placed = [where[number] for number in ids if number in where]
    whole = search.address.meeting_id is not None
    meetings, pages_in_all = _one_meeting(search, placed) if whole else _meetings(search, placed)
    number = search.address.number
    return SearchPage(
        state="found" if meetings else "none",
        address=search.address,
        total=found.total,
        meeting_count=len(search.facets.meetings),
        meetings=meetings,
        organizations=_bodies(search),
        years=_years(search),
        filtered=sum(value is not None for value in (filters.organization_id, filters.year)),
        unfiltered_href=search.language.link(
            search.address.within(organization_id=None, year=None, meeting_id=None).path
        ),
        whole_href=search.language.link(search.address.within(meeting_id=None).path),
        first_href=search.language.link(search.address.page(1).path),
        most=groups.GROUPED if found.total > groups.GROUPED and number >= pages_in_all else 0,
        previous=search.language.link(search.address.page(number - 1).path) if number > 1 else "",
        next=search.language.link(search.address.page(number + 1).path) if number < pages_in_all else "",
    )


def _meetings(search: _Search, placed: Sequence[Spot]) -> tuple[tuple[MeetingHits, ...], int]:
    """The meetings of the page asked for, and how many pages there are."""
    found = groups.grouped(placed)
    first = (search.address.number - 1) * MEETINGS_PER_PAGE
    shown = found[first : first + MEETINGS_PER_PAGE]
    hits = _hits(search, [number for group in shown for number in group.best])
    return tuple(
        _meeting(search, [hit for hit in hits if hit.meeting.id == group.meeting_id])
        for group in shown
        if any(hit.meeting.id == group.meeting_id for hit in hits)
    ), -(-len(found) // MEETINGS_PER_PAGE)


def _one_meeting(search: _Search, placed: Sequence[Spot]) -> tuple[tuple[MeetingHits, ...], int]:
    """One meeting's moments in the order they were said, those of the page asked for."""
    first = (search.address.number - 1) * MOMENTS_PER_PAGE
    hits = _hits(search, groups.in_time(placed)[first : first + MOMENTS_PER_PAGE])
    return ((_meeting(search, hits),) if hits else ()), -(-len(placed) // MOMENTS_PER_PAGE)


def _hits(search: _Search, segment_ids: Sequence[int]) -> list[results.Hit]:
    return results.checked(search.db, search.query, segment_ids, search.site.settings.zone)


def _meeting(search: _Search, hits: Sequence[results.Hit]) -> MeetingHits:
    meeting = hits[0].meeting
    return MeetingHits(
        id=meeting.id,
        name=meeting.name,
        start=meeting.start,
        organization=meeting.organization,
        href=search.language.link(f"/sitzungen/{meeting.id}"),
        lines=tuple(_line(search, hit) for hit in hits),
        more=max(0, search.facets.meetings.get(meeting.id, 0) - len(hits)),
        more_href=search.language.link(search.address.within(meeting_id=meeting.id).path),
    )


def _line(search: _Search, hit: results.Hit) -> Line:
    safe = Markup(hit.html)  # noqa: S704  # search.highlights escapes it
    return Line(search.language.link(hit.url), hit.start_ms, hit.agenda_item, hit.speaker, hit.language, safe)


def _bodies(search: _Search) -> tuple[Choice, ...]:
    counts, chosen = search.facets.organizations, search.address.organization_id
    names = published.organizations(search.db)
    shown = [key for key in names if key in counts or key == chosen]
    return tuple(
        _choice(search, names[key], counts.get(key, 0), "organization_id", key, chosen == key)
        for key in sorted(shown, key=lambda key: -counts.get(key, 0))
    )


def _years(search: _Search) -> tuple[Choice, ...]:
    counts, chosen = search.facets.years, search.address.year
    years = sorted(counts.keys() | ({chosen} if chosen else set()), reverse=True)
    return tuple(_choice(search, str(year), counts.get(year, 0), "year", year, chosen == year) for year in years)


def _choice(search: _Search, label: str, count: int, bound: str, value: int, chosen: bool) -> Choice:
    target = search.address.within(**{bound: None if chosen else value})
    return Choice(label, count, chosen, search.language.link(target.path))
