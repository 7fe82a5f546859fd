"""The letters that codes and receipts are written in, and the check letter that tells a typing error from anything else.

There are 31: digits and capitals without O and 0, I and 1, and without U. Of the pairs that are left and still resemble each other in a
poor print (2 Z, 5 S, 6 G, 8 B) no more can go without making codes longer; U goes because handwriting makes it a V, and because many
words nobody wants on the town's letters need it. Whatever is mistaken all the same, the check letter finds.

31 is a prime, so one check letter can do what ISO/IEC 7064 asks of its pure systems: with the letters as numbers from 0 to 30, the sum of
each times a power of the radix, from the right, leaves 1 on division by the modulus (there MOD 37-2 for 36 letters, where the modulus
needs a letter more than there are; here MOD 31-3 has exactly as many). Powers of 3 differ for thirty places and none is 0, so every single
wrong letter, every two letters exchanged (neighbours or not) and every pair of like letters read as another such pair is found; of all
other errors 30 in 31."""

import unicodedata
from dataclasses import dataclass

from council.base.errors import ReadableError
from council.base.i18n import message

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
RADIX, MODULUS = 3, len(ALPHABET)
LONGEST = MODULUS - 1  # places; beyond them powers of the radix repeat
GROUP = 4
MOST_TYPED = 100  # characters that are looked at
MOST_NAMED = 5
_BETWEEN = frozenset("-_.·\u2212")  # people part groups by these, besides blanks and dashes of all kinds
_PARTING = ("Z", "Cc", "Cf", "Pd")  # beginnings of Unicode's categories: blanks, controls, what cannot be seen, dashes

FOREIGN = message(
    "Diese Zeichen kommen darin nicht vor: %(letters)s. Es gibt nur die Ziffern 2 bis 9 und die Buchstaben A bis Z ohne I, O und U. "
    "Bitte vergleichen Sie noch einmal."
)
WRONG_LENGTH = message(
    "Es müssen %(length)s Zeichen sein, eingegeben sind %(count)s. Bitte vergleichen Sie noch einmal."
)
FAR_TOO_LONG = message("Das ist viel zu lang: Es müssen %(length)s Zeichen sein. Bitte geben Sie nichts anderes ein.")
WRONG_LETTER = message(
    "Mindestens ein Zeichen ist falsch oder mit einem anderen vertauscht. Bitte vergleichen Sie Zeichen für Zeichen."
)


@dataclass(frozen=True)
class Mistyped:
    """What cannot have been meant; ``error`` tells the person why."""

    error: ReadableError


def of_number(number: int, count: int) -> str:
    """So many letters, and the check letter after them; ``number`` is below ``MODULUS ** count``."""
    assert 0 <= number < MODULUS**count
    assert count < LONGEST
    letters = ""
    for _ in range(count):
        number, place = divmod(number, MODULUS)
        letters += ALPHABET[place]
    return letters + check_letter(letters)


def check_letter(letters: str) -> str:
    """The letter that belongs after these."""
    return ALPHABET[(1 - RADIX * _sum(letters)) % MODULUS]


def is_right(letters: str) -> bool:
    """Whether the last letter is the check letter of the others. All are of the alphabet."""
    return _sum(letters) % MODULUS == 1


def grouped(letters: str) -> str:
    """As people see them: in fours, ``5F3K-9TXA-…``."""
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def read(typed: str, length: int) -> str | Mistyped:
    """What was typed, as the letters it means: in capitals, without blanks and dashes; empty where nothing was typed.

    No letter is guessed: O may be meant for Q or D, 1 for L or 7, so the person is told and looks again.
    """
    if len(typed.strip()) > MOST_TYPED:
        return Mistyped(ReadableError(FAR_TOO_LONG, length=length))
    letters = "".join(_capital(letter) for letter in unicodedata.normalize("NFKC", typed.strip()) if not _parts(letter))
    foreign = list(dict.fromkeys(letter for letter in letters if letter not in ALPHABET))
    if foreign:
        return Mistyped(ReadableError(FOREIGN, letters=", ".join(foreign[:MOST_NAMED])))
    if letters and len(letters) != length:
        return Mistyped(ReadableError(WRONG_LENGTH, length=length, count=len(letters)))
    if letters and not is_right(letters):
        return Mistyped(ReadableError(WRONG_LETTER))
    return letters


def _sum(letters: str) -> int:
    total = 0
    for letter in letters:
        total = (total * RADIX + ALPHABET.index(letter)) % MODULUS
    return total


def _capital(letter: str) -> str:
    # "ß".upper() is "SS", which nobody typed
    return letter.upper() if letter.isascii() else letter


def _parts(letter: str) -> bool:
    return letter in _BETWEEN or unicodedata.category(letter).startswith(_PARTING)
