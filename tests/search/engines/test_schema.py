from hypothesis import given
from hypothesis import strategies as st

from search.documents import ITEM, SEGMENT
from search.engines.schema import SHORTEST, TYPICAL, counted_length

LENGTHS = st.integers(0, 200)


@given(LENGTHS)
def test_an_utterance_counts_as_at_least_typical_and_never_as_shorter_than_it_is(words: int) -> None:
    assert counted_length(SEGMENT, words) >= max(words, TYPICAL)


@given(LENGTHS, LENGTHS)
def test_of_two_short_utterances_the_shorter_counts_as_the_longer(one: int, other: int) -> None:
    if one < other <= TYPICAL:
        assert counted_length(SEGMENT, one) > counted_length(SEGMENT, other)


@given(LENGTHS)
def test_anything_else_counts_as_it_is_but_for_the_very_short(words: int) -> None:
    assert counted_length(ITEM, words) == max(words, SHORTEST)
