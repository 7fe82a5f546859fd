"""A snapshot of the archive's words, and what is looked for in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import Entry, Vocabulary

ROWS = [
    ("rad", "Rad", 9),
    ("radweg", "Radweg", 7),
    ("radwege", "Radwege", 8),
    ("rotehornpark", "Rotehornpark", 2),
    ("rotehornspitze", "Rotehornspitze", 3),
    ("stadtpark", "Stadtpark", 5),
    ("strasse", "STRASSE", 1),
    ("strasse", "Strasse", 1),
    ("strasse", "Straße", 6),
    ("weg", "Weg", 9),
]
WORDS = Vocabulary(ROWS)
NONE = Vocabulary()

folded = st.text("abdegrstuwz0é", min_size=1, max_size=9)


def test_it_knows_its_words_and_how_often_they_occur() -> None:
    assert len(WORDS) == 8
    assert "radweg" in WORDS
    assert "radwegen" not in WORDS
    assert WORDS.frequency("radwege") == 8
    assert WORDS.frequency("radwegen") == 0


def test_what_is_written_in_several_ways_is_one_word() -> None:
    assert WORDS.frequency("strasse") == 8


def test_a_word_is_shown_as_it_is_written_most_often() -> None:
    assert WORDS.shown("strasse") == "Straße"
    assert WORDS.shown("radwegen") == "radwegen"  # nobody wrote it


def test_words_that_begin_so_come_the_most_frequent_first() -> None:
    assert WORDS.starting("rad", 10) == ["rad", "radwege", "radweg"]
    assert WORDS.starting("rad", 2) == ["rad", "radwege"]
    assert WORDS.starting("x", 10) == []
    assert WORDS.entries("radw", 1) == [Entry("radwege", "Radwege", 8)]


def test_names_are_found_in_the_compounds_they_begin_or_end() -> None:
    assert WORDS.ending_or_starting_with("rotehorn", 50) == ["rotehornspitze", "rotehornpark"]
    assert WORDS.ending_or_starting_with("park", 50) == ["stadtpark", "rotehornpark"]


def test_a_compound_has_three_letters_besides() -> None:
    assert WORDS.ending_or_starting_with("radw", 50) == ["radwege"]
    assert WORDS.ending_or_starting_with("weg", 50) == ["radweg"]


def test_words_alike_come_the_nearest_first_then_the_most_frequent() -> None:
    assert WORDS.alike("radwge", 10) == ["radwege", "radweg"]
    assert WORDS.alike("rotehornsparke", 10) == ["rotehornpark"]
    assert WORDS.alike("rotehornparkk", 10) == ["rotehornpark"]
    assert WORDS.alike("radwge", 1) == ["radwege"]


@pytest.mark.parametrize("word", ["", "radweg", "a", "é", "\n", "\U0010ffff"])
def test_an_archive_without_words_has_an_answer_to_everything(word: str) -> None:
    assert word not in NONE
    assert NONE.starting(word, 9) == NONE.ending_or_starting_with(word, 9) == NONE.alike(word, 9) == []


@given(st.dictionaries(folded, st.integers(1, 9)), folded)
def test_nothing_is_overlooked(sources: dict[str, int], part: str) -> None:
    """Narrowing by arrays finds what going through all words would."""
    words = Vocabulary((word, word.upper(), sources[word]) for word in sorted(sources))
    by_frequency = sorted(sources, key=lambda word: (-sources[word], word))
    assert {word for word in sources if word in words} == set(sources)
    assert words.starting(part, 99) == [word for word in by_frequency if word.startswith(part)]
    assert words.ending_or_starting_with(part, 99) == [
        word
        for word in by_frequency
        if (word.startswith(part) or word.endswith(part)) and len(word.encode()) >= len(part.encode()) + 3
    ]
