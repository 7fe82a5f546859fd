"""What people type, read so that nothing is ever wrong.

Words are all wanted; "several in quotes" in just this order; what follows a minus is not wanted; OR (ODER, |) takes what stands beside
it as alternatives and binds closer than the rest. ``gremium:``, ``jahr:``, ``redner:`` and ``top:`` are bounds. What fits none of this
is read as words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

LONGEST = 500  # characters; what follows is not read
MOST_CLAUSES = 30  # things wanted, and as many unwanted, and as many bounds
MOST_ALTERNATIVES = 10

BOUNDS = {
    "gremium": "gremium",
    "body": "gremium",
    "jahr": "jahr",
    "year": "jahr",
    "redner": "redner",
    "rednerin": "redner",
    "speaker": "redner",
    "top": "top",
    "item": "top",
}  # as they may be typed, in any case, and what they are called in a Query

# Words that stand in nearly every utterance. They are wanted only inside a phrase, or where nothing else was typed.
_COMMON = """
    aber als am an and auch auf aus bei beim da das dass dazu dem den der des die doch durch ein eine einem einen einer eines er es für fuer
    gesagt hat hatte ich ihr im in ist man mit nach noch nun oder sie sind so über ueber um und uns vom von vor war waren was wer wie wir
    wird wurde zu zum zur

    wann warum wieso weshalb wo wohin woher welche welcher welches welchen wen wem wessen wieviel viel viele hoch lange gibt gab kein keine
    keinen keiner bitte kann können koennen soll sollen werden worden wurden sein ist schon etwas
"""
COMMON = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed, or several tied by hyphens, slashes or dots ("Kita-Gebühren", "DS0123/24", "Bürger*innen")."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exactly these words in a row."""

    text: str


Atom = Word | Phrase


@dataclass(frozen=True, slots=True)
class Bound:
    """``gremium``, ``jahr``, ``redner`` or ``top`` with what stands behind the colon."""

    name: str
    value: str


@dataclass(frozen=True)
class Query:
    """``wanted``: one atom of each is wanted; ``unwanted``: none of these. ``text`` is what was typed, cleaned: fit for the field and
    for addresses. False where no word is wanted: there is nothing to look for then, whatever the bounds are."""

    text: str
    wanted: tuple[tuple[Atom, ...], ...] = ()
    unwanted: tuple[Atom, ...] = ()
    bounds: tuple[Bound, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)


def parse(typed: str) -> Query:
    """Read a query. Anything is one; read again, ``text`` gives the same."""
    text = clean(typed)
    pieces = list(_pieces(text))
    bounds = dict.fromkeys(piece.part for piece in pieces if isinstance(piece.part, Bound))
    rest = [piece for piece in pieces if not isinstance(piece.part, Bound)]
    unwanted = dict.fromkeys(
        piece.part
        for piece in rest
        if piece.role is _Role.UNWANTED and isinstance(piece.part, Word | Phrase) and _tells(piece.part)
    )
    wanted = dict.fromkeys(_clauses(rest))
    return Query(text, tuple(wanted)[:MOST_CLAUSES], tuple(unwanted)[:MOST_CLAUSES], tuple(bounds)[:MOST_CLAUSES])


def clean(typed: str) -> str:
    """One line without control and layout characters, and without a space behind the name of a bound, at most LONGEST characters."""
    visible = "".join(_seen(letter) for letter in typed[: 4 * LONGEST])
    return _SPACED_BOUND.sub(r"\1:", " ".join(visible.split()))[:LONGEST].strip()


def without(text: str, part: Word | Phrase | Bound) -> str:
    """A query's text without a word, phrase or bound of it, wanted or not, wherever it stands."""
    return instead(text, part, "")


def without_bounds(query: Query) -> str:
    """What was typed beside the bounds, common words and all."""
    return _changed(query.text, lambda piece: isinstance(piece.part, Bound), "")


def instead(text: str, part: Word | Phrase | Bound, better: str) -> str:
    """A query's text with something else in place of a word, phrase or bound of it; ``better`` is typed in its place as it is."""
    return _changed(clean(text), lambda piece: piece.part == part and piece.role is not _Role.OR, better)


def _changed(text: str, is_meant: Callable[["_Piece"], bool], better: str) -> str:
    kept, end = [], 0
    for piece in filter(is_meant, _pieces(text)):
        minus = "-" if better and piece.role is _Role.UNWANTED else ""
        kept += [text[end : piece.start], minus + better or " "]
        end = piece.end
    return clean("".join([*kept, text[end:]]))


# --- pieces ----------------------------------------------------------------------------------------------------------


class _Role(Enum):
    WANTED = auto()
    UNWANTED = auto()
    OR = auto()


class _Piece(NamedTuple):
    """A part of a query and the characters [start, end) that say it. An OR holds the word it would be; a bar is none."""

    start: int
    end: int
    part: Word | Phrase | Bound | None
    role: _Role = _Role.WANTED


# Signs that look the same mean the same. Each stands for one character, so that places in the text stay.
_QUOTES = dict.fromkeys("„“”«»‹›‟″❝❞〝〞〟＂", '"')
_LOOKALIKES = str.maketrans({**_QUOTES, **dict.fromkeys("−–－﹣‐‑", "-"), "：": ":", "｜": "|", "／": "/", "．": "."})

_NAME = f"(?ai:{'|'.join(BOUNDS)})"
_SPACED_BOUND = re.compile(rf'(?<![^\s])({_NAME}): (?=[\w"„“”«»])(?!{_NAME}:)')
_GENDER = "(?ai:in(?:nen)?)"  # of "Bürger*innen", "Bürger(innen)"; "Redner:innen" is a word and no bound
_LETTERS = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
_TIE = rf"(?:-|(?<=\d)[/.,:](?=\d)|(?:[*:_/]|/-|\()(?={_GENDER}(?![^\W_])))"
_CODE = r"(?!(?:OR|ODER|AND|UND)[ ])[A-Z]{1,4}"  # before the number of a paper: "DS 0123/24" is "DS0123/24"
_NUMBER = r"\d+/\d+"

_PIECE = re.compile(
    rf"""
    (?: (?P<minus>-) | (?P<name>{_NAME}): )? "(?P<quoted>[^"]*)"
    | (?P<bar>\|)
    | (?P<loose>(?: -?{_CODE}[ ](?={_NUMBER}(?![^\s"|)])) )? (?: [^\s"|()\[\]{{}}] | (?<=[^\W_])\({_GENDER}\) )+)
    """,
    re.VERBOSE,
)
_BOUND = re.compile(rf"({_NAME}):(?!{_GENDER}(?![^\W_]))(.*)")
_TIED_WORDS = re.compile(f"(?P<code>{_CODE})[ /](?P<number>{_NUMBER})|{_LETTERS}(?:{_TIE}{_LETTERS})*")
_GENDER_TIE = re.compile(rf"(?:/-?|\()(?={_GENDER}(?![^\W_]))")  # said as "*" in a Word
_JOINS = frozenset(("und", "oder", "sowie", "bzw."))  # a hyphen after these is that of "Gehwege und -steige"
_OPERATORS = frozenset(("OR", "ODER"))


def _pieces(text: str) -> Iterator[_Piece]:
    """All parts of a cleaned text in order. A quotation mark without a partner says nothing."""
    before = ""
    for match in _PIECE.finditer(text.translate(_LOOKALIKES)):
        found = _read(match, after_join=before in _JOINS)
        yield from found
        if not any(isinstance(piece.part, Bound) for piece in found):
            before = match.group().casefold()


def _read(match: re.Match[str], after_join: bool) -> list[_Piece]:
    if match["bar"]:
        return [_Piece(match.start(), match.end(), None, _Role.OR)]
    if match["loose"]:
        return _loose(match["loose"], match.start(), after_join)
    return _quoted(match)


def _quoted(match: re.Match[str]) -> list[_Piece]:
    """What stands in quotes, and the minus or the bound's name before it. Without a letter or digit inside it is nothing."""
    name, value = match["name"], match["quoted"].strip()
    if not _says(value):
        return [_Piece(match.start(), match.end(), Word(name))] if name else []
    if name:
        return [_Piece(match.start(), match.end(), Bound(BOUNDS[name.casefold()], value))]
    return [_Piece(match.start(), match.end(), Phrase(value), _Role.UNWANTED if match["minus"] else _Role.WANTED)]


def _loose(typed: str, start: int, after_join: bool) -> list[_Piece]:
    """What stands between spaces: an operator, a bound, or words."""
    end = start + len(typed)
    bound = _BOUND.fullmatch(typed)
    if typed in _OPERATORS:
        return [_Piece(start, end, Word(typed), _Role.OR)]
    if bound and _says(bound[2]):
        return [_Piece(start, end, Bound(BOUNDS[bound[1].casefold()], bound[2].strip(".,;:!?")))]
    words = list(_TIED_WORDS.finditer(typed))
    if typed[0] == "-" and typed[1:2].isalnum() and not after_join and not _BOUND.match(typed[1:]):
        part = _word(words[0]) if len(words) == 1 else Phrase(typed[1:])
        return [_Piece(start, end, part, _Role.UNWANTED)]
    return [_Piece(start + word.start(), start + word.end(), _word(word)) for word in words]


def _word(match: re.Match[str]) -> Word:
    """A word as it is to be looked for."""
    return Word(match["code"] + match["number"] if match["code"] else _GENDER_TIE.sub("*", match.group()))


def _says(value: str) -> bool:
    return any(map(str.isalnum, value))


def _seen(letter: str) -> str:
    """A letter as it is seen: nothing for layout characters such as soft hyphens, a space for control characters."""
    category = unicodedata.category(letter)
    return "" if category == "Cf" else " " if category[0] in "CZ" else letter


# --- clauses ---------------------------------------------------------------------------------------------------------


def _clauses(pieces: Sequence[_Piece]) -> Iterable[tuple[Atom, ...]]:
    """What is wanted, each with its alternatives. What tells nothing is left out, unless there is nothing else."""
    wanted = [piece for piece in pieces if piece.role is not _Role.UNWANTED]
    telling = [piece for piece in wanted if piece.role is _Role.OR or _tells(piece.part)]
    for choice in (telling, wanted):
        if any(piece.role is _Role.WANTED for piece in choice):
            return _joined(choice)
    only_operators = len(wanted) == len(pieces)
    return ((piece.part,) for piece in wanted if only_operators and isinstance(piece.part, Word))


def _joined(pieces: Iterable[_Piece]) -> Iterator[tuple[Atom, ...]]:
    """One clause for each, but one for all that stand around OR. An OR without neighbours on both sides does nothing."""
    clauses: list[list[Atom]] = []
    joining = False
    for piece in pieces:
        if piece.role is _Role.OR:
            joining = bool(clauses)
        elif isinstance(piece.part, Word | Phrase):
            if joining:
                clauses[-1].append(piece.part)
            else:
                clauses.append([piece.part])
            joining = False
    return (tuple(dict.fromkeys(clause))[:MOST_ALTERNATIVES] for clause in clauses)


def _tells(part: Word | Phrase | Bound | None) -> bool:
    """Whether it narrows what is found."""
    return not isinstance(part, Word) or unicodedata.normalize("NFC", part.text).casefold() not in COMMON
