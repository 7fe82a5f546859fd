"""Finding words in one transcript: without regard to case, umlauts and German endings. Pure.

A word is found where it begins with what stemming leaves of a searched word: ``Häuser`` finds ``Haus`` and ``Hausbau``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

LONGEST_QUERY = 200
MOST_WORDS = 10
SNIPPET = 160  # characters

_WORD = re.compile(r"[^\W_]+")
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "á": "a", "ç": "c"})
_SPELT_OUT = re.compile(r"([aou])e")


@dataclass(frozen=True)
class Piece:
    """A piece of text; ``found`` where it is to be marked."""

    text: str
    found: bool


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """The word as it is compared: ``Straße``, ``STRASSE`` → ``strasse``; ``Häuser``, ``Haeuser`` → ``hauser``."""
    return _SPELT_OUT.sub(r"\1", word.lower().translate(_FOLDED))


def terms(query: str) -> tuple[str, ...]:
    """What is looked for: the folded stems of the query's words."""
    words = _WORD.findall(query[:LONGEST_QUERY])[:MOST_WORDS]
    stemmer = snowballstemmer.stemmer("german")  # holds the word it works on: never shared between threads
    return tuple(dict.fromkeys(fold(stemmer.stemWord(word.lower())) for word in words))


def spans(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Where words that match any of the terms stand in the text."""
    found = tuple(wanted)
    return [match.span() for match in _WORD.finditer(text) if fold(match[0]).startswith(found)] if found else []


def matches(text: str, wanted: Sequence[str]) -> bool:
    """Whether every term is in the text."""
    words = {fold(word) for word in _WORD.findall(text)}
    return bool(wanted) and all(any(word.startswith(term) for word in words) for term in wanted)


def marked(text: str, wanted: Sequence[str]) -> tuple[Piece, ...]:
    """The text in pieces, found words apart. Words found side by side are one piece."""
    pieces: list[Piece] = []
    at = 0
    for start, end in _joined(spans(text, wanted), text):
        if start > at:
            pieces.append(Piece(text[at:start], False))
        pieces.append(Piece(text[start:end], True))
        at = end
    if at < len(text) or not pieces:
        pieces.append(Piece(text[at:], False))
    return tuple(pieces)


def snippet(text: str, wanted: Sequence[str]) -> tuple[Piece, ...]:
    """A passage around the first found word, cut at spaces."""
    if len(text) <= SNIPPET:
        return marked(text, wanted)
    first = next(iter(spans(text, wanted)), (0, 0))[0]
    start = max(0, min(first - SNIPPET // 3, len(text) - SNIPPET))
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.rfind(" ", start, start + SNIPPET) if start + SNIPPET < len(text) else len(text)
    passage = text[start : end if end > first else start + SNIPPET]
    return marked(f"{'… ' if start else ''}{passage}{' …' if end < len(text) else ''}", wanted)


def _joined(found: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and text[joined[-1][1] : start].isspace():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
