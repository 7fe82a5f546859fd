"""A search: what was typed, read and planned once, for all who need it."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
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


def prepare(site: Site, db: Session, engine: SearchReader, typed: str, within: Filters = EVERYTHING) -> Search:
    """Read and plan what was typed. Raises SearchError where the engine cannot answer."""
    words = lexicon.of(site)
    query = queries.parse(typed)
    if not query:
        return Search(query, Plan(), within, words)
    public = Filters(without=moments.ahead(db, engine.cursor()))
    known = Knowledge(words, vocabulary.current(site, db), synonyms.of(site), partial(_counts, engine, public))
    filters = both(within, bounds.filters(db, query, Fields(), words))
    return Search(query, expansion.plan(query, known), replace(filters, without=within.without | public.without), words)


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
    )


def _common(first: frozenset[_T] | None, second: frozenset[_T] | None) -> frozenset[_T] | None:
    return second if first is None else first if second is None else first & second


def _counts(engine: SearchReader, public: Filters, terms: Sequence[str]) -> list[int]:
    return engine.counts(terms, public)
