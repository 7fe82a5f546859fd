"""What helps where nothing is found: the same search without one of its bounds or words, else a single word of it, where that finds
something."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from council.base.i18n import Language
from search import queries
from search.queries import Atom, Phrase, Query
from search.views.address import Address
from search.views.facets import Chip

MOST = 6  # searches tried, of each sort


@dataclass(frozen=True)
class Offer:
    """A search that finds ``count`` hits without what ``text`` says, or, where it is ``alone``, with nothing else."""

    text: str
    alone: bool
    count: int
    href: str


Variant = tuple[str, Address]
Try = Callable[[Address], int]  # how many hits a search has


def offers(query: Query, address: Address, chips: Sequence[Chip], tried: Try, language: Language) -> tuple[Offer, ...]:
    """The searches that find something, most hits first."""
    bounds = [(chip.label, chip.without) for chip in chips]
    found = _finding([*bounds, *_without_words(query, address)], tried, language, alone=False)
    return found or _finding(_single_words(query, address), tried, language, alone=True)


def _finding(
    variants: Sequence[Variant] | Iterator[Variant], tried: Try, language: Language, *, alone: bool
) -> tuple[Offer, ...]:
    counted = [(text, target, tried(target)) for text, target in islice(variants, MOST)]
    found = [Offer(text, alone, count, language.link(target.path)) for text, target, count in counted if count]
    return tuple(sorted(found, key=lambda offer: -offer.count))


def _without_words(query: Query, address: Address) -> Iterator[Variant]:
    if len(query.wanted) > 1:
        for atoms in query.wanted:
            text = address.typed
            for atom in atoms:
                text = queries.without(text, atom)
            yield _named(atoms), address.asking(text)
    for atom in query.unwanted:
        yield f"-{_named([atom])}", address.asking(queries.without(address.typed, atom))


def _single_words(query: Query, address: Address) -> Iterator[Variant]:
    if len(query.wanted) > 2:
        for atoms in query.wanted:
            yield _named(atoms), address.asking(_named(atoms))


def _named(atoms: Sequence[Atom]) -> str:
    """Fit to be typed again."""
    return " OR ".join(f'"{atom.text}"' if isinstance(atom, Phrase) else atom.text for atom in atoms)
