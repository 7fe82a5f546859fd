"""Typing errors: which known words an unknown one is spelt much like. Pure.

Only a word that is in neither the archive nor the word list is doubted, none with a digit in it and none under five letters. One edit is
forgiven, from nine letters on two; an edit is a letter too many, too few or wrong, or two neighbours exchanged. People get the
first letter right; only where nothing else is wrong may that be another one. All words are folded (see ``search.spelling``).
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from rapidfuzz.distance import OSA

from search import forms
from search.lexicon import Lexicon

SHORTEST = 5  # letters of a word that is corrected at all
FIRST_WRONG = 6  # letters of one whose first letter may be wrong
TWO_EDITS = 9  # letters of one in which two edits are forgiven
MOST_GROUPS = 3  # different words guessed for one …
RARELY = 10  # … of which none is so many times rarer than the likeliest
MOST_FORMS = 12  # inflected forms of a guess
_NEAR = 40  # words looked at
_ENDING = 4  # letters in which inflected forms of a word may differ: Plan, Pläne
_PART = 5  # letters of a part of a compound that is known, or is put right
_LINKS = ("", "s", "n", "en")


class Known(Protocol):
    """The archive's words (see ``search.words.Vocabulary``)."""

    def __contains__(self, word: str) -> bool: ...

    def frequency(self, word: str) -> int: ...

    def starting(self, prefix: str, limit: int) -> list[str]: ...

    def alike(self, word: str, limit: int) -> list[str]: ...


def forgiven(word: str) -> int:
    """How many edits are forgiven in an unknown word."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return 0
    return 1 if len(word) < TWO_EDITS else 2


def nearest(word: str, candidates: Iterable[str]) -> list[tuple[int, str]]:
    """Those of the candidates that differ by no more than is forgiven, with the number of edits."""
    edits = forgiven(word)
    if not edits:
        return []
    found = ((OSA.distance(word, candidate, score_cutoff=edits), candidate) for candidate in candidates)
    return [
        (distance, candidate)
        for distance, candidate in found
        if distance <= edits
        and (candidate[:1] == word[:1] or (distance <= 1 and len(word) >= FIRST_WRONG))
        and not any(map(str.isdigit, candidate))
    ]


def is_doubtful(word: str, known: Known, lexicon: Lexicon) -> bool:
    """Whether a word may be a typing error."""
    return forgiven(word) > 0 and word not in known and not lexicon.readings(word)


def guesses(word: str, known: Known, lexicon: Lexicon) -> tuple[str, ...]:
    """What may have been meant by a word, the likeliest first, each followed by its inflected forms in the archive; none for a word
    that is not doubtful. Where only a part of a compound can be put right, the whole need not be in the archive."""
    if not is_doubtful(word, known, lexicon):
        return ()
    leaders = _leaders(word, known, lexicon)
    if not leaders:
        parts = mended(word, known, lexicon)
        return ("".join(parts),) if parts else ()
    return tuple(dict.fromkeys(form for leader in leaders for form in (leader, *_forms_of(leader, known, lexicon))))


def likeliest(word: str, known: Known, lexicon: Lexicon) -> tuple[str, ...]:
    """The first of the guesses: a word of the archive, or the two parts of a compound; empty where there is none."""
    if not is_doubtful(word, known, lexicon):
        return ()
    return tuple(_leaders(word, known, lexicon)[:1]) or mended(word, known, lexicon)


def mended(word: str, known: Known, lexicon: Lexicon) -> tuple[str, ...]:
    """A doubtful compound with one of its two parts put right by a single edit, the other one being known: ("strassenbahn",
    "haltestelle"); a linking element stands with the first. Empty where that is not sure."""
    splits = sorted(range(_PART, len(word) - _PART + 1), key=lambda at: -max(at, len(word) - at))
    for at in splits:
        first, second = word[:at], word[at:]
        if _is_part(second, known, lexicon) and (better := _part_put_right(first, known)):
            return better, second
        if _is_first_part(first, known, lexicon) and (better := _put_right(second, known)):
            return first, better
    return ()


def _leaders(word: str, known: Known, lexicon: Lexicon) -> list[str]:
    """The nearest words, the likeliest first, one of all inflected forms, without those that are rare beside it."""
    near = nearest(word, known.alike(word, _NEAR))
    least = min((distance for distance, _ in near), default=0)
    leaders: list[str] = []
    seen: set[str] = set()
    for distance, candidate in near:
        bases = base_forms(candidate, lexicon)
        if distance == least and seen.isdisjoint(bases):
            leaders.append(candidate)
            seen |= bases
    often = known.frequency(leaders[0]) if leaders else 0
    return [leader for leader in leaders if known.frequency(leader) * RARELY > often][:MOST_GROUPS]


def _forms_of(leader: str, known: Known, lexicon: Lexicon) -> list[str]:
    """Inflected forms of a word."""
    bases = base_forms(leader, lexicon)
    stem = leader[: max(_ENDING, len(leader) - _ENDING)]
    candidates = (word for word in known.starting(stem, 200) if len(word) <= len(leader) + _ENDING)
    return [word for word in candidates if not bases.isdisjoint(base_forms(word, lexicon))][:MOST_FORMS]


def base_forms(word: str, lexicon: Lexicon) -> frozenset[str]:
    """The base forms a word may have: what is the same for all its inflected forms."""
    return frozenset(forms.of(word, lexicon, asked=True).wholes)


def _is_part(word: str, known: Known, lexicon: Lexicon) -> bool:
    return len(word) >= _PART and (word in known or bool(lexicon.readings(word)))


def _is_first_part(word: str, known: Known, lexicon: Lexicon) -> bool:
    return any(_is_part(core, known, lexicon) for core, _ in _linked(word))


def _part_put_right(word: str, known: Known) -> str:
    """A first part put right, with its linking element; empty where nothing is near."""
    return next((better + link for core, link in _linked(word) if (better := _put_right(core, known))), "")


def _put_right(word: str, known: Known) -> str:
    near = nearest(word, known.alike(word, 1))
    return next((candidate for distance, candidate in near if distance == 1 and candidate[0] == word[0]), "")


def _linked(word: str) -> Sequence[tuple[str, str]]:
    return [(word.removesuffix(link), link) for link in _LINKS if word.endswith(link)]
