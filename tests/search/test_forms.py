"""What single words are found by, with the real word list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import forms
from search.forms import FIRST, HEAD, OTHER, VERB
from tests.search.words import LEXICON


def said(word: str, *, opening: bool = False) -> forms.Forms:
    return forms.of(word, LEXICON, opening=opening)


def asked(word: str) -> forms.Forms:
    return forms.of(word, LEXICON, asked=True)


@pytest.mark.parametrize(
    ("typed", "spoken"),
    [
        ("Radweg", "Radwege"),
        ("radweg", "Radwegs"),
        ("Bäume", "Baum"),
        ("Buergermeister", "Bürgermeisterinnen"),
        ("Antrag", "Anträgen"),
        ("beschließen", "beschlossen"),
        ("entscheiden", "entschieden"),
        ("Kita", "Kitas"),
        ("Strasse", "Straßen"),
        ("rat", "Räte"),
        ("Gremium", "Gremien"),
        ("Haushaltsatzung", "Haushaltssatzungen"),
        ("Intel", "Intels"),
        ("Stadträtin", "Stadträte"),
        ("planen", "geplant"),
    ],
)
def test_inflected_and_spelt_otherwise_it_is_the_same_word(typed: str, spoken: str) -> None:
    assert set(asked(typed).wholes) & set(said(spoken).wholes)


@pytest.mark.parametrize(
    ("typed", "spoken"),
    [("Rat", "Rad"), ("Rat", "raten"), ("Räte", "Rate"), ("Kosten", "kostet"), ("Elbe", "Elle"), ("entscheiden", "entscheidend"),
     ("neu", "neun")],
)  # fmt: skip
def test_other_words_are_others(typed: str, spoken: str) -> None:
    assert not set(asked(typed).wholes) & set(said(spoken).wholes)


def test_a_compound_is_found_by_all_it_is_made_of() -> None:
    found = said("Bebauungsplanverfahren")
    assert found.wholes == ("bebauungplanverfahren",)
    assert found.heads == ("planverfahren", "verfahren")
    assert found.firsts == ("bebauung", "bebauungplan")
    assert found.others == ("plan",)


def test_terms_say_which_part_it_is() -> None:
    assert said("Sporthalle").terms == ("sporthalle", HEAD + "halle", FIRST + "sport")
    assert OTHER + "plan" in said("Bebauungsplanverfahren").terms


def test_no_part_is_a_letter_or_an_ending() -> None:
    found = said("Sporthalle")
    assert "e" not in {*found.heads, *found.firsts, *found.others}


def test_a_verb_is_no_noun_that_looks_like_it() -> None:
    assert "kosten" + VERB in said("kosten").wholes
    assert "kosten" not in said("kosten").wholes
    assert said("Kosten").wholes == ("kosten",)
    assert {"kosten", "kosten" + VERB} <= set(asked("kosten").wholes), "whoever types small letters may mean either"


def test_a_capital_says_nothing_at_the_beginning_of_a_sentence() -> None:
    assert said("Planen", opening=True).wholes != said("Planen").wholes
    assert "planen" + VERB in said("Planen", opening=True).wholes


def test_a_word_nobody_knows_stands_for_itself() -> None:
    assert said("Xylbrack").wholes == ("xylbrack",)
    assert "xylbrack" in said("Xylbracks").wholes


def test_what_a_head_is_derived_from_stands_behind_the_same_beginning() -> None:
    whole = asked("Schulsozialarbeit").wholes[0]
    assert whole in {*said("Schulsozialarbeiterin").firsts, *said("Schulsozialarbeiterin").others}


@given(st.text())
def test_any_word_has_forms(word: str) -> None:
    found = forms.of(word, LEXICON)
    assert len(found.wholes) >= 1
    assert len(found.terms) < 60


def test_an_abbreviation_is_no_small_word_that_looks_like_it() -> None:
    assert not set(asked("OB").wholes) & set(said("ob").wholes)
    assert set(asked("OB").wholes) & set(said("OB").wholes)
    assert set(asked("ob").wholes) & set(said("OB").wholes), "whoever types small letters may mean either"
    assert set(asked("SPD").wholes) & set(said("SPD").wholes)
    assert set(asked("RAT").wholes) & set(said("Rates").wholes), "capitals alone may also be shouting"
