"""What a search engine is given: documents whose text is analysed already. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from search.german import Token

SEGMENT, ITEM, MEETING, PAPER, PROCESS, IDEA = "segment", "agenda_item", "meeting", "paper", "process", "idea"
KINDS = (
    SEGMENT,
    ITEM,
    MEETING,
    PAPER,
    PROCESS,
    IDEA,
)  # a kind's place here is its number in the index: only ever add at the end


@dataclass(frozen=True, slots=True)
class Source:
    """What is indexed as one: all documents of a recording, of a meeting (itself, its agenda items, its papers), or of a process
    (itself, its ideas)."""

    kind: str  # "recording", "meeting" or "process"
    number: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    ``terms`` are all it is found by (see ``german.Token.terms``), repeated as often as they occur; ``exact`` its words in order, for
    phrases. ``meeting_id`` and ``organization_id`` are None of what no meeting has. ``day`` is the meeting's, or that on which a survey
    opens, as a proleptic ordinal, ``year`` the calendar's in the town. ``speaker`` is the name as it is
    shown, ``speaker_words`` its words; ``item_words`` the number and the terms of the agenda item it belongs to.
    """

    kind: str
    number: int  # the row of its kind
    source: Source
    meeting_id: int | None
    organization_id: int | None
    year: int
    day: int
    start_ms: int
    terms: tuple[str, ...]
    exact: tuple[str, ...]
    speaker: str = ""
    speaker_words: tuple[str, ...] = ()
    item_words: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Such as segment-123; unique over all kinds."""
        return f"{self.kind}-{self.number}"


def terms_of(tokens: Iterable[Token]) -> tuple[str, ...]:
    """All terms of an analysed text."""
    return tuple([term for token in tokens for term in token.terms])


def exact_of(tokens: Iterable[Token]) -> tuple[str, ...]:
    """The words of an analysed text in order."""
    return tuple([token.exact for token in tokens if token.exact])
