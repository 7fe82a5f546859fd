"""A query becomes a plan: what else is meant by its words, and how good a hit that makes. Pure.

What the grades mean stands in ``search.plans``. Everything is decided before an engine is asked, so that all engines find the same.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from search import families, forms, german, misspellings, queries
from search.forms import DOUBTFUL, FIRST, HEAD, OTHER, VERB
from search.german import MOST_TIED, Token
from search.lexicon import Lexicon
from search.plans import (
    BEGINNING,
    GRADES,
    GUESS,
    INSIDE,
    LOOSE,
    PART,
    SYNONYM,
    WHOLE,
    All,
    Alternative,
    Plan,
    Row,
    Wanted,
)
from search.plans import FIRST as FIRST_GRADE
from search.queries import COMMON, Atom, Phrase, Query
from search.spelling import fold
from search.synonyms import MOST_WORDS, Synonyms
from search.words import Vocabulary

FEW = 10  # documents: a word found in fewer is also looked for as the beginning of others
SHORTEST_BEGINNING = 4
SHORTEST_NAME = 4  # letters of a word the list does not know, looked for in the archive's compounds
MOST_OTHERS = 50  # of the archive's words, for one typed
MOST_ALTERNATIVES = 300
SHORTEST_TIED = 3  # letters of each part of tied words that is looked for on its own
_INFLECTED = ("s", "es", "n", "en", "er", "e")

Counts = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True)
class Knowledge:
    """What is known of words: the word list, the archive's own, the synonyms, and in how many documents terms occur now."""

    lexicon: Lexicon
    archive: Vocabulary
    synonyms: Synonyms
    counts: Counts


class _Grades:
    """Alternatives gathered grade by grade, each in its best grade alone."""

    def __init__(self) -> None:
        self._found: dict[Alternative, int] = {}

    def add(self, grade: int, alternatives: Iterable[Alternative]) -> None:
        for alternative in alternatives:
            if len(self._found) < MOST_ALTERNATIVES:
                self._found.setdefault(alternative, grade)

    def add_word(self, wholes: Iterable[str]) -> None:
        """A word and the compounds it is in, each in its grade."""
        for whole in wholes:
            self.add(WHOLE, [All((whole,))])
            for mark, grade in ((HEAD, PART), (FIRST, FIRST_GRADE), (OTHER, INSIDE), (DOUBTFUL, LOOSE)):
                self.add(grade, [All((mark + forms.stripped(whole),))])

    def add_synonym(self, wholes: Iterable[str]) -> None:
        """Another word, and the compounds that begin or end with it."""
        for whole in wholes:
            self.add(SYNONYM, [All((whole,)), *(All((mark + forms.stripped(whole),)) for mark in (HEAD, FIRST))])

    def add_guess(self, wholes: Iterable[str]) -> None:
        """What may have been meant; compounds with it come after it."""
        for whole in wholes:
            self.add(GUESS, [All((whole,))])
            self.add(LOOSE, [All((mark + forms.stripped(whole),)) for mark in (HEAD, FIRST, OTHER)])

    def terms(self) -> list[str]:
        return [term for alternative in self._found if isinstance(alternative, All) for term in alternative.terms]

    def wanted(self) -> Wanted:
        by_grade = [tuple(found for found, grade in self._found.items() if grade == wanted) for wanted in range(GRADES)]
        while by_grade and not by_grade[-1]:
            by_grade.pop()
        return Wanted(tuple(by_grade))


def plan(query: Query, known: Knowledge) -> Plan:
    """What an engine is to be asked."""
    wanted = [thing for atoms in query.wanted for thing in _things(atoms, known)]
    wanted = _with_synonyms(query, wanted, known)
    unwanted = (alternative for atom in query.unwanted for alternative in _literally(atom, known.lexicon))
    return Plan(
        tuple(dict.fromkeys(thing for thing in wanted if any(thing.grades))),
        tuple(dict.fromkeys(unwanted)),
        _together(query, known.lexicon),
    )


def _together(query: Query, lexicon: Lexicon) -> Row | None:
    """All the words that were typed, in a row; None for a single one, for alternatives, and for words that tell nothing."""
    if query.unwanted or any(len(atoms) > 1 for atoms in query.wanted):
        return None
    atoms = [atoms[0] for atoms in query.wanted]
    if all(isinstance(atom, Phrase) or atom.text.casefold() in COMMON for atom in atoms):
        return None
    words = tuple(token.exact for token in german.analyse(queries.without_bounds(query), lexicon) if token.exact)
    return Row(words) if len(words) > 1 else None


def _things(atoms: Sequence[Atom], known: Knowledge) -> list[Wanted]:
    """What a clause wants: one thing, but each part of tied words ("Kita-Gebühren") where there is no choice."""
    if len(atoms) == 1 and not isinstance(atoms[0], Phrase) and (tied := _tied(atoms[0].text, known)):
        return tied
    grades = _Grades()
    for atom in atoms:
        _gather(grades, atom, known)
    return [grades.wanted()]


def _gather(grades: _Grades, atom: Atom, known: Knowledge) -> None:
    tokens = german.analyse(atom.text, known.lexicon)
    if isinstance(atom, Phrase):
        grades.add(WHOLE, _row(tokens))
    elif len(tokens) == 1:
        _gather_word(grades, atom.text, tokens[0], known)
    elif tokens and tokens[0].exact:  # so many tied words that they are no whole
        grades.add(WHOLE, _literally(atom, known.lexicon))
    elif tokens:
        whole, *parts = tokens[0].terms
        grades.add_word([whole])
        grades.add(INSIDE, (All((part.lstrip(OTHER),)) for part in parts if part.startswith(OTHER)))
        _gather_synonyms(grades, [whole], known)


def _gather_word(grades: _Grades, text: str, token: Token, known: Knowledge) -> None:
    word = token.exact
    wholes = token.terms if not word.isalpha() else forms.of(text, known.lexicon, asked=True).wholes
    grades.add_word(wholes)
    if not word.isalpha():
        return
    if not known.lexicon.readings(word):
        _gather_unlisted(grades, word, known)
    if len(word) >= SHORTEST_BEGINNING and sum(known.counts(grades.terms())) < FEW:
        others = (other for other in known.archive.starting(word, MOST_OTHERS) if other != word)
        grades.add(BEGINNING, (All((whole,)) for other in others for whole in _wholes(other, known)))
    _gather_synonyms(grades, wholes, known)
    for whole in wholes:
        grades.add_synonym(verb + VERB for verb in families.deeds(whole, known.lexicon))
    for guess in misspellings.guesses(word, known.archive, known.lexicon):
        grades.add_guess(_wholes(guess, known))


def _gather_unlisted(grades: _Grades, word: str, known: Knowledge) -> None:
    """What the archive itself knows of a word that is not in the list: its other forms, and compounds with it."""
    if len(word) < SHORTEST_NAME:
        return
    inflected = [word + ending for ending in _INFLECTED if word + ending in known.archive]
    grades.add(WHOLE, (All((other,)) for other in inflected if not known.lexicon.readings(other)))
    for other in known.archive.ending_or_starting_with(word, MOST_OTHERS):
        if other not in inflected:
            grades.add(
                PART if other.endswith(word) else FIRST_GRADE, (All((whole,)) for whole in _wholes(other, known))
            )


def _gather_synonyms(grades: _Grades, wholes: Sequence[str], known: Knowledge) -> None:
    for terms in known.synonyms.for_words([wholes]):
        if len(terms) == 1:
            grades.add_synonym(terms)
        else:
            grades.add(SYNONYM, [All(terms)])


def _wholes(word: str, known: Knowledge) -> tuple[str, ...]:
    return forms.of(word, known.lexicon, asked=True).wholes


# --- tied words ------------------------------------------------------------------------------------------------------


def _tied(text: str, known: Knowledge) -> list[Wanted]:
    """The parts of tied words, each wanted for itself or as the whole; none for what has to stay whole ("B-Plan", "DS0123/24")."""
    tokens = german.analyse(text, known.lexicon)
    whole = () if not tokens or tokens[0].exact else tokens[0].terms[:1]
    parts = tokens[1:] if whole else tokens[:MOST_TIED]
    if len(parts) < 2 or not all(part.exact.isalpha() and len(part.exact) >= SHORTEST_TIED for part in parts):
        return []
    things: list[Wanted] = []
    for part in parts:
        grades = _Grades()
        grades.add_word(whole)
        _gather_word(grades, text[part.start : part.end], part, known)
        _gather_synonyms(grades, whole, known)
        things.append(grades.wanted())
    return things


# --- literal things --------------------------------------------------------------------------------------------------


def _literally(atom: Atom, lexicon: Lexicon) -> tuple[Alternative, ...]:
    """The thing itself and nothing that is like it."""
    tokens = german.analyse(atom.text, lexicon)
    if isinstance(atom, Phrase):
        return _row(tokens)
    if len(tokens) == 1:
        word = tokens[0].exact
        wholes = forms.of(atom.text, lexicon, asked=True).wholes if word.isalpha() else tokens[0].terms
        return tuple(All((whole,)) for whole in wholes)
    words = tokens[:1] if tokens and not tokens[0].exact else tokens
    return (All(tuple(token.terms[0] for token in words if token.terms)),) if words else ()


def _row(tokens: Sequence[Token]) -> tuple[Alternative, ...]:
    words = tuple(token.exact for token in tokens if token.exact)
    return (Row(words),) if words else ()


# --- synonyms of several words ---------------------------------------------------------------------------------------


def _with_synonyms(query: Query, things: Sequence[Wanted], known: Knowledge) -> list[Wanted]:
    """With what words mean together, such as "öffentlicher Nahverkehr", as an alternative for each of them."""
    if len(things) != len(query.wanted) or len(things) < 2:
        return list(things)
    words = [_single(atoms, known) for atoms in query.wanted]
    found = [(first, end, known.synonyms.for_words(words[first:end])) for first, end in _stretches(len(words))]
    return [
        _added(thing, (terms for first, end, synonyms in found if first <= place < end for terms in synonyms))
        for place, thing in enumerate(things)
    ]


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    return ((first, end) for first in range(count) for end in range(first + 2, min(count, first + MOST_WORDS) + 1))


def _single(atoms: Sequence[Atom], known: Knowledge) -> tuple[str, ...]:
    """The base forms of a clause that is one word."""
    if len(atoms) != 1 or isinstance(atoms[0], Phrase) or not fold(atoms[0].text).isalpha():
        return ()
    return _wholes(atoms[0].text, known)


def _added(thing: Wanted, synonyms: Iterable[Sequence[str]]) -> Wanted:
    known = {alternative for found in thing.grades for alternative in found}
    more = [alternative for alternative in map(All, map(tuple, synonyms)) if alternative not in known]
    if not more:
        return thing
    grades = [*thing.grades, *((),) * (SYNONYM + 1 - len(thing.grades))]
    grades[SYNONYM] = (*grades[SYNONYM], *more)
    return Wanted(tuple(grades))
