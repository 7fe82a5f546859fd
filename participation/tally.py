"""Tallying: parts go in one by one, figures come out as JSON. Nothing is kept of a part but its counts.

Figures look like this; "strata" is there where a section is counted by groups, of which ``disclosure`` decides::

    {"submissions": 812, "sections": [{"versions": [1, 2], "people": 812, "questions": {"trees": {"kind": "single", …}},
                                       "strata": [{"strata": ["Nord"], "people": 80, "questions": {…}}]}]}

A question's figures always tell how many were shown it, answered and skipped it. Who was not shown a question did not
skip it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from council.base.errors import ReadableError
from council.base.i18n import message
from participation.counters import Counter, counter
from participation.sections import Section

Figures = dict[str, Any]
_MISFITS = (KeyError, TypeError, ValueError, AttributeError, IndexError)


class TallyError(ReadableError):
    """A part does not fit its questions."""


class Tally:
    """Counts the parts of a survey. ``groups`` are the blocks of strata the first section is counted by; a single one
    is everybody."""

    def __init__(self, sections: Sequence[Section], groups: Sequence[Sequence[str]] = ((),)) -> None:
        self.groups = groups
        self._sections = [_SectionTally(one, 1 if at else len(groups)) for at, one in enumerate(sections)]

    def add(self, section: int, group: int, part: Mapping[str, Any]) -> None:
        """Counts a part; ``section`` and ``group`` are numbers, and the group is 0 in all sections but the first."""
        self._sections[section].add(group, part)

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
    def __init__(self, section: Section, groups: int) -> None:
        self.section = section
        self.people = [0] * groups
        self._counters = [self._new() for _ in range(groups)]
        self._whole = self._counters[0]

    def _new(self) -> dict[str, Counter[Any]]:
        return {question.key: counter(question.asks) for question in self.section.questions}

    def add(self, group: int, part: Mapping[str, Any]) -> None:
        counters = self._counters[group]
        self.people[group] += 1
        key = ""
        try:
            for key, value in part.items():
                if value is None:
                    counters[key].skipped += 1
                else:
                    counters[key].add(value)
        except _MISFITS:
            raise _misfit(key) from None

    def figures(self) -> Figures:
        self._whole = self._joined()
        questions = {key: self._told(key, one) for key, one in self._whole.items()}
        return {"versions": list(self.section.versions), "people": sum(self.people), "questions": questions}

    def group(self, at: int) -> Figures:
        """The figures of one group, after those of all."""
        questions = {key: self._told(key, one) for key, one in self._counters[at].items()}
        return {"people": self.people[at], "questions": questions}

    def _joined(self) -> dict[str, Counter[Any]]:
        if len(self._counters) == 1:
            return self._counters[0]
        whole = self._new()
        for counters in self._counters:
            for key, one in counters.items():
                try:
                    whole[key].merge(one)
                except _MISFITS:
                    raise _misfit(key) from None
        return whole

    def _told(self, key: str, one: Counter[Any]) -> Figures:
        try:
            return one.figures(self._whole[key])
        except _MISFITS:
            raise _misfit(key) from None


def _misfit(key: str) -> TallyError:
    return TallyError(message("Eine Antwort passt nicht zur Frage „%(key)s“."), key=key[:60])
