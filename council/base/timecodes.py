"""How a moment in a recording is written. Moments are integer milliseconds."""


def clock(ms: int) -> str:
    """``0:12:34``, always with hours."""
    seconds = ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def short(ms: int) -> str:
    """``1:02:03``, or ``2:03`` in the first hour."""
    return clock(ms) if ms >= 3_600_000 else f"{ms // 60_000}:{ms // 1000 % 60:02}"


def milliseconds(ms: int, point: str = ".") -> str:
    """``01:02:03.004``, as WebVTT and, with a comma, SubRip have it."""
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"
