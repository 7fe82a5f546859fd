"""Ranges on a recording's time line, in ms, half-open: [start_ms, end_ms)."""

from collections.abc import Iterable

Range = tuple[int, int]


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The same time as ordered ranges that neither overlap nor touch; empty ones are left out."""
    result: list[Range] = []
    for start, end in sorted(ranges):
        if end <= start:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def public_ranges(cuts: Iterable[Range], duration_ms: int) -> list[Range]:
    """What is left of [0, duration_ms) without the cuts, in order."""
    result: list[Range] = []
    position = 0
    for start, end in merged(cuts):
        if position < min(start, duration_ms):
            result.append((position, min(start, duration_ms)))
        position = max(position, end)
    if position < duration_ms:
        result.append((position, duration_ms))
    return result


def covers(cuts: Iterable[Range], start_ms: int, end_ms: int | None = None) -> bool:
    """Whether any of the moment ``start_ms``, or of the range up to ``end_ms``, lies inside a cut."""
    end = start_ms + 1 if end_ms is None else end_ms
    return any(start < end and start_ms < stop for start, stop in merged(cuts))


def shifted(cuts: Iterable[Range], offset_ms: int, duration_ms: int) -> list[Range]:
    """The cuts as a file sees them that begins at ``offset_ms`` of the recording and lasts ``duration_ms``."""
    local = ((max(0, start - offset_ms), min(duration_ms, end - offset_ms)) for start, end in cuts)
    return merged((start, end) for start, end in local if start < end)


def widened(cuts: Iterable[Range], margin_ms: int) -> list[Range]:
    """The cuts, each longer by a margin on both sides."""
    return merged((max(0, start - margin_ms), end + margin_ms) for start, end in merged(cuts))
