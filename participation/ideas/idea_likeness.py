"""Which ideas may say the same as a new one, so that people support rather than repeat. Pure: an overlap of words, good enough to ask."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from participation.forms.texts import one_line

STEM = 6  # letters by which words are compared: "Bäume" and "Bäumen", "Radweg" and "Radwege"
PART = 5  # letters from which a word counts as part of a compound
LEAST = 0.5  # of the words of the shorter title
OFFERED = 3
_WORD = re.compile(r"[^\W\d_]{4,}")
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_EMPTY_WORDS = (
    "aber alle auch beim bitte damit dass dem diese dieser dort eine einen einem einer eines gibt haben hier immer kann keine mehr mein "
    "neue neuen neuer neues nicht noch oder ohne sehr sind soll sollen sollte statt uber unser unsere unter viel viele wenn werden wieder "
    "wird wurde zwischen"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())


@dataclass(frozen=True)
class Known:
    """An idea there is already."""

    number: int
    title: str


def alike(title: str, known: Iterable[Known]) -> Sequence[Known]:
    """The ideas whose titles are most like this one, best first; none where nothing is."""
    wanted = words(title)
    scored = [(likeness(wanted, words(one.title)), one) for one in known]
    good = [(score, one) for score, one in scored if score >= LEAST]
    return [one for _, one in sorted(good, key=lambda pair: (-pair[0], -pair[1].number))[:OFFERED]]


def words(text: str) -> frozenset[str]:
    """The words that say something, folded."""
    folded = one_line(text).lower().translate(_FOLDED)
    return frozenset(word for word in _WORD.findall(folded) if word not in _EMPTY)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Which share of the words of the one that has fewer the other has, too; from 0 to 1."""
    few, many = sorted((one, other), key=len)
    if not few:
        return 0
    return sum(any(_same(word, candidate) for candidate in many) for word in few) / len(few)


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short[:STEM] == long[:STEM] or (len(short) >= PART and short in long)
