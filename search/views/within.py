"""Finding within one transcript as the search finds in all: what the recording's page, which knows no search, is given for it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from sqlmodel import Session
from starlette.applications import Starlette

from search import german, highlights, searches
from search.engines import SearchError, reader_of
from search.german import Token
from search.lexicon import Lexicon
from search.plans import All, Alternative, Plan, Row
from transcription.views.finding import Finder, Stems, terms

_ACROSS = re.compile(
    r"[-\u2010\u2011](?![^\W_])|(?<![^\W_])[-\u2010\u2011]|/"
)  # what ties words across spaces (see german)
_TIES = ("-", "/", "\u2010", "\u2011")
_WRITTEN = "="  # before words as they are written, beside terms
_WORD_BEFORE = "x "
_ENDS = frozenset(".!?:…")  # after a word: the next one opens a sentence (see german)


class Piece(NamedTuple):
    """What stands between two spaces: what it is found by where it opens a sentence and where it does not, and whether what follows
    opens one; None where it has no word that could end one."""

    opening: tuple[str, ...]
    inside: tuple[str, ...]
    ends: bool | None


class PlanFinder:
    """Finds by the plan of a search.

    A transcript of five hours has forty thousand words, but most of them many times. So each word is analysed once, and a text that lacks
    something is done with before its words are put into their order.
    """

    def __init__(self, plan: Plan, lexicon: Lexicon) -> None:
        self._plan, self._lexicon = plan, lexicon
        every = [*plan.unwanted, *chain.from_iterable(chain(*thing.grades) for thing in plan.wanted)]
        self._bits = {key: 1 << place for place, key in enumerate({key for one in every for key in _keys(one)})}
        self._wanted = [[*filter(None, map(self._mask_of, chain(*thing.grades)))] for thing in plan.wanted]
        self._unwanted = [*filter(None, map(self._mask_of, (one for one in plan.unwanted if isinstance(one, All))))]
        self._in_order = any(isinstance(one, Row) for one in every)
        self._pieces: dict[str, tuple[int, int, bool | None]] = {}

    def matches(self, text: str) -> bool:
        return bool(self._plan) and self._may_match(text) and (not self._in_doubt(text) or bool(self._spans(text)))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """None where the text as a whole is no hit."""
        return self._spans(text) if self._plan and self._may_match(text) else []

    def _spans(self, text: str) -> list[tuple[int, int]]:
        return highlights.matching(self._plan, german.analyse(text, self._lexicon)) or []

    def _in_doubt(self, text: str) -> bool:
        """Whether more has to be known than which words are in the text."""
        return self._in_order or _reaches_across(text)

    def _may_match(self, text: str) -> bool:
        if _reaches_across(text):
            return True
        found = self._found(text)
        return all(any(found & mask == mask for mask in masks) for masks in self._wanted) and not any(
            found & mask == mask for mask in self._unwanted
        )

    def _found(self, text: str) -> int:
        """Which of the terms and words of the plan are in the text."""
        found, opens = 0, True
        for written in text.split():
            piece = self._pieces.get(written) or self._looked_at(written)
            found |= piece[0] if opens else piece[1]
            opens = opens if piece[2] is None else piece[2]
        return found

    def _looked_at(self, written: str) -> tuple[int, int, bool | None]:
        piece = _piece(written, self._lexicon)
        opening = self._mask(piece.opening)
        inside = opening if piece.inside is piece.opening else self._mask(piece.inside)
        looked_at = self._pieces[written] = opening, inside, piece.ends
        return looked_at

    def _mask_of(self, alternative: Alternative) -> int:
        return self._mask(_keys(alternative))

    def _mask(self, keys: Sequence[str]) -> int:
        mask = 0
        for key in () if self._bits.keys().isdisjoint(keys) else keys:
            mask |= self._bits.get(key, 0)
        return mask


def finder(app: Starlette, db: Session, query: str) -> Finder:
    """What somebody typed; by the stems of its words while the search cannot answer."""
    try:
        search = searches.prepare(app.state.site, db, reader_of(app), query)
    except SearchError:
        return Stems(terms(query))
    return PlanFinder(search.plan, search.lexicon)


def _reaches_across(text: str) -> bool:
    """Whether words of a text may be tied across spaces."""
    return any(sign in text for sign in _TIES) and bool(_ACROSS.search(text))


def _keys(alternative: Alternative) -> Sequence[str]:
    return alternative.terms if isinstance(alternative, All) else [_WRITTEN + word for word in alternative.words]


@lru_cache(maxsize=50_000)
def _piece(written: str, lexicon: Lexicon) -> Piece:
    tokens = german.analyse(written, lexicon)
    opening = _all_keys(tokens)
    inside = _all_keys(german.analyse(_WORD_BEFORE + written, lexicon)[1:])
    ends = written[tokens[-1].end :][:1] in _ENDS if tokens else None
    return Piece(opening, opening if inside == opening else inside, ends)


def _all_keys(tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple(key for token in tokens for key in (*token.terms, *((_WRITTEN + token.exact,) if token.exact else ())))
