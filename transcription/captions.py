"""Captions by subtitling practice: at most two lines of 42 characters, 1 to 7 seconds, never two at a time. Times in ms."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from council.base import timecodes
from transcription.corrections import spread
from transcription.segments import SegmentDraft
from transcription.words import Word

LINE = 42
LINES = 2
SHORTEST_MS = 1000
LONGEST_MS = 7000
GAP_MS = 80
MS_PER_CHARACTER = 65


@dataclass(frozen=True, slots=True)
class Cue:
    """Text on the screen during [start_ms, end_ms), in one or two lines."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: str | None = None


def to_cues(segments: Iterable[SegmentDraft]) -> list[Cue]:
    """Captions for ordered segments, holding every word.

    Word times are used where they exist, else the words are spread over the segment. Where people speak faster than captions may change,
    captions follow a little later than the speech.
    """
    return _timed([cue for segment in segments for cue in _segment_cues(segment)])


def to_vtt(cues: Iterable[Cue], *, speakers: bool = True, note: str = "") -> str:
    """WebVTT with hours in every time; ``speakers`` adds voice tags, ``note`` a comment at the beginning."""
    blocks = ["WEBVTT"]
    if note:
        blocks.append("NOTE\n" + re.sub(r"\n\s*\n", "\n", note.strip()).replace("-->", "→"))
    for cue in cues:
        text = html.escape("\n".join(cue.lines), quote=False)
        if speakers and cue.speaker:
            text = f"<v {html.escape(' '.join(cue.speaker.split()), quote=False)}>{text}"
        blocks.append(f"{timecodes.milliseconds(cue.start_ms)} --> {timecodes.milliseconds(cue.end_ms)}\n{text}")
    return "\n\n".join(blocks) + "\n"


def to_srt(cues: Iterable[Cue]) -> str:
    """SubRip with hours in every time. The format knows neither speakers nor comments."""
    blocks = [
        f"{number}\n{timecodes.milliseconds(cue.start_ms, ',')} --> {timecodes.milliseconds(cue.end_ms, ',')}\n"
        + "\n".join(cue.lines).replace("-->", "→")
        for number, cue in enumerate(cues, 1)
    ]
    return "\n\n".join(blocks) + ("\n" if blocks else "")


def lines_of(tokens: Sequence[str]) -> tuple[str, ...] | None:
    """Tokens as one line, or as two balanced ones, preferably broken after punctuation; None if they do not fit."""
    text = " ".join(tokens)
    if len(text) <= LINE:
        return (text,)
    best: tuple[float, tuple[str, str]] | None = None
    position = 0
    for token in tokens[:-1]:
        position += len(token) + 1
        first, second = text[: position - 1], text[position:]
        if len(first) <= LINE and len(second) <= LINE:
            cost = abs(len(first) - len(second)) - (12 if first[-1] in ",;:.!?–" else 0)
            if best is None or cost < best[0]:
                best = (cost, (first, second))
    return best[1] if best else None


def _segment_cues(segment: SegmentDraft) -> list[Cue]:
    tokens = segment.text.split()
    if not tokens:
        return []
    words: Sequence[Word] = segment.words
    if len(words) != len(tokens):
        words = spread(tokens, segment.start_ms, max(segment.start_ms, segment.end_ms))
    pieces = [
        piece for word, token in zip(words, tokens, strict=True) for piece in _hyphenated(replace(word, text=token))
    ]
    cues = []
    for group in _grouped(pieces):
        lines = lines_of([piece.text for piece in group])
        assert lines is not None  # _grouped puts together only what fits
        cues.append(Cue(group[0].start_ms, group[-1].end_ms, lines, segment.speaker))
    return cues


def _hyphenated(word: Word) -> list[Word]:
    """A word that fits into a line; a longer one in parts with hyphens."""
    if len(word.text) <= LINE:
        return [word]
    size = LINE - 1
    parts = [word.text[at : at + size] for at in range(0, len(word.text), size)]
    return spread([part + "-" for part in parts[:-1]] + parts[-1:], word.start_ms, word.end_ms, word.probability)


def _grouped(words: Sequence[Word]) -> list[Sequence[Word]]:
    """Words in groups that each make a caption: few, about equally long ones that end where the sense does."""
    after_line = _line_ends(words)
    costs = [0.0] + [float("inf")] * len(words)
    starts = [0] * (len(words) + 1)
    for start, first in enumerate(words):
        second = after_line[start]
        longest = after_line[second] if second < len(words) else second
        length = 0
        for end in range(start + 1, longest + 1):
            final = words[end - 1]
            length += len(final.text) + 1
            duration = final.end_ms - first.start_ms
            if end - start > 1 and duration > LONGEST_MS:
                break
            cost = costs[start] + _cost(length, duration, "." if end == len(words) else final.text[-1])
            if cost < costs[end]:
                costs[end], starts[end] = cost, start
    groups = []
    end = len(words)
    while end:
        groups.append(words[starts[end] : end])
        end = starts[end]
    return groups[::-1]


def _line_ends(words: Sequence[Word]) -> list[int]:
    """For each position, where a line that begins there must end."""
    ends = []
    end = 0
    length = -1
    for start in range(len(words)):
        while end < len(words) and length + 1 + len(words[end].text) <= LINE:
            length += 1 + len(words[end].text)
            end += 1
        ends.append(end)
        length -= 1 + len(words[start].text)
    return ends


def _cost(length: int, duration: int, final: str) -> float:
    """What a caption costs: each one a little, short ones and those that break off in a thought more."""
    broken = 0.0 if final in ".!?…" else 0.4 if final in ",;:–" else 1.2
    return 1.0 + broken + max(0.0, 1 - length / LINE) + max(0.0, 1 - duration / SHORTEST_MS)


def _timed(cues: Sequence[Cue]) -> list[Cue]:
    """The same captions in order and without overlap, each shown for 1 to 7 s and, where there is room, long enough to read."""
    result: list[Cue] = []
    free = 0
    for index, cue in enumerate(cues):
        following = cues[index + 1].start_ms if index + 1 < len(cues) else None
        start = max(cue.start_ms, free)
        readable = start + MS_PER_CHARACTER * sum(map(len, cue.lines))
        room = readable if following is None else max(cue.end_ms, following - GAP_MS)
        end = max(cue.end_ms, min(readable, room))
        if following is not None:
            end = min(end, max(following, start))
        end = min(max(end, start + SHORTEST_MS), start + LONGEST_MS)
        result.append(replace(cue, start_ms=start, end_ms=end))
        free = end
    return result
