"""German analysis of a text: its words and the terms each is found by; the same at indexing, at asking and at highlighting. Pure.

A word becomes the base forms it may belong to ("beschlossen" → beschliessen), a compound besides its parts: ">" stands before the
last one, "<" before the first, "~" before any between ("Bebauungsplan" → bebauungplan, >plan, <bebauung). Words of one family
count as parts: "öffentlich" is in "Öffentlichkeit", "Antrag" in "beantragen". Base forms are folded (see ``search.spelling``), and
compounds are written without the linking elements that people vary ("Haushaltsatzung" is "Haushaltssatzung").

What hyphens, slashes or dots tie together ("Kita-Gebühren", "17.03.2026") is found whole and by its parts, and what a hyphen leaves
out ("Rad- und Fußweg") as if it stood there.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from search import forms
from search.forms import ABBREVIATION, FIRST, HEAD, MARKS, OTHER, VERB
from search.lexicon import Lexicon
from search.spelling import fold

GAP = "[…]"  # stands for what is cut: no phrase reaches across it
MOST_TIED = 8  # parts of a word with hyphens; beyond that it is found by its parts alone
LONGEST_TERM = 64

_WORD = r"[^\W_]+(?:[\u0300-\u036f\u00ad]+[^\W_]*)*"
_GENDER = r"[*:_](?=[Ii]n(?:nen)?\b|r\b|n\b)"
_TIE = rf"(?:[-\u2010\u2011]|(?<=\d)[/.,:](?=\d)|{_GENDER})"
_TIED_WORDS = re.compile(rf"{_WORD}(?:{_TIE}{_WORD})*|\[…\]")
_PART = re.compile(_WORD)
_GENDER_SIGN = re.compile(_GENDER)
_NUMERIC = re.compile(r"(?<=\d)[/.,:](?=\d)")
_SIGNS = re.compile(r"[^\w/.,:]|_")
_LEFT_OUT = re.compile(r"[-\u2010\u2011](?:,|/|\s+(?:und|oder|u\.|bzw\.?|sowie|wie|noch|beziehungsweise)\b)")
_HYPHENS = ("-", "\u2010", "\u2011")  # before a word its capital is left out, too: "Lampen und -bäume"
_ENDS = frozenset(("", *".!?:…"))  # behind these a capital says nothing
_REACH = 4  # words after a hyphen in which its missing part is looked for
_CODED = re.compile(r"[a-z]{1,4}(\d+/\d+)")
_BARE = re.compile(r"\d+/\d+")
_CODE = re.compile(r"[A-Z]{1,4}")


class Token(NamedTuple):
    """A word of a text: its characters [start, end), how it is written, folded (empty for the whole of tied words, whose parts are
    tokens of their own), and the terms it is found by."""

    start: int
    end: int
    exact: str
    terms: tuple[str, ...]


def analyse(text: str, lexicon: Lexicon) -> list[Token]:
    """The words of a text in order; a whole stands before its parts."""
    tokens: list[Token] = []
    hyphens = any(hyphen in text for hyphen in _HYPHENS)
    opening = True
    for match in _TIED_WORDS.finditer(text):
        start, end = match.span()
        if hyphens and text[start - 1 : start] in _HYPHENS:
            exact, terms = _word(match.group().capitalize(), lexicon, True)
        else:
            exact, terms = _word(match.group(), lexicon, opening)
        if terms:
            tokens.append(Token(start, end, exact, terms))
        else:
            tokens += _tied(match.group(), start, lexicon, opening)
        opening = text[end : end + 1] in _ENDS
    if "/" in text:
        tokens = _coded(text, tokens)
    return _completed(text, tokens) if hyphens else tokens


def _word(word: str, lexicon: Lexicon, opening: bool) -> tuple[str, tuple[str, ...]]:
    """How a word is written, folded, and its terms; none where there are digits or signs in it."""
    return _known_word(word, lexicon, opening) if len(word) <= LONGEST_TERM else _new_word(word, lexicon, opening)


def _new_word(word: str, lexicon: Lexicon, opening: bool) -> tuple[str, tuple[str, ...]]:
    return (fold(word), forms.of(word, lexicon, opening=opening).terms) if word.isalpha() else ("", ())


_known_word = lru_cache(maxsize=100_000)(_new_word)  # not what is longer than any word: people may type anything


def _terms(word: str, lexicon: Lexicon, opening: bool) -> tuple[str, ...]:
    return forms.of(word, lexicon, opening=opening).terms


def _tied(written: str, start: int, lexicon: Lexicon, opening: bool) -> list[Token]:
    """The tokens of a word with digits or signs in it: the whole, then its parts."""
    if written == GAP:
        return [Token(start, start + len(written), written, ())]
    if _GENDER_SIGN.search(written):
        word = _GENDER_SIGN.sub("", written)
        if word.isalpha():
            return [Token(start, start + len(written), fold(word), _terms(word, lexicon, opening))]
    parts = [
        Token(start + part.start(), start + part.end(), fold(part.group()), _terms(part.group(), lexicon, False))
        for part in _PART.finditer(written)
        if fold(part.group())
    ]
    if not 1 < len(parts) <= MOST_TIED:
        return parts
    return [Token(start, start + len(written), "", _whole(written, parts)), *parts]


def _whole(written: str, parts: list[Token]) -> tuple[str, ...]:
    """The terms of tied words as one: hyphens vanish, what ties numbers stays."""
    if not _NUMERIC.search(written):
        bases = [part.terms[0] for part in parts]
        marked = [HEAD + "".join(bases[first:]) for first in range(1, len(bases) - 1)]
        marked += [FIRST + "".join(bases[:end]) for end in range(2, len(bases))]
        return tuple(term[:LONGEST_TERM] for term in ("".join(bases), *marked))
    number = _SIGNS.sub("", written).casefold()[:LONGEST_TERM]
    coded = _CODED.fullmatch(number)
    return (number, OTHER + coded.group(1)) if coded else (number,)


def _coded(text: str, tokens: list[Token]) -> list[Token]:
    """With what stands before the number of a paper as part of it: "DS 0123/24" is "DS0123/24"."""
    result: list[Token] = []
    for token in tokens:
        before = result[-1] if result else None
        if not token.exact and before is not None and _BARE.fullmatch(token.terms[0]) and token.start - before.end == 1:
            code = text[before.start : before.end]
            if _CODE.fullmatch(code):
                number = token.terms[0]
                token = token._replace(start=before.start, terms=(code.lower() + number, OTHER + number))
        result.append(token)
    return result


def _completed(text: str, tokens: list[Token]) -> list[Token]:
    """With what hyphens left out: "Rad- und Fußweg" has a Radweg in it, "Kinderkrippen und -gärten" Kindergärten."""
    result = list(tokens)
    for index, token in enumerate(tokens):
        if not token.exact or not token.terms:
            continue
        if _LEFT_OUT.match(text, token.end):
            heads = next(filter(None, (_marked(after, HEAD) for after in tokens[index + 1 : index + 1 + _REACH])), [])
            found = [base + head for base in _bases(token) for head in heads]
            result[index] = token._replace(terms=(*token.terms, *found, *(HEAD + head for head in heads)))
        elif (
            token.start
            and text[token.start - 1] in "-\u2010\u2011"
            and (token.start < 2 or text[token.start - 2].isspace())
        ):
            earlier = reversed(tokens[max(0, index - _REACH) : index])
            others = next(filter(None, (_marked(before, FIRST) for before in earlier)), [])
            found = [other + base for other in others for base in _bases(token)]
            result[index] = token._replace(terms=(*token.terms, *found))
    return result


def _bases(token: Token) -> list[str]:
    """What a part of a compound may be: neither verb nor abbreviation."""
    return [term for term in token.terms if not term.startswith(MARKS) and not term.endswith((VERB, ABBREVIATION))]


def _marked(token: Token, mark: str) -> list[str]:
    return [term[1:] for term in token.terms if term.startswith(mark)]
