"""What of a plan reaches the embedded engine; that documents get their grades by it is the contract of all engines."""

from collections.abc import Iterator

import pytest
import tantivy

from search.engines.grading import Graded, graded
from search.engines.schema import SCHEMA
from search.plans import GUESS, PART, SYNONYM, WHOLE, All, Plan, Row, Wanted


@pytest.fixture
def searcher() -> Iterator[tantivy.Searcher]:
    """Sees one document."""
    index = tantivy.Index(SCHEMA)
    with index.writer(15_000_000, 1) as writer:
        words = "neue radweg >radweg strasse"
        writer.add_document(tantivy.Document.from_dict({"terms": words, "exact": words}, SCHEMA))
        writer.commit()
        index.reload()
        yield index.searcher()


def term(text: str) -> All:
    return All((text,))


def of(plan: Plan, searcher: tantivy.Searcher) -> Graded:
    found = graded(plan, searcher)
    assert found is not None
    return found


def test_one_term_of_which_all_else_is_unknown_stays_a_query_for_that_term(searcher: tantivy.Searcher) -> None:
    thing = Wanted(((term("radweg"), term("radwege")), (), (Row(("alte", "radweg")),), (All(("radweg", "nie")),)))
    found = of(Plan((thing, thing)), searcher)
    assert repr(found.query).startswith("Query(TermQuery(")
    assert found.grades == (WHOLE,)
    assert found.grade(3.7) == WHOLE


def test_a_row_of_one_word_is_a_query_for_that_word(searcher: tantivy.Searcher) -> None:
    assert repr(of(Plan((Wanted(((Row(("neue",)),),)),)), searcher).query).startswith("Query(TermQuery(")


def test_each_level_that_is_better_adds_a_step(searcher: tantivy.Searcher) -> None:
    grades = {WHOLE: (term("radweg"),), PART: (term(">radweg"),), SYNONYM: (term("strasse"),)}
    found = of(Plan((Wanted(tuple(grades.get(grade, ()) for grade in range(GUESS + 1))),)), searcher)
    ((score, _),) = searcher.search(found.query, 1).hits
    assert 2 * found.step < score < 3 * found.step
    assert [found.grade(found.step * steps + 0.5) for steps in range(3)] == [SYNONYM, PART, WHOLE]


def test_a_plan_that_cannot_be_met_is_none(searcher: tantivy.Searcher) -> None:
    met, unmet = Wanted(((term("radweg"),),)), Wanted(((term("gehweg"), All(())),))
    for plan in (Plan(), Plan((unmet,)), Plan((met, unmet)), Plan((Wanted(()),))):
        assert graded(plan, searcher) is None
    assert of(Plan((met,), (term("gehweg"), All(()))), searcher).unwanted == ()
