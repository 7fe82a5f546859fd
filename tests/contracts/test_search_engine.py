"""What every search engine has to do."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from search.documents import ITEM, MEETING, PAPER, SEGMENT, Document, Source
from search.engines import (
    EVERYTHING,
    Cursor,
    Facets,
    Filters,
    Found,
    SearchEngine,
    SearchReader,
    SearchWriter,
    UnavailableError,
    WriterBusyError,
)
from search.plans import (
    BEGINNING,
    FIRST,
    GRADES,
    GUESS,
    INSIDE,
    PART,
    SYNONYM,
    TOGETHER,
    WHOLE,
    All,
    Alternative,
    Alternatives,
    Plan,
    Row,
    Wanted,
)
from tests.contracts.conftest import MEILISEARCH_URL, EngineUnderTest

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


@pytest.fixture
def index(engine_under_test: EngineUnderTest) -> Iterator[SearchEngine]:
    """The engine of one process that writes and asks."""
    with engine_under_test.writer() as index:
        yield index


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


@pytest.mark.skipif(
    not MEILISEARCH_URL, reason="not run against Meilisearch: RATSFENSTER_TEST_MEILISEARCH_URL names no server"
)
def test_all_of_this_is_run_against_meilisearch_as_well(request: pytest.FixtureRequest) -> None:
    names = {item.name for item in request.session.items if item.path == request.path}
    assert any(name.endswith("[meilisearch]") for name in names)


# --- what is written, and when it is seen -----------------------------------------------------------------------------


def test_without_an_index_there_is_no_answer_but_an_error_that_says_so(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.reader() as reader:
        assert reader.cursor() is None
        with pytest.raises(UnavailableError):
            reader.search(RADWEG, EVERYTHING, 10)
        with pytest.raises(UnavailableError):
            reader.facets(RADWEG, EVERYTHING)
        with pytest.raises(UnavailableError):
            reader.counts(["radweg"], EVERYTHING)


def test_a_commit_is_seen_by_every_reader_and_tells_how_far_it_goes(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.writer() as writer, engine_under_test.reader() as reader:
        writer.replace(TEMPLATE.source, [document(1, "der radweg"), document(2, "die strasse")])
        writer.commit(Cursor(5, "then"))
        assert found(reader, RADWEG) == {1}
        assert found(writer, of("strasse")) == {2}
        assert reader.cursor() == writer.cursor() == Cursor(5, "then")


def test_what_is_not_committed_is_not_seen(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.writer() as writer, engine_under_test.reader() as reader:
        writer.commit(Cursor(1))
        writer.replace(TEMPLATE.source, [document(1, "radweg")])
        assert total(reader) == 0
        writer.commit(Cursor(2))
        assert total(reader) == 1


def test_a_source_is_replaced_as_a_whole_and_others_are_not_touched(index: SearchEngine) -> None:
    other, meeting = Source("recording", 11), Source("meeting", 1)
    fill(
        index,
        document(1, "radweg"),
        document(2, "radweg"),
        document(3, "radweg", source=other),
        document(1, "radweg", kind=MEETING, source=meeting),
    )
    fill(index, document(2, "gehweg"))
    assert {hit.id for hit in index.search(RADWEG, EVERYTHING, 10).hits} == {"segment-3", "meeting-1"}
    assert found(index, of("gehweg")) == {2}


def test_the_last_of_several_replacements_counts(index: SearchEngine) -> None:
    index.replace(TEMPLATE.source, [document(1, "radweg"), document(2, "radweg")])
    index.replace(TEMPLATE.source, iter([document(1, "gehweg")]))
    index.commit(Cursor(1))
    assert total(index) == 0
    assert found(index, of("gehweg")) == {1}


def test_a_source_without_documents_is_gone(index: SearchEngine) -> None:
    texts(index, "radweg")
    index.replace(TEMPLATE.source, [])
    index.replace(Source("recording", 99), [])
    index.commit(Cursor(2))
    assert total(index) == 0
    assert index.counts(["radweg"], EVERYTHING) == [0]
    assert index.facets(RADWEG, EVERYTHING) == Facets()


def test_an_index_beside_is_not_seen_before_it_takes_over_and_alone_afterwards(
    engine_under_test: EngineUnderTest,
) -> None:
    other = Source("recording", 2)
    with engine_under_test.writer() as writer, engine_under_test.reader() as reader:
        fill(writer, document(1, "radweg"))
        built = writer.beside()
        fill(built, document(2, "gehweg", source=other), cursor=9)
        assert (total(reader), total(reader, of("gehweg"))) == (1, 0)
        fill(writer, document(1, "radweg"), document(4, "radweg"), cursor=2)
        assert total(reader) == 2
        writer.take_over(built)
        assert (total(reader), total(reader, of("gehweg"))) == (0, 1)
        assert reader.cursor() == writer.cursor() == Cursor(9)
        fill(writer, document(3, "gehweg", source=Source("recording", 3)), cursor=10)
        assert found(reader, of("gehweg")) == {2, 3}


def test_a_rebuild_is_asked_for_until_it_is_done(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.writer() as writer, engine_under_test.reader() as reader:
        writer.commit(Cursor(1))
        assert not writer.rebuild_wanted()
        reader.request_rebuild()
        assert writer.rebuild_wanted()
        built = writer.beside()
        built.commit(Cursor(1))
        writer.take_over(built)
        assert not reader.rebuild_wanted()


def test_a_new_writer_goes_on_where_the_last_one_ended(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.writer() as writer:
        writer.replace(TEMPLATE.source, [document(1, "radweg")])
        writer.commit(Cursor(7, "then"))
        writer.replace(Source("recording", 5), [document(5, "radweg", source=Source("recording", 5))])
    with engine_under_test.writer() as writer:
        assert writer.cursor() == Cursor(7, "then")
        fill(writer, document(2, "radweg", source=Source("recording", 2)), cursor=8)
        assert found(writer, RADWEG) >= {1, 2}


def test_only_one_writes(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.writer(), pytest.raises(WriterBusyError), engine_under_test.writer():
        pass
    with engine_under_test.writer() as writer:
        writer.commit(Cursor(1))


def test_a_reader_is_shared_by_threads_while_another_process_writes(engine_under_test: EngineUnderTest) -> None:
    sizes = range(1, 6)
    with engine_under_test.writer() as writer, engine_under_test.reader() as reader, ThreadPoolExecutor(4) as pool:
        texts(writer, "radweg")
        answers = []
        for size in sizes:
            answers += [pool.submit(total, reader) for _ in range(20)]
            texts(writer, *["radweg"] * size)
        assert {answer.result() for answer in answers} <= set(sizes)
        assert total(reader) == max(sizes)


# --- what is found, and in which order of grades ----------------------------------------------------------------------


def test_terms_are_found_as_they_are_and_not_by_what_they_begin_with(index: SearchEngine) -> None:
    texts(index, "radweg", "radwege", "rad", "<rad >weg", "weg", "radwegen radweg")
    assert found(index, RADWEG) == {1, 6}
    assert found(index, of("weg")) == {5}
    assert found(index, of(">weg")) == {4}
    assert found(index, of("<rad")) == {4}
    assert found(index, of("<weg")) == set()


def test_a_hit_carries_kind_and_number(index: SearchEngine) -> None:
    kinds = (SEGMENT, ITEM, MEETING, PAPER)
    sources = [Source("recording", 1)] + [Source("meeting", 1)] * 3
    fill(
        index,
        *(document(7, "radweg", kind=kind, source=source) for kind, source in zip(kinds, sources, strict=True)),
    )
    hits = index.search(RADWEG, EVERYTHING, 10).hits
    assert sorted(hit.id for hit in hits) == ["agenda_item-7", "meeting-7", "paper-7", "segment-7"]
    assert {hit.grade for hit in hits} == {WHOLE}


def test_everything_wanted_has_to_be_there(index: SearchEngine) -> None:
    texts(index, "radweg strasse", "radweg", "strasse haushalt", "haushalt strasse radweg")
    assert found(index, of("radweg", "strasse")) == {1, 4}
    assert found(index, of("radweg", "strasse", "haushalt")) == {4}
    assert found(index, of("radweg", "radweg", "radweg")) == {1, 2, 4}
    assert found(index, of("radweg", "fahrrad")) == set()


def test_a_plan_that_wants_nothing_finds_nothing(index: SearchEngine) -> None:
    texts(index, "radweg")
    for plan in (Plan(), Plan(unwanted=(term("strasse"),)), Plan((Wanted(()),)), Plan((Wanted(((), ())),))):
        assert index.search(plan, EVERYTHING, 10) == Found(0)
        assert index.facets(plan, EVERYTHING) == Facets()


def test_the_grades_come_in_their_order_and_hold_exactly_their_documents(index: SearchEngine) -> None:
    plan = only(
        {
            WHOLE: term("radweg"),
            PART: term(">radweg"),
            FIRST: term("radwegnetz"),
            INSIDE: term("<radweg"),
            BEGINNING: (term("radwegs"), term("radwegen")),
            SYNONYM: term("fahrradstrasse"),
            GUESS: (term("radwerg"), term("randweg")),
        }
    )
    texts(
        index,
        "radwerg radwerg radwerg",
        "fahrradstrasse fahrradstrasse",
        "<radweg wegenetz",
        ">radweg ostradweg",
        "radweg",
        "etwas ganz anderes",
        "radwerg <radweg und viel mehr",
        "fahrradstrasse radweg >radweg",
        "randweg radwegen",
        "radwegnetz <radweg",
    )
    assert graded(index, plan) == [
        (WHOLE, {5, 8}),
        (PART, {4}),
        (FIRST, {10}),
        (INSIDE, {3, 7}),
        (BEGINNING, {9}),
        (SYNONYM, {2}),
        (GUESS, {1}),
    ]


def test_a_document_is_as_good_as_the_worst_thing_wanted(index: SearchEngine) -> None:
    one = wanted({WHOLE: term("rad"), PART: term(">rad"), SYNONYM: term("velo")})
    other = wanted({WHOLE: term("weg"), PART: term(">weg"), INSIDE: term("<weg")})
    texts(index, "rad weg", "rad <weg", ">rad weg", "velo weg", "velo <weg", "rad", ">weg", ">rad >weg", "velo rad weg")
    assert graded(index, Plan((one, other))) == [(WHOLE, {1, 9}), (PART, {3, 8}), (INSIDE, {2}), (SYNONYM, {4, 5})]


def test_what_was_typed_stands_before_its_words_where_they_stand_elsewhere(index: SearchEngine) -> None:
    stadt = wanted({WHOLE: term("stadt"), PART: term(">stadt")})
    plan = Plan((word("rat"), stadt), (term("land"),), together=row("rat der stadt"))
    texts(
        index,
        "rat und stadt und rat und stadt",
        "heute tagt der rat der stadt",
        "rat der >stadt",
        "der stadt rat der stadt",
        "rat der stadt und land",
        "rat der",
    )
    assert graded(index, plan) == [(TOGETHER, {2, 4}), (WHOLE, {1}), (PART, {3})]
    assert total(index, plan) == 4
    never = Plan(plan.wanted, together=row("rat der landeshauptstadt"))
    assert graded(index, never) == [(WHOLE, {1, 2, 4, 5}), (PART, {3})]
    unmet = Plan((word("rat"), wanted({SYNONYM: term("land")})), together=row("rat der stadt"))
    assert graded(index, unmet) == [(SYNONYM, {5})]


def test_a_grade_begins_where_everything_can_be_met(index: SearchEngine) -> None:
    texts(index, "rad oepnv", "rad bus", ">rad bus")
    plan = Plan((wanted({WHOLE: term("rad"), PART: term(">rad")}), wanted({SYNONYM: term("bus")})))
    assert graded(index, plan) == [(SYNONYM, {2, 3})]


def test_grades_that_no_document_has_do_not_disturb_those_that_some_have(index: SearchEngine) -> None:
    texts(index, "guess", "synonym", "und noch etwas")
    plan = only({WHOLE: term("nie"), PART: term(">nie"), SYNONYM: term("synonym"), GUESS: term("guess")})
    assert graded(index, plan) == [(SYNONYM, {2}), (GUESS, {1})]


def test_no_number_of_words_lifts_a_document_into_a_better_grade(index: SearchEngine) -> None:
    names = [f"strasse{number}" for number in range(60)]
    plan = only({WHOLE: term("weg"), PART: tuple(map(term, names))})
    texts(index, " ".join(names * 5), "und " * 40 + "weg", *["etwas ganz anderes"] * 200)
    assert graded(index, plan) == [(WHOLE, {2}), (PART, {1})]


def test_all_terms_of_an_alternative_are_wanted_wherever_they_stand(index: SearchEngine) -> None:
    texts(index, "nahverkehr viel oeffentlich", "nahverkehr", "oeffentlich", "oepnv", "oeffentlich nahverkehr >verkehr")
    plan = only({WHOLE: term("oepnv"), SYNONYM: All(("oeffentlich", "nahverkehr"))})
    assert graded(index, plan) == [(WHOLE, {4}), (SYNONYM, {1, 5})]
    three = only(All(("oeffentlich", "nahverkehr", ">verkehr")))
    assert found(index, three) == {5}


def test_words_in_a_row_are_found_in_a_row(index: SearchEngine) -> None:
    texts(index, "antrag zur geschaeftsordnung", "zur sache geschaeftsordnung", "geschaeftsordnung zur", "zur")
    assert found(index, only(row("zur geschaeftsordnung"))) == {1}
    assert found(index, only(row("geschaeftsordnung zur"))) == {3}
    assert found(index, only(row("zur"))) == {1, 2, 3, 4}
    assert found(index, only(row("zur zur"))) == set()
    assert found(index, only(row("zur unbekannt"))) == set()


def test_a_row_is_of_words_as_they_are_written_and_a_term_is_not(index: SearchEngine) -> None:
    said = replace(TEMPLATE, number=1, terms=("radweg", ">weg", "<rad", "neu"), exact=("radwege", "neue"))
    fill(index, said)
    assert found(index, only(row("radwege neue"))) == {1}
    assert found(index, only(row("radweg neu"))) == set()
    assert found(index, only(row("radweg"))) == set()
    assert found(index, of("radwege")) == set()


def test_a_row_or_a_word_and_what_must_not_be_there(index: SearchEngine) -> None:
    texts(
        index,
        "der rat der stadt",
        "stadt der rat",
        "die verwaltung",
        "die verwaltung und der rat der stadt",
        "verwaltung aussen",
    )
    either = wanted((row("rat der stadt"), term("verwaltung")))
    assert found(index, Plan((either,))) == {1, 3, 4, 5}
    assert found(index, Plan((either,), (row("die verwaltung"),))) == {1, 5}
    assert found(index, Plan((either,), (term("aussen"), term("der")))) == {3}
    assert found(index, Plan((either, word("die")))) == {3, 4}
    assert found(index, Plan((either,), (term("unbekannt"), row("nie gesagt"), All(("die", "rat"))))) == {1, 3, 5}


def test_what_is_unwanted_is_gone_from_all_grades(index: SearchEngine) -> None:
    texts(index, "rad", "rad auto", ">rad", ">rad auto", "velo auto")
    plan = Plan((wanted({WHOLE: term("rad"), PART: term(">rad"), SYNONYM: term("velo")}),), (term("auto"),))
    assert graded(index, plan) == [(WHOLE, {1}), (PART, {3})]
    assert total(index, plan) == 2
    assert index.facets(plan, EVERYTHING).years == {2026: 2}


def test_a_row_may_be_long(index: SearchEngine) -> None:
    words = [f"wort{number}" for number in range(40)]
    turned = [*words[:20], words[21], words[20], *words[22:]]
    texts(index, " ".join(words), " ".join(turned), " ".join([*words[:12], "noch", *words[12:]]))
    for length in (9, 10, 11, 12, 20, 40):
        assert 1 in found(index, only(Row(tuple(words[:length]))))
    assert found(index, only(Row(tuple(words)))) == {1}
    assert found(index, only(Row(tuple(words[10:30])))) == {1}
    assert found(index, only(Row(tuple(words[:12])))) == {1, 2, 3}


def test_many_things_may_be_wanted_each_with_many_alternatives(index: SearchEngine) -> None:
    names = [f"wort{number}" for number in range(30)]
    texts(index, " ".join(names), " ".join(names[:29]), " ".join(f">{name}" for name in names))
    things = tuple(
        wanted(
            {
                WHOLE: term(name),
                PART: term(f">{name}"),
                INSIDE: term(f"<{name}"),
                BEGINNING: tuple(term(f"{name}{n}") for n in range(20)),
            }
        )
        for name in names
    )
    assert graded(index, Plan(things)) == [(WHOLE, {1}), (PART, {3})]


# --- filters ----------------------------------------------------------------------------------------------------------

FILTERED = [
    document(1, "radweg", organization_id=1, year=2025, meeting_id=1, source=Source("recording", 1)),
    document(2, "radweg", organization_id=2, year=2025, meeting_id=2, source=Source("recording", 2)),
    document(3, "radweg", organization_id=2, year=2026, meeting_id=3, source=Source("recording", 3)),
    document(4, "radweg", organization_id=3, year=2024, meeting_id=3, source=Source("meeting", 3), kind=ITEM),
    document(5, "radweg", organization_id=3, year=2024, meeting_id=3, source=Source("meeting", 3), kind=PAPER),
    document(6, "gehweg", organization_id=1, year=2025, meeting_id=1, source=Source("meeting", 1), kind=MEETING),
]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (EVERYTHING, {1, 2, 3, 4, 5}),
        (Filters(kinds=frozenset({SEGMENT})), {1, 2, 3}),
        (Filters(kinds=frozenset({ITEM, PAPER})), {4, 5}),
        (Filters(kinds=frozenset({ITEM, "survey"})), {4}),
        (Filters(kinds=frozenset({"survey"})), set()),
        (Filters(kinds=frozenset()), set()),
        (Filters(organizations=frozenset({2})), {2, 3}),
        (Filters(organizations=frozenset({1, 3})), {1, 4, 5}),
        (Filters(organizations=frozenset({99, -1, 2**70})), set()),
        (Filters(organizations=frozenset()), set()),
        (Filters(years=frozenset({2025})), {1, 2}),
        (Filters(years=frozenset({2024, 2026})), {3, 4, 5}),
        (Filters(years=frozenset({2024, 0, -5})), {4, 5}),
        (Filters(years=frozenset()), set()),
        (Filters(meeting_id=3), {3, 4, 5}),
        (Filters(meeting_id=-3), set()),
        (Filters(meeting_id=10**30), set()),
        (Filters(source=Source("recording", 3)), {3}),
        (Filters(source=Source("meeting", 3)), {4, 5}),
        (Filters(source=Source("recording", 99)), set()),
        (Filters(source=Source("recording", 3), without=frozenset({Source("recording", 3)})), set()),
        (Filters(organizations=frozenset({2}), years=frozenset({2025})), {2}),
        (Filters(organizations=frozenset({1}), years=frozenset({2026})), set()),
        (Filters(kinds=frozenset({SEGMENT}), meeting_id=3, years=frozenset({2026})), {3}),
        (Filters(without=frozenset({Source("recording", 2), Source("meeting", 3)})), {1, 3}),
        (Filters(without=frozenset({Source("meeting", 2), Source("recording", 99)})), {1, 2, 3, 4, 5}),
        (Filters(without=frozenset(Source("recording", number) for number in range(1, 700))), {4, 5}),
    ],
)
def test_filters_narrow(index: SearchEngine, filters: Filters, expected: set[int]) -> None:
    fill(index, *FILTERED)
    assert found(index, RADWEG, filters) == expected
    assert index.counts(["radweg", "unbekannt"], filters) == [len(expected), 0]
    assert sum(index.facets(RADWEG, filters).meetings.values()) == len(expected)


def speaking(number: int, name: str, **values: Any) -> Document:
    return document(number, "radweg", speaker=name, speaker_words=tuple(name.casefold().split()), **values)


def test_speakers_are_alternatives_and_their_words_are_wanted_all(index: SearchEngine) -> None:
    fill(
        index,
        speaking(1, "Clara Amtmann"),
        speaking(2, "Paul Baumann"),
        speaking(3, "Clara Baumann"),
        speaking(4, "Dr. Clara Amtmann-Baumann (SPD)"),
        document(5, "radweg clara"),
    )
    assert found(index, RADWEG, Filters(speakers=frozenset({"Clara Amtmann"}))) == {1}
    assert found(index, RADWEG, Filters(speakers=frozenset({"Clara Amtmann", "Paul Baumann", "Niemand"}))) == {1, 2}
    assert found(index, RADWEG, Filters(speakers=frozenset({"clara amtmann", "Clara"}))) == set()
    assert found(index, RADWEG, Filters(speakers=frozenset({""}))) == set()
    assert found(index, RADWEG, Filters(speakers=frozenset())) == set()
    assert found(index, RADWEG, Filters(speaker_words=("clara",))) == {1, 3, 4}
    assert found(index, RADWEG, Filters(speaker_words=("clara", "baumann"))) == {3}
    assert found(index, RADWEG, Filters(speaker_words=("clara", "niemand"))) == set()
    both = Filters(speakers=frozenset({"Clara Amtmann", "Clara Baumann"}), speaker_words=("baumann",))
    assert found(index, RADWEG, both) == {3}


def test_the_words_of_the_agenda_item_are_wanted_all(index: SearchEngine) -> None:
    fill(
        index,
        document(1, "radweg", item_words=("5.1", "haushalt", "2026")),
        document(2, "radweg", item_words=("5", "haushalt")),
        document(3, "radweg haushalt"),
    )
    assert found(index, RADWEG, Filters(item_words=("haushalt",))) == {1, 2}
    assert found(index, RADWEG, Filters(item_words=("5",))) == {2}
    assert found(index, RADWEG, Filters(item_words=("2026", "5.1"))) == {1}
    assert found(index, RADWEG, Filters(item_words=("radweg",))) == set()
    assert index.counts(["radweg"], Filters(item_words=("haushalt",))) == [2]


def test_filters_do_not_change_grades(index: SearchEngine) -> None:
    fill(
        index,
        document(1, ">weg", year=2025),
        document(2, "weg", year=2025),
        document(3, "weg", year=2026, source=Source("recording", 2)),
    )
    hits = index.search(only({WHOLE: term("weg"), PART: term(">weg")}), Filters(years=frozenset({2025})), 10).hits
    assert [(hit.id, hit.grade) for hit in hits] == [("segment-2", WHOLE), ("segment-1", PART)]


# --- facets and counts ------------------------------------------------------------------------------------------------


def test_of_what_was_corrected_since_the_hits_are_counted_but_not_who_speaks(index: SearchEngine) -> None:
    other = Source("recording", 2)
    fill(index, speaking(1, "Clara Amtmann"), replace(speaking(2, "Paul Baumann"), source=other))
    corrected = Filters(corrected=frozenset({TEMPLATE.source}))
    assert found(index, RADWEG, corrected) == {1, 2}
    facets = index.facets(RADWEG, corrected)
    assert facets.speakers == {"Paul Baumann": 1}
    assert sum(facets.meetings.values()) == sum(facets.kinds.values()) == 2
    assert found(index, RADWEG, corrected.naming()) == {2}


def test_facets_count_all_hits_each_without_its_own_filter(index: SearchEngine) -> None:
    fill(index, *FILTERED)
    whole = index.facets(RADWEG, EVERYTHING)
    assert whole.meetings == {1: 1, 2: 1, 3: 3}
    assert whole.organizations == {1: 1, 2: 2, 3: 2}
    assert whole.years == {2024: 2, 2025: 2, 2026: 1}
    assert whole.kinds == {SEGMENT: 3, ITEM: 1, PAPER: 1}
    assert whole.speakers == {}

    narrowed = index.facets(RADWEG, Filters(organizations=frozenset({2})))
    assert narrowed.organizations == whole.organizations
    assert narrowed.meetings == {2: 1, 3: 1}
    assert narrowed.years == {2025: 1, 2026: 1}
    assert narrowed.kinds == {SEGMENT: 2}

    several = Filters(organizations=frozenset({2}), years=frozenset({2026}), kinds=frozenset({SEGMENT}))
    facets = index.facets(RADWEG, several)
    assert facets.meetings == {3: 1}
    assert facets.organizations == {2: 1}
    assert facets.years == {2025: 1, 2026: 1}
    assert facets.kinds == {SEGMENT: 1}

    assert index.facets(RADWEG, Filters(meeting_id=3)).organizations == {2: 1, 3: 2}
    assert index.facets(RADWEG, Filters(without=frozenset({Source("meeting", 3)}))).kinds == {SEGMENT: 3}
    assert index.facets(of("unbekannt"), EVERYTHING) == Facets()


def test_speakers_are_counted_by_name_and_their_filter_does_not_narrow_them(index: SearchEngine) -> None:
    fill(
        index,
        speaking(1, "Clara Amtmann"),
        speaking(2, "Clara Amtmann", year=2025),
        speaking(3, "Paul Baumann"),
        speaking(4, "Bürger/in", year=2025),
        document(5, "radweg"),
    )
    everyone = {"Clara Amtmann": 2, "Paul Baumann": 1, "Bürger/in": 1}
    assert index.facets(RADWEG, EVERYTHING).speakers == everyone
    clara = index.facets(RADWEG, Filters(speakers=frozenset({"Clara Amtmann"})))
    assert clara.speakers == everyone
    assert clara.years == {2025: 1, 2026: 1}
    assert index.facets(RADWEG, Filters(speaker_words=("clara",))).speakers == {"Clara Amtmann": 2}
    assert index.facets(RADWEG, Filters(years=frozenset({2025}))).speakers == {"Clara Amtmann": 1, "Bürger/in": 1}


def test_the_largest_facets_come_first_and_many_are_counted(index: SearchEngine) -> None:
    fill(
        index,
        *(
            document(number, "radweg", meeting_id=number % 700, speaker=f"Person {number % 300}")
            for number in range(1, 2001)
        ),
        *(document(number, "radweg", meeting_id=650) for number in range(2001, 2051)),
    )
    facets = index.facets(RADWEG, EVERYTHING)
    assert len(facets.meetings) == 700
    assert len(facets.speakers) == 300
    assert next(iter(facets.meetings)) == 650
    assert sum(facets.meetings.values()) == 2050
    for counts in (facets.meetings, facets.speakers):
        assert list(counts.values()) == sorted(counts.values(), reverse=True)


def test_terms_are_counted_in_what_is_there_now(index: SearchEngine) -> None:
    other = Source("recording", 2)
    fill(index, document(1, "rad rad <rad"), document(2, "rad weg"), document(3, "weg rad", source=other, year=2025))
    assert index.counts(["weg", "rad", "<rad", "nie", "rad"], EVERYTHING) == [2, 3, 1, 0, 3]
    assert index.counts([], EVERYTHING) == []
    assert index.counts(["rad"], Filters(without=frozenset({other}))) == [2]
    assert index.counts(["rad", "weg"], Filters(years=frozenset({2025}))) == [1, 1]
    fill(index, document(1, "weg"))
    assert index.counts(["rad", "<rad", "weg"], EVERYTHING) == [1, 0, 2]


# --- pages ------------------------------------------------------------------------------------------------------------


def test_pages_are_one_list_in_the_order_of_grades_without_gaps_or_repetitions(index: SearchEngine) -> None:
    said = ["<rad weg", "rad weg", ">rad weg und mehr"]
    fill(
        index,
        *(
            document(number, said[number % 3], source=Source("recording", number // 100))
            for number in range(1, MANY + 1)
        ),
    )
    plan = Plan((wanted({WHOLE: term("rad"), PART: term(">rad"), INSIDE: term("<rad")}), word("weg")))
    for size in (700, 1000):
        paged = [hit for offset in range(0, MANY, size) for hit in index.search(plan, EVERYTHING, size, offset).hits]
        assert len({hit.id for hit in paged}) == len(paged) == MANY
        assert [hit.grade for hit in paged] == [WHOLE] * 1000 + [PART] * 1000 + [INSIDE] * 1000
        assert {int(hit.id.rpartition("-")[2]) % 3 for hit in paged[:1000]} == {1}
    assert paged[:1000] == list(index.search(plan, EVERYTHING, 1000).hits)
    assert paged[:20] == list(index.search(plan, EVERYTHING, 20).hits)
    assert paged[995:1015] == list(index.search(plan, EVERYTHING, 20, 995).hits)
    assert index.search(plan, EVERYTHING, 20).total == MANY


def test_one_term_alone_is_paged_as_well(index: SearchEngine) -> None:
    fill(index, *(document(number, "radweg " + "und " * (number % 7)) for number in range(1, MANY + 1)))
    paged = [hit.id for offset in range(0, MANY, 200) for hit in index.search(RADWEG, EVERYTHING, 200, offset).hits]
    assert len(set(paged)) == len(paged) == MANY


def test_beyond_the_end_there_is_nothing_but_the_total(index: SearchEngine) -> None:
    texts(index, *["radweg"] * 30)
    for offset in (30, 31, 1000, 10_001, 10**12):
        assert index.search(RADWEG, EVERYTHING, 20, offset) == Found(30)
    assert len(index.search(RADWEG, EVERYTHING, 20, 25).hits) == 5
    assert len(index.search(RADWEG, EVERYTHING, 1000).hits) == 30
    assert index.search(RADWEG, EVERYTHING, 0) == Found(30)


# --- whatever people say and type -------------------------------------------------------------------------------------

STRANGE = [
    'sag"mal"',
    "o'neill",
    "back\\slash\\",
    "{geschweift}",
    "[eckig]",
    "größe",
    "straße",
    "ÖPNV",
    "🚲🚏",
    "שלום",
    "\u202eumgekehrt",
    "a\x00b",
    "\x1b[31m",
    "\x7f",
    "'; drop table segment; --",
    "<b>fett</b>",
    "*:*",
    "feld:wert",
    "a=b",
    "-minus",
    "%20",
    "ds0123/24",
    "17.03.2026",
    "$$",
    "OR",
    "NOT",
    "speaker IS NULL",
    "x" * 100,
]
STRANGE_WORDS = [text for text in STRANGE if " " not in text]


@pytest.mark.parametrize("text", STRANGE_WORDS, ids=ascii)
def test_a_strange_word_is_found_as_any_other_and_is_no_other(index: SearchEngine, text: str) -> None:
    fill(
        index,
        document(1, f"radweg {text} neu", exact=("radweg", text, "neu"), speaker_words=(text,), item_words=(text,)),
        document(2, "radweg a b fett x geschweift eckig back slash minus neu"),
    )
    for plan in (
        of(text),
        of(text, "neu"),
        only(Row((text,))),
        only(Row((text, "neu"))),
        only(All((text, "radweg"))),
    ):
        assert found(index, plan) == {1}
    assert found(index, Plan((word("neu"),), (term(text),))) == {2}
    assert found(index, Plan((word("neu"),), (Row(("radweg", text)),))) == {2}
    assert found(index, RADWEG, Filters(speaker_words=(text,))) == {1}
    assert found(index, RADWEG, Filters(item_words=(text,))) == {1}
    assert index.counts([text], EVERYTHING) == [1]


@pytest.mark.parametrize("name", STRANGE, ids=ascii)
def test_a_strange_name_is_counted_and_chosen_as_it_is(index: SearchEngine, name: str) -> None:
    fill(index, document(1, "radweg", speaker=name), document(2, "radweg", speaker="Clara Amtmann"))
    assert index.facets(RADWEG, EVERYTHING).speakers == {name: 1, "Clara Amtmann": 1}
    assert found(index, RADWEG, Filters(speakers=frozenset({name}))) == {1}
    assert found(index, RADWEG, Filters(speakers=frozenset({name, "Niemand"}))) == {1}


@pytest.mark.parametrize(
    "text", ["y" * 300, "ü" * 5000, "z" * 200_000, "\udcff", "\ue000", ""], ids=lambda t: ascii(t[:9])
)
def test_a_word_that_is_none_disturbs_nothing(index: SearchEngine, text: str) -> None:
    texts(index, "radweg", "strasse")
    plans = (
        of(text),
        of(text, "radweg"),
        only(Row((text,))),
        only(Row(("radweg", text))),
        only(All(("radweg", text))),
    )
    for plan in plans:
        assert found(index, plan) == set()
    assert found(index, Plan((wanted((term(text), term("radweg"))),), (term(text), Row((text, text))))) == {1}
    assert found(index, RADWEG, Filters(speakers=frozenset({text}))) == set()
    assert found(index, RADWEG, Filters(speaker_words=(text,))) == set()
    assert found(index, RADWEG, Filters(item_words=(text,))) == set()
    assert index.counts([text, "radweg"], EVERYTHING) == [0, 1]


def test_a_document_with_a_monstrous_word_is_found_by_its_others(index: SearchEngine) -> None:
    fill(index, document(1, f"radweg {'ü' * 100_000} neu", speaker="n" * 300), document(2, ""))
    assert found(index, of("radweg", "neu")) == {1}
