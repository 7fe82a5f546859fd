"""Keys made from texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.forms import naming
from participation.forms.keys import is_key
from participation.forms.kinds import OTHER, UNKNOWN


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Wie alt sind Sie?", "wie_alt_sind_sie"),
        ("Grünflächen & Straßen", "gruenflaechen_strassen"),
        ("18 bis 29 Jahre", "antwort_18_bis_29_jahre"),
        ("Café à la carte", "cafe_a_la_carte"),
        ("???", "antwort"),
        ("Donaudampfschifffahrtsgesellschaftskapitän", "donaudampfschifffahrtsgesell"),
        ("eins zwei drei vier fünf sechs sieben", "eins_zwei_drei_vier_fuenf"),
    ],
)
def test_a_key_says_what_the_text_says(text, key):
    assert naming.made(text, (), "antwort") == key


def test_no_key_is_given_twice():
    taken = set()
    for _ in range(3):
        taken.add(naming.made("Ja", taken, "antwort"))
    assert taken == {"ja", "ja_2", "ja_3"}


@pytest.mark.parametrize("word", [OTHER, UNKNOWN])
def test_words_with_a_meaning_of_their_own_are_no_keys(word):
    assert naming.made(word, (), "antwort") == f"{word}_2"


@given(st.text(), st.sets(st.text(max_size=5)))
def test_whatever_the_text_a_key_can_be_used(text, taken):
    assert is_key(naming.made(text, taken, "frage"))
