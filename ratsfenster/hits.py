"""Hits on the command line."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from council.base import timecodes

if TYPE_CHECKING:  # the command line starts without loading the search
    from search.results import Hit, Results


class Kind(StrEnum):
    """What can be searched for, as the API names it."""

    segment = "segment"
    agenda_item = "agenda_item"
    meeting = "meeting"
    paper = "paper"
    process = "process"
    idea = "idea"


_NAMES = {
    Kind.agenda_item: "Tagesordnungspunkt",
    Kind.meeting: "Sitzung",
    Kind.paper: "Drucksache",
    Kind.process: "Beteiligung",
    Kind.idea: "Idee",
}


def listed(found: "Results", address: str) -> Iterator[str]:
    """How many there are, then each with its place and its text. ``address`` is the site's."""
    yield f"{found.total} Treffer"
    for hit in found.hits:
        yield f"{_place(hit)}  {_name(hit)}  {address}{hit.url}\n    {_text(hit)}"


def _text(hit: "Hit") -> str:
    return hit.text.replace("\n", " … ")  # between the lines of a survey


def _name(hit: "Hit") -> str:
    return hit.meeting.name if hit.meeting else hit.process.name if hit.process else ""


def _place(hit: "Hit") -> str:
    if hit.utterance_ms is not None:
        return timecodes.clock(hit.utterance_ms)
    return _NAMES[Kind(hit.kind)]
