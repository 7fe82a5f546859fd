"""A moment in a recording: reading it from an address, writing it for people. Times are integer milliseconds."""

import re
from collections.abc import Sequence

from council.media.timeline import Range
from transcription.transcripts import PublicSegment

_PLAIN = re.compile(r"(\d{1,6})(?:[.,](\d{1,3})\d*)?s?", re.ASCII)
_UNITS = re.compile(r"(?=\d)(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3})\d*)?", re.ASCII)


def parse(text: str) -> int | None:
    """The moment meant by ``754``, ``754.5``, ``12m34s`` or ``0:12:34``; None for anything else."""
    text = text.strip().lower()
    if match := _PLAIN.fullmatch(text):
        return int(match[1]) * 1000 + _fraction(match[2])
    if match := _UNITS.fullmatch(text):
        hours, minutes, seconds = (int(group or 0) for group in match.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * 1000
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(group or 0) for group in match.groups()[:3])
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 + _fraction(match[4])
    return None


def _fraction(digits: str | None) -> int:
    return int((digits or "0").ljust(3, "0"))


def playable(moment_ms: int, duration_ms: int, hidden: Sequence[Range]) -> int | None:
    """The moment itself; where it is not public, the next that is; None where there is none."""
    for start, end in hidden:
        if start <= moment_ms < end:
            moment_ms = end
    return moment_ms if 0 <= moment_ms < duration_ms else None


def spoken_at(segments: Sequence[PublicSegment], moment_ms: int) -> PublicSegment | None:
    """What is said at a moment: of what has begun by then the last; before the first utterance, that one.

    Addresses mostly hold whole seconds while an utterance begins within one, so a whole second stands for all of it.
    """
    if not segments:
        return None
    within = moment_ms + 1000 if moment_ms % 1000 == 0 else moment_ms + 1
    begun = [segment for segment in segments if segment.start_ms < within]
    return begun[-1] if begun else segments[0]


def seconds(ms: int) -> str:
    """For an address: ``754``, or ``754.5`` where it does not fall on a second."""
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")
