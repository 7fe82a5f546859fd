"""Counters of what is chosen from options or steps that are known before."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Self

from participation.counting.averages import mean, scale_figures
from participation.counting.counters.base import Counter, Json, gather
from participation.forms.kinds import OTHER, UNKNOWN, Matrix, Multiple, Option, Ranking, Scale, Single


class SingleCounter(Counter[Single | Multiple]):
    """One option; words under "other" are a number of their own and no option."""

    def __init__(self, kind: Single | Multiple) -> None:
        super().__init__(kind)
        self.options = _zeros(kind.options)
        self.other = 0

    def add(self, value: Json, times: int = 1) -> None:
        if type(value) is str:
            self.options[value] += times
        else:
            self._add_other(value, times)
        self.answered += times

    def _add_other(self, value: Json, times: int) -> None:
        if not self.kind.other or set(value) != {OTHER}:
            raise ValueError("other")
        if value[OTHER] is not True:
            raise TypeError("other")
        self.other += times

    def merge(self, other: Self) -> None:
        super().merge(other)
        gather(self.options, other.options)
        self.other += other.other

    def figures(self, whole: Self) -> dict[str, Json]:
        told: dict[str, Json] = {**super().figures(whole), "options": dict(self.options)}
        return {**told, OTHER: self.other} if self.kind.other else told


class MultipleCounter(SingleCounter):
    """Any number of options: a person counts once in each of theirs, so the counts add up to more than the people."""

    def __init__(self, kind: Multiple) -> None:
        super().__init__(kind)
        self._fewest, self._most = kind.least or 1, kind.most or len(kind.options) + kind.other

    def add(self, value: Json, times: int = 1) -> None:
        if type(value) is not list or not value:
            raise TypeError("list")
        options = [one for one in value if type(one) is str]
        _distinct(options)
        if len(value) > len(options) + 1:
            raise ValueError("other")
        if not self._fewest <= len(value) <= self._most:
            raise ValueError("limits")
        if len(value) > len(options):
            self._add_other(next(one for one in value if type(one) is not str), times)
        for option in options:
            self.options[option] += times
        self.answered += times


class ScaleCounter(Counter[Scale]):
    """Points of a scale. "unknown" is an answer, and part of neither mean nor median."""

    def __init__(self, kind: Scale) -> None:
        super().__init__(kind)
        self.points = _points(kind)

    def add(self, value: Json, times: int = 1) -> None:
        if type(value) is not int and type(value) is not str:
            raise TypeError("scale")
        self.points[value] += times
        self.answered += times

    def merge(self, other: Self) -> None:
        super().merge(other)
        gather(self.points, other.points)

    def figures(self, whole: Self) -> dict[str, Json]:
        return {**super().figures(whole), **scale_figures(self.points)}


class MatrixCounter(Counter[Matrix]):
    """Rows with the points of a scale, or options. A row that was left empty counts as not answered in this row."""

    def __init__(self, kind: Matrix) -> None:
        super().__init__(kind)
        columns = kind.columns
        zeros = _points(columns) if isinstance(columns, Scale) else _zeros(columns)
        self.rows: dict[str, dict[Json, int]] = {row.key: dict(zeros) for row in kind.rows}

    def add(self, value: Json, times: int = 1) -> None:
        if type(value) is not dict or not value:
            raise TypeError("matrix")
        rows = self.rows
        for row, one in value.items():
            if type(one) is not str and type(one) is not int:
                raise TypeError("matrix")
            rows[row][one] += times
        self.answered += times

    def merge(self, other: Self) -> None:
        super().merge(other)
        for row, values in other.rows.items():
            gather(self.rows[row], values)

    def figures(self, whole: Self) -> dict[str, Json]:
        rows = {row: self._row(values) for row, values in self.rows.items()}
        return {**super().figures(whole), "rows": rows}

    def _row(self, values: dict[Json, int]) -> dict[str, Json]:
        told: dict[str, Json] = {"answered": sum(values.values())}
        return (
            {**told, **scale_figures(values)}
            if isinstance(self.kind.columns, Scale)
            else {**told, "options": dict(values)}
        )


class RankingCounter(Counter[Ranking]):
    """An order of options. Two methods, named in the figures: how often an option came first, and its mean rank, where
    those who ranked only some of them put all others on the middle of the places left."""

    def __init__(self, kind: Ranking) -> None:
        super().__init__(kind)
        self.first = _zeros(kind.options)
        self.doubled = dict.fromkeys(self.first, 0)  # twice the sum of ranks: middles are halves

    def add(self, value: Json, times: int = 1) -> None:
        if type(value) is not list or not value:
            raise TypeError("ranking")
        _distinct(value)
        if len(value) > self.kind.places:
            raise ValueError("places")
        ranks = {option: 2 * rank for rank, option in enumerate(value, 1)}
        if not ranks.keys() <= self.first.keys():
            raise KeyError("ranking")
        self.first[value[0]] += times
        rest = len(value) + 1 + len(self.first)
        for option in self.doubled:
            self.doubled[option] += times * ranks.get(option, rest)
        self.answered += times

    def merge(self, other: Self) -> None:
        super().merge(other)
        gather(self.first, other.first)
        gather(self.doubled, other.doubled)

    def figures(self, whole: Self) -> dict[str, Json]:
        ranks = {key: mean(Fraction(total, 2), self.answered) for key, total in self.doubled.items()}
        return {**super().figures(whole), "first_places": dict(self.first), "mean_rank_unranked_in_the_middle": ranks}


def _zeros(options: tuple[Option, ...]) -> dict[str, int]:
    return {option.key: 0 for option in options}


def _points(scale: Scale) -> dict[int | str, int]:
    zeros: dict[int | str, int] = dict.fromkeys(scale.steps, 0)
    return {**zeros, UNKNOWN: 0} if scale.unknown else zeros


def _distinct(keys: Sequence[str]) -> None:
    if len(set(keys)) != len(keys):
        raise ValueError("twice")
