"""The search page: what was said and dealt with, grouped by meeting, and what the town asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from council import published
from council.base import i18n, pages
from council.base.site import Site
from search import bounds, groups, lexicon, queries, results, searches, spots, suggestions, synonyms
from search.bounds import Miss
from search.documents import IDEA, PROCESS
from search.engines import Facets, Filters, SearchError, SearchReader, UnreachableError, reader_of
from search.queries import Query
from search.searches import Search
from search.spots import Spot
from search.views import address, advice, broader, facets, form, lines
from search.views.address import Address
from search.views.advice import Offer, Variant
from search.views.facets import Chip, Facet
from search.views.form import Form
from search.views.lines import MeetingHits, ProcessHit

GROUPS_PER_PAGE = 10
HITS_PER_PAGE = 50  # of one meeting

Group = MeetingHits | ProcessHit


@dataclass(frozen=True)
class Link:
    """Another search."""

    text: str
    href: str


@dataclass(frozen=True)
class SearchPage:
    """``state``: "ask" (nothing was asked), "wordless" (nothing in it can be searched), "building" (no index yet), "unreachable", "none",
    "beyond" (there is no such page of the results) or "found"."""

    state: str
    address: Address
    form: Form
    chips: tuple[Chip, ...] = ()
    facets: tuple[Facet, ...] = ()
    total: int = 0
    meeting_count: int = 0
    with_processes: bool = False  # some of them are surveys
    groups: tuple[Group, ...] = ()
    synonyms: tuple[str, ...] = ()  # that were searched, too
    literal_href: str = ""  # the search without them
    broad_href: str = ""  # the search with them, where they were left out
    corrected: Link | None = None
    misses: tuple[Miss, ...] = ()
    offers: tuple[Offer, ...] = ()
    unbounded_href: str = ""
    first_href: str = ""  # the first page
    most: int = 0  # hits that are grouped, where there are more; else 0
    previous: str = ""
    next: str = ""


@dataclass
class _Asked:
    """A search under way."""

    site: Site
    db: Session
    engine: SearchReader
    address: Address
    language: i18n.Language
    names: Mapping[int, str]
    search: Search
    facets: Facets = field(default_factory=Facets)

    def link(self, target: Address) -> str:
        return self.language.link(target.path)


def search(request: Request) -> Response:
    """``/suche?q=…``, see ``address``; for htmx only what was found. Anything may be typed."""
    asked = address.read(request.query_params)
    page = _page(request, asked)
    response = pages.render(request, "search/search.html", page, fragment="search/_fragment.html")
    if pages.wants_fragment(request):
        response.headers["HX-Push-Url"] = i18n.spoken(request).link(asked.path)
    return response


def _page(request: Request, asked: Address) -> SearchPage:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        names = published.organizations(db)
        empty = SearchPage("ask", asked, form.of(asked, names))
        try:
            return _answer(site, db, reader_of(request.app), asked, i18n.spoken(request), names, empty)
        except UnreachableError:
            return replace(empty, state="unreachable")
        except SearchError:
            return replace(empty, state="building")


def _answer(
    site: Site,
    db: Session,
    engine: SearchReader,
    asked: Address,
    language: i18n.Language,
    names: Mapping[int, str],
    empty: SearchPage,
) -> SearchPage:
    if not asked.typed:
        return replace(empty, state="wordless") if asked.is_bounded else empty
    found = _prepared(site, db, engine, asked)
    if not found:
        return replace(empty, state="wordless")
    return _found(_Asked(site, db, engine, asked, language, names, found), empty)


def _prepared(site: Site, db: Session, engine: SearchReader, asked: Address, shown: Filters | None = None) -> Search:
    found = searches.prepare(site, db, engine, asked.typed, _within(site, db, asked), shown)
    return found if asked.synonyms else replace(found, plan=broader.without(found.plan))


def _within(site: Site, db: Session, asked: Address) -> Filters:
    """What the form's fields leave of the archive; the query's own bounds come to it."""
    return bounds.filters(db, Query(""), asked.fields, lexicon.of(site))


def _found(asked: _Asked, empty: SearchPage) -> SearchPage:
    search, engine = asked.search, asked.engine
    found = engine.search(search.plan, search.filters, groups.GROUPED)
    asked.facets = engine.facets(search.plan, search.filters)
    placed = spots.spots(asked.db, found.hits)
    whole = asked.address.meeting_id is not None
    shown, page_count = _one_meeting(asked, placed) if whole else _groups(asked, placed)
    number = asked.address.number
    page = replace(
        empty,
        state="found" if shown else "beyond" if placed and number > 1 else "none",
        chips=facets.chips(asked.address, search.query.bounds, asked.names, _meeting_name(asked), asked.language),
        facets=facets.facets(asked.facets, asked.address, asked.names, asked.language),
        total=found.total,
        meeting_count=len(asked.facets.meetings),
        with_processes=_has_processes(asked),
        groups=shown,
        synonyms=_synonyms(asked),
        literal_href=asked.link(asked.address.with_synonyms(False)),
        broad_href="" if asked.address.synonyms else asked.link(asked.address.with_synonyms(True)),
        corrected=_corrected(asked),
        unbounded_href=asked.link(asked.address.unbounded(_without_bounds(search.query))),
        first_href=asked.link(asked.address.page(1)),
        most=groups.GROUPED if found.total > groups.GROUPED and (number == 1 or number >= page_count) else 0,
        previous=asked.link(asked.address.page(number - 1)) if number > 1 else "",
        next=asked.link(asked.address.page(number + 1)) if number < page_count else "",
    )
    return _with_advice(asked, page) if page.state == "none" else page


def _groups(asked: _Asked, placed: Sequence[Spot]) -> tuple[tuple[Group, ...], int]:
    """The meetings and surveys of the page asked for, and how many pages there are."""
    found = groups.grouped(placed)
    first = (asked.address.number - 1) * GROUPS_PER_PAGE
    shown = found[first : first + GROUPS_PER_PAGE]
    hits, known = _hits(asked, [line for group in shown for line in group.best])
    by_id = {hit.id: hit for hit in hits}
    inside = [[by_id[line.hit.id] for line in group.best if line.hit.id in by_id] for group in shown]
    return tuple(_group(asked, some, known) for some in inside if some), -(-len(found) // GROUPS_PER_PAGE)


def _one_meeting(asked: _Asked, placed: Sequence[Spot]) -> tuple[tuple[Group, ...], int]:
    """One meeting's hits, those of the page asked for, and how many pages there are."""
    found = groups.in_time(placed)
    first = (asked.address.number - 1) * HITS_PER_PAGE
    hits, known = _hits(asked, found[first : first + HITS_PER_PAGE])
    return ((_group(asked, hits, known),) if hits else ()), -(-len(found) // HITS_PER_PAGE)


def _hits(asked: _Asked, proposed: Sequence[groups.Line]) -> tuple[list[results.Hit], lines.Known]:
    hits = results.checked(asked.db, asked.search, [line.hit for line in proposed], asked.site.settings.zone)
    joint = frozenset(line.hit.id for line in proposed if line.paper)
    recording_ids = {hit.recording_id for hit in hits if hit.recording_id is not None}
    return hits, lines.Known(joint, spots.audible(asked.db, recording_ids))


def _group(asked: _Asked, hits: Sequence[results.Hit], known: lines.Known) -> Group:
    """The hits of one meeting, or a survey."""
    held, process = hits[0].meeting, hits[0].process
    if held is None:
        assert process is not None
        return lines.process(hits[0], process, asked.site.clock(), asked.site.settings.zone, asked.language)
    more = asked.address.in_meeting(held.id).path
    return lines.meeting(held, hits, asked.facets.meetings.get(held.id, 0), more, known, asked.language)


def _has_processes(asked: _Asked) -> bool:
    """Whether surveys or ideas are among the hits; the counts of kinds do not know of a filter on them."""
    kinds = asked.search.filters.kinds
    return any(kind in asked.facets.kinds and (kinds is None or kind in kinds) for kind in (PROCESS, IDEA))


def _meeting_name(asked: _Asked) -> str:
    number = asked.address.meeting_id
    found = published.meeting(asked.db, number) if number is not None else None
    return found[0].name if found else str(number)


def _without_bounds(query: Query) -> str:
    return reduce(queries.without, query.bounds, query.text)


def _synonyms(asked: _Asked) -> tuple[str, ...]:
    counts = partial(searches.counts, asked.engine, asked.search.filters.naming())
    return broader.told(asked.search.plan, synonyms.of(asked.site).shown, counts)


def _corrected(asked: _Asked) -> Link | None:
    """What was perhaps meant."""
    text = suggestions.corrected(asked.site, asked.db, asked.engine, asked.search)
    return Link(text, asked.link(asked.address.asking(text))) if text else None


def _with_advice(asked: _Asked, page: SearchPage) -> SearchPage:
    query = asked.search.query
    return replace(
        page,
        misses=bounds.misses(asked.db, query, asked.search.lexicon),
        offers=advice.offers(
            query, asked.search.plan, asked.address, page.chips, partial(_tried, asked), asked.language
        ),
    )


def _tried(asked: _Asked, variant: Variant) -> int:
    plan = variant.plan or _prepared(asked.site, asked.db, asked.engine, variant.target, asked.search.shown).plan
    return asked.engine.search(plan, _bounds(asked, variant.target), 1).total if plan else 0


def _bounds(asked: _Asked, target: Address) -> Filters:
    """Within what another address searches."""
    within = bounds.filters(asked.db, queries.parse(target.typed), target.fields, asked.search.lexicon)
    return searches.both(within, asked.search.shown)
