"""The letters of codes and receipts: none is taken for another, and what is copied wrongly is noticed."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.i18n import language
from participation.codes import letters
from participation.codes.letters import (
    ALPHABET,
    FAR_TOO_LONG,
    FOREIGN,
    LONGEST,
    MODULUS,
    WRONG_LENGTH,
    WRONG_LETTER,
    Mistyped,
)
from tests.participation.typing_people import anything

LENGTHS = (12, 16)  # of codes and of receipts
right = st.sampled_from(LENGTHS).flatmap(
    lambda length: st.integers(0, MODULUS ** (length - 1) - 1).map(lambda number: letters.of_number(number, length - 1))
)


def text_of(found: str | Mistyped) -> str:
    """The message in the catalogue's words."""
    assert isinstance(found, Mistyped)
    return found.error.text


# --- the alphabet ----------------------------------------------------------------------------------------------------


def test_there_are_thirty_one_letters_and_none_of_those_people_mistake() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert not set("O0I1U") & set(ALPHABET)
    assert ALPHABET.upper() == ALPHABET


def test_a_check_letter_can_be_any_letter() -> None:
    assert {letters.check_letter(f"2222222222{letter}") for letter in ALPHABET} == set(ALPHABET)


# --- the check letter ------------------------------------------------------------------------------------------------


@given(right)
def test_what_was_made_is_right(made: str) -> None:
    assert letters.is_right(made)


@given(right, st.data())
def test_every_single_wrong_letter_is_found(made: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 1))
    for other in set(ALPHABET) - {made[place]}:
        assert not letters.is_right(made[:place] + other + made[place + 1 :])


@given(right)
def test_every_two_letters_exchanged_are_found_wherever_they_stand(made: str) -> None:
    for first, second in itertools.combinations(range(len(made)), 2):
        exchanged = list(made)
        exchanged[first], exchanged[second] = made[second], made[first]
        assert letters.is_right("".join(exchanged)) == (made[first] == made[second])


@given(right, st.data())
def test_a_pair_of_like_letters_read_as_another_pair_is_found(made: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 3))
    head, tail = made[:place], made[place + 2 : -1]
    pairs = [head + 2 * letter + tail for letter in ALPHABET]
    assert len({letters.check_letter(pair) for pair in pairs}) == len(ALPHABET)


def test_no_power_of_the_radix_repeats_within_the_longest_text() -> None:
    assert len({pow(letters.RADIX, place, MODULUS) for place in range(LONGEST)}) == LONGEST
    assert max(LENGTHS) <= LONGEST


def test_it_is_the_sum_the_docstring_names() -> None:
    made = letters.of_number(123_456_789, 11)
    weighed = sum(ALPHABET.index(letter) * 3**place for place, letter in enumerate(reversed(made)))
    assert weighed % 31 == 1


@given(st.lists(st.integers(0, MODULUS**11 - 1), min_size=2, max_size=2, unique=True))
def test_different_numbers_are_different_letters(numbers: list[int]) -> None:
    first, second = (letters.of_number(number, 11) for number in numbers)
    assert first != second
    assert first[:-1] != second[:-1]


# --- reading ---------------------------------------------------------------------------------------------------------


@given(right, st.data())
def test_case_blanks_and_dashes_do_not_matter(made: str, data: st.DataObject) -> None:
    between = st.text("- \t\n\u00a0\u00ad\u2010\u2011\u2013\u2212_.\u200b", max_size=3)
    typed = "".join(data.draw(st.sampled_from([letter, letter.lower()])) + data.draw(between) for letter in made)
    assert letters.read(f" {typed} ", len(made)) == made


@given(right)
def test_what_is_shown_can_be_typed(made: str) -> None:
    assert letters.read(letters.grouped(made), len(made)) == made


def test_letters_are_shown_in_fours() -> None:
    assert letters.grouped("ABCDEFGHJKLM") == "ABCD-EFGH-JKLM"


@pytest.mark.parametrize("typed", ["", "  ", "---", "\u200b \u00a0"])
def test_nothing_typed_is_nothing(typed: str) -> None:
    assert letters.read(typed, 12) == ""


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("O5F3-K9TX-AM4W", "O"),
        ("0o5F 3K9T XAM4", "0, O"),
        ("l1i5-F3K9-TXAM", "1, I"),
        ("ub5F-3K9T-XAM4", "U"),
        ("ä5F3-K9TX-AM4ß", "ä, ß"),
        ("=5F3<script>", "=, <, I, >"),
        ("😀", "😀"),
        ("ABCDEFGHIÖÜÄ!§$%&", "I, Ö, Ü, Ä, !"),
    ],
)
def test_letters_that_are_in_no_code_are_named_and_none_is_guessed(typed: str, named: str) -> None:
    found = letters.read(typed, 12)
    assert text_of(found) == FOREIGN
    assert isinstance(found, Mistyped)
    assert found.error.values == {"letters": named}


def test_letters_of_full_width_are_the_same_letters() -> None:
    made = letters.of_number(99, 11)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in made)
    assert letters.read(wide, 12) == made


@given(right, st.data())
def test_a_letter_too_few_or_too_many_is_told_by_its_number(made: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 1))
    for typed, count in (
        (made[:place] + made[place + 1 :], len(made) - 1),
        (made[:place] + "7" + made[place:], len(made) + 1),
    ):
        found = letters.read(typed, len(made))
        assert text_of(found) == WRONG_LENGTH
        assert isinstance(found, Mistyped)
        assert found.error.values == {"length": len(made), "count": count}


def test_a_wrong_letter_is_told() -> None:
    made = letters.of_number(4711, 11)
    assert text_of(letters.read(("3" if made[0] != "3" else "4") + made[1:], 12)) == WRONG_LETTER


def test_a_megabyte_of_text_is_not_looked_at() -> None:
    assert text_of(letters.read("A" * 1_000_000, 12)) == FAR_TOO_LONG


@given(anything(60), st.sampled_from(LENGTHS))
def test_whatever_is_typed_is_right_nothing_or_explained(typed: str, length: int) -> None:
    found = letters.read(typed, length)
    if isinstance(found, Mistyped):
        assert found.error.told(language("de"))
    else:
        assert found == "" or (len(found) == length and set(found) <= set(ALPHABET) and letters.is_right(found))
