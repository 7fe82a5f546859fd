"""Long sound in chunks: where to cut it, and how to join what was heard in each.

Chunks follow one another at silences. Where there is none they overlap, and the words heard twice are matched. Values only; times in ms.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from transcription.guards import in_order
from transcription.sound import SAMPLES_PER_MS, Samples, duration_ms
from transcription.words import Word

FRAME_MS = 20
SEARCHED_FROM = 0.6
SILENCE_MS = 300
OVERLAP_MS = 10_000
LATER_IS_WORTH = 0.5

QUIET_DB = -55.0
LOWEST_DB = -70.0
LEAST_RANGE_DB = 6.0
QUIET_SHARE = 0.3
QUIETEST_FRAMES = 10

# How far apart two hearings of one word may lie; wide only where nothing lies close, so that "ja, ja, ja" is not shifted.
TOLERANCES_MS = (300, 1500)


@dataclass(frozen=True, slots=True)
class Cut:
    """A chunk ends at ``end_ms`` of the sound given, the next begins at ``next_ms``; less than ``end_ms`` means they overlap."""

    end_ms: int
    next_ms: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in the chunk [start_ms, end_ms) of a file; word times count from the chunk's start."""

    start_ms: int
    end_ms: int
    words: Sequence[Word]


def cut_point(samples: Samples, *, last: bool) -> Cut:
    """Where to end a chunk: at the best silence in the last two fifths of the sound, long ones and late ones first.

    Sound without silence is used to its end, and the next chunk begins up to 10 s before it. ``last`` says that no sound follows.
    """
    length = duration_ms(samples)
    if last:
        return Cut(length, length)
    best = max(_silences(_levels(samples)), key=lambda silence: _worth(silence, length), default=None)
    if best is None:
        return Cut(length, length - min(OVERLAP_MS, length // 4))
    start, end = best
    middle = (start + end) // 2
    at = min(length, max(middle, end - 1000))
    return Cut(at, at)


def _worth(silence: tuple[int, int], length: int) -> float:
    start, end = silence
    return min(end - start, 1000) / 1000 + LATER_IS_WORTH * end / length


def _levels(samples: Samples) -> NDArray[np.float64]:
    """The loudness of each frame of 20 ms, in dB of full scale."""
    size = FRAME_MS * SAMPLES_PER_MS
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    power = np.einsum("ij,ij->i", frames, frames) / size
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)), dtype=np.float64)


def _silences(levels: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Quiet stretches in the part where a cut may lie; what is quiet is judged by the tenth of frames that are quietest.

    Where that finds none, such as in a speech with hardly a pause, the quietest 200 ms are the measure.
    """
    if len(levels) < QUIETEST_FRAMES:
        return []
    quietest = float(np.convolve(levels, np.full(QUIETEST_FRAMES, 1 / QUIETEST_FRAMES), "valid").min())
    loud = float(np.percentile(levels, 95))
    return _below(levels, _limit(float(np.percentile(levels, 10)), loud)) or _below(levels, _limit(quietest, loud))


def _limit(floor: float, loud: float) -> float:
    """The level below which a frame is quiet."""
    if loud < QUIET_DB:
        return QUIET_DB
    floor = max(floor, LOWEST_DB)
    return floor + QUIET_SHARE * (loud - floor) if loud - floor >= LEAST_RANGE_DB else LOWEST_DB


def _below(levels: NDArray[np.float64], limit: float) -> list[tuple[int, int]]:
    first = max(1, int(len(levels) * SEARCHED_FROM))
    quiet = (levels[first:] <= limit).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet, [0])))) + first
    stretches = (edges.reshape(-1, 2) * FRAME_MS).tolist()
    return [(start, end) for start, end in stretches if end - start >= SILENCE_MS]


def join(chunks: Iterable[Heard], duration: int) -> list[Word]:
    """The words of all chunks on the file's time line, in order, none lost or doubled, all within [0, duration]."""
    words: list[Word] = []
    end = 0
    for chunk in chunks:
        shifted = [
            replace(word, start_ms=word.start_ms + chunk.start_ms, end_ms=word.end_ms + chunk.start_ms)
            for word in chunk.words
        ]
        words = _merged(words, shifted, chunk.start_ms, end) if chunk.start_ms < end else words + shifted
        end = chunk.end_ms
    return in_order(words, duration)


def _merged(before: list[Word], after: list[Word], start: int, end: int) -> list[Word]:
    """Two chunks' words that overlap in [start, end): the first chunk's up to a word both heard, the second's from there on."""
    first = next((index for index, word in enumerate(before) if word.end_ms > start), len(before))
    until = next((index for index, word in enumerate(after) if word.start_ms >= end), len(after))
    middle = (start + end) // 2
    for tolerance in TOLERANCES_MS:
        pairs = _pairs(before[first:], after[:until], tolerance)
        if pairs:
            left, right = min(pairs, key=lambda pair: abs(_middle(before[first + pair[0]]) - middle))
            return before[: first + left + 1] + after[right + 1 :]
    kept = [word for word in before if _middle(word) < middle]
    return kept + [word for word in after if _middle(word) >= middle]


def _pairs(left: Sequence[Word], right: Sequence[Word], tolerance: int) -> list[tuple[int, int]]:
    """Positions of the same word on both sides, in order: the alignment with the most matches that lie close in time."""
    gains = np.zeros((len(left) + 1, len(right) + 1))
    matches = np.zeros_like(gains)
    for i, one in enumerate(left, 1):
        for j, other in enumerate(right, 1):
            apart = abs(one.start_ms - other.start_ms)
            if apart < tolerance and _bare(one.text) == _bare(other.text):
                matches[i, j] = 1 - (apart / tolerance) ** 2
            with_match = gains[i - 1, j - 1] + matches[i, j] if matches[i, j] else 0.0
            gains[i, j] = max(gains[i - 1, j], gains[i, j - 1], with_match)
    pairs = []
    i, j = len(left), len(right)
    while i and j:
        if matches[i, j] and gains[i, j] == gains[i - 1, j - 1] + matches[i, j]:
            pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif gains[i, j] == gains[i - 1, j]:
            i -= 1
        else:
            j -= 1
    return pairs


def _middle(word: Word) -> float:
    return (word.start_ms + word.end_ms) / 2


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()
