"""Names offered where the machine was not sure: of people in office, organizations and streets. Pure.

They are offered after decoding and never given to the machine, which would then hear them where nobody said them. Citizens are in none
of the lists the names come from, so none is ever offered.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from transcription.doubts import UNSURE
from transcription.phonetics import code, distance
from transcription.words import Word

MOST = 3
MOST_WORDS = 4  # of a name
SHORTEST = 3  # letters
FAR = 0.34  # the share of letters in which what was heard may differ from a name, …
FARTHER = 0.5  # … and where both sound the same
UNMISTAKABLE = (
    8  # letters from which on a name written in other words ("bonnerstrasse") is offered though the machine was sure
)

_TITLE = re.compile(r"(?:dr|prof|dipl|ing|h\.? ?c|med|jur|phil|rer|nat)\.?-?(?:ing\.?)?", re.IGNORECASE)
_EDGES = re.compile(r"^\W+|\W+$")
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "é": "e", "è": "e", "á": "a", "ç": "c"})


@dataclass(frozen=True)
class Suggestion:
    """A name that may be meant by the words from ``first`` to ``last``, which stand in the text as ``heard``."""

    first: int
    last: int
    heard: str
    name: str


@dataclass(frozen=True)
class Known:
    """Names by how they sound. ``inflected`` are those that take a genitive -s in the text: people's."""

    written: frozenset[str] = frozenset()
    by_sound: dict[str, tuple[str, ...]] = field(default_factory=dict)
    inflected: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Window:
    first: int
    last: int
    heard: str
    doubtful: bool


@lru_cache(maxsize=8)
def known(people: tuple[str, ...], organizations: tuple[str, ...] = (), streets: tuple[str, ...] = ()) -> Known:
    """The names of these lists, made ready once. Of people both the whole name, without titles, and the surname are known."""
    inflected = {form for person in people for form in _person(person)}
    names = {name for name in inflected | {*organizations, *streets} if _fits(name)}
    by_sound = defaultdict(list)
    for name in sorted(names):
        for sound in _nearby(code(_squeezed(name))):
            by_sound[sound].append(name)
    written = names | {f"{name}s" for name in inflected}
    return Known(frozenset(written), {sound: tuple(found) for sound, found in by_sound.items()}, frozenset(inflected))


def suggest(words: Sequence[Word], known: Known, most: int = MOST) -> list[Suggestion]:
    """The likeliest names for doubtful words of an utterance, best first; none where the right name stands already."""
    tokens = [_EDGES.sub("", word.text) for word in words]
    windows = list(_windows(words, tokens))
    settled = {at for one in windows if one.heard in known.written for at in range(one.first, one.last + 1)}
    best: dict[str, tuple[float, _Window]] = {}
    for window in windows:
        if all(at in settled for at in range(window.first, window.last + 1)):
            continue
        for name, apart in _candidates(window, known):
            if name not in best or apart < best[name][0]:
                best[name] = (apart, window)
    ranked = sorted(best.items(), key=lambda item: (item[1][0], -len(item[0]), item[0]))
    return [Suggestion(one.first, one.last, one.heard, name) for name, (_, one) in ranked[:most]]


def _windows(words: Sequence[Word], tokens: Sequence[str]) -> Iterator[_Window]:
    """Each run of up to MOST_WORDS words as it stands in the text, without punctuation around it."""
    for first in range(len(words)):
        for last in range(first, min(first + MOST_WORDS, len(words))):
            if tokens[first] and tokens[last]:
                raw = " ".join(word.text for word in words[first : last + 1])
                doubtful = any(word.probability < UNSURE for word in words[first : last + 1])
                yield _Window(first, last, _EDGES.sub("", raw), doubtful)


def _candidates(window: _Window, known: Known) -> Iterator[tuple[str, float]]:
    """Names that sound like a window, with the share of letters in which they differ; of people's the genitive where it ends with one."""
    of_somebody = [
        (name, apart)
        for name, apart in (_alike(window, window.heard[:-1], known) if window.heard.endswith("s") else ())
        if name in known.inflected and not name.endswith("s")
    ]
    taken = {name for name, _ in of_somebody}
    yield from ((f"{name}s", apart) for name, apart in of_somebody)
    yield from ((name, apart) for name, apart in _alike(window, window.heard, known) if name not in taken)


def _alike(window: _Window, heard: str, known: Known) -> Iterator[tuple[str, float]]:
    letters = _squeezed(heard)
    if len(letters) < SHORTEST:
        return
    sound = code(letters)
    for name in {name for near in _nearby(sound) for name in known.by_sound.get(near, ())}:
        wanted = _squeezed(name)
        limit = FARTHER if code(wanted) == sound and heard[0].isupper() else FAR
        longer = max(len(letters), len(wanted))
        steps = distance(letters, wanted, int(limit * longer))
        written_apart = steps == 0 and len(wanted) >= UNMISTAKABLE and " " in name + heard
        if steps <= limit * longer and (window.doubtful or written_apart) and f" {name} " not in f" {heard} ":
            yield name, steps / longer


def _nearby(sound: str) -> set[str]:
    """A sound and those in which one digit of it is missing: two sounds that differ in one digit have one of these in common."""
    if len(sound) < SHORTEST:
        return {sound}
    return {sound, *(sound[:at] + sound[at + 1 :] for at in range(len(sound)))}


def _person(name: str) -> Iterable[str]:
    """The whole name without titles, and the surname with its "von"."""
    parts = [part for part in name.split() if not _TITLE.fullmatch(part)]
    at = next((at for at, part in enumerate(parts) if part in ("von", "van", "de", "zu", "zum", "zur")), len(parts) - 1)
    return {" ".join(parts), " ".join(parts[at:])}


def _fits(name: str) -> bool:
    return len(name.split()) <= MOST_WORDS and len(_squeezed(name)) >= SHORTEST


@lru_cache(maxsize=50_000)
def _squeezed(name: str) -> str:
    """The letters alone, as they are compared: ``Bonner Str.``, ``bonnerstrasse`` → ``bonnerstrasse``."""
    spelt = re.sub(r"str(?:\.|$)", "strasse", name.casefold().translate(_FOLDED))
    spelt = re.sub(r"([aou])e(?![aeiou])", r"\1", spelt)
    return re.sub(r"[\W_]", "", spelt)
