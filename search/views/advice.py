"""What helps where nothing is found: the same search without one of its bounds or words, else a single word of it, where that finds
something.

What was typed is planned already; wherever that can be taken apart, no search is planned anew for it.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from council.base.i18n import Language
from search import queries
from search.plans import SYNONYM, Alternative, Plan, Wanted
from search.queries import Atom, Phrase, Query
from search.views.address import Address
from search.views.facets import Chip

MOST = 4  # offers
TRIED = 10  # searches, of each sort
AT_LEAST = 3  # of these, however long they take
LONGEST_S = 0.05


@dataclass(frozen=True)
class Offer:
    """A search that finds ``count`` hits without what ``text`` says, or, where it is ``alone``, with nothing else."""

    text: str
    alone: bool
    count: int
    href: str


@dataclass(frozen=True)
class Variant:
    """Another search. ``plan`` is what it looks for, None where that has to be planned."""

    text: str
    target: Address
    plan: Plan | None


Try = Callable[[Variant], int]  # how many hits it has


def offers(
    query: Query, plan: Plan, address: Address, chips: Sequence[Chip], tried: Try, language: Language
) -> tuple[Offer, ...]:
    """The searches that find something, most hits first; as many as can be tried in time."""
    until = time.monotonic() + LONGEST_S
    things = apart(query, plan)
    less = (*_without_bounds(plan, chips), *_without_words(query, plan, things, address))
    return _finding(less, tried, until, language, alone=False) or _finding(
        _single_words(query, things, address), tried, until, language, alone=True
    )


def apart(query: Query, plan: Plan) -> tuple[Wanted | None, ...]:
    """For each clause of a query what the plan wants for it. None where that is not the clause's alone: for tied words, which are several
    things, for what was typed twice, and where words mean something together."""
    whole = all(len(atoms) > 1 or isinstance(atoms[0], Phrase) or atoms[0].text.isalnum() for atoms in query.wanted)
    if not whole or len(plan.wanted) != len(query.wanted):
        return (None,) * len(query.wanted)
    shared = Counter(alternative for thing in plan.wanted for alternative in _synonyms(thing))
    return tuple(None if any(shared[synonym] > 1 for synonym in _synonyms(thing)) else thing for thing in plan.wanted)


def _synonyms(thing: Wanted) -> frozenset[Alternative]:
    return frozenset(thing.grades[SYNONYM]) if len(thing.grades) > SYNONYM else frozenset()


def _finding(
    variants: Sequence[Variant], tried: Try, until: float, language: Language, *, alone: bool
) -> tuple[Offer, ...]:
    counted = [(variant, tried(variant)) for variant in _in_time(variants, until)]
    found = [
        Offer(variant.text, alone, count, language.link(variant.target.path)) for variant, count in counted if count
    ]
    return tuple(sorted(found, key=lambda offer: -offer.count)[:MOST])


def _in_time(variants: Sequence[Variant], until: float) -> Iterator[Variant]:
    for number, variant in enumerate(islice(variants, TRIED)):
        if number >= AT_LEAST and time.monotonic() > until:
            return
        yield variant


def _without_bounds(plan: Plan, chips: Sequence[Chip]) -> Iterator[Variant]:
    return (Variant(chip.label, chip.without, plan) for chip in chips)


def _without_words(query: Query, plan: Plan, things: Sequence[Wanted | None], address: Address) -> Iterator[Variant]:
    if len(query.wanted) > 1:
        for number, atoms in enumerate(query.wanted):
            text = address.typed
            for atom in atoms:
                text = queries.without(text, atom)
            rest = (*plan.wanted[:number], *plan.wanted[number + 1 :])
            less = replace(plan, wanted=rest, together=None) if things[number] else None
            yield Variant(_named(atoms), address.asking(text), less)
    for atom in query.unwanted:
        less = replace(plan, unwanted=()) if len(query.unwanted) == 1 else None
        yield Variant(f"-{_named([atom])}", address.asking(queries.without(address.typed, atom)), less)


def _single_words(query: Query, things: Sequence[Wanted | None], address: Address) -> list[Variant]:
    if len(query.wanted) < 3:
        return []
    return [
        Variant(_named(atoms), address.asking(_named(atoms)), Plan((thing,)) if thing else None)
        for atoms, thing in zip(query.wanted, things, strict=True)
    ]


def _named(atoms: Sequence[Atom]) -> str:
    """Fit to be typed again."""
    return " OR ".join(f'"{atom.text}"' if isinstance(atom, Phrase) else atom.text for atom in atoms)
