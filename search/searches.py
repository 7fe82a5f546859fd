"""A search: what was typed, read and planned once, for all who need it."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from council.base.site import Site
from search import bounds, expansion, lexicon, moments, queries, synonyms, vocabulary
from search.bounds import Fields
from search.engines import EVERYTHING, Filters, SearchError, SearchReader
from search.expansion import Knowledge
from search.lexicon import Lexicon
from search.plans import Plan
from search.queries import Query

_T = TypeVar("_T")
_ANYTHING = "Haushalt Radweg"


@dataclass(frozen=True)
class Search:
    """``filters`` hold what the query's own bounds, the form's fields and what must not be shown any more leave out."""

    query: Query
    plan: Plan
    filters: Filters
    lexicon: Lexicon

    def __bool__(self) -> bool:
        """Whether there is something to look for."""
        return bool(self.plan)

    @property
    def shown(self) -> Filters:
        """What may be found in the whole archive, whatever the bounds are."""
        return Filters(without=self.filters.without, corrected=self.filters.corrected)


def public(db: Session, engine: SearchReader) -> Filters:
    """What may be named: all but what must not be shown any more, and texts that were corrected since. Raises SearchError where the
    engine cannot answer."""
    return _found(db, engine).naming()


def _found(db: Session, engine: SearchReader) -> Filters:
    """What may be found: all but what must not be shown any more."""
    news = moments.news(db, engine.cursor())
    return Filters(without=news.hidden, corrected=news.corrected)


def prepare(
    site: Site,
    db: Session,
    engine: SearchReader,
    typed: str,
    within: Filters = EVERYTHING,
    shown: Filters | None = None,
) -> Search:
    """Read and plan what was typed. ``shown`` is what ``public`` says, where somebody asked already. Raises SearchError where the engine
    cannot answer."""
    words = lexicon.of(site)
    query = queries.parse(typed)
    if not query:
        return Search(query, Plan(), within, words)
    shown = _found(db, engine) if shown is None else shown
    known = Knowledge(words, vocabulary.current(site, db), synonyms.of(site), partial(counts, engine, shown))
    filters = both(within, bounds.filters(db, query, Fields(), words))
    return Search(query, expansion.plan(query, known), both(filters, shown), words)


def counts(engine: SearchReader, filters: Filters, terms: Sequence[str]) -> list[int]:
    """In how many documents within the filters each term occurs; none is asked for nothing."""
    return engine.counts(terms, filters) if terms else []


def warm(site: Site, engine: SearchReader) -> None:
    """Load what the first search of a process would wait for."""
    with contextlib.suppress(SearchError, OperationalError), site.database.reading() as db:
        prepare(site, db, engine, _ANYTHING)


def both(first: Filters, second: Filters) -> Filters:
    """What both of them leave."""
    return Filters(
        kinds=_common(first.kinds, second.kinds),
        organizations=_common(first.organizations, second.organizations),
        years=_common(first.years, second.years),
        speakers=_common(first.speakers, second.speakers),
        meeting_id=second.meeting_id if first.meeting_id is None else first.meeting_id,
        source=first.source or second.source,
        speaker_words=tuple(dict.fromkeys((*first.speaker_words, *second.speaker_words))),
        item_words=tuple(dict.fromkeys((*first.item_words, *second.item_words))),
        without=first.without | second.without,
        corrected=first.corrected | second.corrected,
    )


def _common(first: frozenset[_T] | None, second: frozenset[_T] | None) -> frozenset[_T] | None:
    return second if first is None else first if second is None else first & second
