"""Sections: the questions of a survey that are counted over the same people.

While a survey is open its form may get a new version. What was asked in the same words, with the same answers to choose
from and under the same conditions, is counted together; everything else stands apart, under the versions it was asked
in. The first section holds the questions of all versions, even if there are none, since everybody is counted in it; it
is the only one that is also counted by strata.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from participation.counting.disclosure import PEOPLE
from participation.forms import Form, conditions, questions
from participation.forms.conditions import Condition
from participation.forms.kinds import Info
from participation.forms.questions import Question
from participation.forms.texts import LANGUAGES


@dataclass(frozen=True)
class Section:
    """Questions that are the same in these versions, in the order of the first of them; what is only to be read is left
    out."""

    versions: tuple[int, ...]
    questions: tuple[Question, ...]


def sections(forms: Mapping[int, Form]) -> tuple[Section, ...]:
    """All sections of a survey's forms by version; that of all versions comes first."""
    versions_of: dict[str, list[int]] = {}
    asked: dict[str, Question] = {}
    for version in sorted(forms):
        for identity, question in _identities(forms[version]):
            versions_of.setdefault(identity, []).append(version)
            asked.setdefault(identity, question)
    found: dict[tuple[int, ...], list[Question]] = {tuple(sorted(forms)): []}
    for identity, versions in versions_of.items():
        found.setdefault(tuple(versions), []).append(asked[identity])
    return tuple(Section(versions, tuple(same)) for versions, same in found.items())


def publishable(all_sections: Sequence[Section], people: Mapping[int, int], k: int = PEOPLE) -> tuple[Section, ...]:
    """The sections that may be shown, by how many people answered each version: the first, whose strata ``disclosure``
    decides about, and those that at least ``k`` people were asked."""
    first, *others = all_sections
    return (first, *(one for one in others if sum(people.get(version, 0) for version in one.versions) >= k))


def _identities(form: Form) -> Iterator[tuple[str, Question]]:
    """What makes each question what it is: all it says in the leading language but its help, and by what it is
    shown."""
    known: dict[str, str] = {}
    for page in form.pages:
        for question in page.questions:
            told = questions.to_json(question)
            del told["help"]
            parts: list[Any] = [_leading(told, form.leading)]
            for condition in (page.shown_if, question.shown_if):
                parts.append(None if condition is None else conditions.to_json(condition))
                parts.extend(known.get(name, "") for name in _named(condition))
            known[question.key] = json.dumps(parts, sort_keys=True)
            if not isinstance(question.asks, Info):
                yield known[question.key], question


def _named(condition: Condition | None) -> list[str]:
    return sorted({comparison.question for comparison in conditions.comparisons(condition)})


def _leading(value: Any, language: str) -> Any:
    """The same without translations: adding one does not make another question."""
    if isinstance(value, dict):
        if value and value.keys() <= set(LANGUAGES):
            return value.get(language, "")
        return {name: _leading(one, language) for name, one in value.items()}
    return [_leading(one, language) for one in value] if isinstance(value, list) else value
