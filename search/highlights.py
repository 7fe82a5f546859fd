"""Which words of a text matched a plan, and the text as HTML with these very words marked. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from html import escape

from search.german import Token
from search.plans import GRADES, All, Alternative, Plan, Row, Wanted

Span = tuple[int, int]  # characters, half-open


def matching(plan: Plan, tokens: Sequence[Token]) -> list[Span] | None:
    """What ``Matcher`` finds; for a single text."""
    return Matcher(plan).spans(tokens)


class Matcher:
    """A plan made ready to look into many texts."""

    def __init__(self, plan: Plan) -> None:
        self._wanted = [_Thing(thing) for thing in plan.wanted]
        self._unwanted = _Thing(Wanted((plan.unwanted,)))

    def spans(self, tokens: Sequence[Token]) -> list[Span] | None:
        """Where in an analysed text the words stand that are wanted, by whatever alternative, in order and without overlap. None where
        something wanted is missing, where something unwanted is there, and where nothing is wanted."""
        text = _Text(tokens)
        if not self._wanted or self._unwanted.grades(text):
            return None
        spans: set[Span] = set()
        for thing in self._wanted:
            found = thing.grades(text)
            if not found:
                return None
            spans.update(_marked_of(found))
        return _joined(spans)


class _Thing:
    """One wanted thing. Nearly all its alternatives are single terms: they are looked up from the text's side."""

    def __init__(self, thing: Wanted) -> None:
        self._terms: dict[str, int] = {}
        self._others: list[tuple[int, Alternative]] = []
        for grade, alternatives in enumerate(thing.grades):
            for alternative in alternatives:
                if isinstance(alternative, All) and len(alternative.terms) == 1:
                    self._terms.setdefault(alternative.terms[0], grade)
                else:
                    self._others.append((grade, alternative))

    def grades(self, text: "_Text") -> dict[Span, int]:
        """The words that matched, each with its best grade."""
        found: dict[Span, int] = {}
        for token in text.tokens:
            for term in token.terms:
                if term in self._terms:
                    span = token.start, token.end
                    found[span] = min(self._terms[term], found.get(span, GRADES))
        for grade, alternative in self._others:
            for span in text.spans(alternative):
                found[span] = min(grade, found.get(span, GRADES))
        return found


class _Text:
    """An analysed text, looked up by term and by word."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens

    def spans(self, alternative: Alternative) -> Iterator[Span]:
        """The words of an alternative; nothing where not all of it is there."""
        found = self._row(alternative.words) if isinstance(alternative, Row) else self._all(alternative.terms)
        return ((token.start, token.end) for token in found)

    def _all(self, terms: Sequence[str]) -> Sequence[Token]:
        by_term = self._by_term
        return [token for term in terms for token in by_term[term]] if all(term in by_term for term in terms) else []

    def _row(self, row: Sequence[str]) -> Iterator[Token]:
        length = len(row)
        for place in self._places.get(row[0], ()) if row else ():
            said = self._words[place : place + length]
            if len(said) == length and all(token.exact == word for token, word in zip(said, row, strict=True)):
                yield from said

    @cached_property
    def _by_term(self) -> Mapping[str, Sequence[Token]]:
        found: defaultdict[str, list[Token]] = defaultdict(list)
        for token in self.tokens:
            for term in token.terms:
                found[term].append(token)
        return dict(found)

    @cached_property
    def _words(self) -> Sequence[Token]:
        return [token for token in self.tokens if token.exact]

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, token in enumerate(self._words):
            found[token.exact].append(place)
        return dict(found)


def _marked_of(grades: Mapping[Span, int]) -> Iterable[Span]:
    """Of tied words and a part of them, the part where it matched as well as the whole or better: "Gebühr" in "Kita-Gebühren" is the
    second part, "Kitagebühr" is both."""
    if len(grades) == 1:
        return grades
    return [
        span
        for span, grade in grades.items()
        if not any(grades[other] <= grade and _is_inside(other, span) for other in grades)
    ]


def _is_inside(inner: Span, outer: Span) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """In order, without overlap: what overlaps becomes one."""
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
