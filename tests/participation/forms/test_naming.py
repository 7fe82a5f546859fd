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


@pytest.mark.parametrize("word", [OTHER, UNKNOWN, *naming.PLACES])
def test_words_with_a_meaning_of_their_own_are_no_keys(word):
    assert naming.made(word, (), "antwort") == f"{word}_2"


@given(st.text(), st.sets(st.text(max_size=5)))
def test_whatever_the_text_a_key_can_be_used_and_is_nobody_elses(text, taken):
    made = naming.made(text, taken, "frage")
    assert is_key(made)
    assert made not in taken
    assert is_key(naming.made(text, {*taken, made}, "frage"))


def test_a_long_text_leaves_room_for_very_many_of_the_same():
    taken = {"a" * naming.LONGEST_MADE, *(f"{'a' * naming.LONGEST_MADE}_{number}" for number in range(2, 2000))}
    assert naming.made("a" * 500, taken, "frage") == f"{'a' * naming.LONGEST_MADE}_2000"
