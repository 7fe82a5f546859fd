"""Search engines behind one protocol. Only in here is a search engine imported.

One process writes (see ``open_writer``), any number read. A reader notices a commit by itself and needs no restart, not even when the
index was rebuilt.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from starlette.applications import Starlette

from council.base.site import Site
from search.documents import Document
from search.queries import Query


class SearchError(Exception):
    """The engine cannot answer or write now."""


class UnavailableError(SearchError):
    """There is no index to search yet, or it is damaged; the indexer builds it."""


class WriterBusyError(SearchError):
    """Another process writes this index."""


@dataclass(frozen=True)
class Cursor:
    """How far the index follows the feed of changes. ``stamp`` tells the change apart from one with its id in another history."""

    change: int = 0
    stamp: str = ""


@dataclass(frozen=True)
class Filters:
    """What to leave out. ``without`` are recordings of which the index still has what is not public any more."""

    kind: str | None = None
    organization_id: int | None = None
    year: int | None = None
    meeting_id: int | None = None
    without: frozenset[int] = frozenset()


EVERYTHING = Filters()


class Hit(NamedTuple):
    """A document found; ``score`` compares hits of one query."""

    id: str
    score: float


@dataclass(frozen=True)
class Found:
    """The best hits from an offset on, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Facets:
    """How many hits each meeting, each organization and each year has."""

    meetings: dict[int, int] = field(default_factory=dict)
    organizations: dict[int, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)


class SearchReader(Protocol):
    """Asks an index. Safe to share between threads."""

    def search(self, query: Query, filters: Filters, limit: int, offset: int = 0) -> Found:
        """The best hits, in an order that stays the same from page to page. Raises SearchError."""

    def facets(self, query: Query, filters: Filters) -> Facets:
        """Counts over all hits, the largest first up to some thousands. The filter on an organization does not narrow the counts of
        organizations, nor that on a year those of years. Raises SearchError."""

    def cursor(self) -> Cursor | None:
        """How far the index goes; None where there is none, or it is damaged."""

    def request_rebuild(self) -> None:
        """Ask whoever writes to build the index anew."""

    def rebuild_wanted(self) -> bool:
        """Whether somebody asked for that and it is not done yet."""

    def close(self) -> None:
        """Let go of files and locks."""


class SearchWriter(Protocol):
    """Fills an index. Nothing is seen before ``commit``. All methods raise SearchError."""

    def replace(self, recording_id: int, documents: Iterable[Document]) -> None:
        """Let these be all documents of a recording."""

    def delete(self, recording_id: int) -> None:
        """Forget a recording's documents."""

    def commit(self, cursor: Cursor) -> None:
        """Make it durable and seen by all readers, and remember how far it goes. Killed in between, an earlier cursor stays."""


class SearchEngine(SearchReader, SearchWriter, Protocol):
    """The one that may write."""

    def beside(self) -> SearchWriter:
        """An empty index beside the live one, which goes on answering."""

    def take_over(self, built: SearchWriter) -> None:
        """Let an index from ``beside()``, committed, be the live one; the earlier one is dropped."""


def open_engine(site: Site) -> SearchReader:
    """The site's index, for asking. There need not be one yet."""
    from search.engines.tantivy import TantivyReader

    return TantivyReader(site.storage.index)


def reader_of(app: Starlette) -> SearchReader:
    """The index of a running site, opened once for all requests."""
    if not hasattr(app.state, "search"):
        app.state.search = open_engine(app.state.site)
    reader: SearchReader = app.state.search
    return reader


def open_writer(site: Site) -> SearchEngine:
    """The site's index, for writing. Raises WriterBusyError where another process does."""
    from search.engines.tantivy import TantivyEngine

    return TantivyEngine(site.storage.index)
