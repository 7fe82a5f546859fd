"""Counters of what everybody says in their own way: texts, numbers, dates, places."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Self

from participation.counting.averages import bins, mean, quantile
from participation.counting.counters.base import Counter, Json, gather
from participation.forms import numerals
from participation.forms.kinds import Day, Number, Place, Short

LARGEST_CELL = 10**7
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class TextCounter(Counter[Short]):
    """Short and long texts: how many, never which."""

    def add(self, value: Json, times: int = 1) -> None:
        if value is not True:
            raise TypeError("text")
        self.answered += times


class NumberCounter(Counter[Number]):
    """Numbers: mean, quartiles and bins. Smallest and largest are no figures: each is one person's answer."""

    def __init__(self, kind: Number) -> None:
        super().__init__(kind)
        self.values: dict[str, int] = {}

    def add(self, value: Json, times: int = 1) -> None:
        if value in self.values:
            self.values[value] += times
        else:
            self._check(value)
            self.values[value] = times
        self.answered += times

    def _check(self, value: str) -> None:
        """Whether it can be an answer: within the limits, no more exact than asked, and written as ours are."""
        number, kind = numerals.exact(value), self.kind
        if number is None or numerals.kept(number) != value or len(value.partition(".")[2]) > kind.decimals:
            raise ValueError("number")
        if (kind.least is not None and number < kind.least) or (kind.most is not None and number > kind.most):
            raise ValueError("limits")

    def merge(self, other: Self) -> None:
        super().merge(other)
        gather(self.values, other.values)

    def figures(self, whole: Self) -> dict[str, Json]:
        values = self._sorted()
        total = sum((Fraction(value) * times for value, times in values), Fraction(0))
        quartiles = [quantile(values, Fraction(part, 4)) for part in (1, 2, 3)]
        told = {"mean": mean(total, self.answered), "quartiles_inclusive": quartiles}
        return {**super().figures(whole), **told, "bins": bins(values, whole._sorted())}

    def _sorted(self) -> list[tuple[Decimal, int]]:
        return sorted((Decimal(value), times) for value, times in self.values.items())


class DateCounter(Counter[Day]):
    """Dates, by month."""

    def __init__(self, kind: Day) -> None:
        super().__init__(kind)
        self.months: dict[str, int] = {}

    def add(self, value: Json, times: int = 1) -> None:
        if value in self.months:
            self.months[value] += times
        else:
            if type(value) is not str or not _MONTH.fullmatch(value):
                raise ValueError("month")
            if not _month(self.kind.earliest or date.min) <= value <= _month(self.kind.latest or date.max):
                raise ValueError("limits")
            self.months[value] = times
        self.answered += times

    def merge(self, other: Self) -> None:
        super().merge(other)
        gather(self.months, other.months)

    def figures(self, whole: Self) -> dict[str, Json]:
        return {**super().figures(whole), "months": dict(sorted(self.months.items()))}


def _month(day: date) -> str:
    return day.isoformat()[:7]


class PlaceCounter(Counter[Place]):
    """Places by grid cell, written "column/row"; those told in words, and those whose cell is not told, only as a
    number."""

    def __init__(self, kind: Place) -> None:
        super().__init__(kind)
        self.cells: dict[tuple[int, int], int] = {}
        self.texts = 0

    def add(self, value: Json, times: int = 1) -> None:
        if value is not True:
            ((name, held),) = value.items()
            if name == "text" and held is True:
                self.texts += times
            elif name == "cell" and [type(one) for one in held] == [int, int] and max(map(abs, held)) < LARGEST_CELL:
                cell = (held[0], held[1])
                self.cells[cell] = self.cells.get(cell, 0) + times
            else:
                raise TypeError("place")
        self.answered += times

    def merge(self, other: Self) -> None:
        super().merge(other)
        gather(self.cells, other.cells)
        self.texts += other.texts

    def figures(self, whole: Self) -> dict[str, Json]:
        cells = {f"{column}/{row}": times for (column, row), times in sorted(self.cells.items())}
        return {**super().figures(whole), "cells": cells, "texts": self.texts}
