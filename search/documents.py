"""What a search engine is given: documents whose text is analysed already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.german import analyse
from transcription.transcripts import PublicSegment

SEGMENT = "segment"


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. ``words`` are its terms in order, ``wholes`` those of tied words, both separated by spaces."""

    kind: str
    number: int  # the row of its kind
    meeting_id: int
    recording_id: int
    organization_id: int
    year: int
    start_ms: int
    words: str
    wholes: str

    @property
    def id(self) -> str:
        """Such as segment-123; unique over all kinds."""
        return f"{self.kind}-{self.number}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where documents come from. ``year`` is the meeting's in the town's time."""

    recording_id: int
    meeting_id: int
    organization_id: int
    year: int


def documents_of(origin: Origin, segments: Iterable[PublicSegment]) -> Iterator[Document]:
    """A document for each public utterance that has a word in it."""
    for segment in segments:
        words, wholes = terms_of(segment.text)
        if words:
            yield Document(
                SEGMENT,
                segment.id,
                origin.meeting_id,
                origin.recording_id,
                origin.organization_id,
                origin.year,
                segment.start_ms,
                words,
                wholes,
            )


def terms_of(text: str) -> tuple[str, str]:
    """The words and the wholes of a text, each separated by spaces."""
    tokens = analyse(text)
    return (
        " ".join([token.term for token in tokens if token.length == 1]),
        " ".join([token.term for token in tokens if token.length > 1]),
    )
