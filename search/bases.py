"""The base forms of words that stand for themselves: in a list, in a bound, not in a sentence. Pure."""

from search import forms, german
from search.forms import ABBREVIATION, MARKS
from search.german import Token
from search.lexicon import Lexicon
from search.queries import COMMON

_BEFORE = "ein "  # in a sentence a capital tells a noun; at its beginning it would not


def bases(text: str, lexicon: Lexicon, *, asked: bool = False) -> tuple[str, ...]:
    """One whole term (see ``german``) for each word, tied words being one; common words are left out beside others. ``asked``: by
    somebody who may type small letters only."""
    shown = _BEFORE + text
    words = _words(german.analyse(shown, lexicon)[1:])
    telling = [word for word in words if shown[word.start : word.end].casefold() not in COMMON] or words
    return tuple(dict.fromkeys(_base(word, shown, lexicon, asked) for word in telling))


def _words(tokens: list[Token]) -> list[Token]:
    """Without the parts of tied words."""
    words: list[Token] = []
    covered = 0
    for token in tokens:
        if token.start >= covered and token.terms:
            words.append(token)
            covered = token.end
    return words


def _base(word: Token, text: str, lexicon: Lexicon, asked: bool) -> str:
    """The abbreviation that the word is, or the word itself where that is a base form, else the first it may belong to."""
    written = text[word.start : word.end]
    wholes = tuple(term for term in word.terms if term[0] not in MARKS)
    if asked and word.exact:
        wholes = forms.of(written, lexicon, asked=True).wholes
    if written.isupper() and word.exact + ABBREVIATION in wholes:
        return word.exact + ABBREVIATION
    return word.exact if word.exact in wholes else wholes[0]
