"""Counters: what a results page needs of one question, one class a kind. Pure; values only ever come in, never out
again.

A counter takes public answers (``participation/counting/parts.py``): places are grid cells, dates months, and a text is
``True``. Whatever does not fit the question raises ``KeyError``,
``TypeError`` or ``ValueError``, so that counting is also the check of a file from elsewhere. Means are exact until the
last step, so that figures agree on every machine."""

from typing import Any

from participation.counting.counters.base import Counter
from participation.counting.counters.choices import (
    MatrixCounter,
    MultipleCounter,
    RankingCounter,
    ScaleCounter,
    SingleCounter,
)
from participation.counting.counters.measures import DateCounter, NumberCounter, PlaceCounter, TextCounter
from participation.forms.kinds import (
    Day,
    Info,
    Kind,
    Long,
    Matrix,
    Multiple,
    Number,
    Place,
    Ranking,
    Scale,
    Short,
    Single,
)

__all__ = ["Counter", "counter"]

_COUNTERS: dict[type[Kind], Any] = {
    Single: SingleCounter,
    Multiple: MultipleCounter,
    Scale: ScaleCounter,
    Matrix: MatrixCounter,
    Ranking: RankingCounter,
    Number: NumberCounter,
    Short: TextCounter,
    Long: TextCounter,
    Day: DateCounter,
    Place: PlaceCounter,
}


def counter(kind: Kind) -> Counter[Any]:
    """A new counter for a question of this kind; ``Info`` asks nothing and has none."""
    if isinstance(kind, Info):
        raise TypeError("info")
    made: Counter[Any] = _COUNTERS[type(kind)](kind)
    return made
