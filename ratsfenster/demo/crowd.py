"""People who answer the demo's surveys, by chance and always the same. Pure: whoever asks gives the chance."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from participation import answers
from participation.forms import Form
from participation.forms.kinds import (
    OTHER,
    UNKNOWN,
    Day,
    Info,
    Kind,
    Matrix,
    Multiple,
    Number,
    Place,
    Ranking,
    Scale,
    Short,
    Single,
)  # fmt: skip
from participation.maps.boundary import Boundary

SKIPPED, UNSURE = 0.06, 0.05  # how many leave a question out, or do not know
SPREAD = 0.0011  # degrees around a place many name


@dataclass(frozen=True)
class Leanings:
    """What people tend to. ``weights``: of the options or steps of a question, of a row as "question.row", in their order; all the same
    where nothing is said. ``numbers``: mean and spread. ``places``: where many point to. ``words``: what somebody writes, each once."""

    weights: Mapping[str, Sequence[float]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    places: Sequence[tuple[float, float]] = ()
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Crowd:
    """Answers a form, one person after the other; of so many ``people`` some write something."""

    def __init__(
        self, form: Form, leanings: Leanings, people: int, seed: int, boundary: Boundary | None = None
    ) -> None:
        self._form, self._leanings, self._boundary = form, leanings, boundary
        self._chance = random.Random(seed)  # noqa: S311  # the same demo each time
        self._words = {key: self._handed_out(texts, people) for key, texts in leanings.words.items()}

    def answers(self, mood: float = 0.0) -> Mapping[str, Any]:
        """What the next person says; a good ``mood`` is above 0. Valid for the form."""
        mine = mood + self._chance.gauss(0, 0.35)
        given = {}
        for key, question in self._form.questions.items():
            if question.required or self._chance.random() >= SKIPPED:
                said = self._said(key, question.asks, mine)
                if said is not None:
                    given[key] = said
        checked = answers.validate(self._form, given, self._form.leading, self._boundary)
        assert not checked.problems, checked.problems
        return checked.answers

    def _said(self, key: str, asks: Kind, mood: float) -> Any:
        match asks:
            case Single():
                own = self._written(key) if asks.other else None
                return {OTHER: own} if own else self._one([one.key for one in asks.options], self._weights(key))
            case Multiple():
                return self._some(key, asks)
            case Scale():
                return self._step(key, asks, mood)
            case Matrix():
                return {row.key: self._in_row(f"{key}.{row.key}", asks, mood) for row in asks.rows}
            case Ranking():
                places = self._chance.choice((asks.places, asks.places, 1))
                return self._drawn([one.key for one in asks.options], self._weights(key), places)
            case Number():
                return self._number(key, asks)
            case Short():
                return self._written(key)
            case Day():
                return self._day(asks)
            case Place():
                return self._place(key)
            case Info():
                return None

    def _some(self, key: str, asks: Multiple) -> Any:
        most = min(asks.most or len(asks.options), len(asks.options))
        own = self._written(key) if asks.other else None
        count = min(self._chance.choice((1, 1, 2, 2, 3)), most)
        chosen = self._drawn([one.key for one in asks.options], self._weights(key), count - bool(own))
        return [*chosen, {OTHER: own}] if own else chosen

    def _in_row(self, key: str, asks: Matrix, mood: float) -> Any:
        if isinstance(asks.columns, Scale):
            return self._step(key, asks.columns, mood)
        return self._one([one.key for one in asks.columns], self._weights(key))

    def _step(self, key: str, asks: Scale, mood: float) -> Any:
        if asks.unknown and self._chance.random() < UNSURE:
            return UNKNOWN
        known = self._weights(key) or [1.0] * len(asks.steps)
        return self._one(list(asks.steps), [weight * math.exp(mood * at) for at, weight in enumerate(known)])

    def _number(self, key: str, asks: Number) -> str:
        mean, spread = self._leanings.numbers[key]
        least, most = asks.least or 0, asks.most or 1_000_000
        return str(min(max(round(self._chance.gauss(mean, spread)), int(least)), int(most)))

    def _day(self, asks: Day) -> str | None:
        """A Saturday, which suits most."""
        if asks.earliest is None or asks.latest is None:
            return None
        first = asks.earliest + timedelta(days=(5 - asks.earliest.weekday()) % 7)
        weeks = (asks.latest - first).days // 7
        return (first + timedelta(weeks=round(self._chance.triangular(0, weeks, weeks / 3)))).isoformat()

    def _place(self, key: str) -> Any:
        if own := self._written(key):
            return {"text": own}
        lon, lat = self._chance.choice(self._leanings.places)
        return {"lon": lon + self._chance.gauss(0, SPREAD), "lat": lat + self._chance.gauss(0, SPREAD / 2)}

    def _written(self, key: str) -> str | None:
        waiting = self._words.get(key)
        return waiting.pop() if waiting else None

    def _handed_out(self, texts: Sequence[str], people: int) -> list[str | None]:
        """Each text once, among the silence of all others."""
        found: list[str | None] = [*texts, *[None] * max(0, people - len(texts))]
        self._chance.shuffle(found)
        return found

    def _weights(self, key: str) -> Sequence[float] | None:
        return self._leanings.weights.get(key)

    def _one(self, among: Sequence[Any], weights: Sequence[float] | None) -> Any:
        return self._chance.choices(among, weights)[0]

    def _drawn(self, among: Sequence[str], weights: Sequence[float] | None, count: int) -> list[str]:
        left = dict(zip(among, weights or [1.0] * len(among), strict=True))
        found = []
        for _ in range(count):
            found.append(self._one(list(left), list(left.values())))
            del left[found[-1]]
        return found
