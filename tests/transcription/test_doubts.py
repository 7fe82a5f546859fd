"""Which words are doubtful, and what is checked first."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from transcription.doubts import certainty, least_certain_first, unsure


@dataclass(frozen=True)
class Said:
    id: int
    start_ms: int = 0
    confidence: float | None = None
    probabilities: tuple[float, ...] = ()


def test_words_below_a_half_are_doubtful() -> None:
    assert unsure([0.9, 0.49, 0.5, 0.1]) == [1, 3]


def test_one_doubtful_name_does_not_drown_in_a_long_sentence() -> None:
    long_with_a_doubtful_name = certainty(0.97, (0.1, *(1.0,) * 29))
    short_and_middling = certainty(0.8, (0.8, 0.8, 0.8))
    assert long_with_a_doubtful_name < short_and_middling


def test_without_words_the_whole_counts_and_an_import_comes_last() -> None:
    assert certainty(0.4, ()) == 0.4
    assert certainty(None, ()) == 1.0


def test_the_least_certain_come_first_and_equal_ones_in_order_of_time() -> None:
    said = [Said(1, 3000, 0.9), Said(2, 2000, 0.3), Said(3, 1000, 0.9), Said(4, 4000, 0.3), Said(5, 0)]
    assert [one.id for one in least_certain_first(said)] == [2, 4, 3, 1, 5]


@given(st.lists(st.tuples(st.integers(0, 9), st.lists(st.floats(0, 1), max_size=5))))
def test_the_order_does_not_depend_on_the_order_before(given_lines: list[tuple[int, list[float]]]) -> None:
    said = [Said(number, start, None, tuple(shares)) for number, (start, shares) in enumerate(given_lines)]
    assert least_certain_first(said) == least_certain_first(said[::-1])
