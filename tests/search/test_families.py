"""Words of one family, with the real word list."""

import pytest

from search import families
from tests.search.words import LEXICON


@pytest.mark.parametrize(
    ("noun", "wanted"),
    [
        ("buergermeisterin", "buergermeister"),
        ("lehrerin", "lehrer"),
        ("aerztin", "arzt"),
        ("stadtraetin", "stadtrat"),
        ("vorsitzender", "vorsitzende"),
        ("abgeordneter", "abgeordnete"),
        ("termin", "termin"),
        ("medizin", "medizin"),
        ("lehrer", "lehrer"),
    ],
)
def test_all_people_are_meant_by_one_word(noun: str, wanted: str) -> None:
    assert families.person(noun, LEXICON) == wanted


@pytest.mark.parametrize(
    ("word", "noun", "relative"),
    [
        ("oeffentlichkeit", True, "oeffentlich"),
        ("veroeffentlichung", True, "oeffentlich"),
        ("veroeffentlichen", False, "oeffentlich"),
        ("beantragen", False, "antrag"),
        ("verkehrlich", False, "verkehr"),
        ("kulturell", False, "kultur"),
        ("schulisch", False, "schule"),
        ("staedtisch", False, "stadt"),
        ("klimatisch", False, "klima"),
        ("sportler", True, "sport"),
        ("wohnungslosigkeit", True, "wohnung"),
    ],
)
def test_a_word_knows_what_it_is_derived_from(word: str, noun: bool, relative: str) -> None:
    assert relative in families.relatives(word, LEXICON, noun=noun)


@pytest.mark.parametrize(("word", "noun", "stranger"), [("verraten", False, "rat"), ("buerger", True, "burg")])
def test_chance_makes_no_family(word: str, noun: bool, stranger: str) -> None:
    assert stranger not in families.relatives(word, LEXICON, noun=noun)


def test_a_participle_belongs_to_its_verb() -> None:
    assert families.verbs("entschieden", LEXICON) == ("entscheiden",)
    assert families.verbs("entscheidend", LEXICON) == (), "that is a word of its own"


def test_a_noun_is_asked_for_by_its_verb_only_where_both_mean_the_same() -> None:
    assert families.deeds("sanierung", LEXICON) == ("sanieren",)
    assert families.deeds("foerderung", LEXICON) == ("foerdern",)
    assert families.deeds("haltung", LEXICON) == ()
    assert families.deeds("schule", LEXICON) == ()
