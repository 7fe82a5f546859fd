"""Documents, plans and what an engine finds, for the contract of the search engines."""

from dataclasses import replace
from typing import Any

from search.documents import SEGMENT, Document, Source
from search.engines import (
    EVERYTHING,
    Cursor,
    Filters,
    SearchReader,
    SearchWriter,
)
from search.plans import (
    GRADES,
    WHOLE,
    All,
    Alternative,
    Alternatives,
    Plan,
    Row,
    Wanted,
)

MANY = 3000
TEMPLATE = Document(
    kind=SEGMENT,
    number=0,
    source=Source("recording", 1),
    meeting_id=1,
    organization_id=1,
    year=2026,
    day=739_000,
    start_ms=0,
    terms=(),
    exact=(),
)


def document(number: int, text: str, **values: Any) -> Document:
    """One whose terms are the words of the text, one word being as it is written without what marks it as a part."""
    words = tuple(text.split(" ")) if text else ()
    values.setdefault("exact", tuple(word for word in words if not word.startswith(("<", ">"))))
    return replace(TEMPLATE, number=number, terms=words, **values)


def fill(index: SearchWriter, *documents: Document, cursor: int = 1) -> None:
    """Let the engine have these, and commit."""
    for source in dict.fromkeys(document.source for document in documents):
        index.replace(source, [document for document in documents if document.source == source])
    index.commit(Cursor(cursor))


def texts(index: SearchWriter, *texts: str) -> None:
    """Let the engine have utterances with these texts, numbered from 1."""
    fill(index, *(document(number, text) for number, text in enumerate(texts, 1)))


def wanted(found: Alternatives | Alternative | dict[int, Alternatives | Alternative]) -> Wanted:
    """One thing that is wanted: the alternatives of each grade, or of the best alone."""
    grades = found if isinstance(found, dict) else {WHOLE: found}
    return Wanted(tuple(_alternatives(grades.get(grade, ())) for grade in range(GRADES)))


def _alternatives(found: Alternatives | Alternative) -> Alternatives:
    return (found,) if isinstance(found, All | Row) else found


def term(text: str) -> All:
    return All((text,))


def only(found: Alternatives | Alternative | dict[int, Alternatives | Alternative]) -> Plan:
    """This thing alone."""
    return Plan((wanted(found),))


def word(text: str) -> Wanted:
    """Nothing but this word."""
    return wanted(term(text))


def of(*texts: str) -> Plan:
    """All of these words."""
    return Plan(tuple(word(text) for text in texts))


def row(text: str) -> Row:
    return Row(tuple(text.split()))


RADWEG = of("radweg")


def found(index: SearchReader, plan: Plan, filters: Filters = EVERYTHING) -> set[int]:
    """The numbers of all documents found, each once and as many as were counted."""
    answer = index.search(plan, filters, 1000)
    numbers = [int(hit.id.rpartition("-")[2]) for hit in answer.hits]
    assert len(numbers) == len(set(numbers)) == answer.total
    return set(numbers)


def graded(index: SearchReader, plan: Plan) -> list[tuple[int, set[int]]]:
    """The grades in the order of the hits, each with the numbers of its documents."""
    grades: list[tuple[int, set[int]]] = []
    for hit in index.search(plan, EVERYTHING, 1000).hits:
        if not grades or grades[-1][0] != hit.grade:
            grades.append((hit.grade, set()))
        grades[-1][1].add(int(hit.id.rpartition("-")[2]))
    return grades


def total(index: SearchReader, plan: Plan = RADWEG, filters: Filters = EVERYTHING) -> int:
    return index.search(plan, filters, 1).total
