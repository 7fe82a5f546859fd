"""How documents and queries look in tantivy.

Terms come analysed and are only split at spaces. ``words`` keeps positions, for phrases; ``wholes`` holds tied words as one.
"""

from typing import Any

import tantivy
from tantivy import Occur

from search.documents import SEGMENT, Document
from search.engines import Filters
from search.queries import Clause, Query

KINDS = (SEGMENT,)  # a kind's place here is its number in the index: only ever add at the end

_FILTERED = ("recording", "meeting", "organization", "year", "kind")


def _built() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("wholes", tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("number", fast=True)
    for name in _FILTERED:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


SCHEMA = _built()


def row(document: Document) -> tantivy.Document:
    """A document as tantivy takes it."""
    values: dict[str, Any] = {
        "words": document.words,
        "number": document.number,
        "kind": KINDS.index(document.kind),
        "recording": document.recording_id,
        "meeting": document.meeting_id,
        "organization": document.organization_id,
        "year": document.year,
    }
    if document.wholes:
        values["wholes"] = document.wholes
    return tantivy.Document.from_dict(values, SCHEMA)


def id_of(kind: int, number: int) -> str:
    """A document's id from what the index keeps."""
    return f"{KINDS[kind]}-{number}"


def filtered(query: tantivy.Query, filters: Filters) -> tantivy.Query:
    """The query within the filters; they do not change the score."""
    if filters.kind is not None and filters.kind not in KINDS:
        return tantivy.Query.empty_query()
    wanted = {
        "kind": KINDS.index(filters.kind) if filters.kind in KINDS else None,
        "organization": filters.organization_id,
        "year": filters.year,
        "meeting": filters.meeting_id,
    }
    parts = [
        (Occur.Must, tantivy.Query.const_score_query(_term(name, value), 0.0))
        for name, value in wanted.items()
        if value is not None
    ]
    if filters.without:
        gone = tantivy.Query.term_set_query(SCHEMA, "recording", sorted(filters.without))
        parts.append((Occur.MustNot, gone))
    return tantivy.Query.boolean_query([(Occur.Must, query), *parts]) if parts else query


def all_of(recording_id: int) -> tantivy.Query:
    """All documents of a recording."""
    return _term("recording", recording_id)


def asked(query: Query, searcher: tantivy.Searcher) -> tantivy.Query:
    """The query without filters; one without clauses finds nothing."""
    clauses = [_clause(clause, searcher) for clause in query.clauses]
    if not clauses:
        return tantivy.Query.empty_query()
    if len(clauses) == 1:
        return clauses[0]
    return tantivy.Query.boolean_query([(Occur.Must, clause) for clause in clauses])


def _clause(clause: Clause, searcher: tantivy.Searcher) -> tantivy.Query:
    parts: list[tantivy.Query] = []
    for terms in clause.alternatives:
        if len(terms) > 1:
            parts.append(tantivy.Query.phrase_query(SCHEMA, "words", list(terms)))
        else:  # a field without the term is left out: it would cost the engine its fast path for single terms
            fields = [name for name in ("words", "wholes") if searcher.doc_freq(name, terms[0])]
            parts += [_term(name, terms[0]) for name in fields]
    if not parts:
        return tantivy.Query.empty_query()
    return parts[0] if len(parts) == 1 else tantivy.Query.boolean_query([(Occur.Should, part) for part in parts])


def _term(field: str, value: str | int) -> tantivy.Query:
    return tantivy.Query.term_query(SCHEMA, field, value)
