"""How documents look in Meilisearch, and how its indexes are set up. Pure.

All is found by filters on sets of values, nothing by Meilisearch's own reading of texts: that forgives typing errors, splits words and
looks at ten of them. Words in a row are found by their ``pairs``; where three or more are wanted, ``exact`` tells whether they do
stand in a row.

Meilisearch takes values for equal that differ in case, in the way an accent is written or in spaces around them, and none may be longer
than 468 bytes. So every text is written as a key of small letters, digits and hyphens, from which no rule makes another one.
"""

import json
import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any

from search.documents import Document

EDITION = 1  # of the settings and of how documents look here; an index of another one is built anew
OLDEST = (1, 12)  # the first with the settings facetSearch and prefixSearch
MOST_VALUES = 5_000  # of a facet
MOST_HITS = 1_000_000  # that are counted
CUTOFF_MS = 3_000

LONGEST = 400  # bytes of a key
LONGEST_WORD = 200  # bytes of the key of a word, of which a pair has two
JOINT = "."  # stands between words in a row; no key has one

SETTINGS: dict[str, Any] = {
    "searchableAttributes": ["kind"],  # something has to be; nobody searches it
    "filterableAttributes": [
        "terms", "words", "pairs", "kind", "number", "source", "written",
        "meeting", "organization", "year", "speaker", "speaker_words", "item_words",
    ],
    "sortableAttributes": ["day", "start", "kind", "number"],
    "rankingRules": ["sort"],
    "typoTolerance": {"enabled": False},
    "prefixSearch": "disabled",
    "facetSearch": False,
    "proximityPrecision": "byAttribute",
    "faceting": {"maxValuesPerFacet": MOST_VALUES, "sortFacetValuesBy": {"*": "count"}},
    "pagination": {"maxTotalHits": MOST_HITS},
    "searchCutoffMs": CUTOFF_MS,
}  # fmt: skip
ORDER = ["day:desc", "start:asc", "kind:asc", "number:asc"]  # no two documents are alike in all of them

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-")
_ESCAPED = re.compile(r"_([0-9a-f]{2})")
_DIGEST = "__"  # begins the key of a text that is too long to be read from it


def key(text: str, longest: int = LONGEST) -> str:
    """The key of a text; two texts never have the same."""
    data = text.encode("utf-8", "surrogatepass")
    escaped = "".join(chr(byte) if byte in _PLAIN else f"_{byte:02x}" for byte in data)
    return escaped if len(escaped) <= longest else _DIGEST + sha256(data).hexdigest()


def text_of(key: str) -> str | None:
    """The text that has this key; None where it was too long."""
    if key.startswith(_DIGEST):
        return None
    escaped = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), key)
    return escaped.encode("latin-1").decode("utf-8", "surrogatepass")


def row_of(words: Iterable[str]) -> str:
    """Words in a row."""
    return JOINT.join(key(word, LONGEST_WORD) for word in words)


def pairs_of(words: Sequence[str]) -> list[str]:
    """Each two words that stand side by side, once."""
    return sorted({row_of(pair) for pair in pairwise(words)})


def has_row(exact: str, words: Sequence[str]) -> bool:
    """Whether a document with these words in order has some of them in a row."""
    return f"{JOINT}{row_of(words)}{JOINT}" in f"{JOINT}{exact}{JOINT}"


def line(document: Document, written: str) -> bytes:
    """A document as a line of JSON. ``written`` tells the documents of one writing from those of earlier ones."""
    exact = tuple(filter(None, document.exact))
    values: dict[str, Any] = {
        "id": document.id,
        "kind": key(document.kind),
        "number": document.number,
        "source": key(str(document.source)),
        "written": written,
        "year": document.year,
        "day": document.day,
        "start": document.start_ms,
        "terms": _keys(document.terms),
        "words": sorted({key(word, LONGEST_WORD) for word in exact}),
        "pairs": pairs_of(exact),
        "exact": row_of(exact),
        "speaker_words": _keys(document.speaker_words),
        "item_words": _keys(document.item_words),
    }
    held = {"meeting": document.meeting_id, "organization": document.organization_id}
    values |= {name: value for name, value in held.items() if value is not None}
    if document.speaker:
        values["speaker"] = key(document.speaker)
    return json.dumps(values, separators=(",", ":")).encode() + b"\n"


def _keys(texts: Iterable[str]) -> list[str]:
    return sorted({key(text) for text in texts if text})


def is_old(version: str) -> bool:
    """Whether a server of this version is too old for us; one that cannot be read is not."""
    found = re.match(r"v?(\d+)\.(\d+)", version)
    return found is not None and (int(found[1]), int(found[2])) < OLDEST
