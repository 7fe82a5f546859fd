"""Columns side by side: how numbers or months are distributed."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from participation.results.charts.svg import Chart, across, drawn, element, words

HEIGHT = 150
ABOVE = 24
BELOW = 30
PHONE = 320  # px, the narrowest picture
LETTER = 8.0
ROOM = 0.12  # of a column's place, between two


@dataclass(frozen=True)
class Column:
    """``begins`` stands below its left edge, or its middle, ``value`` above it."""

    begins: str
    count: int
    value: str


def columns(told: str, given: Sequence[Column], end: str = "", mark: tuple[float, str] | None = None) -> Chart:
    """A column for each; ``end`` stands below the right edge of the last one, and where it is empty, words stand below
    the middle of their columns. ``mark`` is a line to read the others by: where, as a share of the width, and its
    name."""
    if not given:
        return drawn("columns", told, 1)
    most = max(max(column.count for column in given), 1)
    top = ABOVE + (22 if mark else 0)
    ground = top + HEIGHT
    shown = _numbered(given)
    shapes, numbers = [], []
    for at, column in enumerate(given):
        high = HEIGHT * column.count / most
        if high:
            kind = "chart__bar chart__bar--strong" if column.count == most else "chart__bar"
            x, width = across((at + ROOM / 2) / len(given)), across((1 - ROOM) / len(given))
            shapes.append(element("rect", class_=kind, x=x, y=ground - high, width=width, height=high, rx="2"))
        if at in shown:
            middle = across((at + 0.5) / len(given))
            numbers.append(words(column.value, ground - high - 6, "more", x=middle, anchor="middle"))
    axis = element("line", class_="chart__axis", x1="0", x2="100%", y1=ground, y2=ground)
    below = _below([column.begins for column in given], end, ground)
    between = _mark(*mark, ground) if mark else []
    return drawn("columns", told, ground + BELOW, *shapes, *between, *numbers, axis, *below)


def _numbered(given: Sequence[Column]) -> set[int]:
    """Which columns have their number above them: all where there is room, else the highest."""
    longest = max(len(column.value) for column in given)
    if longest * LETTER <= PHONE / len(given):
        return {at for at, column in enumerate(given) if column.count}
    return {max(range(len(given)), key=lambda at: given[at].count)}


def _below(names: Sequence[str], end: str, ground: float) -> list[Markup]:
    count = len(names)
    limits = [*names, end] if end else names
    longest = max(len(limit) for limit in limits)
    every = max(1, -(-int((longest + 1.5) * LETTER * count) // PHONE))
    pieces = []
    for at, limit in list(enumerate(limits))[::every]:
        place = at if end else at + 0.5
        anchor = "start" if place == 0 else "end" if place == count else "middle"
        x = across(place / count)
        pieces.append(element("line", class_="chart__axis", x1=x, x2=x, y1=ground, y2=ground + 5))
        pieces.append(words(limit, ground + 22, "more", x=x, anchor=anchor))
    return pieces


def _mark(share: float, label: str, ground: float) -> list[Markup]:
    x = across(min(max(share, 0.0), 1.0))
    anchor = "start" if share < 0.3 else "end" if share > 0.7 else "middle"
    line = element("line", class_="chart__mark", x1=x, x2=x, y1=20, y2=ground)
    return [line, words(label, 14, "label chart__label--mark", x=x, anchor=anchor)]
