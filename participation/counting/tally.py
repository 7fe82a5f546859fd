"""Tallying: counted answers go in one by one, figures come out as JSON.

Figures look like this; "strata" is there where a section is counted by groups, of which ``disclosure`` decides::

    {"submissions": 812, "sections": [{"versions": [1, 2], "people": 812, "questions": {"trees": {"kind": "single", …}},
                                       "strata": [{"strata": ["Nord"], "people": 80, "questions": {…}}]}]}

A question's figures always tell how many were shown it, answered and skipped it. Who was not shown a question did not
skip it.
"""

from collections.abc import Sequence
from typing import Any

from council.base.errors import ReadableError
from council.base.i18n import message
from participation.counting.counters import Counter, counter
from participation.counting.sections import Section

Figures = dict[str, Any]
_MISFITS = (KeyError, TypeError, ValueError, AttributeError, IndexError)


class TallyError(ReadableError):
    """An answer does not fit its question."""


class Tally:
    """Counts the answers of a survey. ``groups`` are the blocks of strata the first section is counted by; a single one
    is everybody. ``people`` is how many there are in each section and group, since answers alone do not tell it."""

    def __init__(
        self, sections: Sequence[Section], groups: Sequence[Sequence[str]], people: Sequence[Sequence[int]]
    ) -> None:
        self.groups = groups
        self._sections = [_SectionTally(*one) for one in zip(sections, people, strict=True)]

    def add(self, section: int, group: int, question: str, answer: Any, times: int) -> None:
        """Counts an answer that was given so many times; None is a question that was shown and skipped. ``section`` and
        ``group`` are numbers, and the group is 0 in all sections but the first."""
        try:
            self._sections[section].add(group, question, answer, times)
        except _MISFITS:
            raise TallyError(message("Eine Antwort passt nicht zur Frage „%(key)s“."), key=str(question)[:60]) from None

    @property
    def submissions(self) -> int:
        return sum(self._sections[0].people)

    def figures(self) -> Figures:
        """What was counted so far."""
        first, *others = self._sections
        told = first.figures()
        if len(self.groups) > 1:
            told["strata"] = [{"strata": list(names), **first.group(at)} for at, names in enumerate(self.groups)]
        return {"submissions": self.submissions, "sections": [told, *(one.figures() for one in others)]}


class _SectionTally:
    def __init__(self, section: Section, people: Sequence[int]) -> None:
        self.section = section
        self.people = people
        self._counters = [self._new() for _ in people]
        self._whole = self._counters[0]

    def _new(self) -> dict[str, Counter[Any]]:
        return {question.key: counter(question.asks) for question in self.section.questions}

    def add(self, group: int, question: str, answer: Any, times: int) -> None:
        counter = self._counters[group][question]
        if answer is None:
            counter.skipped += times
        else:
            counter.add(answer, times)

    def figures(self) -> Figures:
        self._whole = self._joined()
        return {
            "versions": list(self.section.versions),
            "people": sum(self.people),
            "questions": self._told(self._whole),
        }

    def group(self, at: int) -> Figures:
        """The figures of one group, after those of all."""
        return {"people": self.people[at], "questions": self._told(self._counters[at])}

    def _joined(self) -> dict[str, Counter[Any]]:
        if len(self._counters) == 1:
            return self._counters[0]
        whole = self._new()
        for counters in self._counters:
            for key, one in counters.items():
                whole[key].merge(one)
        return whole

    def _told(self, counters: dict[str, Counter[Any]]) -> Figures:
        return {key: one.figures(self._whole[key]) for key, one in counters.items()}
