"""The expressions are read here by the grammar in Meilisearch's documentation and compared with what a plan means."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.documents import ITEM, KINDS, SEGMENT, Document, Source
from search.engines import EVERYTHING, Filters
from search.engines.meilisearch_answers import impostors
from search.engines.meilisearch_filters import (
    FACETS,
    asked,
    candidates,
    earlier,
    long_rows,
    narrowed,
    passes,
    term,
)
from search.engines.meilisearch_schema import key, line
from search.plans import GRADES, GUESS, PART, TOGETHER, WHOLE, All, Alternative, Plan, Row, Wanted
from tests.search.engines.filter_expressions import selects, values_in

Said = tuple[tuple[str, ...], tuple[str, ...], str, int, str]  # terms, words, kind, year, speaker
WORDS = ["rad", "weg", ">weg", "Ä.b", 'q"', "a AND b"]

alternatives = st.one_of(
    st.builds(All, st.lists(st.sampled_from(WORDS), max_size=2).map(tuple)),
    st.builds(Row, st.lists(st.sampled_from(WORDS), max_size=4).map(tuple)),
)
some = st.lists(alternatives, max_size=3).map(tuple)
things = st.builds(Wanted, st.lists(some, max_size=GRADES).map(tuple))
rows = st.builds(Row, st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map(tuple))
plans = st.builds(Plan, st.lists(things, max_size=3).map(tuple), some, st.none() | rows)
documents = st.lists(
    st.builds(
        lambda terms, said, kind, year, speaker: (terms, said, kind, year, speaker),
        st.lists(st.sampled_from(WORDS), max_size=5).map(tuple),
        st.lists(st.sampled_from(WORDS), max_size=7).map(tuple),
        st.sampled_from(KINDS),
        st.integers(2024, 2026),
        st.sampled_from(["", "Müller", "müller", "Muller"]),
    ),
    max_size=12,
)
narrowing = st.builds(
    Filters,
    kinds=st.none() | st.frozensets(st.sampled_from([*KINDS, "survey"]), max_size=2),
    years=st.none() | st.frozensets(st.sampled_from([2024, 2025, -1, 2**70]), max_size=2),
    speakers=st.none() | st.frozensets(st.sampled_from(["Müller", "Muller", ""]), max_size=2),
    meeting_id=st.none() | st.integers(-1, 3),
    speaker_words=st.lists(st.sampled_from(["mueller", ""]), max_size=1).map(tuple),
    without=st.frozensets(st.builds(Source, st.just("recording"), st.integers(0, 4)), max_size=2),
)


def made(found: Sequence[Said]) -> list[Document]:
    return [
        Document(
            kind,
            number,
            Source("recording", number % 3),
            number % 4,
            1,
            year,
            1,
            0,
            terms,
            said,
            speaker,
            ("mueller",) if number % 2 else (),
        )
        for number, (terms, said, kind, year, speaker) in enumerate(found)
    ]


def stored(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(line(document, "now"))
    return found


def has(document: Document, alternative: Alternative) -> bool:
    if isinstance(alternative, All):
        return bool(alternative.terms) and set(alternative.terms) <= set(document.terms)
    said, row = document.exact, alternative.words
    return bool(row) and any(said[place : place + len(row)] == row for place in range(len(said)))


def grade_of(document: Document, plan: Plan) -> int | None:
    if any(has(document, each) for each in plan.unwanted):
        return None
    return next(
        (
            grade
            for grade, wanted in plan.levels()
            if all(any(has(document, each) for each in thing) for thing in wanted)
        ),
        None,
    )


def is_within(document: Document, filters: Filters) -> bool:
    return (
        (filters.kinds is None or document.kind in filters.kinds)
        and (filters.years is None or document.year in filters.years)
        and (filters.speakers is None or (document.speaker != "" and document.speaker in filters.speakers))
        and (filters.meeting_id is None or document.meeting_id == filters.meeting_id)
        and set(filters.speaker_words) <= set(document.speaker_words)
        and document.source not in filters.without
    )


@settings(max_examples=400, deadline=None)
@given(documents, plans, narrowing)
@example([((), ("a", "b", "c", "a", "b"), SEGMENT, 2025, "")], Plan((Wanted(((Row(("a", "b", "a")),),)),)), EVERYTHING)
@example([((), ("rad", "rad"), SEGMENT, 2025, "")], Plan((Wanted(((Row(("rad", "rad", "rad")),),)),)), EVERYTHING)
def test_each_level_selects_what_the_plan_means(found: list[Said], plan: Plan, filters: Filters) -> None:
    rows = [(each, stored(each)) for each in made(found)]
    possible = {row: candidates(plan, filters, row) for row in long_rows(plan)}
    known = {
        row: impostors(row, [row_ for _, row_ in rows if selects(wanted, row_)])
        for row, wanted in possible.items()
        if wanted
    }
    question = asked(plan, filters, known)
    meant = {each.id: grade_of(each, plan) for each, _ in rows if is_within(each, filters)}
    meant = {id: grade for id, grade in meant.items() if grade is not None}
    levels = question.levels if question else ()
    selected = {
        each.id: grade
        for place, (grade, _) in enumerate(levels)
        for each, row in rows
        if question and selects(question.alone(place), row)
    }
    assert selected == meant
    assert question is None or sum(selects(question.everything, row) for _, row in rows) == len(meant)
    for place in range(len(levels)):
        assert question is not None
        upto = {each.id for each, row in rows if selects(question.upto(place), row)}
        assert upto == {id for id, grade in meant.items() if grade <= levels[place][0]}


@given(st.text(st.characters(codec=None), min_size=1, max_size=15))
@example('" OR terms = "')
@example("\\")
@example('\\" OR NOT kind = "')
@example("AND")
@example("]")
@example("\x00\n")
def test_nothing_typed_breaks_out_of_its_quotes(text: str) -> None:
    plan = Plan((Wanted(((All((text,)), Row((text, text)), Row((text,))),)),), (All((text, text)),))
    filters = Filters(speakers=frozenset({text}), speaker_words=(text,), item_words=(text,), kinds=frozenset({text}))
    question = asked(plan, filters, {})
    assert question is not None
    allowed = {key(text), f"{key(text)}.{key(text)}"}
    assert set(values_in(question.everything)) == allowed
    without_values = question.everything
    for value in values_in(question.everything):
        without_values = without_values.replace(f'"{value}"', "V", 1)
    assert without_values == (
        "((terms IN [V] OR words IN [V] OR pairs IN [V]) AND kind IN [V] AND speaker IN [V] AND speaker_words = V "
        "AND item_words = V AND NOT (terms IN [V]))"
    )


def test_one_thing_with_many_alternatives_is_one_list() -> None:
    plan = Plan((Wanted((tuple(All((f"w{number}",)) for number in range(50)),)),))
    question = asked(plan, EVERYTHING, {})
    assert question is not None
    assert question.everything.count("IN") == 1
    assert question.everything.startswith('terms IN ["w0", "w1", ')


def test_the_levels_of_a_plan_exclude_the_better_ones() -> None:
    plan = Plan((Wanted(((All(("rad",)),), (All((">rad",)),))),))
    question = asked(plan, EVERYTHING, {})
    assert question is not None
    assert [grade for grade, _ in question.levels] == [WHOLE, PART]
    assert question.alone(0) == 'terms IN ["rad"]'
    assert question.alone(1) == '(terms IN ["rad", "_3erad"] AND NOT (terms IN ["rad"]))'


def test_what_is_typed_in_a_row_is_a_level_of_its_own() -> None:
    both = tuple(Wanted(((All((word,)),),)) for word in ("rad", "weg"))
    question = asked(Plan(both, (), Row(("rad", "weg"))), EVERYTHING, {})
    assert question is not None
    assert [grade for grade, _ in question.levels] == [TOGETHER, WHOLE]
    assert long_rows(Plan(both, (), Row(("rad", "weg", "netz")))) == [Row(("rad", "weg", "netz"))]


def test_grades_without_alternatives_are_left_out() -> None:
    question = asked(Plan((Wanted(((), (All(("",)),), (), (), (), (), (All(("x",)),))),)), EVERYTHING, {})
    assert question is not None
    assert [grade for grade, _ in question.levels] == [GUESS]


@pytest.mark.parametrize(
    "plan",
    [Plan(), Plan((Wanted(()),)), Plan((Wanted(((All(()), Row(()), All(("",))),)),)), Plan((), (All(("rad",)),))],
)
def test_a_plan_that_wants_nothing_asks_nothing(plan: Plan) -> None:
    assert asked(plan, EVERYTHING, {}) is None


@pytest.mark.parametrize(
    "filters",
    [
        Filters(kinds=frozenset()),
        Filters(organizations=frozenset()),
        Filters(organizations=frozenset({-1, 2**70})),
        Filters(speakers=frozenset({""})),
        Filters(meeting_id=-3),
        Filters(item_words=("",)),
    ],
)
def test_filters_that_leave_nothing_ask_nothing(filters: Filters) -> None:
    assert narrowed(filters) is None
    assert asked(Plan((Wanted(((All(("rad",)),),)),)), filters, {}) is None
    assert term("rad", filters) is None
    assert candidates(Plan((Wanted(((Row(("a", "b", "c")),),)),)), filters, Row(("a", "b", "c"))) is None


def test_a_facet_is_counted_without_its_own_filter_and_the_others_together() -> None:
    assert passes(EVERYTHING) == [(EVERYTHING, list(FACETS))]
    several = Filters(years=frozenset({2025}), kinds=frozenset({ITEM}), meeting_id=3)
    assert passes(several) == [
        (several, ["meeting", "organization", "speaker"]),
        (Filters(kinds=frozenset({ITEM}), meeting_id=3), ["year"]),
        (Filters(years=frozenset({2025}), meeting_id=3), ["kind"]),
    ]


def test_what_was_written_earlier_is_told_by_source_and_writing() -> None:
    of = {"source": "recording-1", "written": "x1"}
    expression = earlier([Source("meeting", 1), Source("recording", 1)], "x2")
    assert selects(expression, of)
    assert not selects(expression, of | {"written": "x2"})
    assert not selects(expression, of | {"source": "recording-2"})
    assert not selects(expression, {"id": "state"})
