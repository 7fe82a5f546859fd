"""Search engines behind one protocol. Only in here is a search engine imported.

One process writes (see ``open_writer``), any number read. A reader notices a commit by itself and needs no restart, not even when the
index was rebuilt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, Protocol

from starlette.applications import Starlette

from council.base.site import Site
from search.documents import Document, Source
from search.plans import Plan


class SearchError(Exception):
    """The engine cannot answer or write now."""


class UnavailableError(SearchError):
    """There is no index to search yet, or it is damaged; the indexer builds it."""


class UnreachableError(SearchError):
    """The server that searches cannot be reached, refuses us or is disturbed; what it has may be all right."""


class WriterBusyError(SearchError):
    """Another process writes this index."""


@dataclass(frozen=True)
class Cursor:
    """How far the index follows the feed of changes. ``stamp`` tells the change apart from one with its id in another history."""

    change: int = 0
    stamp: str = ""


@dataclass(frozen=True)
class Filters:
    """What to leave out. Sets are alternatives and None means all; ``speaker_words`` and ``item_words`` are wanted all.

    ``speakers`` are names as documents have them. ``without`` are sources of which the index still has what is not public any more.
    ``corrected`` ones, of which it has earlier texts or names, are found, but who speaks in them is not counted.
    """

    kinds: frozenset[str] | None = None
    organizations: frozenset[int] | None = None
    years: frozenset[int] | None = None
    speakers: frozenset[str] | None = None
    meeting_id: int | None = None
    source: Source | None = None
    speaker_words: tuple[str, ...] = ()
    item_words: tuple[str, ...] = ()
    without: frozenset[Source] = frozenset()
    corrected: frozenset[Source] = frozenset()

    def naming(self) -> "Filters":
        """The same for what names a word or a person: only what stands in the texts as they are now."""
        return replace(self, without=self.without | self.corrected, corrected=frozenset())


EVERYTHING = Filters()


class Hit(NamedTuple):
    """A document found. ``grade`` is one of ``plans``."""

    id: str
    grade: int


@dataclass(frozen=True)
class Found:
    """The best hits from an offset on, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Facets:
    """How many hits each meeting, organization, year, speaker and kind has."""

    meetings: dict[int, int] = field(default_factory=dict)
    organizations: dict[int, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    speakers: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)


class SearchReader(Protocol):
    """Asks an index. Safe to share between threads."""

    def search(self, plan: Plan, filters: Filters, limit: int, offset: int = 0) -> Found:
        """The best hits: grade by grade, inside a grade in an order that stays the same from page to page. Raises SearchError."""

    def facets(self, plan: Plan, filters: Filters) -> Facets:
        """Counts over all hits, the largest first up to some thousands. The filter on organizations does not narrow the counts of
        organizations; nor those on years, speakers and kinds theirs. Raises SearchError."""

    def counts(self, terms: Sequence[str], filters: Filters) -> list[int]:
        """In how many documents within the filters each term occurs now. Raises SearchError."""

    def cursor(self) -> Cursor | None:
        """How far the index goes; None where there is none, or it is damaged. Raises SearchError where nobody can tell."""

    def request_rebuild(self) -> None:
        """Ask whoever writes to build the index anew."""

    def rebuild_wanted(self) -> bool:
        """Whether somebody asked for that and it is not done yet."""

    def close(self) -> None:
        """Let go of files, connections and locks."""


class SearchWriter(Protocol):
    """Fills an index. Nothing is seen before ``commit``. All methods raise SearchError."""

    def replace(self, source: Source, documents: Iterable[Document]) -> None:
        """Let these be all documents of a source; none deletes it."""

    def erase_by(self, source: Source, moment: datetime) -> None:
        """Keep, before a source is replaced or deleted, when the index is to be built anew at the latest, since what is taken away now
        must be gone from its files as well. Nothing happens where there was nothing of the source."""

    def commit(self, cursor: Cursor) -> None:
        """Make it durable and seen by all readers, and remember how far it goes. Killed in between, an earlier cursor stays."""


class SearchEngine(SearchReader, SearchWriter, Protocol):
    """The one that may write."""

    def rebuild_at(self) -> datetime | None:
        """When the live index is to be built anew at the latest because of what was erased; None where nothing was."""

    def beside(self) -> SearchWriter:
        """An empty index beside the live one, which goes on answering."""

    def take_over(self, built: SearchWriter) -> None:
        """Let an index from ``beside()``, committed, be the live one; the earlier one is dropped."""


def examined(site: Site) -> str:
    """Which engine the site uses, and that it can be used. Raises SearchError with what to do about it where it cannot."""
    if not site.settings.search_url:
        return "tantivy"
    from search.engines import meilisearch

    return meilisearch.examined(site)


def open_engine(site: Site) -> SearchReader:
    """The site's index, for asking. There need not be one yet."""
    if site.settings.search_url:
        from search.engines import meilisearch

        return meilisearch.reader(site)
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
    if site.settings.search_url:
        from search.engines import meilisearch

        return meilisearch.engine(site)
    from search.engines.tantivy import TantivyEngine

    return TantivyEngine(site.storage.index)
