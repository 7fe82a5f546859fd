"""What every search engine finds, and in which order of grades."""

from dataclasses import replace

from search.documents import ITEM, MEETING, PAPER, SEGMENT, Source
from search.engines import (
    EVERYTHING,
    Facets,
    Found,
    SearchEngine,
)
from search.plans import (
    BEGINNING,
    FIRST,
    GUESS,
    INSIDE,
    PART,
    SYNONYM,
    TOGETHER,
    WHOLE,
    All,
    Plan,
    Row,
    Wanted,
)
from tests.contracts.searching import (
    RADWEG,
    TEMPLATE,
    document,
    fill,
    found,
    graded,
    of,
    only,
    row,
    term,
    texts,
    total,
    wanted,
    word,
)


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
