"""How words are spelt: forms that mean the same spelling become one. Pure."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 64  # letters; what is longer is cut, so that two such words are told apart by their beginnings only

_LONG = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ſ": "s"})
_SIGNS = re.compile(r"[^\w]|_")


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Small letters; ä, ö, ü and ß as two letters (DIN 5007-2), so that "Bürger" and "Buerger" are one; no other accents, no signs."""
    if word.isascii():
        return (word if word.isalnum() else _SIGNS.sub("", word)).lower()[:LONGEST]
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word).casefold())
    apart = unicodedata.normalize("NFKD", composed.translate(_LONG))
    return "".join(letter for letter in apart if letter.isalnum())[:LONGEST]
