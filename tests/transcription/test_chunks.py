"""Cutting sound at silences, and joining what was heard in the chunks."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcription.chunks import OVERLAP_MS, Cut, Heard, cut_point, join
from transcription.words import Word

RATE = 16


def noise(length_ms, loudness=0.1, seed=1):
    return (np.random.default_rng(seed).standard_normal(length_ms * RATE) * loudness).astype(np.float32)


def with_silences(length_ms, *silences, hiss=0.0003):
    samples = noise(length_ms)
    for start, end in silences:
        samples[start * RATE : end * RATE] = noise(end - start, hiss, seed=2)
    return samples


def test_a_chunk_ends_in_the_middle_of_a_silence():
    assert cut_point(with_silences(60_000, (20_000, 28_000), (50_000, 50_800)), last=False) == Cut(50_400, 50_400)


def test_the_longer_silence_wins_and_of_equal_ones_the_later():
    cut = cut_point(with_silences(60_000, (40_000, 41_000), (50_000, 50_300)), last=False)
    assert 40_000 < cut.end_ms < 41_000
    cut = cut_point(with_silences(60_000, (40_000, 40_600), (50_000, 50_600)), last=False)
    assert 50_000 < cut.end_ms < 50_600


def test_silences_too_early_or_too_short_are_not_used():
    length = 60_000
    cut = cut_point(with_silences(length, (10_000, 12_000), (50_000, 50_100)), last=False)
    assert cut == Cut(length, length - OVERLAP_MS)


def test_sound_without_silence_is_cut_with_an_overlap_that_leaves_progress():
    assert cut_point(noise(600_000), last=False) == Cut(600_000, 590_000)
    assert cut_point(noise(20_000), last=False) == Cut(20_000, 15_000)


def test_a_noisy_room_has_silences_too():
    cut = cut_point(with_silences(60_000, (50_000, 50_800), hiss=0.01), last=False)
    assert 50_000 < cut.end_ms < 50_800


def test_digital_silence_is_cut_near_its_end_without_overlap():
    cut = cut_point(np.zeros(60_000 * RATE, dtype=np.float32), last=False)
    assert cut.end_ms == cut.next_ms >= 55_000


@pytest.mark.parametrize("length", [0, 1, 19, 333, 20_000])
def test_the_last_chunk_is_used_whole(length):
    assert cut_point(noise(length), last=True) == Cut(length, length)


@given(st.integers(100, 30_000), st.integers(0, 5))
def test_there_is_always_progress(length, seed):
    samples = np.repeat(np.random.default_rng(seed).random(length // 100 + 1), 100 * RATE)[: length * RATE].astype(
        np.float32
    )
    cut = cut_point(samples * noise(length), last=False)
    assert 0 < cut.next_ms <= cut.end_ms <= length


def test_words_move_to_the_files_time_line():
    heard = [Heard(0, 10_000, [Word("Guten", 9000, 9500)]), Heard(10_000, 15_000, [Word("Abend", 100, 600)])]
    assert join(heard, 15_000) == [Word("Guten", 9000, 9500), Word("Abend", 10_100, 10_600)]


def test_words_heard_twice_are_taken_once_though_the_halves_at_the_edges_differ():
    first = Heard(
        0,
        20_000,
        [
            Word(t, 15_000 + 500 * n, 15_400 + 500 * n)
            for n, t in enumerate(["wir", "kommen", "jetzt", "zur", "Abstim"])
        ],
    )
    second = Heard(
        15_000,
        30_000,
        [
            Word(t, 40 + 500 * n, 440 + 500 * n)
            for n, t in enumerate(["ihr", "kommen", "jetzt", "zur", "Abstimmung", "danke"])
        ],
    )
    joined = [word.text for word in join([first, second], 30_000)]
    assert joined in (
        ["wir", "kommen", "jetzt", "zur", "Abstimmung", "danke"],
        ["wir", "kommen", "jetzt", "zur", "Abstim", "danke"],  # never: the middle lies before it
    )
    assert joined[-2:] == ["Abstimmung", "danke"]


def test_without_a_common_word_the_middle_decides():
    first = Heard(0, 20_000, [Word("a", 11_000, 12_000), Word("b", 18_000, 19_000)])
    second = Heard(10_000, 30_000, [Word("c", 1000, 2000), Word("d", 8000, 9000)])
    assert [word.text for word in join([first, second], 30_000)] == ["a", "d"]


@st.composite
def speeches(draw):
    """Words of a made-up speech with many repetitions, and overlapping or touching chunks that cover it."""
    words, now = [], 0
    for text in draw(st.lists(st.sampled_from(["ja", "Ja,", "nein", "der", "Rat", "stimmt"]), max_size=80)):
        now += draw(st.integers(0, 400))
        end = now + draw(st.integers(330, 900))
        words.append(Word(text, now, end))
        now = end
    duration = now + draw(st.integers(0, 1000))
    chunks, start = [], 0
    while True:
        end = min(duration, start + draw(st.integers(6000, 15_000)))
        chunks.append((start, end))
        if end == duration:
            return words, chunks, duration
        inside = [word for word in words if word.start_ms < end < word.end_ms]
        start = max(start + 1, end - 4000) if inside else end


@given(speeches(), st.integers(0, 120), st.randoms(use_true_random=False))
def test_no_word_is_lost_or_doubled(speech, jitter, random):
    words, chunks, duration = speech
    heard = []
    for start, end in chunks:
        whole = [word for word in words if start <= word.start_ms and word.end_ms <= end]
        shift = [random.randint(-jitter, jitter) for _ in whole]
        heard.append(
            Heard(
                start,
                end,
                [
                    Word(w.text, max(0, w.start_ms - start + s), w.end_ms - start + s)
                    for w, s in zip(whole, shift, strict=True)
                ],
            )
        )
    joined = join(heard, duration)
    assert [word.text.strip(",").lower() for word in joined] == [word.text.strip(",").lower() for word in words]
    assert all(0 <= word.start_ms <= word.end_ms <= duration for word in joined)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(joined))


@given(
    st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000), st.text("ab ", min_size=1, max_size=3)), max_size=30)
)
def test_whatever_engines_say_the_times_are_in_order_and_within_the_file(said):
    half = len(said) // 2
    chunks = [
        Heard(0, 5000, [Word(text, start, end) for start, end, text in said[:half]]),
        Heard(4000, 8000, [Word(text, start, end) for start, end, text in said[half:]]),
    ]
    joined = join(chunks, 8000)
    edges = [edge for word in joined for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= 8000 for edge in edges)
