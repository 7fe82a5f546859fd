"""How every search engine is narrowed, counted and paged."""

from dataclasses import replace
from typing import Any

import pytest

from search.documents import ITEM, MEETING, PAPER, PROCESS, SEGMENT, Document, Source
from search.engines import (
    EVERYTHING,
    Facets,
    Filters,
    Found,
    SearchEngine,
)
from search.plans import (
    INSIDE,
    PART,
    WHOLE,
    Plan,
)
from tests.contracts.searching import MANY, RADWEG, TEMPLATE, document, fill, found, of, only, term, texts, wanted, word

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


def test_of_what_was_corrected_since_the_hits_are_counted_but_not_who_speaks(index: SearchEngine) -> None:
    other = Source("recording", 2)
    fill(index, speaking(1, "Clara Amtmann"), replace(speaking(2, "Paul Baumann"), source=other))
    corrected = Filters(corrected=frozenset({TEMPLATE.source}))
    assert found(index, RADWEG, corrected) == {1, 2}
    facets = index.facets(RADWEG, corrected)
    assert facets.speakers == {"Paul Baumann": 1}
    assert sum(facets.meetings.values()) == sum(facets.kinds.values()) == 2
    assert found(index, RADWEG, corrected.naming()) == {2}


def test_what_no_meeting_has_is_found_and_counted_for_none(index: SearchEngine) -> None:
    alone = document(
        9, "radweg", organization_id=None, meeting_id=None, year=2026, source=Source("process", 9), kind=PROCESS
    )
    fill(index, *FILTERED, alone)
    assert found(index, RADWEG) == {1, 2, 3, 4, 5, 9}
    facets = index.facets(RADWEG, EVERYTHING)
    assert facets.meetings == {1: 1, 2: 1, 3: 3}
    assert facets.organizations == {1: 1, 2: 2, 3: 2}
    assert facets.years == {2024: 2, 2025: 2, 2026: 2}
    assert facets.kinds == {SEGMENT: 3, ITEM: 1, PAPER: 1, PROCESS: 1}
    assert found(index, RADWEG, Filters(kinds=frozenset({PROCESS}))) == {9}
    assert found(index, RADWEG, Filters(years=frozenset({2026}))) == {3, 9}
    assert found(index, RADWEG, Filters(organizations=frozenset({0, 1, 2, 3}))) == {1, 2, 3, 4, 5}
    assert found(index, RADWEG, Filters(meeting_id=0)) == set()
    assert found(index, RADWEG, Filters(without=frozenset({Source("process", 9)}))) == {1, 2, 3, 4, 5}


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
