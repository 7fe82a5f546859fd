"""Finding words in one transcript. Pure.

What is looked for is a ``Finder``; where the site has a search, that one makes it (``app.state.finder``, a ``FinderOf``), so that what it
found is found and marked here too. ``Stems`` is the one that needs nothing else: without regard to case, umlauts and German endings a
word is found where it begins with what stemming leaves of a searched word: ``Häuser`` finds ``Haus`` and ``Hausbau``.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import snowballstemmer
from sqlmodel import Session
from starlette.applications import Starlette

LONGEST_QUERY = 500
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


class Finder(Protocol):
    """What is looked for."""

    def candidates(self, recording_id: int) -> Collection[int] | None:
        """The only utterances of a recording that may match, by id; None where nobody knows."""

    def matches(self, text: str) -> bool:
        """Whether all of it is in the text."""

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where words of it stand in the text, in order, without overlap."""


FinderOf = Callable[[Starlette, Session, str], Finder]  # of what somebody typed; it never fails


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


@dataclass(frozen=True)
class Stems:
    """By what stemming leaves of the query's words."""

    wanted: tuple[str, ...] = ()

    def candidates(self, recording_id: int) -> None:
        """Every utterance has to be looked at."""

    def matches(self, text: str) -> bool:
        return matches(text, self.wanted)

    def spans(self, text: str) -> list[tuple[int, int]]:
        return spans(text, self.wanted)


NOTHING = Stems()


def marked(text: str, wanted: Finder) -> tuple[Piece, ...]:
    """The text in pieces, found words apart. Words found side by side are one piece."""
    return _pieces(text, wanted.spans(text))


def snippet(text: str, wanted: Finder) -> tuple[Piece, ...]:
    """A passage around the first found word, cut at spaces."""
    found = wanted.spans(text)
    if len(text) <= SNIPPET:
        return _pieces(text, found)
    first = found[0][0] if found else 0
    start = max(0, min(first - SNIPPET // 3, len(text) - SNIPPET))
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.rfind(" ", start, start + SNIPPET) if start + SNIPPET < len(text) else len(text)
    end = end if end > first else start + SNIPPET
    inside = [(max(at, start) - start, min(until, end) - start) for at, until in found if start < until and at < end]
    pieces = _pieces(text[start:end], inside)
    before = (Piece("… ", False),) if start else ()
    after = (Piece(" …", False),) if end < len(text) else ()
    return (*before, *pieces, *after)


def _pieces(text: str, found: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for start, end in _joined(found, text):
        if start > at:
            pieces.append(Piece(text[at:start], False))
        pieces.append(Piece(text[start:end], True))
        at = end
    if at < len(text) or not pieces:
        pieces.append(Piece(text[at:], False))
    return tuple(pieces)


def _joined(found: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and text[joined[-1][1] : start].isspace():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
