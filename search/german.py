"""German analysis: the terms a text is found by, the same at indexing and at asking.

Words are lower-cased and stemmed; umlauts and ß meet their spellings with two letters ("Straße", "Strasse"). What hyphens, slashes or
dots tie together ("Kita-Gebühren", "DS0123/24", "17.03.2026") is found whole and by its parts.
"""

import re
import threading
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

LONGEST_TERM = 64  # letters; what is longer is cut, so that two such words are told apart by their beginnings only
MOST_PARTS = 8  # of a word with hyphens; beyond that it is found by its parts alone

_WORD = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
_TIE = r"(?:[-\u2010\u2011\u00ad]|(?<=\d)[/.,:](?=\d)|[*:_](?=innen\b|in\b))"
_TIED_WORDS = re.compile(f"{_WORD}(?:{_TIE}{_WORD})*")
_PART = re.compile(_WORD)
_MEANINGLESS_TIE = re.compile(r"[^/.,:\w]|[*:_](?=innen\b|in\b)|_")
_UMLAUTS = frozenset("äöü")


class Token(NamedTuple):
    """A term and where it stands: characters [start, end) of the text, ``position`` counted in words.

    ``length`` is how many positions it covers: 1 for a word, more for the whole of several tied words.
    """

    term: str
    start: int
    end: int
    position: int
    length: int = 1


def analyse(text: str) -> list[Token]:
    """The terms of a text in order; a whole stands before its parts."""
    tokens: list[Token] = []
    position = 0
    for match in _TIED_WORDS.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if word.isalnum():
            tokens.append(Token(term_of(word), start, end, position))
            position += 1
            continue
        parts = list(_PART.finditer(word))
        if 1 < len(parts) <= MOST_PARTS:
            tokens.append(Token(term_of_tied(word), start, end, position, len(parts)))
        for part in parts:
            tokens.append(Token(term_of(part.group()), start + part.start(), start + part.end(), position))
            position += 1
    return tokens


@lru_cache(maxsize=100_000)
def term_of(word: str) -> str:
    """The term of one word without ties."""
    folded = _folded(word) or word
    return _stemmed(folded) if folded.isalpha() else _plain(folded)


def term_of_tied(word: str) -> str:
    """The term of tied words as a whole: hyphens vanish, what ties numbers stays."""
    joined = _MEANINGLESS_TIE.sub("", word)
    return term_of(joined) if joined.isalnum() else joined.casefold()[:LONGEST_TERM]


def _folded(word: str) -> str:
    """Lower case, composed, without any accent but the umlauts' dots, letters and digits only."""
    composed = unicodedata.normalize("NFKC", word).casefold()
    kept = (letter if letter in _UMLAUTS else _plain(letter) for letter in composed)
    return "".join(letter for letter in "".join(kept) if letter.isalnum())[:LONGEST_TERM]


def _plain(text: str) -> str:
    """Without accents and dots."""
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


_stemmer = snowballstemmer.stemmer("german")
_one_at_a_time = threading.Lock()  # the stemmer keeps its state in itself


def _stemmed(word: str) -> str:
    """The stem; the stemmer reads ae, oe and ue as umlauts and gives back plain vowels."""
    with _one_at_a_time:
        stem: str = _stemmer.stemWord(word)
    return stem or word
