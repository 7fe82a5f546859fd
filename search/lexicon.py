"""The German word list: which base forms a written form may belong to.

A file of some megabytes that is only looked into, not loaded, so that it costs a process next to no memory. It is made once, by
``python -m search.lexicon FOLDER`` or on first need, from the list that the package simplemma brings.
"""

import logging
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

import marisa_trie

from council.base.site import Site
from search.spelling import fold

log = logging.getLogger(__name__)

FORMAT = 1
NAME = f"german-words-{FORMAT}.marisa"
LONGEST_CUT = 127  # letters that may differ at the end of a form and its base form


class Reading(NamedTuple):
    """One way to understand a written form: its base form, folded, and whether that is a noun."""

    lemma: str
    noun: bool


class Lexicon(Protocol):
    """What is known of words. Words are folded (see ``spelling.fold``)."""

    def readings(self, word: str) -> tuple[Reading, ...]:
        """All readings of a form; none for a word that is not in the list."""

    def __hash__(self) -> int:
        """What is derived from a list is kept beside it."""


class TrieLexicon:
    """The word list in a trie."""

    def __init__(self, trie: "marisa_trie.BytesTrie") -> None:
        self._trie = trie

    def readings(self, word: str) -> tuple[Reading, ...]:
        return tuple(_reading(word, entry) for entry in self._trie.get(word, ()))


def of(site: Site) -> Lexicon:
    """The site's word list."""
    return opened(site.settings.models)


@lru_cache(maxsize=4)
def opened(folder: Path) -> Lexicon:
    """The list in a folder. Where there is none it is made; where that folder cannot be written, in memory alone."""
    path = folder / NAME
    if not path.is_file():
        log.info("making the German word list %s", path)
        try:
            make(folder)
        except OSError as error:
            log.warning("the German word list cannot be kept in %s (%s); it is made in memory", folder, error)
            return TrieLexicon(built(_simplemma()))
    return TrieLexicon(marisa_trie.BytesTrie().mmap(str(path)))


def make(folder: Path) -> Path:
    """Make the list's file, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(prefix=f".{NAME}", dir=folder)
    os.close(handle)
    try:
        built(_simplemma()).save(partial)
        Path(partial).chmod(0o644)
        return Path(partial).rename(folder / NAME)
    except BaseException:
        with suppress(OSError):
            Path(partial).unlink()
        raise


def built(lemmas: Mapping[str, str]) -> "marisa_trie.BytesTrie":
    """A trie of written forms and their base forms, both as they are spelt; capitals tell nouns."""
    return marisa_trie.BytesTrie(_entries(lemmas.items()))


def _entries(lemmas: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    seen: set[tuple[str, bytes]] = set()
    for form, lemma in lemmas:
        word = fold(form)
        entry = word, _packed(word, fold(lemma), noun=lemma[:1].isupper())
        if word and entry not in seen:
            seen.add(entry)
            yield entry


def _packed(word: str, lemma: str, *, noun: bool) -> bytes:
    """One byte for the noun and how many letters to cut from the word, then what follows instead."""
    same = next((at for at, letters in enumerate(zip(word, lemma, strict=False)) if letters[0] != letters[1]), -1)
    same = min(len(word), len(lemma)) if same < 0 else same
    same = max(same, len(word) - LONGEST_CUT)
    return bytes(((len(word) - same) << 1 | noun,)) + lemma[same:].encode()


def _reading(word: str, entry: bytes) -> Reading:
    cut = entry[0] >> 1
    return Reading(word[: len(word) - cut] + entry[1:].decode(), bool(entry[0] & 1))


def _simplemma() -> Mapping[str, str]:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    found: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary("de")
    return found


if __name__ == "__main__":
    make(Path(sys.argv[1]))
