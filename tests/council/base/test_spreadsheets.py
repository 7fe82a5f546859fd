"""Tables that German spreadsheets open, and that they must not calculate with."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from council.base import spreadsheets

SIGNS = "=+-@＝＋－＠"
HOSTILE = st.text(st.sampled_from([*SIGNS, *"abc1;,\t\r\n\v\"' \u2028\ufeff"]), max_size=12)


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 171", "-1", "@SUM(A1)", "\t=1", "\t1", "\r1", " =1+1", "\n=1", '"=1', "＝1"]
)
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert spreadsheets.words(text).startswith(f"'{text[0]}")


@pytest.mark.parametrize(
    ("text", "written"), [("a;=1", "a;'=1"), ("a, @b", "a,' @b"), ("a\t+1", "a\t'+1"), ("a\n- b", "a\n'- b")]
)
def test_so_does_what_begins_like_one_where_others_would_part_the_cell(text: str, written: str) -> None:
    assert spreadsheets.words(text) == written


@pytest.mark.parametrize("text", ["", " ", "Nord", "1=1", "'=1", "5. Mai", "Nord-Süd", "a, b; c\nd", "a = b"])
def test_all_else_stays(text: str) -> None:
    assert spreadsheets.words(text) == text


@given(st.lists(HOSTILE | st.text(max_size=12), min_size=1, max_size=4))
@example(['1;",""=2', "x"])
def test_however_a_table_is_taken_apart_no_cell_begins_like_a_formula(cells: list[str]) -> None:
    written = spreadsheets.line(cells)
    for delimiter in (";", ",", "\t"):
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter):
            assert not [cell for cell in row if cell.lstrip(' \t\r\n\v"\ufeff')[:1] in set(SIGNS)]


@given(st.lists(HOSTILE | st.text(max_size=12), min_size=1, max_size=4))
def test_what_is_read_again_says_the_same_but_for_apostrophes(cells: list[str]) -> None:
    (row,) = csv.reader(io.StringIO(spreadsheets.line(cells), newline=""), delimiter=";")
    assert [cell.replace("'", "") for cell in row] == [cell.replace("'", "") for cell in cells]


def test_numbers_are_written_as_germans_read_them_also_below_nought() -> None:
    assert (
        spreadsheets.line([-3, Decimal("-12.5"), 9.125, 1e-7, Decimal("1E+3"), None])
        == "-3;-12,5;9,125;0,0000001;1000;\r\n"
    )


def test_a_table_tells_that_it_is_unicode_and_parts_its_cells_by_semicolons() -> None:
    assert spreadsheets.table([("Straße", "Zahl"), ('Am "Markt"; links', 1)]) == (
        '\ufeffStraße;Zahl\r\n"Am ""Markt""; links";1\r\n'
    )
