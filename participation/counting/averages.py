"""Means, medians, quartiles and bins of counted values. Exact fractions until the last step, so that every machine gets
the same figures.

Quantiles are those of a spreadsheet's QUARTILE.INC (type 7 of Hyndman and Fan, "Sample Quantiles in Statistical
Packages", The American Statistician 50/4, 1996, 361-365): linear between the two values around the position ``(n - 1) *
part``.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

MOST_BINS = 12
DIGITS = 4

Counted = Sequence[tuple[Decimal | int, int]]
"""Values in their order, and how often each was given."""


def mean(total: Fraction | int, count: int) -> float | None:
    """The mean, to four digits; None of nothing."""
    return float(round(Fraction(total) / count, DIGITS)) if count else None


def quantile(values: Counted, part: Fraction) -> float | None:
    """The value below which ``part`` of all lie; None of nothing."""
    count = sum(times for _, times in values)
    if not count:
        return None
    position = (count - 1) * part
    below = position.numerator // position.denominator
    lower = Fraction(_at(values, below))
    upper = Fraction(_at(values, min(below + 1, count - 1)))
    return float(round(lower + (upper - lower) * (position - below), DIGITS))


def scale_figures(points: Mapping[int | str, int]) -> dict[str, Any]:
    """The distribution over a scale's points, with mean and median of those that are numbers."""
    numbers = sorted((point, times) for point, times in points.items() if type(point) is int)
    count = sum(times for _, times in numbers)
    average = mean(sum(point * times for point, times in numbers), count)
    shape = {"mean": average, "median": quantile(numbers, Fraction(1, 2))}
    return {"points": {str(point): times for point, times in points.items()}, **shape}


def bins(values: Counted, whole: Counted) -> list[dict[str, Any]]:
    """How many values lie in each of at most twelve equal half-open ranges with round limits, which cover ``whole``."""
    if not whole:
        return []
    lowest, highest = Decimal(whole[0][0]), Decimal(whole[-1][0])
    width = _width(highest - lowest)
    first = lowest // width - (1 if lowest < 0 and lowest % width else 0)  # Decimal's // goes towards nought
    counts = [0] * (int((highest - first * width) // width) + 1)
    for value, times in values:
        counts[int((value - first * width) // width)] += times
    limits = [_plain((first + at) * width) for at in range(len(counts) + 1)]
    return [{"from": limits[at], "below": limits[at + 1], "count": count} for at, count in enumerate(counts)]


def _width(extent: Decimal) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20 … and 0.5, 0.2, 0.1 … that makes few enough bins wherever the first one
    begins."""
    width = Decimal(1).scaleb(extent.adjusted() - 2) if extent else Decimal(1)
    while extent // width + 2 > MOST_BINS:
        width = width * 5 / 2 if str(width.normalize().as_tuple().digits[0]) == "2" else width * 2
    return width


def _plain(value: Decimal) -> str:
    return format(value.normalize() if value else Decimal(0), "f")


def _at(values: Counted, position: int) -> Decimal | int:
    for value, times in values:
        position -= times
        if position < 0:
            return value
    raise IndexError(position)
