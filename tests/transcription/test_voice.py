"""Ranges of voice: padding, packing, and the time line without silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcription.voice import Condensed, limited, overlap_ms, packed, padded, unheard

LENGTH = 200_000


@st.composite
def voices(draw):
    """Ordered ranges with silence between them, within LENGTH."""
    edges = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=40)))
    return list(zip(edges[0::2], edges[1::2], strict=False))


def test_padding_shares_a_short_silence_and_stops_at_the_ends():
    assert padded([(100, 1000), (1200, 2000), (5000, 9900)], pad_ms=400, duration_ms=10_000) == [
        (0, 1100),
        (1100, 2400),
        (4600, 10_000),
    ]


@given(voices(), st.integers(0, 1000))
def test_padded_ranges_keep_their_order_and_hold_the_voice(voice, pad):
    result = padded(voice, pad_ms=pad, duration_ms=LENGTH)
    edges = [edge for piece in result for edge in piece]
    assert edges == sorted(edges)
    assert all(0 <= a <= start and end <= b <= LENGTH for (a, b), (start, end) in zip(result, voice, strict=True))


@given(voices(), st.integers(1000, 30_000))
def test_windows_hold_all_voice_in_order_and_none_is_too_long(voice, longest):
    windows = packed(voice, longest)
    assert [piece for window in windows for piece in window] == limited(voice, longest)
    assert all(window and sum(end - start for start, end in window) <= longest for window in windows)
    assert sum(end - start for start, end in limited(voice, longest)) == sum(end - start for start, end in voice)


def test_a_word_returns_to_the_piece_that_holds_its_middle():
    time_line = Condensed([(1000, 2000), (5000, 6000)])
    assert time_line.length_ms == 2000
    assert time_line.original(100, 300) == (1100, 1300)
    assert time_line.original(1200, 1500) == (5200, 5500)
    assert time_line.original(900, 1300) == (5000, 5300)
    assert time_line.original(1950, 2500) == (5950, 6000)


@given(voices(), st.integers(0, LENGTH), st.integers(0, LENGTH))
def test_overlap_counts_each_millisecond_of_voice_once(voice, one, other):
    start, end = sorted((one, other))
    expected = sum(max(0, min(end, last) - max(start, first)) for first, last in voice)
    assert overlap_ms(voice, start, end) == expected


@pytest.mark.parametrize("voice", [[], [(0, 10)]])
def test_nothing_overlaps_an_empty_stretch(voice):
    assert overlap_ms(voice, 5, 5) == 0


def test_voice_that_words_hardly_cover_is_unheard():
    voice = [(0, 2000), (3000, 3900), (5000, 8000), (9000, 12_000)]
    assert unheard(voice, [(100, 1900), (7500, 8000)]) == [(5000, 8000), (9000, 12_000)]
    assert unheard(voice, [(100, 1900), (7400, 8000), (9000, 9600)]) == []
