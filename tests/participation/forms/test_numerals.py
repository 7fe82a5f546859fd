"""Numbers as people type them; nothing is guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.forms import numerals
from participation.forms.numerals import NumeralError


@pytest.mark.parametrize(
    ("typed", "decimals", "kept"),
    [
        ("12", 0, "12"),
        (" 12,50 ", 2, "12.5"),
        ("12.50", 1, "12.5"),
        ("-0,0", 1, "0"),
        ("−3", 0, "-3"),
        ("+3", 0, "3"),
        ("007", 0, "7"),
        ("1 000", 0, "1000"),
        ("12\u00a0345,6", 1, "12345.6"),
        ("0,500", 2, "0.5"),
        ("1,000", 3, "1"),
        ("100", 0, "100"),
        ("999999999999999", 0, "999999999999999"),
    ],
)
def test_a_number_is_read_with_comma_or_point(typed: str, decimals: int, kept: str) -> None:
    assert numerals.kept(numerals.typed(typed, decimals)) == kept


@pytest.mark.parametrize(
    ("typed", "decimals", "told"),
    [
        ("zwölf", 1, "nur eine Zahl ein, zum Beispiel 12 oder 12,5"),
        ("zwölf", 0, "eine ganze Zahl ein, zum Beispiel 12"),
        ("12 km", 0, "eine ganze Zahl ein, zum Beispiel 12"),
        ("1e3", 0, "eine ganze Zahl ein, zum Beispiel 12"),
        ("NaN", 0, "eine ganze Zahl ein, zum Beispiel 12"),
        ("١٢", 0, "eine ganze Zahl ein, zum Beispiel 12"),
        ("1.000.000", 0, "eine ganze Zahl ein, zum Beispiel 12"),
        ("1.000,5", 1, "nur eine Zahl"),
        ("12 34", 0, "eine ganze Zahl ein, zum Beispiel 12"),
        ("9" * 5000, 0, "eine ganze Zahl"),
        ("1.000", 0, "Tausender"),
        ("1,000", 2, "Tausender"),
        ("1000000000000000", 0, "zu groß"),
        ("12,5", 0, "ganze Zahl"),
        ("12,55", 1, "höchstens 1"),
    ],
)
def test_what_is_no_clear_number_is_told(typed: str, decimals: int, told: str) -> None:
    with pytest.raises(NumeralError, match=told):
        numerals.typed(typed, decimals)


@given(st.decimals(-(10**14), 10**14, places=6))
def test_a_number_is_kept_in_one_way_only_and_read_back_the_same(value: Decimal) -> None:
    kept = numerals.kept(value)
    assert numerals.exact(kept) == value
    assert numerals.kept(numerals.typed(kept, 6)) == kept
    assert numerals.typed(numerals.shown(value, "de"), 6) == numerals.typed(numerals.shown(value, "en"), 6) == value


@pytest.mark.parametrize("text", ["", "12,5", "1e3", "nan", " 1", "+1", "1.", "opt1"])
def test_only_what_we_write_ourselves_is_exact(text: str) -> None:
    assert numerals.exact(text) is None
