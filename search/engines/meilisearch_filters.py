"""Plans and filters as filter expressions of Meilisearch. Pure.

Values are keys (see ``meilisearch_schema``) in double quotes, or numbers, so nothing that anybody types can be read as more than a value.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from search.documents import Source
from search.engines import Filters
from search.engines.meilisearch_schema import LONGEST_WORD, key, pairs_of
from search.plans import All, Alternative, Alternatives, Plan, Row

LARGEST = 2**53  # Meilisearch keeps larger numbers inexactly
FACETS = ("meeting", "organization", "year", "speaker", "kind")

Impostors = Mapping[Row, Mapping[str, Sequence[int]]]
"""By long row the documents that have all its pairs, but not in a row: by their kind's key their numbers."""


@dataclass(frozen=True)
class Asked:
    """What a plan wants within its filters. ``levels`` are grades, the best first, each with the expression that holds for its documents
    and for all better ones."""

    within: tuple[str, ...]
    levels: tuple[tuple[int, str], ...]

    def upto(self, place: int) -> str:
        """All documents of a level and of better ones."""
        return _all((self.levels[place][1], *self.within))

    def alone(self, place: int) -> str:
        """The documents of a level and of no better one."""
        better = (f"NOT ({self.levels[place - 1][1]})",) if place else ()
        return _all((self.levels[place][1], *better, *self.within))

    @property
    def everything(self) -> str:
        return self.upto(len(self.levels) - 1)


def asked(plan: Plan, filters: Filters, impostors: Impostors) -> Asked | None:
    """None where nothing can be found."""
    within = narrowed(filters)
    levels = tuple(_levels(plan, impostors))
    if within is None or not levels:
        return None
    unwanted = _alternatives(plan.unwanted, impostors)
    return Asked((*within, *([f"NOT ({unwanted})"] if unwanted else ())), levels)


def is_long(alternative: Alternative) -> bool:
    """Whether it is a row of which pairs alone do not tell."""
    return isinstance(alternative, Row) and len(alternative.words) > 2


def long_rows(plan: Plan) -> list[Row]:
    """The long rows that a plan wants or does not want."""
    levels = [alternatives for _, wanted in plan.levels() for alternatives in wanted]
    alternatives = (each for some in (*levels, plan.unwanted) for each in some)
    return list(dict.fromkeys(each for each in alternatives if isinstance(each, Row) and is_long(each)))


def candidates(plan: Plan, filters: Filters, row: Row) -> str | None:
    """The documents that may have a row and matter to the plan; None where there can be none."""
    known = tuple(each for each in plan.unwanted if not is_long(each))
    wide = asked(replace(plan, unwanted=known), filters, {})
    return _all((wide.everything, _alternative(row, {}))) if wide else None


def term(value: str, filters: Filters) -> str | None:
    """The documents with a term; None where there can be none."""
    within = narrowed(filters)
    return _all((_is("terms", key(value)), *within)) if value and within is not None else None


def earlier(sources: Iterable[Source], written: str) -> str:
    """What there is of sources from earlier writings than this one."""
    return _all((_in("source", sorted(key(str(source)) for source in sources)), f"NOT {_is('written', written)}"))


def passes(filters: Filters) -> list[tuple[Filters, list[str]]]:
    """Which facets are counted together: each within all filters but its own."""
    own = {
        "meeting": filters,
        "organization": replace(filters, organizations=None),
        "year": replace(filters, years=None),
        "speaker": replace(filters.naming(), speakers=None),
        "kind": replace(filters, kinds=None),
    }
    together: dict[Filters, list[str]] = {}
    for facet in FACETS:
        together.setdefault(own[facet], []).append(facet)
    return list(together.items())


def narrowed(filters: Filters) -> tuple[str, ...] | None:
    """The conditions that filters make; None where they leave nothing."""
    words = {"speaker_words": filters.speaker_words, "item_words": filters.item_words}
    meetings = None if filters.meeting_id is None else {filters.meeting_id}
    sets: dict[str, list[str] | list[int] | None] = {
        "kind": _keys(filters.kinds),
        "organization": _numbers(filters.organizations),
        "year": _numbers(filters.years),
        "speaker": _keys(filters.speakers),
        "meeting": _numbers(meetings),
        "source": None if filters.source is None else [key(str(filters.source))],
    }
    if any(values is not None and not values for values in sets.values()) or "" in (
        *words["speaker_words"],
        *words["item_words"],
    ):
        return None
    conditions = [_in(field, values) for field, values in sets.items() if values]
    conditions += [_is(field, key(word)) for field, wanted in words.items() for word in dict.fromkeys(wanted)]
    if filters.without:
        conditions.append(f"NOT {_in('source', sorted(key(str(source)) for source in filters.without))}")
    return tuple(conditions)


def _levels(plan: Plan, impostors: Impostors) -> Iterator[tuple[int, str]]:
    before = ""
    for grade, wanted in plan.levels():
        things = [_alternatives(thing, impostors) for thing in wanted]
        expression = _all(dict.fromkeys(things))
        if all(things) and expression != before:
            yield grade, expression
            before = expression


def _alternatives(alternatives: Alternatives, impostors: Impostors) -> str:
    """Any of these; empty where none can be met. What is one value of one field is asked for in one list."""
    single: dict[str, list[str]] = {"terms": [], "words": [], "pairs": []}
    others: list[str] = []
    for each in alternatives:
        field, values = _values(each)
        if len(values) == 1 and not is_long(each):
            single[field] += values
        elif values:
            others.append(_alternative(each, impostors))
    lists = [_in(field, dict.fromkeys(values)) for field, values in single.items() if values]
    return _any((*lists, *dict.fromkeys(others)))


def _alternative(alternative: Alternative, impostors: Impostors) -> str:
    field, values = _values(alternative)
    conditions = [_is(field, value) for value in values]
    if isinstance(alternative, Row):
        for kind, numbers in impostors.get(alternative, {}).items():
            conditions.append(f"NOT {_all((_is('kind', kind), _in('number', numbers)))}")
    return _all(conditions)


def _values(alternative: Alternative) -> tuple[str, tuple[str, ...]]:
    """The field an alternative is looked for in, and the values that are all needed; none where it cannot be met."""
    if isinstance(alternative, All):
        return "terms", tuple(dict.fromkeys(map(key, alternative.terms))) if all(alternative.terms) else ()
    if not all(alternative.words):
        return "words", ()
    if len(alternative.words) == 1:
        return "words", (key(alternative.words[0], LONGEST_WORD),)
    return "pairs", tuple(pairs_of(alternative.words))


def _keys(texts: Iterable[str] | None) -> list[str] | None:
    return None if texts is None else sorted(map(key, filter(None, texts)))


def _numbers(numbers: Iterable[int] | None) -> list[int] | None:
    return None if numbers is None else sorted(number for number in numbers if 0 <= number <= LARGEST)


def _is(field: str, value: str) -> str:
    return f'{field} = "{value}"'


def _in(field: str, values: Iterable[str] | Iterable[int]) -> str:
    return f"{field} IN [{', '.join(str(value) if isinstance(value, int) else _quoted(value) for value in values)}]"


def _quoted(key: str) -> str:
    return f'"{key}"'


def _all(conditions: Iterable[str]) -> str:
    return _joined(" AND ", conditions)


def _any(conditions: Iterable[str]) -> str:
    return _joined(" OR ", conditions)


def _joined(operator: str, conditions: Iterable[str]) -> str:
    parts = tuple(conditions)
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})" if parts else ""
