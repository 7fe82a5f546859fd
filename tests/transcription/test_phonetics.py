"""How names sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcription.phonetics import code, distance


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("Müller-Lüdenscheidt", "65752682"),
        ("Wikipedia", "3412"),
        ("Breschnew", "17863"),
        ("Meier", "67"),
        ("Mayer", "67"),
        ("Philipp", "351"),
        ("Christian", "47826"),
        ("Xaver", "4837"),
        ("Acker", "047"),
        ("Straße", "8278"),
    ],
)
def test_names_have_the_sound_postel_gave_them(word: str, sound: str) -> None:
    assert code(word) == sound


def test_what_has_no_letters_has_no_sound() -> None:
    assert code("17 %") == ""


@given(st.text())
def test_every_text_has_a_sound_of_digits_without_neighbours_alike(text: str) -> None:
    sound = code(text)
    assert set(sound) <= set("012345678")
    assert "0" not in sound[1:]


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("Meier", "Meier", 0), ("Meier", "Mayer", 2), ("Ott", "Otto", 1), ("Wille", "Willi", 1), ("", "ab", 2)],
)
def test_spellings_are_apart_by_the_letters_to_be_changed(one: str, other: str, steps: int) -> None:
    assert distance(one, other, 5) == steps


@given(st.text(alphabet="abc", max_size=8), st.text(alphabet="abc", max_size=8), st.integers(0, 8))
def test_a_limit_only_cuts_off(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == min(distance(one, other, 20), most + 1)
