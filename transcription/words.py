"""What a speech engine hears: words with times, in phrases. All times are integer milliseconds, ranges are half-open."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any


@dataclass(frozen=True, slots=True)
class Word:
    """One written word with its punctuation and without spaces; ``probability`` from 0 to 1 is the engine's confidence."""

    text: str
    start_ms: int
    end_ms: int
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words an engine decoded together, with what it thinks of them; never empty."""

    words: tuple[Word, ...]
    average_log_probability: float = 0.0
    no_speech_probability: float = 0.0
    compression_ratio: float = 1.0

    @property
    def start_ms(self) -> int:
        return self.words[0].start_ms

    @property
    def end_ms(self) -> int:
        return self.words[-1].end_ms

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def words_of(phrases: Iterable[Phrase]) -> list[Word]:
    """All words in order."""
    return [word for phrase in phrases for word in phrase.words]


def glued(pieces: Iterable[Word]) -> list[Word]:
    """Put pieces that continue a word (no leading space: " Luftwaffen" + "-Hauptquartier") together and strip the spaces.

    A glued word has its first piece's start, its last piece's end and the mean probability.
    """
    groups: list[list[Word]] = []
    for piece in pieces:
        if not piece.text.strip():
            continue
        if groups and not piece.text[0].isspace():
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [
        Word(
            "".join(piece.text for piece in group).strip(),
            group[0].start_ms,
            max(group[0].start_ms, group[-1].end_ms),
            round(sum(piece.probability for piece in group) / len(group), 4),
        )
        for group in groups
    ]


def interleaved(phrases: Iterable[Phrase]) -> list[Phrase]:
    """Phrases in the order of their words' times; one that has others in its midst is divided there.

    Within a phrase no word changes places.
    """
    tagged = []
    for number, phrase in enumerate(phrases):
        latest = phrase.start_ms
        for word in phrase.words:
            latest = max(latest, word.start_ms)
            tagged.append((latest, number, phrase, word))
    tagged.sort(key=lambda one: one[:2])
    groups = groupby(tagged, key=lambda one: one[1])
    parts = [list(group) for _, group in groups]
    return [replace(part[0][2], words=tuple(word for *_, word in part)) for part in parts]


def to_json(phrase: Phrase) -> dict[str, Any]:
    """A phrase as values that JSON can hold; ``from_json`` is its inverse."""
    return {**asdict(phrase), "words": [[w.text, w.start_ms, w.end_ms, w.probability] for w in phrase.words]}


def from_json(data: Mapping[str, Any]) -> Phrase:
    """The phrase ``to_json`` was given."""
    return Phrase(**{**data, "words": tuple(Word(*word) for word in data["words"])})
