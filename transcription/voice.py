"""Where somebody speaks, as ordered ranges, and how to pack these ranges into windows for a speech model."""

import bisect
from collections.abc import Sequence
from itertools import pairwise

from council.media.timeline import Range


def padded(voice: Sequence[Range], *, pad_ms: int, duration_ms: int) -> list[Range]:
    """Each range with ``pad_ms`` of the sound around it; where two would meet, they share the silence between them."""
    result = []
    for index, (start, end) in enumerate(voice):
        before = start - voice[index - 1][1] if index else 2 * start
        after = voice[index + 1][0] - end if index + 1 < len(voice) else 2 * (duration_ms - end)
        result.append((start - min(pad_ms, before // 2), end + min(pad_ms, (after + 1) // 2)))
    return result


def limited(voice: Sequence[Range], longest_ms: int) -> list[Range]:
    """The same time, with ranges over ``longest_ms`` split into equal parts."""
    result = []
    for start, end in voice:
        parts = max(1, -(-(end - start) // longest_ms))
        edges = [start + (end - start) * part // parts for part in range(parts + 1)]
        result += list(pairwise(edges))
    return result


def packed(voice: Sequence[Range], longest_ms: int) -> list[list[Range]]:
    """Neighbouring ranges in windows that hold at most ``longest_ms`` of voice; a window is never empty."""
    windows: list[list[Range]] = []
    room = 0
    for start, end in limited(voice, longest_ms):
        if end - start > room or not windows:
            windows.append([])
            room = longest_ms
        windows[-1].append((start, end))
        room -= end - start
    return windows


class Condensed:
    """The time line that remains when only these ranges are kept, and the way back to the original one."""

    def __init__(self, pieces: Sequence[Range]) -> None:
        self._pieces = list(pieces)
        self._starts: list[int] = []
        self.length_ms = 0
        for start, end in self._pieces:
            self._starts.append(self.length_ms)
            self.length_ms += end - start

    def original(self, start_ms: int, end_ms: int) -> Range:
        """Where a stretch of the condensed time line lies in the original one, kept within the range that holds its middle."""
        index = max(0, bisect.bisect_right(self._starts, (start_ms + end_ms) / 2) - 1)
        first, last = self._pieces[index]
        shift = first - self._starts[index]
        start = min(max(start_ms + shift, first), last)
        return start, min(max(end_ms + shift, start), last)


def overlap_ms(voice: Sequence[Range], start_ms: int, end_ms: int) -> int:
    """How much of [start_ms, end_ms) is voice."""
    index = max(0, bisect.bisect_right(voice, (start_ms, start_ms)) - 1)
    total = 0
    while index < len(voice) and voice[index][0] < end_ms:
        total += max(0, min(end_ms, voice[index][1]) - max(start_ms, voice[index][0]))
        index += 1
    return total


def unheard(voice: Sequence[Range], words: Sequence[Range], *, least_ms: int = 1000) -> list[Range]:
    """Ranges of voice of at least ``least_ms`` of which words cover less than a fifth; ``words`` are in order, without overlap."""
    return [
        (start, end)
        for start, end in voice
        if end - start >= least_ms and overlap_ms(words, start, end) * 5 < end - start
    ]
