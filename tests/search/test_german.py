from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.german import LONGEST_TERM, MOST_PARTS, analyse


def terms(text: str) -> list[str]:
    return [token.term for token in analyse(text)]


def words(text: str) -> list[str]:
    return [token.term for token in analyse(text) if token.length == 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "Strasse"),
        ("STRASSE", "straße"),
        ("Bürgermeister", "Buergermeister"),
        ("Bürgermeister", "bu\u0308rgermeister"),  # decomposed, as some systems write it
        ("öffentlich", "oeffentlich"),
        ("Gebühren", "Gebuehr"),
        ("Bäume", "Baum"),
        ("Radwege", "Radwegs"),
        ("Anträge", "Antrag"),
        ("Haushaltes", "Haushalt"),
        ("Café", "Cafe\u0301"),
        ("ﬁnden", "finden"),  # a ligature
        ("Stra\u00adße", "Straße"),  # a soft hyphen
    ],
)
def test_spellings_and_endings_meet(one: str, other: str) -> None:
    assert set(terms(one)) & set(terms(other))


@pytest.mark.parametrize(("one", "other"), [("Rat", "Rad"), ("Haushalt", "Haus"), ("Elbe", "Elle"), ("2025", "2024")])
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert not set(terms(one)) & set(terms(other))


def test_tied_words_are_found_whole_and_by_their_parts() -> None:
    assert set(terms("Kita-Gebühren")) == {"kitagebuhr", "kita", "gebuhr"}
    assert terms("Kitagebühren") == ["kitagebuhr"]


@pytest.mark.parametrize("number", ["DS0123/24", "2025/0815", "17.03.2026", "1.000,50"])
def test_a_number_is_one_token(number: str) -> None:
    assert terms(f"die {number} liegt vor")[1] == number.lower()


def test_a_year_is_found_in_a_date_and_a_school_year() -> None:
    assert "2026" in terms("am 17.03.2026")
    assert "2025" in terms("im Schuljahr 2025/26")


def test_what_stands_between_words_does_not_tie_them() -> None:
    assert words("Rad- und Fußweg, und/oder (Gehweg).") == ["rad", "und", "fussweg", "und", "oder", "gehweg"]


def test_both_forms_of_a_person_are_found() -> None:
    for written in ("Bürger:innen", "Bürger*innen", "Bürger_innen"):
        assert "burg" in terms(written)


def test_offsets_point_at_the_original_words() -> None:
    text = "Über die Kita-Gebühren — 2025/0815 — sprach Bu\u0308rger A."
    found = [text[token.start : token.end] for token in analyse(text)]
    assert found == [
        "Über",
        "die",
        "Kita-Gebühren",
        "Kita",
        "Gebühren",
        "2025/0815",
        "2025",
        "0815",
        "sprach",
        "Bu\u0308rger",
        "A",
    ]


def test_positions_count_words_and_a_whole_covers_its_parts() -> None:
    tokens = analyse("die Kita-Gebühren steigen")
    assert [(token.position, token.length) for token in tokens] == [(0, 1), (1, 2), (1, 1), (2, 1), (3, 1)]


def test_endless_words_are_cut_and_endless_chains_have_no_whole() -> None:
    assert len(terms("a" * 5000)[0]) <= LONGEST_TERM
    assert len(terms("-".join("ab" for _ in range(MOST_PARTS + 1)))) == MOST_PARTS + 1


@given(st.text(max_size=200))
def test_any_text_has_orderly_tokens(text: str) -> None:
    tokens = analyse(text)
    assert [token.position for token in tokens if token.length == 1] == list(range(sum(t.length == 1 for t in tokens)))
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.term
        assert not any(letter.isspace() for letter in token.term)
        assert token.term == token.term.casefold()


def test_a_long_meeting_is_analysed_at_once() -> None:
    text = "Der Stadtrat beschließt den Bebauungsplan für die Radwege an der Bonner Straße. " * 2500
    began = thread_time()
    assert len(analyse(text)) > 28_000
    assert thread_time() - began < 2
