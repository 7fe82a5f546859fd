"""What is asked of Meilisearch for a page of hits and for counts, and what its answers mean. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from search.engines.meilisearch_schema import ORDER, has_row, text_of
from search.plans import Row

Hits = Iterable[Mapping[str, Any]]


class Part(NamedTuple):
    """The part of a page that one level has: so many documents of this level alone, from the one with number ``begin`` on."""

    level: int
    begin: int
    size: int


def parts(upto: Sequence[int], limit: int, offset: int) -> list[Part]:
    """How the levels share a page. ``upto`` is how many documents each level has together with all better ones."""
    first, last = max(0, offset), max(0, offset) + max(0, limit)
    found = []
    for level, (before, here) in enumerate(pairwise((0, *upto))):
        begin, end = max(first, before), min(last, here)
        if begin < end:
            found.append(Part(level, begin - before, end - begin))
    return found


def page(wanted: str, begin: int, size: int, fields: Sequence[str]) -> dict[str, Any]:
    """A query for documents in their lasting order."""
    return {"filter": wanted, "sort": ORDER, "offset": begin, "limit": size, "attributesToRetrieve": list(fields)}


def total(wanted: str, facets: Sequence[str] = ()) -> dict[str, Any]:
    """A query for the exact number of documents, and of those with each value of some facets, without the documents. The number
    ends at the schema's ``MOST_HITS``."""
    return {"filter": wanted, "hitsPerPage": 0, **({"facets": list(facets)} if facets else {})}


def impostors(row: Row, candidates: Hits) -> dict[str, list[int]]:
    """Which of the candidates do not have a row: by their kind's key their numbers."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for each in candidates:
        if not has_row(str(each["exact"]), row.words):
            found[str(each["kind"])].append(int(each["number"]))
    return dict(found)


def by_number(counts: Mapping[str, int]) -> dict[int, int]:
    """The counts of a facet of numbers, the largest first."""
    return {int(float(value)): int(count) for value, count in _ranked(counts)}


def by_name(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of a facet of texts, the largest first. A text too long for a key to tell it is left out."""
    found = ((text_of(value), int(count)) for value, count in _ranked(counts))
    return {text: count for text, count in found if text is not None}


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
