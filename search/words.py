"""The words of an archive as they were at one moment, to look into. Pure.

They are kept folded (see ``search.spelling``) and sorted, in one row of bytes beside arrays: some megabytes for some hundred thousand
words, in which nothing takes more than a few milliseconds to find.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search import misspellings

SHORTEST_REST = 3  # letters a word has beside the part it is found by

Row = tuple[str, str, int]  # a word, one of the ways it is written, in how many sources it is written so
Places = npt.NDArray[np.intp]

_BEHIND = "\U0010ffff"  # sorts behind every letter
_TAIL = 4  # bytes at the end of a word that are looked at together
_DIGIT, _OTHER = 26, 27  # bits of what is no letter from a to z
_BITS = np.full(256, 1 << _OTHER, dtype=np.uint32)
_BITS[ord("a") : ord("z") + 1] = 1 << np.arange(26, dtype=np.uint32)
_BITS[ord("0") : ord("9") + 1] = 1 << _DIGIT


class Entry(NamedTuple):
    """A word, the way it is written most often, and in how many sources it occurs."""

    word: str
    shown: str
    frequency: int


class Vocabulary:
    """Words with their frequency, which is in how many sources they occur, and the way they are written. It never changes."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        """Rows come in the order of their words' code points."""
        words, written, frequencies = _columns(rows)
        self._words = _Strings(words)
        self._written = _Strings(written)
        self._frequencies = np.array(frequencies, dtype=np.uint32)
        self._letters = self._words.letters()

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: str) -> bool:
        return self._words.place(word) is not None

    def frequency(self, word: str) -> int:
        """In how many sources a word occurs; 0 for an unknown one."""
        place = self._words.place(word)
        return 0 if place is None else int(self._frequencies[place])

    def shown(self, word: str) -> str:
        """How a word is written most often; an unknown one as it is given."""
        place = self._words.place(word)
        return word if place is None else self._written[place]

    def starting(self, prefix: str, limit: int) -> list[str]:
        """Words that begin with this, the most frequent first."""
        return [self._words[place] for place in self._frequent(np.arange(*self._words.beginning(prefix)), limit)]

    def entries(self, prefix: str, limit: int) -> list[Entry]:
        """The same words, with all that is known of them."""
        places = self._frequent(np.arange(*self._words.beginning(prefix)), limit)
        return [Entry(self._words[at], self._written[at], int(self._frequencies[at])) for at in places]

    def ending_or_starting_with(self, part: str, limit: int) -> list[str]:
        """Words that begin or end with this and are three letters longer or more, the most frequent first."""
        first, behind = self._words.beginning(part)
        ending = self._words.ending(part)
        places = np.concatenate((ending[ending < first], np.arange(first, behind), ending[ending >= behind]))
        longer = self._words.lengths[places] >= len(part.encode()) + SHORTEST_REST
        return [self._words[place] for place in self._frequent(places[longer], limit)]

    def alike(self, word: str, limit: int) -> list[str]:
        """Words so much like this one that it may be one of them misspelt (see ``search.misspellings``), the nearest first, of these
        the most frequent. Whether it is a word itself is not asked."""
        edits = misspellings.forgiven(word)
        if not edits:
            return []
        places = set(self._near(word, edits, np.arange(*self._words.beginning(word[0]))).tolist())
        if len(word) >= misspellings.FIRST_WRONG:
            places |= set(self._words.ending(word[2:]).tolist())  # one edit there leaves what stands behind the second
        near = misspellings.nearest(word, map(self._words.__getitem__, places))
        ranked = sorted((distance, -self.frequency(found), found) for distance, found in near)
        return [found for _, _, found in ranked[:limit]]

    def _near(self, word: str, edits: int, places: Places) -> Places:
        """Those of the places whose words have nearly the length and the letters of this one."""
        lengths = self._words.lengths[places].astype(np.int32)
        places = places[abs(lengths - len(word)) <= edits]
        letters, wanted = self._letters[places], _letters_of(word)
        missing, added = np.bitwise_count(wanted & ~letters), np.bitwise_count(letters & ~wanted)
        near: Places = places[(missing <= edits) & (added <= edits)]
        return near

    def _frequent(self, places: Places, limit: int) -> list[int]:
        """Where the most frequent of these words are; those that are as frequent by the alphabet."""
        order = np.argsort(-self._frequencies[places].astype(np.int64), kind="stable")[: max(0, limit)]
        return [int(place) for place in places[order]]


class _Strings:
    """Many strings in one row of bytes. What looks for one of them expects them sorted."""

    def __init__(self, strings: list[str]) -> None:
        self._bytes = "".join(("\n", "\n".join(strings), "\n")).encode()
        self._codes = np.frombuffer(self._bytes, dtype=np.uint8)
        breaks = np.flatnonzero(self._codes == ord("\n"))[: len(strings) + 1]
        self._breaks = breaks.astype(np.uint32)  # before each string, and behind the last
        self.lengths = np.minimum(np.diff(breaks) - 1, 255).astype(np.uint8)  # in bytes
        self._tails = np.zeros(len(strings), dtype=np.uint32)  # the last four bytes
        for back in range(1, _TAIL + 1):
            self._tails |= self._codes[breaks[1:] - back].astype(np.uint32) << np.uint32(8 * (back - 1))

    def __len__(self) -> int:
        return len(self._breaks) - 1

    def __getitem__(self, place: int) -> str:
        return self._bytes[int(self._breaks[place]) + 1 : int(self._breaks[place + 1])].decode()

    def place(self, string: str) -> int | None:
        """Where a string is."""
        place = self._behind(string)
        return place if place < len(self) and self[place] == string else None

    def beginning(self, prefix: str) -> tuple[int, int]:
        """Where the first is that begins with this, and where the next that does not."""
        return self._behind(prefix), self._behind(prefix + _BEHIND)

    def ending(self, suffix: str) -> Places:
        """Where those are that end with this."""
        codes = suffix.encode()
        tail = codes[-_TAIL:]
        mask = np.uint32((1 << 8 * len(tail)) - 1)
        places = np.flatnonzero((self._tails & mask) == int.from_bytes(tail, "big"))
        for back in range(_TAIL + 1, len(codes) + 1):
            places = places[self._codes[self._breaks[places + 1] - back] == codes[-back]]
        return places

    def letters(self) -> npt.NDArray[np.uint32]:
        """Which letters each string has."""
        if not len(self):
            return np.zeros(0, dtype=np.uint32)
        bits = _BITS[self._codes[: self._breaks[-1]]]
        bits[self._breaks[:-1]] = 0
        return np.bitwise_or.reduceat(bits, self._breaks[:-1])

    def _behind(self, string: str) -> int:
        """Behind how many strings this one would be sorted."""
        return bisect_left(range(len(self)), string, key=self.__getitem__)


def _columns(rows: Iterable[Row]) -> tuple[list[str], list[str], list[int]]:
    """Words, the way each is written most often, and their frequencies."""
    words: list[str] = []
    written: list[str] = []
    frequencies: list[int] = []
    last, often = "", (0, "")
    for word, form, sources in rows:
        if word == last:
            often = max(often, (sources, form))
            written[-1] = often[1]
            frequencies[-1] += sources
        else:
            words.append(word)
            written.append(form)
            frequencies.append(sources)
            last, often = word, (sources, form)
    return words, written, frequencies


def _letters_of(word: str) -> np.uint32:
    return np.uint32(np.bitwise_or.reduce(_BITS[np.frombuffer(word.encode(), dtype=np.uint8)]))
