"""What a query may become: its last word completed, its typing errors put right. From the archive's words, and only what is public now.

The words come from a snapshot that may be some seconds old. So each is looked up before it is shown: whether a source has it that was
neither cut nor withdrawn since (``vocabulary.said``), and how much the engine finds with it now.
"""

import re
import time
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from sqlmodel import Session

from council.base.site import Site
from search import bounds, forms, german, lexicon, misspellings, queries, searches, vocabulary
from search.bounds import Fields
from search.engines import Filters, SearchError, SearchReader
from search.lexicon import Lexicon
from search.plans import GUESS, All, Alternatives, Plan, Row, Wanted
from search.queries import COMMON, Phrase, Query
from search.searches import Search
from search.spelling import fold
from search.words import Entry, Vocabulary

CORRECTED_S = 0.04  # for putting words right …
MOST_CORRECTED = 10  # … of which there are no more
JOINT_S = 0.02  # for trying which words are found together with what else was typed
_LOOKED_AT = 100  # words of the archive with one beginning
MANY = 10  # times the hits make a correction worth while where there are some for what was typed
_ENDING = 2  # letters
_SPARE = 4  # words tried beyond those wanted: some may be gone
_NAMED = 3  # so many times more is a noun or a name looked for than another word
_RARE = 10  # a form so many times rarer than another one stands for no word

_BEGINNING = re.compile(r"(?<![\d_])[^\W\d_]{2,}\Z")
_WORD = re.compile(r"[^\W\d_]+")
_QUOTES = re.compile('["„“”«»]')
_HYPHENS = ("-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}")
_OR = re.compile(r"(?:\b(?:OR|ODER)|\|)\s*\Z")


@dataclass(frozen=True)
class Suggestion:
    """A whole query, its last word completed as people write it. The first ``typed_part_length`` characters are what was typed already,
    perhaps in another spelling; ``count``: hits."""

    text: str
    typed_part_length: int
    count: int


@dataclass(frozen=True)
class _Typing:
    """``word`` begins a word, ``head`` stands before it. ``phrase`` is what of the head stands inside the same quotes, None outside of
    quotes; ``rest`` is what else is looked for."""

    head: str
    word: str
    phrase: str | None
    rest: str

    def takes(self, written: str) -> bool:
        """Whether a word may stand there: behind a hyphen only nouns do."""
        return written[:1].isupper() or not self.head.endswith(_HYPHENS)


@dataclass(frozen=True)
class _Asked:
    """What is looked for besides the word being typed."""

    engine: SearchReader
    plan: Plan
    filters: Filters
    lexicon: Lexicon


@dataclass(frozen=True)
class _Candidate:
    """A word as it is written, and what it is found by."""

    shown: str
    alternatives: Alternatives


_Counted = tuple[int, _Candidate]


def complete(site: Site, db: Session, engine: SearchReader, typed: str, limit: int = 8) -> list[Suggestion]:
    """What was typed with its last word completed; first what has most hits, but nouns before other words. Of several forms of a word
    there is one. None where nothing fits, whatever was typed, and where the engine cannot answer."""
    typing = _read(typed)
    if typing is None or limit < 1:
        return []
    try:
        asked = _asked(site, db, engine, typing)
        candidates = _candidates(typing, vocabulary.current(site, db), asked.lexicon)
        count = _together if asked.plan or typing.phrase is not None else _alone
        found = list(count(asked, candidates, limit))
    except SearchError:
        return []
    said = vocabulary.said(db, [candidate.shown for _, candidate in found], asked.filters.without)
    shown = [(candidate.shown, hits) for hits, candidate in found if candidate.shown in said]
    shown.sort(key=lambda each: _likely(*each), reverse=True)
    return [_suggestion(typing, written, hits) for written, hits in shown[:limit]]


def _read(typed: str) -> _Typing | None:
    """What is being typed; None where that is no word to complete: a bound, what is not wanted, a number."""
    text = unicodedata.normalize("NFC", queries.clean(typed))
    match = _BEGINNING.search(text)
    if match is None or typed[-1:].isspace() or len(text) >= queries.LONGEST:
        return None
    head = text[: match.start()]
    quotes = [quote.start() for quote in _QUOTES.finditer(head)]
    opened = quotes[-1] if len(quotes) % 2 else None
    before = head[:opened]
    tied = before.rpartition(" ")[2]
    if ":" in tied or tied.startswith("-"):
        return None
    phrase = None if opened is None else head[opened + 1 :]
    return _Typing(head, match.group(), phrase, "" if _OR.search(before) else before)


def _asked(site: Site, db: Session, engine: SearchReader, typing: _Typing) -> _Asked:
    """Raises SearchError."""
    words = lexicon.of(site)
    shown = searches.public(db, engine)
    rest = searches.prepare(site, db, engine, typing.rest, shown=shown)
    within = searches.both(shown, bounds.filters(db, rest.query, Fields(), words))
    return _Asked(engine, replace(rest.plan, together=None), within, words)


def corrected(site: Site, db: Session, engine: SearchReader, search: Search) -> str | None:
    """A search's text with its misspelt words put right, in small or capital letters as they were typed; operators, quotes and bounds
    stay. None where nothing is found with it, or not many times more than with what was typed, and where there is too much to put right.
    Raises SearchError."""
    right = _Righting(vocabulary.current(site, db), search.lexicon)
    text = _righted(search.query, right)
    shown = search.shown.naming()
    if text == search.query.text or right.put - vocabulary.said(db, right.put, shown.without):
        return None
    better_search = searches.prepare(site, db, engine, text, search.filters, shown)
    hits = _certain_hits(engine, better_search)
    return text if hits and hits >= MANY * _certain_hits(engine, search) else None


def _righted(query: Query, right: "_Righting") -> str:
    """A query's text with its words put right; as it is where that are too many, since one wrong word left is enough to find nothing."""
    text, put, until = query.text, 0, time.monotonic() + CORRECTED_S
    for number, atom in enumerate(dict.fromkeys(atom for atoms in query.wanted for atom in atoms)):
        if put > MOST_CORRECTED or (number and time.monotonic() > until):
            return query.text
        better = right.all_words(atom.text)
        if better != atom.text:
            text = queries.instead(text, atom, f'"{better}"' if isinstance(atom, Phrase) else better)
            put += 1
    return text if put <= MOST_CORRECTED else query.text


# --- candidates ------------------------------------------------------------------------------------------------------


def _candidates(typing: _Typing, archive: Vocabulary, words: Lexicon) -> Iterator[_Candidate]:
    """The archive's words that begin so, the likeliest first. A phrase has its words as they are; else one form stands for all, and
    what is but another form of the word that was typed is left out."""
    beginning = fold(typing.word)
    found = archive.entries(beginning, _LOOKED_AT)
    if typing.phrase is not None:
        before = tuple(token.exact for token in german.analyse(typing.phrase, words) if token.exact)
        yield from (
            _Candidate(entry.shown, (Row((*before, entry.word)),)) for entry in found if entry.word != beginning
        )
        return
    telling = [entry for entry in found if entry.shown.casefold() not in COMMON and typing.takes(entry.shown)]
    telling.sort(key=lambda entry: _likely(entry.shown, entry.frequency), reverse=True)
    seen = set(forms.of(typing.word, words, asked=True).wholes) if beginning in archive else set()
    for entry in telling:
        bases = forms.of(entry.shown, words, asked=True).wholes
        if seen.isdisjoint(bases):
            written = _standing_for(entry, bases, beginning, archive, words)
            yield _Candidate(written if typing.takes(written) else entry.shown, tuple(All((base,)) for base in bases))
        seen.update(bases)


def _likely(written: str, count: int) -> int:
    """How likely a word that occurs so often is looked for."""
    return count * (_NAMED if written[:1].isupper() else 1)


def _standing_for(entry: Entry, bases: Collection[str], beginning: str, archive: Vocabulary, words: Lexicon) -> str:
    """The form of a word that people would write down: the base form, else the word without its ending, where the archive has that."""
    for base in bases:
        if base.startswith(beginning) and archive.frequency(base) * _RARE > entry.frequency:
            return archive.shown(base)
    for end in range(len(entry.word) - _ENDING, len(entry.word)):
        shorter = entry.word[: max(end, len(beginning))]
        if archive.frequency(shorter) * _RARE > entry.frequency:
            shown = archive.shown(shorter)
            if not set(bases).isdisjoint(forms.of(shown, words, asked=True).wholes):
                return shown
    return entry.shown


# --- hits ------------------------------------------------------------------------------------------------------------


def _alone(asked: _Asked, candidates: Iterable[_Candidate], limit: int) -> Iterator[_Counted]:
    """The first words that are found now, with the number of hits. Raises SearchError."""
    tried = list(islice(candidates, limit + _SPARE))
    terms = list(dict.fromkeys(each.terms[0] for one in tried for each in one.alternatives if isinstance(each, All)))
    counts = dict(zip(terms, asked.engine.counts(terms, asked.filters), strict=True)) if terms else {}
    for candidate in tried:
        count = max(counts[each.terms[0]] for each in candidate.alternatives if isinstance(each, All))
        if count:
            yield count, candidate


def _together(asked: _Asked, candidates: Iterable[_Candidate], limit: int) -> Iterator[_Counted]:
    """Words that are found together with what else was typed, as many as can be tried in time. Raises SearchError."""
    began, left = time.monotonic(), limit
    for candidate in candidates:
        plan = replace(asked.plan, wanted=(*asked.plan.wanted, Wanted((candidate.alternatives,))))
        count = asked.engine.search(plan, asked.filters, 1).total
        if count:
            left -= 1
            yield count, candidate
        if not left or time.monotonic() - began > JOINT_S:
            return


def _suggestion(typing: _Typing, written: str, count: int) -> Suggestion:
    beginning = fold(typing.word)
    covered = next((end for end in range(1, len(written)) if fold(written[:end]).startswith(beginning)), len(written))
    return Suggestion(typing.head + written, len(typing.head) + covered, count)


# --- corrections -----------------------------------------------------------------------------------------------------


class _Righting:
    """Puts words right, and keeps which words of the archive it put."""

    def __init__(self, archive: Vocabulary, words: Lexicon) -> None:
        self._archive = archive
        self._lexicon = words
        self.put: set[str] = set()

    def all_words(self, text: str) -> str:
        """A text with every misspelt word put right, and nothing else changed."""
        return _WORD.sub(lambda match: self._one(match.group()), text)

    def _one(self, typed: str) -> str:
        parts = misspellings.likeliest(fold(typed), self._archive, self._lexicon)
        if not parts:
            return typed
        first, *others = map(self._archive.shown, parts)
        self.put |= {self._archive.shown(part) for part in parts if part in self._archive}
        better = first + "".join(other.lower() for other in others)
        return better.lower() if typed.islower() else better.upper() if typed.isupper() else better


def _certain_hits(engine: SearchReader, search: Search) -> int:
    """The hits that are no guesses. Raises SearchError."""
    wanted = tuple(Wanted(thing.grades[:GUESS]) for thing in search.plan.wanted)
    return engine.search(replace(search.plan, wanted=wanted), search.filters, 1).total
