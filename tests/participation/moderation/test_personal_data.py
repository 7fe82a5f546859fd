"""Hints at what may name somebody: sure ones only."""

import pytest

from participation.moderation.personal_data import Hint, hints


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bitte schreiben Sie mir: renate@musterstadt.example", Hint.EMAIL),
        ("renate (at) musterstadt.de", Hint.EMAIL),
        ("Rufen Sie an: 0171 2345678", Hint.TELEPHONE),
        ("Tel. 0331/289-1234, abends", Hint.TELEPHONE),
        ("+49 331 2891234", Hint.TELEPHONE),
        ("Der Wagen M-AB 1234 parkt immer da", Hint.PLATE),
        ("P-XY123E steht quer", Hint.PLATE),
        ("Ich wohne Lindenstraße 12a.", Hint.ADDRESS),
        ("in der Berliner Str. 5", Hint.ADDRESS),
        ("Am Markt gegenüber, Schulweg 7", Hint.ADDRESS),
        ("DE12 5001 0517 0648 4898 90", Hint.ACCOUNT),
    ],
)
def test_what_betrays_somebody_is_hinted_at(text: str, found: Hint) -> None:
    assert hints(text) == (found,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mehr Bäume in der Lindenstraße!",
        "Tempo 30 auf der B 1 und der A 10",
        "2026 wird alles besser, 1000 Euro reichen",
        "0,5 Millionen Euro und 1.234.567 Menschen",
        "Von 8:00 bis 18:00 Uhr, am 24.12.2026",
        "Linie U 8 und Bus 12",
        "Platz für 20 Leute",
        "Der Weg ist 3 km lang" * 100,
        "a@b",
    ],
)
def test_what_anybody_may_write_is_not(text: str) -> None:
    assert hints(text) == ()


def test_several_hints_are_told_each_once() -> None:
    text = "r@stadt.example, o@stadt.example, 0331 2891234"
    assert hints(text) == (Hint.EMAIL, Hint.TELEPHONE)


def test_a_long_text_is_looked_through_at_once() -> None:
    for letter in ("a", "0", "a.", "0 ", "A", "AB-", "straße ", "DE00 0000 "):
        hints(letter * (100_000 // len(letter)))
