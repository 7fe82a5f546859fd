"""Segments as the public may read them: what was said in a cut is gone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from transcription.transcripts import PublicSegment, redact


def segment(text: str, *, timed: bool = True) -> PublicSegment:
    tokens = text.split()
    words = tuple((i * 1000, i * 1000 + 800, 0.9) for i in range(len(tokens))) if timed else ()
    return PublicSegment(1, 0, len(tokens) * 1000, "Kerstin", text, words, checked=False, confidence=0.9)


def test_a_segment_away_from_all_cuts_stays_as_it_is() -> None:
    whole = segment("eins zwei drei")
    assert redact(whole, [(3300, 9000)]) is whole


def test_the_words_in_a_cut_are_gone_and_times_follow() -> None:
    kept = redact(segment("eins zwei drei vier"), [(0, 1700)])
    assert kept is not None
    assert kept.text == "drei vier"
    assert (kept.start_ms, kept.end_ms) == (2000, 3800)
    assert len(kept.words) == 2


def test_a_word_that_reaches_into_a_cut_is_gone() -> None:
    kept = redact(segment("eins zwei"), [(1700, 5000)])
    assert kept is not None
    assert kept.text == "eins"


def test_a_word_close_to_a_cut_is_gone_since_times_are_not_exact() -> None:
    kept = redact(segment("eins zwei drei"), [(2000, 5000)])
    assert kept is not None
    assert kept.text == "eins"


def test_a_gap_in_the_middle_is_marked_so_that_nobody_is_misquoted() -> None:
    kept = redact(segment("Ich bin nicht dagegen und dafür"), [(2000, 4500)])
    assert kept is not None
    assert kept.text == "Ich […] dafür"
    assert len(kept.words) == len(kept.text.split())
    assert not any(end > 2000 and start < 4500 for start, end, _ in kept.words)


def test_without_word_times_a_segment_that_only_comes_close_to_a_cut_stays() -> None:
    whole = segment("eins zwei", timed=False)
    assert redact(whole, [(2000, 5000)]) is whole


def test_what_a_person_wrote_is_gone_whole_since_its_word_times_are_interpolated() -> None:
    checked = replace(segment("eins zwei drei vier"), checked=True)
    assert redact(checked, [(0, 500)]) is None


def test_a_segment_inside_a_cut_is_gone() -> None:
    assert redact(segment("eins zwei"), [(0, 2000)]) is None


def test_without_word_times_a_touched_segment_is_gone_whole() -> None:
    assert redact(segment("eins zwei", timed=False), [(1990, 5000)]) is None


@given(st.lists(st.tuples(st.integers(0, 12_000), st.integers(1, 5_000)), max_size=5))
def test_no_word_that_overlaps_a_cut_survives(pairs: list[tuple[int, int]]) -> None:
    cuts = [(start, start + length) for start, length in pairs]
    kept = redact(segment("a b c d e f g h i j"), cuts)
    for start, end, _ in kept.words if kept else ():
        assert not any(cut_start < end and start < cut_end for cut_start, cut_end in cuts)
