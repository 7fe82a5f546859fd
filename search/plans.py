"""What an engine is asked: which terms a document must have to be found, and how good a hit it then is. Pure.

A query is planned once (see ``search.expansion``); engines, highlighting and checking all go by the same plan, so that they agree.
"""

from collections.abc import Iterator
from dataclasses import dataclass

TOGETHER = -1  # all that was typed stands there, word for word
WHOLE, PART, FIRST, INSIDE, BEGINNING, SYNONYM, GUESS, LOOSE = range(8)
GRADES = 8
TIERS = {
    TOGETHER: 1,
    WHOLE: 1,
    PART: 2,
    FIRST: 2,
    INSIDE: 2,
    BEGINNING: 2,
    SYNONYM: 3,
    GUESS: 4,
    LOOSE: 4,
}  # what people see of the grades


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these terms is in the document. Terms are those of ``german.Token.terms``."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """These words stand one after another. They are those of ``german.Token.exact``."""

    words: tuple[str, ...]


Alternative = All | Row
Alternatives = tuple[Alternative, ...]


@dataclass(frozen=True)
class Wanted:
    """One thing that is wanted. ``grades[g]`` are the alternatives that make it a hit of grade g, if none of a better grade does.

    WHOLE: the word itself, inflected or spelt otherwise; PART: a compound that ends with it; FIRST: one that begins with it; INSIDE:
    one that has it elsewhere, or a word of its family; BEGINNING: any word that begins so; SYNONYM; GUESS: a word spelt much like it;
    LOOSE: a compound with such a word, or a name that may only look like a word of the family. Trailing grades without alternatives
    may be left out.
    """

    grades: tuple[Alternatives, ...]

    def upto(self, grade: int) -> Alternatives:
        """All alternatives of this grade and better."""
        return tuple(alternative for found in self.grades[: grade + 1] for alternative in found)


@dataclass(frozen=True)
class Plan:
    """All of ``wanted``, none of ``unwanted``. A document's grade is that of the worst thing wanted, and TOGETHER where that is WHOLE and
    ``together`` stands in it, too."""

    wanted: tuple[Wanted, ...] = ()
    unwanted: Alternatives = ()
    together: Row | None = None

    def __bool__(self) -> bool:
        return bool(self.wanted)

    def levels(self) -> Iterator[tuple[int, tuple[Alternatives, ...]]]:
        """The grades at which documents join, best first, each with the alternatives of every thing wanted up to it: a document is of
        that grade or better where it has one of each. Grades that add nothing, and those at which something cannot be met yet, are
        left out."""
        before: tuple[Alternatives, ...] | None = None
        for grade in range(GRADES):
            wanted = tuple(thing.upto(grade) for thing in self.wanted)
            if wanted and all(wanted) and wanted != before:
                if grade == WHOLE and self.together is not None:
                    yield TOGETHER, (*wanted, (self.together,))
                yield grade, wanted
                before = wanted
