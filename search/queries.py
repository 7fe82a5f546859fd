"""What people type, read so that nothing is ever wrong: words (all of them wanted) and "phrases"."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from search.german import Token, analyse

LONGEST = 500  # characters; what follows is not read
MOST_CLAUSES = 30

Sequence = tuple[str, ...]  # terms that follow each other; one alone may also be the whole of tied words

_PHRASE = re.compile(r'"([^"]*)"')
_QUOTES = str.maketrans(dict.fromkeys("„“”«»‟″❝❞＂", '"'))

# Words that stand in nearly every utterance. They are wanted only inside a phrase, or where nothing else was typed.
_COMMON = """
    aber als am an auch auf aus bei beim da das dass dazu dem den der des die doch durch ein eine einem einen einer eines er es für gesagt
    hat hatte ich ihr im in ist man mit nach noch nun oder sie sind so über um und uns vom von vor war waren was wer wie wir wird wurde zu
    zum zur
"""
COMMON = frozenset(_COMMON.split())


@dataclass(frozen=True)
class Clause:
    """One thing wanted: any of the alternatives will do."""

    alternatives: tuple[Sequence, ...]


@dataclass(frozen=True)
class Query:
    """All clauses are wanted. ``text`` is what was typed, cleaned: fit for the field and for addresses."""

    text: str
    clauses: tuple[Clause, ...]

    def __bool__(self) -> bool:
        return bool(self.clauses)


def parse(typed: str) -> Query:
    """Read a query. Anything is one; without a letter or digit it has no clauses and finds nothing."""
    text = clean(typed)
    quotable = text.translate(_QUOTES)
    phrases = [_phrase(found) for found in _PHRASE.findall(quotable)]
    loose = _PHRASE.sub(" ", quotable)
    tokens = analyse(loose)
    telling = [token for token in tokens if loose[token.start : token.end].casefold() not in COMMON]
    wanted = [clause for clause in phrases if clause is not None]
    wanted += _words(telling if telling or wanted else tokens)
    return Query(text, tuple(dict.fromkeys(wanted))[:MOST_CLAUSES])


def clean(typed: str) -> str:
    """One line without control and layout characters, at most LONGEST characters."""
    visible = "".join(_seen(letter) for letter in typed[: 4 * LONGEST])
    return " ".join(visible.split())[:LONGEST].strip()


def _seen(letter: str) -> str:
    """A letter as it is seen: nothing for layout characters such as soft hyphens, a space for control characters."""
    category = unicodedata.category(letter)
    return "" if category == "Cf" else " " if category[0] in "CZ" else letter


def _phrase(text: str) -> Clause | None:
    terms = tuple(token.term for token in analyse(text) if token.length == 1)
    return Clause((terms,)) if terms else None


def _words(tokens: list[Token]) -> Iterator[Clause]:
    """A clause for each word; tied words are found as one word or as their parts in a row."""
    covered = -1  # the last position that a whole speaks for
    for token in tokens:
        if token.length > 1:
            covered = token.position + token.length - 1
            parts = tuple(
                part.term for part in tokens if part.length == 1 and token.position <= part.position <= covered
            )
            yield Clause((parts, (token.term,)))
        elif token.position > covered:
            yield Clause(((token.term,),))
