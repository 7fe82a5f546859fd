"""Parts: what of a submission is counted, one part a section its person was asked.

A part names every question its person was shown: with what they answered, or None where they skipped it. What they were
not shown is missing, so that whoever counts parts needs no conditions. A part says only as much as results do: dates
are months, places cells of a grid, and a text is ``True``. It still joins the answers of one person, so no part is ever
published: ``answer_counts`` takes it apart by question.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from participation.counting.sections import Section
from participation.forms import Form, conditions
from participation.forms.conditions import holds
from participation.forms.kinds import OTHER, Day, Multiple, Place, Short, Single
from participation.forms.questions import Question

METRES_PER_DEGREE = 111_320.0
MOST_WAYS = 10_000

Part = dict[str, Any]
Opening = Callable[[Any], Any]
Plan = Sequence[tuple[int, Sequence[tuple[str, Opening | None]]]]
"""For each section, by its number, the questions that are shown and what makes their answers public."""


@dataclass(frozen=True)
class Grid:
    """Cells of about so many metres, told as whole numbers from the equator and from Greenwich. ``latitude`` is that of
    the town."""

    metres: int
    latitude: int

    def cell(self, lon: float, lat: float) -> list[int]:
        """The column and row of the cell a point lies in."""
        width = METRES_PER_DEGREE * math.cos(math.radians(self.latitude))
        return [math.floor(lon * width / self.metres), math.floor(lat * METRES_PER_DEGREE / self.metres)]


class Parting:
    """Takes submissions of a survey's forms apart. Without a grid, places are only counted."""

    def __init__(self, forms: Mapping[int, Form], sections: Sequence[Section], grid: Grid | None = None) -> None:
        self._grid = grid
        self._ways = {version: _Ways(form, partial(self._plan, sections, version)) for version, form in forms.items()}

    def parts(self, version: int, answers: Mapping[str, Any]) -> list[tuple[int, Part]]:
        """The parts of a submission with the numbers of their sections. ``answers`` are valid for this version of the
        form."""
        return [
            (number, {key: _public(answers.get(key), opening) for key, opening in asked})
            for number, asked in self._ways[version].plan(answers)
        ]

    def _plan(self, sections: Sequence[Section], version: int, shown: frozenset[str]) -> Plan:
        asked = (
            (number, section, [one for one in section.questions if one.key in shown])
            for number, section in enumerate(sections)
            if version in section.versions
        )
        return [
            (number, [(question.key, self._opening(question)) for question in questions])
            for number, section, questions in asked
            if questions or not section.conditional
        ]

    def _opening(self, question: Question) -> Opening | None:
        match question.asks:
            case Short():
                return _text
            case Single(other=True):
                return _words
            case Multiple(other=True):
                return lambda value: [_words(one) for one in value]
            case Day():
                return _month
            case Place():
                return partial(_place, grid=self._grid)
            case _:
                return None


class _Ways:
    """The ways through a form, each walked once: which questions are shown depends only on those that conditions
    name."""

    def __init__(self, form: Form, plan: Callable[[frozenset[str]], Plan]) -> None:
        self._form, self._make = form, plan
        asked = [page.shown_if for page in form.pages] + [one.shown_if for one in form.questions.values()]
        self._named = sorted({one.question for condition in asked for one in conditions.comparisons(condition)})
        self._known: dict[tuple[Any, ...], Plan] = {}

    def plan(self, answers: Mapping[str, Any]) -> Plan:
        way = tuple([_hashable(answers.get(name)) for name in self._named])
        found = self._known.get(way)
        if found is None:
            if len(self._known) >= MOST_WAYS:
                self._known.clear()
            found = self._known[way] = self._make(self._shown(answers))
        return found

    def _shown(self, answers: Mapping[str, Any]) -> frozenset[str]:
        given: dict[str, Any] = {}
        for page in self._form.pages:
            if holds(page.shown_if, given):
                for question in page.questions:
                    if holds(question.shown_if, given):
                        given[question.key] = answers.get(question.key)
        return frozenset(given)


def _hashable(value: Any) -> Any:
    return value if isinstance(value, str | int | None) else repr(value)


def _public(value: Any, opening: Opening | None) -> Any:
    return value if value is None or opening is None else opening(value)


def _text(value: Any) -> bool:
    return True


def _words(value: Any) -> Any:
    return {OTHER: True} if isinstance(value, dict) else value


def _month(value: str) -> str:
    return value[:7]


def _place(value: Mapping[str, Any], grid: Grid | None) -> Any:
    if "text" in value:
        return {"text": True}
    return True if grid is None else {"cell": grid.cell(value["lon"], value["lat"])}
