"""Finding within one transcript as the search finds in all: what the recording's page, which knows no search, is given for it."""

from collections.abc import Collection

from sqlmodel import Session
from starlette.applications import Starlette

from search import german, searches
from search.documents import SEGMENT, Source
from search.engines import Filters, SearchError, SearchReader, reader_of
from search.highlights import Matcher, Span
from search.moments import named
from search.searches import Search
from transcription.views.finding import Finder, Stems, terms

MOST = 2_000  # utterances that the engine is asked to name; where there are more, all are looked at


class SearchFinder:
    """Finds what a search finds: the engine names the utterances, the plan of the search decides."""

    def __init__(self, search: Search, engine: SearchReader) -> None:
        self._search, self._engine, self._matcher = search, engine, Matcher(search.plan)
        self._known: dict[str, list[Span] | None] = {}

    def candidates(self, recording_id: int) -> Collection[int] | None:
        """None where the index is behind with this recording, or with a correction of it."""
        source = Source("recording", recording_id)
        if not self._search or source in self._search.filters.naming().without:
            return None
        within = Filters(kinds=frozenset({SEGMENT}), source=source)
        try:
            found = self._engine.search(self._search.plan, within, MOST)
        except SearchError:
            return None
        return [named(hit.id)[1] for hit in found.hits] if found.total <= MOST else None

    def matches(self, text: str) -> bool:
        return self._spans(text) is not None

    def spans(self, text: str) -> list[Span]:
        """None where the text as a whole is no hit."""
        return self._spans(text) or []

    def _spans(self, text: str) -> list[Span] | None:
        if not self._search:
            return None
        if text not in self._known:
            self._known[text] = self._matcher.spans(german.analyse(text, self._search.lexicon))
        return self._known[text]


def finder(app: Starlette, db: Session, query: str) -> Finder:
    """What somebody typed; by the stems of its words while the search cannot answer."""
    engine = reader_of(app)
    try:
        return SearchFinder(searches.prepare(app.state.site, db, engine, query), engine)
    except SearchError:
        return Stems(terms(query))
