"""Access codes: whoever got one by letter may answer once, and nobody knows which answer is whose.

A code is eleven random letters and a check letter, ``5F3K-9TXA-M4WJ``. Eleven letters of 31 are 54.5 bits, some 25 thousand million
million codes: with 10,000 of them valid, one guess in 2.5 million million hits, and somebody who gets in five guesses a second for four
weeks (see ``gates``) finds one with odds of about 1 in 200,000. The check letter adds nothing to that, since anybody can work it out.

The database keeps a digest under a secret. The secret lies beside the database and in no dump of it: with both, somebody finds one of
10,000 codes within the hour by trying out; with one of them, never. Losing the secret makes every code that was sent worthless, so it
has to be kept safe, apart from the database's backups.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from council.base import spreadsheets
from council.base.forms import one_line
from participation.codes import letters
from participation.codes.letters import Mistyped
from participation.randomness import Randomness, below
from participation.seals import seal

RANDOM_LETTERS = 11
LENGTH = RANDOM_LETTERS + 1
NUMBER = letters.MODULUS**RANDOM_LETTERS
COLUMNS = ("code", "gruppe")


@dataclass(frozen=True)
class Code:
    """A code that can have been given out. Its letters are kept out of logs and tracebacks."""

    letters: str = field(repr=False)


@dataclass(frozen=True)
class NoCode:
    """Nothing was typed."""


@dataclass(frozen=True)
class Series:
    """Codes for the people of one stratum, such as a district; ``stratum`` may be empty."""

    stratum: str
    codes: tuple[Code, ...]


def new(randomness: Randomness) -> Code:
    """A code nobody can guess."""
    return Code(letters.of_number(below(NUMBER, randomness), RANDOM_LETTERS))


def read(typed: str) -> Code | Mistyped | NoCode:
    """What somebody typed, or a QR code brought. Whether such a code was given out only the database can tell; what is ``Mistyped`` was
    not, so it needs no looking up and is no guess that counts."""
    found = letters.read(typed, LENGTH)
    if isinstance(found, Mistyped):
        return found
    return Code(found) if found else NoCode()


def shown(code: Code) -> str:
    """As it stands in a letter."""
    return letters.grouped(code.letters)


def digest(code: Code, secret: bytes) -> str:
    """What is stored of a code, 64 hexadecimal digits; see the module for ``secret``."""
    return seal(secret, "code", code.letters).hex()


def series(count: int, stratum: str, randomness: Randomness) -> Series:
    """So many codes, all different. That none was given out before is for the database's unique index to say, since it knows no codes:
    with 100,000 codes the odds are 1 in two and a half million that another such series repeats any."""
    codes: dict[Code, None] = {}
    while len(codes) < count:
        codes[new(randomness)] = None
    return Series(stratum, tuple(codes))


def as_csv(every: Iterable[Series]) -> str:
    """The codes as a table for the town's serial letters, to be encoded in UTF-8. The only place where codes can be read, so it is
    written once and kept nowhere."""
    rows = ((shown(code), one_line(one.stratum)) for one in every for code in one.codes)
    return spreadsheets.table(chain([COLUMNS], rows))
