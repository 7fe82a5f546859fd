import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import queries
from search.queries import Atom, Bound, Phrase, Query, Word, instead, parse, without, without_bounds


def wanted(typed: str) -> list[list[str]]:
    """What is wanted, each with its alternatives, phrases in straight quotes."""
    return [[shown(atom) for atom in atoms] for atoms in parse(typed).wanted]


def unwanted(typed: str) -> list[str]:
    return [shown(atom) for atom in parse(typed).unwanted]


def bounds(typed: str) -> list[tuple[str, str]]:
    return [(bound.name, bound.value) for bound in parse(typed).bounds]


def shown(atom: Atom) -> str:
    return f'"{atom.text}"' if isinstance(atom, Phrase) else atom.text


# --- words -----------------------------------------------------------------------------------------------------------


def test_every_word_is_wanted() -> None:
    assert wanted("Radwege Bonner Straße") == [["Radwege"], ["Bonner"], ["Straße"]]


def test_the_same_word_is_wanted_once() -> None:
    assert wanted("Kita Kita") == [["Kita"]]


@pytest.mark.parametrize(
    "tied", ["Kita-Gebühren", "DS0123/24", "DS-0123/24", "2025/0815", "17.03.2026", "B-Plan", "A-Z", "9:30", "2024-2025",
             "Bürger*innen", "Bürger:innen", "Bürger_innen", "Müller-Lüdenscheidt", "1.000,50"],
)  # fmt: skip
def test_what_signs_tie_together_stays_one_word(tied: str) -> None:
    assert wanted(tied) == [[tied]]


@pytest.mark.parametrize("typed", ["Bürger/innen", "Bürger(innen)", "Bürger/-innen"])
def test_all_ways_to_write_both_genders_are_one_word(typed: str) -> None:
    assert wanted(typed) == [["Bürger*innen"]]


@pytest.mark.parametrize("typed", ["DS0123/24", "DS 0123/24", "DS/0123/24"])
def test_a_papers_number_is_one_word_however_it_is_written(typed: str) -> None:
    assert wanted(f"Radweg {typed} Kita") == [["Radweg"], ["DS0123/24"], ["Kita"]]
    assert unwanted(f"Radweg -{typed}") == ["DS0123/24"]
    assert without(f"Radweg {typed} Kita", Word("DS0123/24")) == "Radweg Kita"


def test_an_operator_is_no_part_of_a_number() -> None:
    assert wanted("Kita OR 2024/25") == [["Kita", "2024/25"]]


def test_hyphens_of_an_ellipsis_are_kept_off() -> None:
    assert wanted("Rad- und Fußweg") == [["Rad"], ["Fußweg"]]
    assert wanted("Gehwege und -steige") == [["Gehwege"], ["steige"]]


def test_other_signs_part_words() -> None:
    assert wanted("Müller,Meier; (Kita) https://example.org TOP 5!") == [
        ["Müller"], ["Meier"], ["Kita"], ["https"], ["example"], ["org"], ["TOP"], ["5"],
    ]  # fmt: skip


def test_common_words_do_not_count_beside_others() -> None:
    assert wanted("Was hat der Rat zur Kita gesagt und beschlossen") == [["Rat"], ["Kita"], ["beschlossen"]]
    assert wanted("fuer die Kita") == [["Kita"]]
    assert wanted('"zur Geschäftsordnung" und') == [['"zur Geschäftsordnung"']]
    assert unwanted("Kita -und") == []


def test_common_words_alone_are_looked_for() -> None:
    assert wanted("was ist das") == [["was"], ["ist"], ["das"]]


# --- phrases ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quotes", ['""', "„“", "“”", "„”", "«»", "»«", "‹›", "＂＂"])
def test_quotation_marks_of_all_kinds_make_a_phrase(quotes: str) -> None:
    assert wanted(f"{quotes[0]}zur Geschäftsordnung{quotes[1]}") == [['"zur Geschäftsordnung"']]


def test_a_phrase_keeps_its_hyphens_and_signs() -> None:
    assert wanted('"Rad- und Fußweg" Kita') == [['"Rad- und Fußweg"'], ["Kita"]]


def test_a_word_and_the_same_in_quotes_are_two_things() -> None:
    assert wanted('Kita "Kita"') == [["Kita"], ['"Kita"']]


def test_a_quotation_mark_without_partner_makes_no_phrase() -> None:
    assert wanted('Radweg "Bonner Straße') == [["Radweg"], ["Bonner"], ["Straße"]]
    assert wanted('"Kita" 5" Rohr') == [['"Kita"'], ["5"], ["Rohr"]]


# --- without ---------------------------------------------------------------------------------------------------------


def test_a_minus_takes_out_what_follows() -> None:
    typed = 'Radweg -Kita -"Bonner Straße" -B-Plan −Hort'
    assert wanted(typed) == [["Radweg"]]
    assert unwanted(typed) == ["Kita", '"Bonner Straße"', "B-Plan", "Hort"]


@pytest.mark.parametrize("typed", ["Radweg - Kita", "Radweg – Kita", "Radweg -- Kita -", "Radweg --Kita"])
def test_a_minus_elsewhere_does_nothing(typed: str) -> None:
    assert wanted(typed) == [["Radweg"], ["Kita"]]
    assert unwanted(typed) == []


def test_what_is_only_unwanted_is_nothing_to_look_for() -> None:
    assert not parse("-Kita")


# --- or --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["Kita OR Hort Haushalt", "Kita ODER Hort Haushalt", "Kita|Hort Haushalt", "(Kita | Hort) Haushalt"]
)
def test_or_takes_its_neighbours_and_binds_closer(typed: str) -> None:
    assert wanted(typed) == [["Kita", "Hort"], ["Haushalt"]]


def test_or_goes_on_and_joins_phrases() -> None:
    assert wanted('Kita OR "offene Tür" OR Hort') == [["Kita", '"offene Tür"', "Hort"]]


def test_common_words_and_bounds_do_not_come_between() -> None:
    assert wanted("Kita OR der Hort") == [["Kita", "Hort"]]
    assert wanted("Kita jahr:2024 OR Hort") == [["Kita", "Hort"]]


@pytest.mark.parametrize("typed", ["OR Kita", "Kita OR", "| Kita ||", "OR OR Kita ODER", "Kita OR -Hort"])
def test_or_without_neighbours_does_nothing(typed: str) -> None:
    assert wanted(typed) == [["Kita"]]


def test_operators_alone_are_words() -> None:
    assert wanted("OR") == [["OR"]]
    assert wanted("ODER | OR") == [["ODER"], ["OR"]]


def test_a_small_oder_is_a_common_word() -> None:
    assert wanted("Kita oder Hort") == [["Kita"], ["Hort"]]


# --- bounds ----------------------------------------------------------------------------------------------------------


def test_bounds_are_no_words() -> None:
    typed = 'Kita gremium:bau JAHR:2023-2025 Redner:Müller top:"Ö 5" jahr:24,'
    assert wanted(typed) == [["Kita"]]
    assert bounds(typed) == [
        ("gremium", "bau"), ("jahr", "2023-2025"), ("redner", "Müller"), ("top", "Ö 5"), ("jahr", "24"),
    ]  # fmt: skip


def test_bounds_have_english_names_too() -> None:
    assert bounds("body:a year:2024 speaker:b item:5") == [
        ("gremium", "a"),
        ("jahr", "2024"),
        ("redner", "b"),
        ("top", "5"),
    ]


def test_bounds_alone_are_nothing_to_look_for() -> None:
    assert not parse("gremium:bau jahr:2024")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("jahr:", [["jahr"]]),
        ('jahr:"" Kita', [["jahr"], ["Kita"]]),
        ("jahr:- Kita", [["jahr"], ["Kita"]]),
        ("-gremium:bau", [["gremium"], ["bau"]]),
        ("Redner:innen", [["Redner:innen"]]),
        ("Haushaltsjahr:2024", [["Haushaltsjahr"], ["2024"]]),
        ("İTEM:5", [["İTEM"], ["5"]]),
        ('gremium:"Bau', [["gremium"], ["Bau"]]),
    ],
)
def test_what_is_no_bound_is_read_as_words(typed: str, words: list[list[str]]) -> None:
    assert wanted(typed) == words
    assert bounds(typed) == []


# --- changing what was typed -----------------------------------------------------------------------------------------


def test_a_bound_can_be_taken_out() -> None:
    assert without('Kita Jahr:2024 gremium:"Bau"', Bound("jahr", "2024")) == 'Kita gremium:"Bau"'


def test_all_bounds_can_be_taken_out() -> None:
    assert (
        without_bounds(parse('Kita Jahr:2024 "die Wörter" gremium:"Bau" OR top: - Hort'))
        == 'Kita "die Wörter" OR top: - Hort'
    )


def test_a_word_can_be_taken_out_and_replaced() -> None:
    assert without('Kita -Hort OR "Kita"', Word("Hort")) == 'Kita OR "Kita"'
    assert (
        instead('Fahrad "Fahrad" -Fahrad (Fahrad)', Word("Fahrad"), "Fahrrad") == 'Fahrrad "Fahrad" -Fahrrad (Fahrrad)'
    )


PIECES = [
    "Kita", "die", "OR", "|", "-", "-weg", "und", '"', '"a b"', '-"c"', "jahr:2024", 'top:"Ö 5"', "redner:in", "top:", "(", "x(in)", " ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=60))
def test_taking_out_a_bound_changes_nothing_else(typed: str) -> None:
    query = parse(typed)
    for bound in query.bounds:
        left = parse(without(query.text, bound))
        assert left == Query(
            left.text, query.wanted, query.unwanted, tuple(other for other in query.bounds if other != bound)
        )


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["", "   ", '""', '"', "-", "- -", "?!", "|", "🙂", "()", '" - "', "\x00", "\u202e"])
def test_without_a_letter_or_digit_there_is_nothing_to_look_for(typed: str) -> None:
    assert not parse(typed)


def test_control_and_layout_characters_vanish() -> None:
    assert parse("Rad\u00adweg\u202e\x00Kita").text == "Radweg Kita"


def test_long_input_is_cut() -> None:
    assert len(parse("wort " * 2000).text) <= queries.LONGEST
    many = range(200)
    assert len(parse(" ".join(f"w{n}" for n in many)).wanted) == queries.MOST_CLAUSES
    assert len(parse("a " + " ".join(f"-w{n}" for n in many)).unwanted) == queries.MOST_CLAUSES
    assert len(parse("|".join(f"w{n}" for n in many)).wanted[0]) == queries.MOST_ALTERNATIVES


@pytest.mark.parametrize(
    "piece", ['"', "-", ":", "|", '-"', 'top:"', "top:", "(in)", "a-", "a\u0301", "1/", '"-', "OR ", "*in"]
)
def test_reading_never_takes_long(piece: str) -> None:
    typed = (piece * 5000)[:5000]
    best = min(timed(typed) for _ in range(5))
    assert best < 0.01


def timed(typed: str) -> float:
    began = time.perf_counter()
    parse(typed)
    return time.perf_counter() - began


@given(st.text(max_size=600) | st.text(alphabet='"-:| \u201e\u201cOR()aopt\u2013.,/1*_in', max_size=600))
def test_anything_can_be_typed(typed: str) -> None:
    query = parse(typed)
    assert len(query.text) <= queries.LONGEST
    assert parse(query.text) == query
    assert len(query.wanted) <= queries.MOST_CLAUSES
    assert all(0 < len(atoms) <= queries.MOST_ALTERNATIVES for atoms in query.wanted)
    for atom in (*(atom for atoms in query.wanted for atom in atoms), *query.unwanted):
        assert any(map(str.isalnum, atom.text))
    assert all(any(map(str.isalnum, bound.value)) for bound in query.bounds)


@pytest.mark.parametrize("typed", ["redner: Borris", 'redner: "Petra Borris"', "Kita jahr: 2024 Hort"])
def test_a_space_behind_the_name_of_a_bound_is_forgiven(typed: str) -> None:
    assert parse(typed).bounds
    assert parse(parse(typed).text) == parse(typed)


@pytest.mark.parametrize("typed", ["jahr: gremium: Kita", "redner: -Kita", "Thema:  Kita"])
def test_what_then_is_no_bound_stays_words(typed: str) -> None:
    assert not any(bound.value.startswith(("-", "gremium")) for bound in parse(typed).bounds)
