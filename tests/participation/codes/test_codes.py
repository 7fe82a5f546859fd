"""Access codes: nobody guesses one, a typing error is told apart from anything else, and the database knows none."""

import csv
import io
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import codes
from participation.codes import Code, NoCode, Series
from participation.codes.letters import ALPHABET, Mistyped
from tests.participation.typing_people import anything

SECRET = b"s" * 32
randoms = st.randoms(use_true_random=False)
made = randoms.map(lambda source: codes.new(source.randbytes))


def rows(text: str) -> list[list[str]]:
    """The table as a spreadsheet reads it."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


# --- a code ----------------------------------------------------------------------------------------------------------


@given(made)
def test_a_code_is_three_groups_of_four_letters(code: Code) -> None:
    groups = codes.shown(code).split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set(ALPHABET)


@given(made)
def test_a_code_can_be_typed_as_it_is_shown(code: Code) -> None:
    assert codes.read(codes.shown(code)) == code
    assert codes.read(codes.shown(code).lower().replace("-", " ")) == code


def test_a_code_has_over_fifty_four_random_bits() -> None:
    assert math.log2(codes.NUMBER) > 54
    source = random.Random(3)
    drawn = [codes.new(source.randbytes).letters for _ in range(3000)]
    for place in range(codes.LENGTH):
        assert {letters[place] for letters in drawn} == set(ALPHABET)


def test_the_example_in_the_docstring_is_a_code() -> None:
    assert isinstance(codes.read("5F3K-9TXA-M4WJ"), Code)


def test_an_empty_field_is_no_code_and_no_typing_error() -> None:
    assert codes.read(" - ") == NoCode()


@given(made, st.data())
def test_a_wrong_letter_is_a_typing_error(code: Code, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, codes.LENGTH - 1))
    other = data.draw(st.sampled_from(sorted(set(ALPHABET + "O0I1U") - {code.letters[place]})))
    assert isinstance(codes.read(code.letters[:place] + other + code.letters[place + 1 :]), Mistyped)


def test_a_code_is_kept_out_of_logs() -> None:
    code = codes.new(random.Random(1).randbytes)
    assert code.letters not in repr(code)
    assert code.letters not in repr(Series("Nord", (code,)))


# --- what is stored --------------------------------------------------------------------------------------------------


@given(made)
def test_the_digest_is_the_same_however_the_code_was_typed(code: Code) -> None:
    typed = codes.read(codes.shown(code).lower())
    assert isinstance(typed, Code)
    assert codes.digest(typed, SECRET) == codes.digest(code, SECRET)


@given(made, made)
def test_the_digest_tells_codes_apart_and_shows_none(first: Code, second: Code) -> None:
    assert (codes.digest(first, SECRET) == codes.digest(second, SECRET)) == (first == second)
    assert first.letters.lower() not in codes.digest(first, SECRET)


@given(made)
def test_without_the_secret_nobody_can_try_codes_out_on_the_digests(code: Code) -> None:
    assert codes.digest(code, SECRET) != codes.digest(code, b"t" * 32)


# --- series and their table ------------------------------------------------------------------------------------------


@given(st.integers(0, 60), randoms)
def test_a_series_has_so_many_different_codes(count: int, source: random.Random) -> None:
    made = codes.series(count, "Nord", source.randbytes)
    assert len(made.codes) == len(set(made.codes)) == count
    assert all(codes.read(codes.shown(code)) == code for code in made.codes)


def test_a_code_drawn_twice_is_drawn_again() -> None:
    drawn = iter([b"\0" * 7, b"\0" * 7, b"\0" * 6 + b"\1"])
    made = codes.series(2, "", lambda size: next(drawn))
    assert len(set(made.codes)) == 2


def test_the_table_has_a_line_a_code_with_its_stratum() -> None:
    north, south = (
        codes.series(2, name, random.Random(name).randbytes) for name in ("Nord", "Süd; hinter dem „Bahnhof“")
    )
    text = codes.as_csv([north, south])
    assert text.startswith("\ufeffcode;gruppe\r\n")
    assert text.encode().startswith(b"\xef\xbb\xbf")
    assert rows(text)[1:] == [[codes.shown(code), one.stratum] for one in (north, south) for code in one.codes]


@given(anything(30))
def test_no_cell_of_the_table_is_a_formula_and_no_name_breaks_a_line(stratum: str) -> None:
    text = codes.as_csv([codes.series(3, stratum, random.Random(7).randbytes)])
    assert len(rows(text)) == len(text.splitlines()) == 4
    for row in rows(text):
        assert len(row) == 2
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in row)


@pytest.mark.parametrize("stratum", ["=1+1", '=HYPERLINK("http://example.org")', "\t@SUM(A1)", "+49", "-Nord", "＝1"])
def test_a_stratum_that_looks_like_a_formula_is_marked_as_text(stratum: str) -> None:
    cell = rows(codes.as_csv([codes.series(1, stratum, random.Random(7).randbytes)]))[1][1]
    assert cell == f"'{stratum.strip()}"
