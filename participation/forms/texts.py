"""Texts in several languages, and how anything that was written is kept."""

import re
import unicodedata
from collections.abc import Mapping

Texts = Mapping[str, str]
"""A text by language; never one that is empty."""

LANGUAGES = ("de", "en", "de-leicht")

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# control characters and halves of characters, which no database takes; and what turns the direction of the page's other text
_UNWANTED = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\u202a-\\u202e\\u2066-\\u2069]")


def clean(text: str) -> str:
    """A text as it is kept: composed (NFC), lines ended by ``\\n``, no invisible control characters, no blanks around it. HTML stays
    the text it is. Cleaning twice changes nothing."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))).strip()


def one_line(text: str) -> str:
    """The same on a single line."""
    return " ".join(clean(text).split())


def shown(texts: Texts, language: str, leading: str) -> str:
    """The text in a language, else in the leading one; empty where both are missing."""
    return texts.get(language) or texts.get(leading, "")
