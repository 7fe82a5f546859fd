"""Hints that a text may name or betray somebody: only what has a form one can be sure of. Pure, and no more than a hint; people decide.

Names are not looked for: a list of them would miss most and mark half of all streets.
"""

import re
from enum import StrEnum

from council.base.i18n import message


class Hint(StrEnum):
    """What a text seems to hold. The value is what moderators read."""

    EMAIL = message("E-Mail-Adresse")
    TELEPHONE = message("Telefonnummer")
    PLATE = message("Autokennzeichen")
    ADDRESS = message("Straße mit Hausnummer")
    ACCOUNT = message("Kontonummer")


_EMAIL = re.compile(
    r"[\w.+-]{1,64}(?:@|\s?\(at\)\s?|\s?\[at\]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,24}\b", re.IGNORECASE
)
_TELEPHONE = re.compile(r"(?<![\w.,])(?:\+|00?)[1-9](?:[ /()-]{0,2}\d){6,13}(?![\d.,]\d)")
_PLATE = re.compile(r"\b[A-ZÄÖÜ]{1,3}(?:-[A-Z]{1,2}[ -]?|[ ][A-Z]{1,2}[ -])[1-9]\d{0,3}[EH]?\b")
_ADDRESS = re.compile(
    r"(?:\w(?:straße|strasse|str\.|weg|allee|gasse|platz|ring|damm|ufer|chaussee)"
    r"|\b(?:Straße|Strasse|Str\.|Weg|Allee|Gasse|Platz|Ring))\s?(?:Nr\.?\s?)?\d{1,4}\s?[a-z]?\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?\d{4}){4}(?:[ ]?\d{1,2})?\b")
_FORMS = (
    (Hint.ACCOUNT, _ACCOUNT),
    (Hint.EMAIL, _EMAIL),
    (Hint.TELEPHONE, _TELEPHONE),
    (Hint.PLATE, _PLATE),
    (Hint.ADDRESS, _ADDRESS),
)


def hints(text: str) -> tuple[Hint, ...]:
    """What there seems to be in a text, each once."""
    found = []
    for hint, form in _FORMS:
        text, count = form.subn("\0", text)  # its figures are no telephone number besides
        if count:
            found.append(hint)
    return tuple(found)
