"""How documents and filters look in tantivy.

Terms and words come analysed and are only split at spaces. ``terms`` is what is searched, ``exact`` has positions, for words in a row.
Nothing is stored: a hit is told by its kind and its number.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import tantivy
from tantivy import Occur

from search.documents import KINDS, SEGMENT, Document, Source
from search.engines import Filters

FILLER = "\ue000"  # lengthens a text; no word has this character, and it cannot be asked for
TYPICAL = 20  # words of an utterance
SHORTEST = 12  # words of anything else
_LARGEST = 2**64 - 1
_NOTHING = tantivy.Query.empty_query()


def _built() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("exact", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("speaker", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("speaker_words", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("item_words", tokenizer_name="whitespace", index_option="basic")
    for name in ("number", "day"):
        builder.add_unsigned_field(name, fast=True)
    for name in ("kind", "meeting", "organization", "year"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


SCHEMA = _built()


def row(document: Document) -> tantivy.Document:
    """A document as tantivy takes it."""
    values: dict[str, Any] = {
        "terms": _padded(document.kind, document.terms),
        "exact": _padded(document.kind, document.exact),
        "source": str(document.source),
        "number": document.number,
        "kind": KINDS.index(document.kind),
        "year": document.year,
        "day": document.day,
    }
    held = {"meeting": document.meeting_id, "organization": document.organization_id}
    values |= {name: value for name, value in held.items() if value is not None}
    if document.speaker:
        values["speaker"] = document.speaker
    if document.speaker_words:
        values["speaker_words"] = " ".join(document.speaker_words)
    if document.item_words:
        values["item_words"] = " ".join(document.item_words)
    return tantivy.Document.from_dict(values, SCHEMA)


def counted_length(kind: str, words: int) -> int:
    """How long a text counts as when hits are ranked. Scores prefer the short, and a word alone tells less than a sentence with it: so an
    utterance is best when it is typical, and one much shorter counts as one much longer. A title is short by nature."""
    return max(words, 2 * TYPICAL - words if kind == SEGMENT else SHORTEST)


def id_of(kind: int, number: int) -> str:
    """A document's id from what the index keeps."""
    return f"{KINDS[kind]}-{number}"


def is_known(searcher: tantivy.Searcher, field: str, word: str) -> bool:
    """Whether any document has this word in a field."""
    return word != FILLER and _is_text(word) and searcher.doc_freq(field, word) > 0


def term(field: str, value: str | int) -> tantivy.Query:
    """All documents with this value in a field."""
    return tantivy.Query.term_query(SCHEMA, field, value)


def within(query: tantivy.Query, filters: Filters, unwanted: Iterable[tantivy.Query] = ()) -> tantivy.Query:
    """The query within the filters; neither they nor what is unwanted change the score."""
    musts = [(Occur.Must, tantivy.Query.const_score_query(part, 0.0)) for part in _parts(filters)]
    nots = [(Occur.MustNot, part) for part in unwanted]
    if filters.without:
        nots.append((Occur.MustNot, _any_of("source", _named(filters.without))))
    return tantivy.Query.boolean_query([(Occur.Must, query), *musts, *nots]) if musts or nots else query


def _parts(filters: Filters) -> Iterator[tantivy.Query]:
    if filters.kinds is not None:
        yield _any_of("kind", [KINDS.index(kind) for kind in filters.kinds if kind in KINDS])
    if filters.organizations is not None:
        yield _any_of("organization", sorted(filters.organizations))
    if filters.years is not None:
        yield _any_of("year", sorted(filters.years))
    if filters.speakers is not None:
        yield _any_of("speaker", sorted(filters.speakers))
    if filters.meeting_id is not None:
        yield _any_of("meeting", [filters.meeting_id])
    if filters.source is not None:
        yield term("source", str(filters.source))
    for field, words in (("speaker_words", filters.speaker_words), ("item_words", filters.item_words)):
        yield from (_any_of(field, [word]) for word in words)


def _any_of(field: str, values: Sequence[str] | Sequence[int]) -> tantivy.Query:
    possible = [value for value in values if _is_possible(value)]
    if len(possible) == 1:
        return term(field, possible[0])
    return tantivy.Query.term_set_query(SCHEMA, field, possible) if possible else _NOTHING


def _is_possible(value: str | int) -> bool:
    return _is_text(value) if isinstance(value, str) else 0 <= value <= _LARGEST


def _is_text(value: str) -> bool:
    """Whether it is: half a character from a broken encoding is not."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _named(sources: Iterable[Source]) -> list[str]:
    return sorted(str(source) for source in sources)


def _padded(kind: str, words: tuple[str, ...]) -> str:
    lacking = counted_length(kind, len(words)) - len(words)
    return " ".join((*words, *(FILLER,) * lacking) if lacking > 0 else words)
