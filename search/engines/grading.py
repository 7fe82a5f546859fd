"""A plan as one tantivy query whose score tells first the grade, then how well a document fits inside of it.

The query wants what the widest level of the plan does. For each narrower level a document is in, a step is added to its score that is
larger than all its words can bring; so the best come in order of their grades, page after page, in one pass.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import tantivy
from tantivy import Occur

from search.engines.schema import SCHEMA, is_known, term
from search.plans import All, Alternative, Alternatives, Plan

_MOST_A_WORD = 64  # BM25 gives a word at most 2.2 times its rarity, ln(1 + documents)


@dataclass(frozen=True)
class Graded:
    """``grades`` are those that documents can have, the worst first."""

    query: tantivy.Query
    unwanted: tuple[tantivy.Query, ...]
    grades: tuple[int, ...]
    step: float

    def grade(self, score: float) -> int:
        """The grade of a document with this score."""
        return self.grades[min(int(score / self.step), len(self.grades) - 1)]


def graded(plan: Plan, searcher: tantivy.Searcher) -> Graded | None:
    """The plan, without what no document has; None where nothing can be found. One level of one term stays a query for that term alone,
    which the engine answers fastest."""

    @cache
    def can_be_met(alternative: Alternative) -> bool:
        field, words = _where(alternative)
        return bool(words) and all(is_known(searcher, field, word) for word in words)

    levels = list(_levels(plan, can_be_met))
    if not levels:
        return None
    *narrower, (_, widest) = levels
    # a power of two, so that adding it to a score loses nothing but the last bits
    step = float(1 << (_MOST_A_WORD * _length(widest)).bit_length())
    query = _all(widest)
    if narrower:
        steps = [(Occur.Should, tantivy.Query.const_score_query(_all(wanted), step)) for _, wanted in narrower]
        query = tantivy.Query.boolean_query([(Occur.Must, query), *steps])
    unwanted = tuple(_one(alternative) for alternative in plan.unwanted if can_be_met(alternative))
    return Graded(query, unwanted, tuple(grade for grade, _ in reversed(levels)), step)


def _levels(plan: Plan, can_be_met: Callable[[Alternative], bool]) -> Iterator[tuple[int, tuple[Alternatives, ...]]]:
    before: tuple[Alternatives, ...] | None = None
    for grade, wanted in plan.levels():
        met = tuple(dict.fromkeys(tuple(dict.fromkeys(filter(can_be_met, thing))) for thing in wanted))
        if all(met) and met != before:
            yield grade, met
            before = met


def _length(wanted: tuple[Alternatives, ...]) -> int:
    return sum(len(_where(alternative)[1]) for thing in wanted for alternative in thing)


def _where(alternative: Alternative) -> tuple[str, tuple[str, ...]]:
    """The field an alternative is looked for in, and its words."""
    return ("terms", alternative.terms) if isinstance(alternative, All) else ("exact", alternative.words)


def _all(wanted: tuple[Alternatives, ...]) -> tantivy.Query:
    return _joined(Occur.Must, [_joined(Occur.Should, [_one(each) for each in thing]) for thing in wanted])


def _one(alternative: Alternative) -> tantivy.Query:
    field, words = _where(alternative)
    if isinstance(alternative, All) or len(words) == 1:
        return _joined(Occur.Must, [term(field, word) for word in words])
    return tantivy.Query.phrase_query(SCHEMA, field, list(words))


def _joined(occur: Occur, queries: list[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(occur, query) for query in queries])
