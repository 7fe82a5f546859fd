"""Sections: the questions of a survey that are counted over the same people.

While a survey is open its form may get a new version. What was asked in the same words, with the same answers to choose
from and under the same conditions, is counted together; everything else stands apart, under the versions it was asked
in. The first section holds the questions everybody was asked, even if there are none, since everybody is counted in it;
it is the only one that is also counted by strata.

Questions under a condition are a section of their own, with all under the same one. Whoever was shown them gave certain
answers before, so that their people are a group, and have to be as many: one person whose answer leads to five more
questions would have told all five answers, and by strata the one before as well.

Places are a section of their own as well, since they are told of all together and never by strata: a cell is told where
enough people pointed into it (``results.cells``), of whom a stratum may have had only one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from participation.counting.disclosure import PEOPLE
from participation.forms import Form, conditions, questions
from participation.forms.conditions import Condition
from participation.forms.kinds import Info, Place
from participation.forms.questions import Question
from participation.forms.texts import LANGUAGES

ALWAYS = json.dumps([None, None])
"""How it is written that neither the page nor the question has a condition."""


@dataclass(frozen=True)
class Section:
    """Questions that are the same in these versions, in the order of the first of them; what is only to be read is left
    out. ``conditional``: they were shown to some, and all of them to the same people."""

    versions: tuple[int, ...]
    questions: tuple[Question, ...]
    conditional: bool = False

    @property
    def name(self) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """What tells it from the others of a survey: its versions and the keys of its questions."""
        return self.versions, tuple(question.key for question in self.questions)


def sections(forms: Mapping[int, Form]) -> tuple[Section, ...]:
    """All sections of a survey's forms by version; that of everybody comes first."""
    versions_of: dict[_Identity, list[int]] = {}
    asked: dict[_Identity, Question] = {}
    for version in sorted(forms):
        for identity, question in _identities(forms[version]):
            versions_of.setdefault(identity, []).append(version)
            asked.setdefault(identity, question)
    found: dict[tuple[tuple[int, ...], str, bool], list[Question]] = {(tuple(sorted(forms)), ALWAYS, False): []}
    for identity, versions in versions_of.items():
        question = asked[identity]
        apart = isinstance(question.asks, Place)
        found.setdefault((tuple(versions), identity.shown, apart), []).append(question)
    return tuple(Section(versions, tuple(same), shown != ALWAYS) for (versions, shown, _), same in found.items())


def publishable(all_sections: Sequence[Section], people: Sequence[float], k: int = PEOPLE) -> tuple[Section, ...]:
    """The sections that may be shown, by how many people were asked each: those everybody was asked, about whom
    ``disclosure`` decides, and those that at least ``k`` were."""
    everybody = all_sections[0].versions
    return tuple(
        section
        for section, count in zip(all_sections, people, strict=True)
        if count >= k or (section.versions == everybody and not section.conditional)
    )


class _Identity(NamedTuple):
    """What makes a question what it is: all it says in the leading language but its help, and by what it is shown."""

    said: str
    shown: str


def _identities(form: Form) -> Iterator[tuple[_Identity, Question]]:
    known: dict[str, str] = {}
    for page in form.pages:
        for question in page.questions:
            told = questions.to_json(question)
            del told["help"]
            told.pop("shown_if", None)  # told by ``shown``, with what it refers to
            shown: list[Any] = []
            for condition in (page.shown_if, question.shown_if):
                shown.append(None if condition is None else conditions.to_json(condition))
                shown.extend(known.get(name, "") for name in _named(condition))
            identity = _Identity(_json(_leading(told, form.leading)), _json(shown))
            known[question.key] = _json(identity)
            if not isinstance(question.asks, Info):
                yield identity, question


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _named(condition: Condition | None) -> list[str]:
    return sorted({comparison.question for comparison in conditions.comparisons(condition)})


def _leading(value: Any, language: str) -> Any:
    """The same without translations: adding one does not make another question."""
    if isinstance(value, dict):
        if value and value.keys() <= set(LANGUAGES):
            return value.get(language, "")
        return {name: _leading(one, language) for name, one in value.items()}
    return [_leading(one, language) for one in value] if isinstance(value, list) else value
