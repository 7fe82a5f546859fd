"""What has to agree in a bundle besides its figures: texts with those who wrote something, and people with those who were shown the
questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from participation.counting.bundles import Head
from participation.counting.tally import Figures
from participation.forms.kinds import OTHER, Kind, Multiple, Place, Short, Single


@dataclass(frozen=True)
class Difference:
    """Where something published is not what was counted; ``where`` is the way into the figures, such as
    "sections.0.people"."""

    where: str
    published: Any
    counted: Any


class Words:
    """How many texts are told of each question, which can only be where people write in words of their own, and not
    more than did."""

    def __init__(self, head: Head) -> None:
        self._room = [
            {one.key: name for one in section.questions if (name := _counted_words(one.asks))}
            for section in head.sections
        ]
        self._told: dict[tuple[int, str], int] = {}

    def add(self, section: int, question: str, people: int) -> bool:
        """Whether there is room for a text at all."""
        self._told[section, question] = self._told.get((section, question), 0) + people
        return question in self._room[section]

    def are_too_many(self, counted: Figures) -> bool:
        """Whether more are told than were counted."""
        return any(
            told > counted["sections"][section]["questions"][question][self._room[section][question]]
            for (section, question), told in self._told.items()
        )


def _counted_words(asks: Kind) -> str:
    """Under which name figures tell how many wrote something; empty where nobody could."""
    match asks:
        case Short():
            return "answered"
        case Single(other=True) | Multiple(other=True):
            return OTHER
        case Place():
            return "texts"
    return ""


def wrong_people(head: Head, counted: Figures) -> Iterator[Difference]:
    """Where the head tells of other people in a section than those who were shown its questions, or of others in all than
    in what everybody was asked."""
    first = head.sections[0]
    for at, section in enumerate(head.sections):
        asked = sum(head.people[at])
        if section.versions == first.versions and not section.conditional and asked != head.submissions:
            yield Difference(f"head.people.{at}", asked, head.submissions)
    for at, (section, told) in enumerate(zip(head.sections, counted["sections"], strict=True)):
        groups = told.get("strata", [told])
        for group, (people, figures) in enumerate(zip(head.people[at], groups, strict=True)):
            for question in section.questions:
                shown = figures["questions"][question.key]["shown"]
                if shown != people:
                    yield Difference(f"head.people.{at}.{group} ({question.key})", people, shown)
