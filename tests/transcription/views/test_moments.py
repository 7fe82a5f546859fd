"""Moments in addresses and on the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base import timecodes
from transcription.transcripts import PublicSegment
from transcription.views import moments


def said(segment_id: int, start_ms: int, end_ms: int) -> PublicSegment:
    return PublicSegment(segment_id, start_ms, end_ms, None, "Wort", (), False, None)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("754", 754_000),
        ("754.5", 754_500),
        ("754,25", 754_250),
        ("754s", 754_000),
        ("12m34s", 754_000),
        ("12m", 720_000),
        ("1h2m3s", 3_723_000),
        ("1H", 3_600_000),
        ("12:34", 754_000),
        ("0:12:34", 754_000),
        ("5:01:02.5", 18_062_500),
        (" 7 ", 7_000),
    ],
)
def test_a_moment_is_read_in_the_ways_people_write_it(text: str, ms: int) -> None:
    assert moments.parse(text) == ms


@pytest.mark.parametrize("text", ["", "-5", "abc", "12:3", "1e3", "12m34", "99999999999", "٣", "<b>", "1:2:3:4", "NaN"])
def test_nonsense_is_no_moment(text: str) -> None:
    expected = 754_000 if text == "12m34" else None
    assert moments.parse(text) == expected


@given(st.text())
def test_any_text_is_a_moment_or_none(text: str) -> None:
    found = moments.parse(text)
    assert found is None or found >= 0


@given(st.integers(0, 10**8))
def test_what_is_written_into_an_address_is_read_back(ms: int) -> None:
    assert moments.parse(moments.seconds(ms)) == ms


@given(st.integers(0, 10**7))
def test_a_clock_always_has_hours_and_names_the_second(ms: int) -> None:
    assert moments.parse(timecodes.clock(ms)) == ms // 1000 * 1000
    assert timecodes.clock(ms).count(":") == 2


def test_a_moment_that_is_not_public_becomes_the_next_that_is() -> None:
    assert moments.playable(15_000, 60_000, [(10_000, 20_000)]) == 20_000
    assert moments.playable(9_999, 60_000, [(10_000, 20_000)]) == 9_999
    assert moments.playable(50_000, 60_000, [(40_000, 60_000)]) is None
    assert moments.playable(60_000, 60_000, []) is None


def test_a_whole_second_means_what_begins_within_it() -> None:
    segments = [said(1, 10_000, 12_500), said(2, 12_600, 15_000)]
    assert moments.spoken_at(segments, 12_000) == segments[1]
    assert moments.spoken_at(segments, 11_000) == segments[0]
    assert moments.spoken_at(segments, 12_500) == segments[0]


def test_before_the_first_word_the_first_utterance_is_meant() -> None:
    segments = [said(1, 10_000, 12_500)]
    assert moments.spoken_at(segments, 0) == segments[0]
    assert moments.spoken_at([], 0) is None
