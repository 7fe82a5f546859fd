"""Queries become plans: what else is meant, and how good a hit that makes. With the real word list and a small archive."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import expansion, german, highlights, queries
from search.expansion import FEW, MOST_ALTERNATIVES, Knowledge
from search.plans import BEGINNING, FIRST, GRADES, GUESS, INSIDE, LOOSE, PART, SYNONYM, TOGETHER, WHOLE, All, Plan, Row
from search.spelling import fold
from search.synonyms import Synonyms
from search.words import Vocabulary
from tests.search.words import LEXICON

SYNONYMS = Synonyms.read(["Tram, Straßenbahn", "B-Plan, Bebauungsplan", "ÖPNV, öffentlicher Nahverkehr"], LEXICON)
SAID = (
    "Der Fahrradweg wird gebaut.",
    "Die Radwege an der Bonner Straße.",
    "Der Trampelpfad bleibt.",
    "Die Straßenbahn fährt, und die Straßenbahnhaltestelle kommt.",
    "Der öffentliche Nahverkehr ist teuer.",
    "Der Bebauungsplan liegt aus.",
    "Im Rotehornpark stehen Bäume, am Rotehorn auch.",
    "Die Stadt will Kita-Gebühren senken.",
    "Gebühren für die Kita.",
    "Wir sanieren die Schule.",
)


def knowledge(*said: str) -> Knowledge:
    words = Counter(word.strip(".,") for text in said for word in text.replace("-", " ").split())
    archive = Vocabulary(sorted((fold(word), word, count) for word, count in words.items()))
    terms = Counter(term for text in said for token in german.analyse(text, LEXICON) for term in set(token.terms))
    return Knowledge(LEXICON, archive, SYNONYMS, lambda asked: [terms[term] for term in asked])


KNOWN = knowledge(*SAID)


def plan(typed: str, known: Knowledge = KNOWN) -> Plan:
    return expansion.plan(queries.parse(typed), known)


def grade(typed: str, text: str) -> int | None:
    """How good a hit a text is; None where it is none."""
    tokens = german.analyse(text, LEXICON)
    planned = plan(typed)
    for found, wanted in planned.levels():
        things = [[alternative] for alternatives in wanted for alternative in alternatives]
        if all(any(_has(tokens, [alternative]) for alternative in alternatives) for alternatives in wanted) and things:
            return None if any(_has(tokens, [alternative]) for alternative in planned.unwanted) else found
    return None


def _has(tokens, alternatives) -> bool:
    from search.plans import Wanted

    return highlights.matching(Plan((Wanted((tuple(alternatives),)),)), tokens) is not None


@pytest.mark.parametrize(
    ("typed", "text", "wanted"),
    [
        ("Radweg", SAID[1], WHOLE),
        ("Radweg", SAID[0], PART),
        ("Nahverkehr", SAID[4], WHOLE),
        ("Straßenbahn", "die Straßenbahnhaltestelle", FIRST),
        ("Haltestelle", SAID[3], PART),
        ("Plan", "das Bebauungsplanverfahren", INSIDE),
        ("Tram", SAID[3], SYNONYM),
        ("Tram", SAID[2], BEGINNING),
        ("Strassenbhan", SAID[3], GUESS),
        ("Rotehorn", SAID[6], WHOLE),
        ("radwege bonner strasse", SAID[1], WHOLE),
        ("radwege bonner strasse", "der Fahrradweg an der Bonner Straße", PART),
        ("Sanierung Schule", SAID[9], SYNONYM),
    ],
)
def test_what_is_said_is_found_as_well_as_it_fits(typed: str, text: str, wanted: int) -> None:
    assert grade(typed, text) == wanted


@pytest.mark.parametrize(
    ("typed", "text"),
    [("Rat", "das Fahrrad"), ("Rat", "Vorrat"), ("Radweg Kita", SAID[0]), ("Radweg -Bonner", SAID[1])],
)
def test_what_does_not_fit_is_not_found(typed: str, text: str) -> None:
    assert grade(typed, text) is None


def test_words_that_stand_as_they_were_typed_are_best() -> None:
    assert grade("Gebühren für die Kita", SAID[8]) == TOGETHER
    assert grade("Gebühren Kita", SAID[8]) == WHOLE
    assert plan("Kita OR Hort").together is None
    assert plan("Gebühren Kita gremium:Stadtrat").together == Row(("gebuehren", "kita"))


def test_tied_words_are_wanted_as_one_or_each_for_itself() -> None:
    assert grade("Kita-Gebühren", SAID[7]) is not None
    assert grade("Kita-Gebühren", SAID[8]) == WHOLE
    assert grade("Kita-Gebühren", "Kitagebühren") == WHOLE
    assert grade("Kita-Gebühren", "die Kita") is None


def test_an_abbreviation_with_a_hyphen_stays_whole() -> None:
    assert grade("B-Plan", SAID[5]) == SYNONYM
    assert grade("B-Plan", "der Plan B") is None


def test_several_words_have_a_synonym_together() -> None:
    assert grade("öffentlicher Nahverkehr", "der ÖPNV") == SYNONYM
    assert grade("ÖPNV", SAID[4]) == SYNONYM


def test_a_phrase_means_exactly_these_words() -> None:
    assert grade('"Bonner Straße"', SAID[1]) == WHOLE
    assert grade('"Bonner Straßen"', SAID[1]) is None
    assert plan('"Bonner Straße"').wanted[0].grades == ((Row(("bonner", "strasse")),),)


def test_either_will_do_with_or() -> None:
    assert grade("Fahrradweg OR Trampelpfad", SAID[0]) == WHOLE
    assert grade("Fahrradweg OR Trampelpfad", SAID[2]) == WHOLE
    assert grade("Fahrradweg OR Trampelpfad", SAID[5]) is None


def test_the_number_of_a_paper_is_found_with_and_without_its_letters() -> None:
    assert grade("DS0123/24", "die DS 0123/24") == WHOLE
    assert grade("DS0123/24", "die Drucksache 0123/24") == INSIDE
    assert grade("DS0123/24", "der Antrag A0123/24") is None
    assert grade("0123/24", "die DS0123/24") == INSIDE


def test_a_word_said_often_is_not_looked_for_as_a_beginning() -> None:
    often = knowledge(*["Die Tram fährt."] * FEW, "Der Trampelpfad bleibt.")
    assert len(plan("Tram", often).wanted[0].grades[BEGINNING]) == 0
    assert All(("trampelpfad",)) in plan("Tram").wanted[0].grades[BEGINNING] or any(
        "pfad" in alternative.terms[0] for alternative in plan("Tram").wanted[0].grades[BEGINNING]
    )


def test_what_is_in_the_word_list_is_never_taken_for_an_error() -> None:
    assert not plan("Straßenbahn").wanted[0].grades[GUESS]


def test_many_tied_words_are_all_wanted() -> None:
    many = "Haushalt-Kita-Schule-Rad-Weg-Bus-Bahn-Amt-Quatschwort"
    assert grade(many, "der Haushalt") is None
    assert grade(f"Kita -{many}", "Kita und Haushalt") == WHOLE
    assert len(plan(many).wanted) <= 8


def test_a_name_that_looks_like_an_agent_comes_last() -> None:
    assert grade("Müll", "die Müllabfuhr") == FIRST
    assert grade("Müll", "Frau Müller") == LOOSE


def test_a_guess_comes_before_compounds_with_it() -> None:
    assert grade("Strassenbhan", SAID[3]) == GUESS
    assert grade("Strassenbhan", "die Straßenbahnhaltestelle") == LOOSE


@given(st.text(max_size=80))
def test_anything_has_a_plan_of_bounded_size(typed: str) -> None:
    planned = plan(typed)
    assert all(len(thing.grades) <= GRADES for thing in planned.wanted)
    assert all(sum(map(len, thing.grades)) <= MOST_ALTERNATIVES + 50 for thing in planned.wanted)
    assert all(any(thing.grades) for thing in planned.wanted)
