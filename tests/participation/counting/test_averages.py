"""Means, quantiles and bins of counted values."""

import statistics
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.counting.averages import MOST_BINS, bins, mean, quantile, scale_figures

NUMBERS = st.decimals(Decimal(-(10**15)), Decimal(10**15), allow_nan=False, places=6)


def counted(values: list[Decimal] | list[int]) -> list[tuple[Decimal, int]]:
    return [(Decimal(value), values.count(value)) for value in sorted(set(values))]


def test_a_mean_has_four_digits_and_there_is_none_of_nothing() -> None:
    assert mean(10, 3) == 3.3333
    assert mean(0, 0) is None
    assert quantile([], Fraction(1, 2)) is None


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40), st.sampled_from([1, 2, 3]))
def test_quartiles_are_those_of_a_spreadsheet(values: list[int], part: int) -> None:
    assert quantile(counted(values), Fraction(part, 4)) == pytest.approx(np.percentile(values, 25 * part), abs=1e-4)


def test_unknown_is_counted_on_a_scale_but_is_part_of_no_mean() -> None:
    told = scale_figures({1: 1, 2: 0, 3: 3, "unknown": 9})
    assert told == {"points": {"1": 1, "2": 0, "3": 3, "unknown": 9}, "mean": 2.5, "median": 3.0}


def test_the_middle_between_two_points_can_be_a_median() -> None:
    assert scale_figures({1: 2, 2: 2})["median"] == statistics.median([1, 1, 2, 2])


def test_bins_have_round_limits() -> None:
    values = counted([18, 19, 25, 25, 67, 91])
    assert [(one["from"], one["below"], one["count"]) for one in bins(values, values)] == [
        ("10", "20", 2),
        ("20", "30", 2),
        ("30", "40", 0),
        ("40", "50", 0),
        ("50", "60", 0),
        ("60", "70", 1),
        ("70", "80", 0),
        ("80", "90", 0),
        ("90", "100", 1),
    ]


def test_bins_of_one_value_and_of_none() -> None:
    assert bins(counted([7, 7]), counted([7, 7])) == [{"from": "7", "below": "8", "count": 2}]
    assert bins([], []) == []


def test_a_group_gets_the_bins_of_the_whole() -> None:
    whole = counted([1, 5, 99])
    assert [one["from"] for one in bins(counted([5]), whole)] == [one["from"] for one in bins(whole, whole)]


@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_bins_are_few_equal_and_hold_every_value_once(values: list[Decimal]) -> None:
    told = bins(counted(values), counted(values))
    assert len(told) <= MOST_BINS
    assert sum(one["count"] for one in told) == len(values)
    limits = [Decimal(one["from"]) for one in told] + [Decimal(told[-1]["below"])]
    assert len({limits[at + 1] - limits[at] for at in range(len(told))}) == 1
    for one in told:
        inside = [value for value in values if Decimal(one["from"]) <= value < Decimal(one["below"])]
        assert len(inside) == one["count"]
