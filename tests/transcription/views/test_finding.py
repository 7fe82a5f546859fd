"""Search within a transcript."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcription.views.finding import SNIPPET, Stems, marked, matches, snippet, terms


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("haushalt", "Der HAUSHALT ist beschlossen."),
        ("Häuser", "Ein Haus am Markt"),
        ("Haeuser", "Die Häuser am Markt"),
        ("hauser", "Die Häuser am Markt"),
        ("Strasse", "an der Bahnhofstraße und der Straße"),
        ("Richtlinien", "Die Richtlinie gilt."),
        ("Radweg", "Der Radwegebau beginnt."),
        ("neue Dächer", "Dächer, und zwar neue"),
        ("EU-Antrag", "der Antrag an die EU"),
    ],
)
def test_a_word_is_found_without_regard_to_case_umlauts_and_endings(query: str, text: str) -> None:
    assert matches(text, terms(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Haushalt", "Der Rat tagt."),
        ("Weg", "Der Radweg"),
        ("Radweg Schule", "Der Radweg"),
        ("…", "alles"),
        ("", "alles"),
    ],
)
def test_what_is_not_said_is_not_found(query: str, text: str) -> None:
    assert not matches(text, terms(query))


def test_found_words_are_marked_and_neighbours_together() -> None:
    pieces = marked("Die neuen Straßen, die neuen Schulen", Stems(terms("neue Straße")))
    assert [piece.text for piece in pieces if piece.found] == ["neuen Straßen", "neuen"]


@given(st.text(), st.text())
def test_marking_changes_no_letter(text: str, query: str) -> None:
    assert "".join(piece.text for piece in marked(text, Stems(terms(query)))) == text


def test_a_snippet_shows_the_found_word_of_a_long_text() -> None:
    text = "Wort " * 100 + "Radweg " + "Ende " * 100
    pieces = snippet(text, Stems(terms("Radweg")))
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.found] == ["Radweg"]
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= SNIPPET + 4


def test_a_query_of_any_length_is_cut_to_what_can_be_searched() -> None:
    assert len(terms("wort " * 10_000)) == 1
    assert len(terms(" ".join(f"wort{number}" for number in range(100)))) <= 10
