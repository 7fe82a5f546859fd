"""Words that mean the same: a list that comes with the program (``synonyms.txt``) and the town's own file beside it.

A group a line, its expressions separated by commas; ``->`` makes it count in one direction; ``#`` begins a comment; in the town's file
a minus in front takes groups of the built-in list out. A line with a fault is left out; the doctor tells of it.
"""

import codecs
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from council.base.site import Site
from search import lexicon
from search.bases import bases
from search.lexicon import Lexicon

BUILT_IN = Path(__file__).with_name("synonyms.txt")
LARGEST = 1_000_000  # bytes of the town's file
MOST_EXPRESSIONS = 40  # in a group
MOST_WORDS = 5  # in an expression
MOST_READINGS = 3  # of a word, tried together with those of others
MOST_SYNONYMS = 30  # of a word; what more there are in the lists is left out

_ARROW = re.compile(r"->|→")
_SEPARATOR = re.compile(r"[,;]")

Terms = tuple[str, ...]  # the whole terms of an expression: all of them are in the text where it is said
Expressions = Mapping[Terms, str]  # and how they are written


class Fault(NamedTuple):
    """What is wrong with a line, numbered from 1; 0 is the file."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Zeile {self.line}: {self.message}" if self.line else self.message


class FaultError(Exception):
    """A line that cannot be understood."""


class _Group(NamedTuple):
    """Who asks for one of ``asked`` also finds all of ``found``."""

    asked: Expressions
    found: Expressions


@dataclass(frozen=True)
class Synonyms:
    """All that is known, by the expression that is asked for."""

    links: Mapping[Terms, tuple[Terms, ...]] = field(default_factory=dict)
    written: Expressions = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @classmethod
    def read(cls, built_in: Iterable[str], words: Lexicon, own: Iterable[str] = ()) -> "Synonyms":
        """Both lists, line by line. Faults are those of the town's own."""
        known = [_group(line, words) for _, line in _lines(built_in)]
        added: list[_Group] = []
        faults: list[Fault] = []
        for number, line in _lines(own):
            try:
                if line.startswith("-") and not _ARROW.match(line):
                    known = _without(known, _expressions(line[1:], words))
                else:
                    added.append(_group(line, words))
            except FaultError as fault:
                faults.append(Fault(number, str(fault)))
        groups = [*added, *known]
        written = {
            terms: text for group in reversed(groups) for terms, text in ({**group.found, **group.asked}).items()
        }
        return cls(_linked(groups), written, tuple(faults))

    def for_terms(self, terms: Terms) -> tuple[Terms, ...]:
        """What else means this expression, given by its whole terms. All terms of a synonym are wanted together."""
        return self.links.get(terms, ())

    def for_words(self, words: Sequence[Collection[str]]) -> tuple[Terms, ...]:
        """What else means an expression of these words, each given by the base forms it may have."""
        if not 0 < len(words) <= MOST_WORDS:
            return ()
        read = product(*(list(bases)[:MOST_READINGS] for bases in words))
        return tuple(dict.fromkeys(found for terms in read for found in self.for_terms(terms)))

    def shown(self, terms: Terms) -> str:
        """An expression as it is written in the lists; its terms where it is in none."""
        return self.written.get(terms, " ".join(terms))


def of(site: Site) -> Synonyms:
    """The site's synonyms; read again when the town's file has changed."""
    path = site.settings.synonyms
    return _kept(site.settings.models, path, _stamp(path))


# --- files -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _kept(models: Path, path: Path | None, stamp: tuple[int, ...] | None) -> Synonyms:
    words = lexicon.opened(models)
    built_in = BUILT_IN.read_text(encoding="utf-8").splitlines()
    if path is None:
        return Synonyms.read(built_in, words)
    try:
        return Synonyms.read(built_in, words, _text(path).splitlines())
    except FaultError as fault:
        return replace(Synonyms.read(built_in, words), faults=(Fault(0, str(fault)),))


def _stamp(path: Path | None) -> tuple[int, ...] | None:
    """What changes with the file."""
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found else None


def _text(path: Path) -> str:
    """The town's file, as any editor may have stored it."""
    try:
        if path.stat().st_size > LARGEST:
            raise FaultError(f"die Datei ist größer als {LARGEST // 1_000_000} MB")
        stored = path.read_bytes()
    except OSError as error:
        raise FaultError(f"die Datei lässt sich nicht lesen ({error.strerror})") from error
    if stored.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return stored.decode("utf-16", errors="replace")
    try:
        return stored.decode("utf-8-sig")
    except UnicodeDecodeError:
        return stored.decode("cp1252", errors="replace")


# --- lines -----------------------------------------------------------------------------------------------------------


def _lines(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Those that say something, with their numbers, without comments."""
    for number, line in enumerate(lines, 1):
        if said := line.partition("#")[0].strip():
            yield number, said


def _group(line: str, words: Lexicon) -> _Group:
    sides = _ARROW.split(line)
    if len(sides) > 2:
        raise FaultError("hat mehr als einen Pfeil")
    if not all(map(str.strip, sides)):
        raise FaultError("vor oder hinter dem Pfeil fehlt etwas")
    asked, *found = [_expressions(side, words) for side in sides]
    group = _Group(asked, found[0] if found else asked)
    if len(group.asked.keys() | group.found.keys()) < 2:
        raise FaultError(f"„{line[:60]}“ nennt nicht zwei Ausdrücke, die für die Suche verschieden sind")
    return group


def _expressions(text: str, words: Lexicon) -> dict[Terms, str]:
    expressions = list(filter(None, map(str.strip, _SEPARATOR.split(text))))
    if len(expressions) > MOST_EXPRESSIONS:
        raise FaultError(f"hat mehr als {MOST_EXPRESSIONS} Ausdrücke")
    return {_terms(expression, words): expression for expression in reversed(expressions)}


def _terms(expression: str, words: Lexicon) -> Terms:
    found = bases(expression, words)
    if sum(map(len, found)) < 2:
        raise FaultError(f"„{expression[:60]}“ ist kein Wort, nach dem man suchen kann")
    if len(found) > MOST_WORDS:
        raise FaultError(f"„{expression[:60]}…“ hat mehr als {MOST_WORDS} Wörter")
    return found


def _without(groups: list[_Group], expressions: Expressions) -> list[_Group]:
    """The groups without those that have all of these expressions."""
    kept = [group for group in groups if not expressions.keys() <= group.asked.keys() | group.found.keys()]
    if len(kept) == len(groups) or not expressions:
        raise FaultError("keine Gruppe der mitgelieferten Liste hat alle diese Ausdrücke")
    return kept


def _linked(groups: Iterable[_Group]) -> dict[Terms, tuple[Terms, ...]]:
    links: dict[Terms, dict[Terms, None]] = {}
    for group in groups:
        for asked in group.asked:
            others = (found for found in group.found if found != asked)
            links.setdefault(asked, {}).update(dict.fromkeys(others))
    return {asked: tuple(found)[:MOST_SYNONYMS] for asked, found in links.items()}
