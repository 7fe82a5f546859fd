"""Which titles are offered as possibly the same."""

import pytest

from participation.ideas.idea_likeness import Known, alike

KNOWN = [Known(1, "Eine Bank am Mühlbach"), Known(2, "Radweg zur Schule"), Known(3, "Wasserspielplatz im Park")]


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Sitzbank am Mühlbach", [1]),
        ("RADWEGE für Schulen", [2]),
        ("Spielplatz", [3]),
        ("Mehr Licht in der Bahnhofstraße", []),
        ("bitte eine neue", []),
        ("", []),
        ("<b>", []),
    ],
)
def test_what_is_alike(title: str, numbers: list[int]) -> None:
    assert [one.number for one in alike(title, KNOWN)] == numbers


def test_at_most_three_the_newest_first() -> None:
    same = [Known(number, "Bank am Bach") for number in range(1, 6)]
    assert [one.number for one in alike("Bank am Bach", same)] == [5, 4, 3]
