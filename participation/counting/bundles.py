"""Bundles: the published data of a closed survey, as lines of canonical JSON that anybody can count again
(``recount``).

    {"format": …, "forms": {"1": …}, "grid": …, "groups": [["Nord"], …], "people": [[80, …], …],
     "sections": [{"questions": ["trees", …], "versions": [1, 2]}, …], "submissions": …}
    {"answer": "more", "group": 0, "people": 31, "question": "trees", "section": 0}   null was shown it and skipped it
    {"people": 1, "question": "idea", "section": 0, "text": "…"}                       what moderation released
    {"receipt": "64 hexadecimal digits"}                                             what ``receipts.published`` gave
    {"checksum": "SHA-256 of all bytes before, figures after", "figures": …}

It is taken apart by question (``answer_counts``): nothing joins the answers of one person to two questions, not even by
an order, since answers stand in that of the questions and of how they are written. Texts are told without a group, and
apart from the answers, in which they are only counted. A stratum that is not shown is part of a group; "people" tells
how many there are in each section and group. What the office entered from paper has a receipt as well, which nobody was
given: so they are as many as the submissions, and tell of none where it came from.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from participation import forms
from participation.counting.answer_counts import Given
from participation.counting.canonical import canonical
from participation.counting.parts import Grid
from participation.counting.sections import Section, sections
from participation.counting.tally import Figures
from participation.forms import Form

FORMAT = "ratsfenster-survey-2"


@dataclass(frozen=True)
class Head:
    """What a bundle is about. ``groups`` are the blocks of strata of the first section, ``sections`` those that are
    published, ``people`` how many there are in each section and group."""

    forms: Mapping[int, Form]
    sections: tuple[Section, ...]
    groups: Sequence[Sequence[str]]
    people: Sequence[Sequence[int]]
    grid: Grid | None = None

    @property
    def submissions(self) -> int:
        return sum(self.people[0])

    def to_json(self) -> dict[str, Any]:
        grid = None if self.grid is None else {"latitude": self.grid.latitude, "metres": self.grid.metres}
        return {
            "format": FORMAT,
            "forms": {str(version): forms.to_json(form) for version, form in self.forms.items()},
            "grid": grid,
            "groups": [list(names) for names in self.groups],
            "people": [list(counts) for counts in self.people],
            "sections": [{"questions": list(keys), "versions": list(versions)} for versions, keys in self._names()],
            "submissions": self.submissions,
        }

    def _names(self) -> Iterator[tuple[tuple[int, ...], tuple[str, ...]]]:
        return (section.name for section in self.sections)


def chosen(forms: Mapping[int, Form], named: Sequence[Mapping[str, Any]]) -> tuple[Section, ...]:
    """The sections a head names. KeyError where the forms have no such section."""
    known = {section.name: section for section in sections(forms)}
    return tuple(known[tuple(one["versions"]), tuple(one["questions"])] for one in named)


class Text(NamedTuple):
    """What moderation released of the words people wrote, and how many of them wrote just this."""

    section: int
    question: str
    text: str
    people: int


def lines(
    head: Head, given: Iterable[Given], texts: Iterable[Text], receipts: Iterable[str], figures: Figures
) -> Iterator[bytes]:
    """The lines of a bundle. ``given`` comes in the order of ``AnswerCounts``, ``figures`` are what was counted of it."""
    checksum = hashlib.sha256()
    for value in _body(head, given, texts, receipts):
        line = canonical(value) + b"\n"
        checksum.update(line)
        yield line
    checksum.update(canonical(figures))
    yield canonical({"checksum": checksum.hexdigest(), "figures": figures}) + b"\n"


def _body(head: Head, given: Iterable[Given], texts: Iterable[Text], receipts: Iterable[str]) -> Iterator[Any]:
    yield head.to_json()
    yield from (one._asdict() for one in given)
    yield from (one._asdict() for one in sorted(texts))
    yield from ({"receipt": receipt} for receipt in sorted(receipts))
