"""Stacked bars: how answers are divided between the steps of a scale, for one question or for each row of a matrix."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from participation.results.charts.svg import LINE, Chart, across, block, drawn, element, words

HEIGHT = 34
GAP = 14
FIRST_LINE = 16
WITH_AVERAGE = 84.0  # per cent of the picture, where a number stands beside the bars
WIDE_ENOUGH = 0.085  # of a bar, for a sign
ROOM = 0.004  # between two steps
SHADES = 7
SWATCH = 16


@dataclass(frozen=True)
class Step:
    """A step: its ``sign`` stands in the bar (such as "4" or "B"), ``label`` and ``value`` beside it below. ``apart``:
    no step of the scale, such as "weiß nicht"."""

    sign: str
    label: str
    value: str = ""
    apart: bool = False


@dataclass(frozen=True)
class Stack:
    """A bar whose parts are ``shares`` of 1, one a step; ``average`` stands beside it."""

    label: str
    shares: Sequence[float]
    average: str = ""


def stacks(
    told: str, steps: Sequence[Step], given: Sequence[Stack], *, ordered: bool = True, heading: str = ""
) -> Chart:
    """The bars, and below them what the steps mean. ``ordered`` steps go from a light shade to a dark one; ``heading``
    stands over their values."""
    kinds = list(_kinds(steps, ordered))
    width = WITH_AVERAGE if any(one.average for one in given) else 100.0
    pieces: list[Markup] = []
    y = 0.0
    for one in given:
        if one.label:
            label, high = block(one.label, y + FIRST_LINE)
            pieces.append(label)
            y += high + 2
        pieces.extend(_parts(one, steps, kinds, y, width))
        if one.average:
            pieces.append(words(one.average, y + 23, "value", x="100%", anchor="end"))
        y += HEIGHT + GAP
    legend, y = _legend(steps, kinds, y, heading)
    return drawn("stacks", told, y, *pieces, *legend)


def _parts(one: Stack, steps: Sequence[Step], kinds: Sequence[str], y: float, width: float) -> Iterator[Markup]:
    edges = [0.0]
    for share in one.shares:
        edges.append(edges[-1] + share)
    for step, kind, (begin, end) in zip(steps, kinds, pairwise(edges), strict=True):
        share = end - begin
        if share <= 0:
            continue
        room = ROOM if end < edges[-1] - 1e-9 and share > 2 * ROOM else 0.0
        yield element(
            "rect",
            class_=f"chart__step {kind}",
            x=across(begin, width),
            y=y,
            width=across(share - room, width),
            height=HEIGHT,
        )
        if share >= WIDE_ENOUGH:
            yield words(step.sign, y + 23, f"sign {kind}", x=across(begin + share / 2, width), anchor="middle")


def _legend(steps: Sequence[Step], kinds: Sequence[str], y: float, heading: str) -> tuple[list[Markup], float]:
    pieces: list[Markup] = []
    y += 4
    if heading:
        pieces.append(words(heading, y + 17, x="100%", anchor="end"))
        y += LINE + 7
    explained = [(step, kind) for step, kind in zip(steps, kinds, strict=True) if step.label or step.value]
    for step, kind in explained:
        pieces.append(
            element("rect", class_=f"chart__step {kind}", x="0", y=y + 2, width=SWATCH + 8, height=SWATCH + 4, rx="3")
        )
        pieces.append(
            words(step.sign, y + 17, f"sign chart__sign--small {kind}", x=str((SWATCH + 8) / 2), anchor="middle")
        )
        lines, high = _beside(step, y + 17)
        pieces.append(lines)
        y += max(high, LINE) + 7
    return pieces, y


def _beside(step: Step, y: float) -> tuple[Markup, float]:
    label, high = block(step.label, y, 26 if step.value else 34)
    moved = Markup('<svg x="34" y="0" overflow="visible">{}</svg>').format(label)
    value = words(step.value, y, "value", x="100%", anchor="end") if step.value else Markup("")
    return moved + value, high


def _kinds(steps: Sequence[Step], ordered: bool) -> Iterator[str]:
    count = sum(not step.apart for step in steps)
    at = 0
    for step in steps:
        if step.apart:
            yield "chart__step--apart"
        elif ordered:
            yield f"chart__step--{1 + round(at * (SHADES - 1) / max(count - 1, 1))}"
            at += 1
        else:
            yield f"chart__step--kind-{1 + at % 6}"
            at += 1
