"""Typing errors: what was meant, and what is no error."""

from collections.abc import Iterable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from council.base.settings import Settings
from search import lexicon, misspellings
from search.lexicon import Lexicon, Reading
from search.spelling import fold
from search.words import Vocabulary

ARCHIVE = [
    "Bebauungsplan", "Bebauungspläne", "Bebauungsplans", "Bebauungsplanes", "Bebauungsplanverfahren",
    "Bürgermeister", "Bürgermeisterin", "Fahrrad", "Fahrräder", "Haltestelle", "Haushaltssatzung", "Haushalt",
    "Rathaus", "Radweg", "Radwege", "Rotehornpark", "Schulsozialarbeit", "Straßenbahn", "Straße", "Stadt", "Rat",
    "Kita", "Spielplatz", "Wahlen", "Waren", "DS0123",
]  # fmt: skip


def archive(words: Iterable[str], often: str = "") -> Vocabulary:
    """Each word occurs in one source, the one named often in many."""
    return Vocabulary(sorted((fold(word), word, 100 if word == often else 1) for word in words))


KNOWN = archive(ARCHIVE)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class NoWords:
    """A word list in which there are none."""

    def readings(self, word: str) -> tuple[Reading, ...]:
        return ()


@pytest.fixture(scope="module")
def german() -> Lexicon:
    return lexicon.opened(Settings().models)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Fahrad", "fahrrad"),
        ("Schulsozialarbiet", "schulsozialarbeit"),
        ("Bürgermiester", "buergermeister"),
        ("Haushaltsatzung", "haushaltssatzung"),
        ("Spielpaltz", "spielplatz"),
        ("Rotehornparc", "rotehornpark"),
        ("Rdaweg", "radweg"),
        ("Sschulsozialarbeit", "schulsozialarbeit"),
    ],
)
def test_a_typing_error_is_understood(typed: str, meant: str, german: Lexicon) -> None:
    assert misspellings.guesses(fold(typed), KNOWN, german)[:1] == (meant,)


def test_with_a_guess_come_its_inflected_forms_and_no_other_words(german: Lexicon) -> None:
    assert set(misspellings.guesses("bebaungsplan", KNOWN, german)) == {
        "bebauungsplan", "bebauungsplans", "bebauungsplanes", "bebauungsplaene",
    }  # fmt: skip


@pytest.mark.parametrize("word", ["radweg", "strassenbahn", "rotehornpark"])
def test_a_word_of_the_archive_is_never_doubted(word: str) -> None:
    assert misspellings.guesses(word, KNOWN, NoWords()) == ()


def test_a_word_of_the_list_is_never_doubted(german: Lexicon) -> None:
    assert misspellings.guesses("waren", archive(["Wahren"]), german) == ()
    assert misspellings.guesses("waren", archive(["Wahren"]), NoWords()) == ("wahren",)


@pytest.mark.parametrize("word", ["", "r", "kta", "stat", "rahd", "ds0124", "ds01234", "haltestell3", "радвегг"])
def test_short_words_numbers_and_other_scripts_are_left_alone(word: str) -> None:
    assert misspellings.guesses(word, archive([*ARCHIVE, "радвег"]), NoWords()) == ()


def test_two_edits_are_forgiven_in_long_words_alone() -> None:
    assert misspellings.guesses("radwgee", archive(["Radweg"]), NoWords()) == ()
    assert misspellings.guesses("haltestlele", archive(["Haltestelle"]), NoWords()) == ("haltestelle",)
    assert misspellings.guesses("haltstlle", archive(["Haltestelle"]), NoWords()) == ("haltestelle",)
    assert misspellings.guesses("hltstlle", archive(["Haltestelle"]), NoWords()) == ()


def test_the_first_letter_is_right_unless_nothing_else_is_wrong() -> None:
    for typed in ("tadwege", "ardwege", "tradwege", "adwege"):
        assert misspellings.guesses(typed, archive(["Radwege"]), NoWords()) == ("radwege",)
    assert misspellings.guesses("taltestele", archive(["Haltestelle"]), NoWords()) == ()
    assert misspellings.guesses("tahrt", archive(["Fahrt"]), NoWords()) == ()  # five letters


def test_of_words_as_near_the_more_frequent_comes_first_and_a_rare_one_not_at_all() -> None:
    assert misspellings.guesses("wagren", archive(["Wagen", "Waren"]), NoWords()) == ("wagen", "waren")
    assert misspellings.guesses("wagren", archive(["Wagen", "Waren"], often="Waren"), NoWords()) == ("waren",)


def test_the_nearest_is_meant_however_frequent_another_word_is() -> None:
    words = archive(["Wassergraben", "Wasserfaden"], often="Wasserfaden")
    assert misspellings.guesses("wassergaben", words, NoWords()) == ("wassergraben",)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Straßenbanhhaltestelle", ("strassenbahn", "haltestelle")),
        ("Straßenbahnhaltestele", ("strassenbahn", "haltestelle")),
        ("Radwegspielpaltz", ("radweg", "spielplatz")),
        ("Bürgermiestershaushalt", ("buergermeisters", "haushalt")),
    ],
)
def test_a_compound_nobody_said_is_put_right_in_one_part(typed: str, parts: tuple[str, str], german: Lexicon) -> None:
    assert misspellings.mended(fold(typed), KNOWN, german) == parts
    assert misspellings.guesses(fold(typed), KNOWN, german) == ("".join(parts),)


def test_a_compound_wrong_in_both_parts_is_left_alone(german: Lexicon) -> None:
    assert misspellings.guesses("strassenbanhhaltesteele", KNOWN, german) == ()


# --- in general ------------------------------------------------------------------------------------------------------


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[str], str, str]:
    """Words, one of them with more than eight letters, and that one with a typing error behind its first letter."""
    words = draw(st.lists(st.text(LETTERS, min_size=9, max_size=14), min_size=1, max_size=12, unique=True))
    meant = words[0]
    at, letter = draw(st.integers(1, len(meant) - 2)), draw(st.sampled_from(LETTERS))
    kind = draw(st.sampled_from(("missing", "wrong", "added", "exchanged")))
    typed = {
        "missing": meant[:at] + meant[at + 1 :],
        "wrong": meant[:at] + letter + meant[at + 1 :],
        "added": meant[:at] + letter + meant[at:],
        "exchanged": meant[:at] + meant[at + 1] + meant[at] + meant[at + 2 :],
    }[kind]
    return words, meant, typed


@given(edits())
def test_a_long_word_with_one_error_is_found(case: tuple[list[str], str, str]) -> None:
    words, meant, typed = case
    assume(typed not in words)
    near = [word for word in words if OSA.distance(word, typed) <= 1]
    assume(len(near) <= misspellings.MOST_GROUPS)
    assert meant in misspellings.guesses(typed, archive(words), NoWords())


@given(st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1))
def test_a_known_word_is_never_doubted(words: list[str]) -> None:
    known = archive(set(words))
    assert all(misspellings.guesses(word, known, NoWords()) == () for word in words)


@given(st.lists(st.text(LETTERS[:6], min_size=1, max_size=12), unique=True), st.text(LETTERS[:6], max_size=12))
def test_narrowing_overlooks_nothing(words: list[str], typed: str) -> None:
    everything = sorted((distance, word) for distance, word in misspellings.nearest(typed, words))
    assert archive(words).alike(typed, 999) == [word for _, word in everything]


@given(st.text())
def test_anything_may_be_asked(typed: str) -> None:
    misspellings.guesses(typed, KNOWN, NoWords())
    misspellings.guesses(fold(typed), KNOWN, NoWords())
