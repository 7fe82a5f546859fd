"""What a filter expression of Meilisearch selects, by the grammar in its documentation: for tests of the expressions we make.

It knows equality, IN, NOT, AND, OR and parentheses, and values as they are written by us: numbers, and keys in double quotes, which it
compares as Meilisearch does, without regard to case, to spaces around them and to how an accent is written.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

LARGEST_VALUE = 468  # bytes
_TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|([A-Za-z0-9_.-]+)|([()\[\],=]))')

Document = Mapping[str, Any]


def selects(expression: str, document: Document) -> bool:
    """Whether a document is selected. Raises ValueError for what is no expression."""
    return _Reading(expression, document).whole()


def values_in(expression: str) -> list[str]:
    """The texts in an expression, in order."""
    return [token[1:-1] for token in _tokens(expression) if token.startswith('"')]


def _tokens(expression: str) -> list[str]:
    tokens, place = [], 0
    while expression[place:].strip():
        match = _TOKEN.match(expression, place)
        if match is None:
            raise ValueError(f"not an expression from here on: {expression[place : place + 40]!r}")
        tokens.append(next(filter(None, match.groups())))
        place = match.end()
    return tokens


def _same(value: object) -> object:
    return unicodedata.normalize("NFKD", value.strip()).lower() if isinstance(value, str) else float(str(value))


class _Reading:
    def __init__(self, expression: str, document: Document) -> None:
        self.tokens = [*_tokens(expression), ""]
        self.document = document

    def whole(self) -> bool:
        found = self.either()
        if self.tokens != [""]:
            raise ValueError(f"more than an expression: {self.tokens[:5]}")
        return found

    def either(self) -> bool:
        found = self.both()
        while self.tokens[0] == "OR":
            self.take("OR")
            found = self.both() or found
        return found

    def both(self) -> bool:
        found = self.one()
        while self.tokens[0] == "AND":
            self.take("AND")
            found = self.one() and found
        return found

    def one(self) -> bool:
        if self.tokens[0] == "NOT":
            self.take("NOT")
            return not self.one()
        if self.tokens[0] == "(":
            self.take("(")
            found = self.either()
            self.take(")")
            return found
        return self.condition()

    def condition(self) -> bool:
        stored = self.document.get(self.take())
        held = {_same(each) for each in (stored if isinstance(stored, list) else [] if stored is None else [stored])}
        if self.tokens[0] == "=":
            self.take("=")
            return self.value() in held
        self.take("IN")
        self.take("[")
        wanted = [self.value()]
        while self.tokens[0] == ",":
            self.take(",")
            wanted.append(self.value())
        self.take("]")
        return not held.isdisjoint(wanted)

    def value(self) -> object:
        token = self.take()
        if len(token.encode()) > LARGEST_VALUE + 2 or not token:
            raise ValueError(f"a value of {len(token)} bytes")
        return _same(token[1:-1]) if token.startswith('"') else _same(float(token))

    def take(self, wanted: str | None = None) -> str:
        if wanted not in (None, self.tokens[0]):
            raise ValueError(f"{wanted!r} is missing before {self.tokens[:5]}")
        return self.tokens.pop(0)
