"""Keys made from texts, so that nobody has to invent any: short, and recognisable where answers are exported. Once made, a key stays,
whatever becomes of the text."""

import re
import unicodedata
from collections.abc import Collection

from participation.forms.keys import LONGEST_KEY
from participation.forms.kinds import OTHER, UNKNOWN

LONGEST_MADE = 28  # leaves room for a number behind it
PLACES = ("code", "stratum", "pruefen")  # before and after a form's pages, which must not be called the same
RESERVED = frozenset({OTHER, UNKNOWN, *PLACES})

_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def made(text: str, taken: Collection[str], otherwise: str) -> str:
    """A key that says what a text says and is not taken yet; ``otherwise`` is what it begins with where the text has no letters."""
    base = _words(text) or otherwise
    if not base[0].isalpha():
        base = f"{otherwise}_{base}"
    base = base[:LONGEST_MADE].rstrip("_")
    number, key = 1, base
    while key in taken or key in RESERVED:
        number += 1
        key = f"{base}_{number}"
    assert len(key) <= LONGEST_KEY
    return key


def spelt(text: str) -> list[str]:
    """The words of a text in small letters without marks: "Straße", "Größe" as "strasse", "groesse"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPELT)).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain)


def _words(text: str) -> str:
    """As many whole words as fit, in the letters keys are made of."""
    found = ""
    for word in spelt(text[:500]):
        longer = f"{found}_{word}" if found else word[:LONGEST_MADE]
        if len(longer) > LONGEST_MADE:
            break
        found = longer
    return found
