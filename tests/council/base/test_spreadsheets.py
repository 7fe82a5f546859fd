"""Cells that spreadsheets must not calculate with."""

import pytest

from council.base import spreadsheets


@pytest.mark.parametrize("text", ["=1+1", "+49 171", "-1", "@SUM(A1)", "\t=1", " =1+1", "\n=1", "＝1+1"])
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert spreadsheets.words(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "Nord", "1=1", "'=1", "5. Mai"])
def test_all_else_stays(text: str) -> None:
    assert spreadsheets.words(text) == text
