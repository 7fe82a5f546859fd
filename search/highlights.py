"""Which words of a text matched, and the text as HTML with these very words marked."""

from collections.abc import Iterable, Sequence
from html import escape

from search.german import Token, analyse
from search.queries import Query

Span = tuple[int, int]  # characters, half-open


def matches(query: Query, text: str) -> list[Span] | None:
    """Where the query's words stand in the text, in order; None where the text is not a hit for it."""
    return matching(query, analyse(text)) if query else None


def matching(query: Query, tokens: Sequence[Token]) -> list[Span] | None:
    """The same for a text analysed already."""
    by_term: dict[str, list[Token]] = {}
    words: list[Token] = []
    for token in tokens:
        by_term.setdefault(token.term, []).append(token)
        if token.length == 1:
            words.append(token)
    spans: set[Span] = set()
    for clause in query.clauses:
        found = [span for terms in clause.alternatives for span in _spans(terms, by_term, words)]
        if not found:
            return None
        spans.update(found)
    return _joined(spans)


def _spans(terms: tuple[str, ...], by_term: dict[str, list[Token]], words: Sequence[Token]) -> Iterable[Span]:
    starts = by_term.get(terms[0], [])
    if len(terms) == 1:
        return [(token.start, token.end) for token in starts]
    found: list[Span] = []
    for token in starts:
        row = words[token.position : token.position + len(terms)] if token.length == 1 else []
        if tuple(word.term for word in row) == terms:
            found += [(word.start, word.end) for word in row]
    return found


def _joined(spans: Iterable[Span]) -> list[Span]:
    """In order, without overlap: of a word and its part the longer one stays."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def marked(text: str, spans: Sequence[Span]) -> str:
    """The text as HTML, escaped, each span in a mark element. Spans are in order and do not overlap."""
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += (escape(text[position:start]), "<mark>", escape(text[start:end]), "</mark>")
        position = end
    return "".join((*pieces, escape(text[position:])))


def first_token(text: str, spans: Sequence[Span]) -> int | None:
    """Which of the text's white-space separated tokens the first span begins in; None without spans."""
    if not spans:
        return None
    before = text[: spans[0][0]]
    return len(before.split()) - (1 if before and not before[-1].isspace() else 0)
