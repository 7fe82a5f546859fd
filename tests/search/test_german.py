"""Texts and the terms they are found by, with the real word list."""

from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.german import GAP, LONGEST_TERM, MOST_TIED, Token, analyse
from tests.search.words import LEXICON


def tokens(text: str) -> list[Token]:
    return analyse(text, LEXICON)


def terms(text: str) -> set[str]:
    return {term for token in tokens(text) for term in token.terms}


def exact(text: str) -> list[str]:
    return [token.exact for token in tokens(text) if token.exact]


def test_words_stand_where_they_are_written() -> None:
    text = "Der Radweg, sagte sie, kommt."
    assert [text[token.start : token.end] for token in tokens(text)] == ["Der", "Radweg", "sagte", "sie", "kommt"]
    assert exact(text) == ["der", "radweg", "sagte", "sie", "kommt"]


def test_tied_words_are_found_whole_and_by_their_parts() -> None:
    assert {"kitagebuehr", "kita", "gebuehr"} <= terms("die Kita-Gebühren")
    assert "kitagebuehr" in terms("Kitagebühren")
    assert exact("Kita-Gebühren") == ["kita", "gebuehren"]


def test_three_tied_words_are_found_by_two_of_them() -> None:
    assert {"bplanverfahren", "<bplan", ">planverfahren", "verfahren"} <= terms("das B-Plan-Verfahren")


@pytest.mark.parametrize("at_the_beginning", ["", "Der "])
def test_tied_words_are_the_same_wherever_they_stand(at_the_beginning: str) -> None:
    assert "bplan" in terms(f"{at_the_beginning}B-Plan")


@pytest.mark.parametrize("number", ["DS0123/24", "2025/0815", "17.03.2026", "1.000,50", "9:30"])
def test_a_number_is_one_token(number: str) -> None:
    whole = tokens(f"die {number} liegt vor")[1]
    assert whole.terms[0] == number.lower()
    assert (whole.start, whole.end) == (4, 4 + len(number))


@pytest.mark.parametrize("written", ["DS0123/24", "DS 0123/24"])
def test_a_paper_is_found_by_its_number_however_it_is_written(written: str) -> None:
    assert {"ds0123/24", "~0123/24"} <= terms(f"Drucksache {written}")


def test_another_kind_of_paper_with_the_same_number_is_another() -> None:
    assert "ds0123/24" not in terms("der Antrag A0123/24")
    assert "ds0123/24" not in terms("die Drucksache 0123/24")


def test_a_year_is_found_in_a_date_and_a_school_year() -> None:
    assert "2026" in terms("am 17.03.2026")
    assert "2025" in terms("im Schuljahr 2025/26")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("der Rad- und Fußweg", "radweg"),
        ("Haupt- und Finanzausschuss", "hauptausschuss"),
        ("Bau-, Umwelt- und Verkehrsausschuss", "umweltausschuss"),
        ("Kinderkrippen und -gärten", "kindgarten"),
        ("Straßenlampen und -bäume", "strassebaum"),
    ],
)
def test_what_a_hyphen_leaves_out_is_found(text: str, meant: str) -> None:
    assert meant in terms(text)


def test_a_hyphen_at_a_distance_leaves_nothing_out() -> None:
    assert not any("radweg" in term for term in terms("das Rad - und dann der Fußweg"))


@pytest.mark.parametrize("written", ["Bürger*innen", "Bürger:innen", "Bürger_innen", "BürgerInnen", "Bürgerinnen"])
def test_all_people_are_found_by_one_word(written: str) -> None:
    assert "buerger" in terms(f"die {written}")


def test_what_stands_between_words_does_not_tie_them() -> None:
    assert exact("Rat, Kita – Schule/Hort. Ende") == ["rat", "kita", "schule", "hort", "ende"]


def test_no_phrase_reaches_across_what_is_cut() -> None:
    assert exact("Der […] Radweg") == ["der", GAP, "radweg"]
    assert not any(token.terms for token in tokens(GAP))


def test_many_tied_words_are_found_by_their_parts_alone() -> None:
    many = "-".join(["a1"] * (MOST_TIED + 1))
    assert all(token.exact for token in tokens(many))


@given(st.text(max_size=300))
def test_tokens_lie_in_the_text_in_order_and_say_something(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)
    assert all(
        (token.terms or token.exact == GAP) and all(0 < len(term) <= 8 * LONGEST_TERM for term in token.terms)
        for token in found
    )
    assert not any(" " in term for token in found for term in token.terms)


@pytest.mark.parametrize("text", ["-" * 5000, "a-" * 2500, "ä" * 5000, "1/" * 2500, "\u0308" * 5000, "Rad- und " * 500])
def test_strange_texts_take_no_time(text: str) -> None:
    began = thread_time()
    tokens(text)
    assert thread_time() - began < 0.5
