"""Within what somebody searches: what ``gremium:``, ``jahr:``, ``redner:``, ``top:`` and the form's fields come to.

Several bodies or years are alternatives. Words of speakers and agenda items are all wanted.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session

from council import published
from search import forms, german, texts
from search.bases import bases
from search.engines import Filters
from search.forms import MARKS
from search.lexicon import Lexicon
from search.queries import COMMON, Bound, Query
from search.spelling import fold

FIRST_YEAR, LAST_YEAR = 1900, 2100  # of ranges with an open end
_CENTURY_FROM = 70  # "70" is 1970, "69" is 2069

_SPAN = re.compile(r"(\d{4}|\d{2})?(\s*[-–/]\s*)?(\d{4}|\d{2})?")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_ITEM_PREFIX = re.compile(r"(?:TOP|Tagesordnungspunkt)\b[\s.]*(?=\S)", re.IGNORECASE)
_MARKS = "".join(MARKS)
_SALUTATIONS = frozenset(("herr", "herrn", "frau"))


@dataclass(frozen=True)
class Fields:
    """What a form or an address asks for beside the typed query. Sets are alternatives, None means all; ``speaker`` and ``item`` are
    read as ``redner:`` and ``top:`` are."""

    organizations: frozenset[int] | None = None
    years: frozenset[int] | None = None
    kinds: frozenset[str] | None = None
    speakers: frozenset[str] | None = None
    meeting_id: int | None = None
    speaker: str = ""
    item: str = ""


class Miss(NamedTuple):
    """A bound that nothing can lie in: no such body, no such year. ``offers`` are the bodies or years there are."""

    bound: Bound
    offers: tuple[str, ...]


def filters(db: Session, query: Query, fields: Fields, lexicon: Lexicon) -> Filters:
    """What the fields and the query's own bounds leave of the archive; both have to be met. A bound that fits nothing leaves nothing."""
    speakers = [*_values(query, "redner"), fields.speaker]
    items = [*_values(query, "top"), fields.item]
    return Filters(
        kinds=fields.kinds,
        organizations=_both(fields.organizations, _organizations(db, query, lexicon)),
        years=_both(fields.years, _any(map(years, _values(query, "jahr")))),
        speakers=fields.speakers,
        meeting_id=fields.meeting_id,
        speaker_words=_all(speaker_words(value, lexicon) for value in speakers),
        item_words=_all(item_words(value, lexicon) for value in items),
    )


def misses(db: Session, query: Query, lexicon: Lexicon) -> tuple[Miss, ...]:
    """The bounds that are the reason why nothing is found, with what there is instead."""
    found: list[Miss] = []
    names: Mapping[int, str] | None = None
    for bound in query.bounds:
        if bound.name == "gremium":
            names = published.organizations(db) if names is None else names
            if not bodies(bound.value, names, lexicon):
                found.append(Miss(bound, tuple(names.values())))
        elif bound.name == "jahr" and not years(bound.value):
            found.append(Miss(bound, ()))
    return tuple(found)


def bodies(value: str, names: Mapping[int, str], lexicon: Lexicon) -> frozenset[int]:
    """The ids of the bodies somebody means: that of this very name, else those whose names have all the words in them, as words, as parts
    of words, or as their beginnings or ends."""
    asked = _folded_words(value, lexicon)
    same = frozenset(key for key, name in names.items() if _folded_words(name, lexicon) == asked)
    return same or frozenset(key for key, name in names.items() if _is_meant(value, name, lexicon))


def years(value: str) -> frozenset[int]:
    """``2024``, ``24``, ``2023-2025``, ``2023/24``, ``2020-`` (from then on), several with commas; empty where it is none of these."""
    return frozenset(year for part in value.split(",") for year in _span(part.strip()))


def speaker_words(value: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The words of a name, without Herr and Frau."""
    words = texts.speaker_words(value, lexicon)
    return tuple(word for word in words if word not in _SALUTATIONS) or words


def item_words(value: str, lexicon: Lexicon) -> tuple[str, ...]:
    """An item's number ("Ö 5", "TOP 5", "5.1"), or words of its title."""
    bare = _ITEM_PREFIX.sub("", value.strip(), count=1)
    is_number = any(map(str.isdigit, bare)) and not _LONG_WORD.search(bare)
    return (texts.item_number(bare),) if is_number else bases(bare, lexicon, asked=True)


def _values(query: Query, name: str) -> list[str]:
    return [bound.value for bound in query.bounds if bound.name == name]


def _organizations(db: Session, query: Query, lexicon: Lexicon) -> frozenset[int] | None:
    values = _values(query, "gremium")
    names = published.organizations(db) if values else {}
    return _any(bodies(value, names, lexicon) for value in values)


def _is_meant(value: str, name: str, lexicon: Lexicon) -> bool:
    words = _folded_words(name, lexicon)
    terms = {term.lstrip("".join(forms.MARKS)) for token in german.analyse(name, lexicon) for term in token.terms}
    return all(
        base in terms or any(word.startswith(folded) or word.endswith(folded) for word in words)
        for folded, base in _asked(value, lexicon)
    )


def _asked(value: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """The words of a bound that tell something, folded, with their base forms."""
    words = [value[token.start : token.end] for token in german.analyse(value, lexicon) if token.exact]
    telling = [word for word in words if word.casefold() not in COMMON] or words
    return [(fold(word), base) for word in telling for base in bases(word, lexicon, asked=True)]


def _folded_words(text: str, lexicon: Lexicon) -> list[str]:
    return [token.exact for token in german.analyse(text, lexicon) if token.exact]


def _span(value: str) -> Iterable[int]:
    match = _SPAN.fullmatch(value)
    if match is None or not (match[1] or match[3]):
        return ()
    if match[2] is None:
        return (_year(value),) if not (match[1] and match[3]) else ()
    first = _year(match[1]) if match[1] else FIRST_YEAR
    last = _year(match[3]) if match[3] else LAST_YEAR
    return range(max(min(first, last), FIRST_YEAR), min(max(first, last), LAST_YEAR) + 1)


def _year(digits: str) -> int:
    number = int(digits)
    return number if len(digits) == 4 else number + (1900 if number >= _CENTURY_FROM else 2000)


def _any(found: Iterable[frozenset[int]]) -> frozenset[int] | None:
    """What any of them has; None where there are none."""
    sets = list(found)
    return frozenset().union(*sets) if sets else None


def _both(asked: frozenset[int] | None, typed: frozenset[int] | None) -> frozenset[int] | None:
    return typed if asked is None else asked if typed is None else asked & typed


def _all(words: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for some in words for word in some))
