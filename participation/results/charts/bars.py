"""Bars: how many chose each option; and options in the order people put them in."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from participation.results.charts.svg import Chart, across, block, drawn, element, words

WIDTH = 62.0  # per cent of the picture; the rest is for the number
BESIDE = "64%"
HEIGHT = 20
SECOND = 12
GAP = 16
FIRST_LINE = 16


@dataclass(frozen=True)
class Bar:
    """``share`` of 1 is a whole bar; ``value`` stands beside it, ``more`` after it and smaller. ``second`` is another
    share to compare it with, and ``second_value`` its number."""

    label: str
    share: float
    value: str
    more: str = ""
    strong: bool = False
    second: float | None = None
    second_value: str = ""


def bars(told: str, given: Sequence[Bar]) -> Chart:
    """A bar for each, below its words; behind it, faintly, what all would be."""
    pieces: list[Markup] = []
    y = 0.0
    for bar in given:
        label, high = block(bar.label, y + FIRST_LINE)
        pieces.append(label)
        y += high + 2
        pieces.append(_bar(bar, y))
        y += HEIGHT
        if bar.second is not None:
            pieces.append(_second(bar, y + 3))
            y += SECOND + 7
        y += GAP
    return drawn("bars", told, max(y - GAP + 4, 1), *pieces)


def ranks(told: str, given: Sequence[Bar]) -> Chart:
    """The same, numbered: the first bar belongs to the first place."""
    numbered = [Bar(f"{at}. {bar.label}", bar.share, bar.value, bar.more, at == 1) for at, bar in enumerate(given, 1)]
    return bars(told, numbered)


def _bar(bar: Bar, y: float) -> Markup:
    kind = "chart__bar chart__bar--strong" if bar.strong else "chart__bar"
    value = element("tspan", bar.value, class_="chart__value")
    more = element("tspan", f" {bar.more}", class_="chart__more") if bar.more else Markup("")
    return Markup("").join(
        (
            element("rect", class_="chart__track", x="0", y=y, width=f"{WIDTH:g}%", height=HEIGHT, rx="3"),
            _share(bar.share, y, HEIGHT, kind),
            element("text", value + more, x=BESIDE, y=y + 16),
        )
    )


def _second(bar: Bar, y: float) -> Markup:
    return _share(bar.second or 0.0, y, SECOND, "chart__bar chart__bar--second") + words(
        bar.second_value, y + 11, "more", x=BESIDE
    )


def _share(share: float, y: float, height: float, kind: str) -> Markup:
    if share <= 0:
        return Markup("")
    return element("rect", class_=kind, x="0", y=y, width=across(min(share, 1.0), WIDTH), height=height, rx="3")
