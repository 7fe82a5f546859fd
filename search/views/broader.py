"""The synonyms that a search looked for, too, and the same search without them. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from search.forms import FIRST, HEAD, OTHER
from search.plans import SYNONYM, All, Alternatives, Plan, Wanted
from search.synonyms import Terms

MOST = 8  # told

Shown = Callable[[Terms], str]  # how an expression is written
Counts = Callable[[Sequence[str]], list[int]]  # in how many of the documents each term occurs
_PARTS = (HEAD, FIRST, OTHER)


def told(plan: Plan, shown: Shown, counts: Counts) -> tuple[str, ...]:
    """As people write them; what is nowhere in what was searched found nothing and is not told."""
    expressions = list(dict.fromkeys(_terms(plan)))
    terms = list(dict.fromkeys(term for expression in expressions for term in expression))
    there = dict(zip(terms, counts(terms), strict=True)) if terms else {}
    return tuple(dict.fromkeys(shown(each) for each in expressions if all(there[term] for term in each)))[:MOST]


def _terms(plan: Plan) -> Iterator[Terms]:
    for thing in plan.wanted:
        for alternative in thing.grades[SYNONYM] if len(thing.grades) > SYNONYM else ():
            if isinstance(alternative, All) and not any(term.startswith(_PARTS) for term in alternative.terms):
                yield alternative.terms


def without(plan: Plan) -> Plan:
    """The plan without synonyms."""
    return replace(plan, wanted=tuple(Wanted(tuple(_kept(thing))) for thing in plan.wanted))


def _kept(thing: Wanted) -> Iterator[Alternatives]:
    return (() if grade == SYNONYM else found for grade, found in enumerate(thing.grades))
