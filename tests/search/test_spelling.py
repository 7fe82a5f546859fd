"""Spellings that mean the same are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import LONGEST, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("Bürgermeister", "Buergermeister"),
        ("Bürger", "bu\u0308rger"),  # decomposed, as some systems write it
        ("Öl", "OEL"),
        ("Café", "cafe"),
        ("ﬁnden", "finden"),  # a ligature
        ("Stra\u00adße", "Straße"),  # a soft hyphen
        ("Bürger_in", "Buergerin"),
    ],
)
def test_these_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Rate", "Räte"), ("neuen", "neun"), ("Masse", "Mase"), ("Bauen", "Bäun")])
def test_these_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_anything_becomes_letters_and_digits_that_stay_as_they_are(text: str) -> None:
    folded = fold(text)
    assert len(folded) <= LONGEST
    assert all(letter.isalnum() for letter in folded)
    assert fold(folded) == folded
