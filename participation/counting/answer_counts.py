"""Answers taken apart: how often each answer was given to a question, and nothing that joins the answers of one person to two questions.

This is all that is kept of the parts of submissions, and all that is published of them. Whatever is told is told of it, so the figures
cannot say more either. What it takes in memory depends on how many different answers there are, and not on how many people gave them.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from participation.counting.canonical import canonical
from participation.counting.parts import Part
from participation.counting.sections import Section
from participation.counting.tally import Figures, Tally

Counted = dict[str | int | bytes | None, int]
"""How often each answer was given. Lists and objects are there as canonical JSON, in which two that say the same are the same."""


class Given(NamedTuple):
    """An answer to a question of a section, by people of a group, and how many of them gave it; None where they were shown the question
    and skipped it. Section and group are numbers, and the group is 0 in all sections but the first."""

    section: int
    group: int
    question: str
    answer: Any
    people: int


class AnswerCounts:
    """Counts the answers in parts. ``groups`` are the blocks of strata the first section is counted by; a single one is everybody."""

    def __init__(self, sections: Sequence[Section], groups: Sequence[Sequence[str]] = ((),)) -> None:
        self._sections, self._groups = sections, groups
        sizes = [1 if at else len(groups) for at in range(len(sections))]
        self.people = [[0] * size for size in sizes]
        self._counted: list[list[dict[str, Counted]]] = [
            [{question.key: {} for question in section.questions} for _ in range(size)]
            for section, size in zip(sections, sizes, strict=True)
        ]

    @property
    def submissions(self) -> int:
        return sum(self.people[0])

    def add(self, section: int, group: int, part: Part) -> None:
        """Count what stands in a part."""
        self.people[section][group] += 1
        counted = self._counted[section][group]
        for key, value in part.items():
            answer = value if value is None or isinstance(value, str | int) else canonical(value)
            answers = counted[key]
            answers[answer] = answers.get(answer, 0) + 1

    def given(self) -> Iterator[Given]:
        """All of it: by section, by question as the form asks them, by group, and then by how the answer is written."""
        for at, section in enumerate(self._sections):
            for question in section.questions:
                for group, counted in enumerate(self._counted[at]):
                    written = {_written(answer): count for answer, count in counted[question.key].items()}
                    for answer in sorted(written):
                        yield Given(at, group, question.key, json.loads(answer), written[answer])

    def figures(self) -> Figures:
        """The figures of all that was counted so far. Raises TallyError."""
        tally = Tally(self._sections, self._groups, self.people)
        for one in self.given():
            tally.add(one.section, one.group, one.question, one.answer, one.people)
        return tally.figures()


def _written(answer: str | int | bytes | None) -> bytes:
    return answer if isinstance(answer, bytes) else canonical(answer)
