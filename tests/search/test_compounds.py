"""Compounds and what they are made of, with the real word list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.compounds import divided
from search.spelling import fold
from tests.search.words import LEXICON


def parts(word: str) -> str:
    return "+".join(divided(fold(word), LEXICON, noun=word[:1].isupper()))


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("Fahrradweg", "fahrrad+weg"),
        ("Sporthalle", "sport+halle"),
        ("Haushaltssatzung", "haushalt+satzung"),
        ("Haushaltsatzung", "haushalt+satzung"),
        ("Schulgebäude", "schule+gebaeude"),
        ("Kindergärten", "kind+garten"),
        ("Parkgebühren", "park+gebuehr"),
        ("Elbbrücke", "elb+bruecke"),
        ("Kulturszene", "kultur+szene"),
        ("Königstraße", "koenig+strasse"),
        ("Radsport", "rad+sport"),
        ("Ordnungsamtes", "ordnung+amt"),
        ("Fördermittel", "foerdern+mittel"),
        ("Autoverkehr", "auto+verkehr"),
        ("barrierefreie", "barriere+frei"),
        ("flächendeckend", "flaeche+decken"),
        ("Mehrkosten", "mehr+kosten"),
        ("Innenhof", "innen+hof"),
    ],
)
def test_these_are_compounds(word: str, wanted: str) -> None:
    assert parts(word) == wanted


@pytest.mark.parametrize(
    "word",
    ["Vorrat", "Heirat", "Apparat", "Haushalt", "Demokratie", "Generation", "Partner", "Rat", "Sporen", "Termin", "Wahrheit",
     "Kapital", "Vertreter", "Bericht", "Donnerstag", "Investor", "bestehen", "Magdeburg"],
)  # fmt: skip
def test_these_are_none(word: str) -> None:
    assert parts(word) == ""


def test_a_part_nobody_knows_may_stand_before_a_long_head() -> None:
    assert parts("Damaschkestraße") == "damaschke+strasse"
    assert parts("Grunewald") == "grune+wald"
    assert parts("Xyzrat") == ""


@given(st.text("abdeghinorst", min_size=6, max_size=30))
def test_parts_are_never_single_letters_or_endings(word: str) -> None:
    assert all(len(part) >= 2 and part not in ("en", "ung", "heit", "e") for part in divided(word, LEXICON))
