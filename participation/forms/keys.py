"""Keys of pages, questions, options and rows: short, and safe as names of form fields, columns and JSON members."""

import re

LONGEST_KEY = 40
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def is_key(text: str) -> bool:
    """Whether a text can be a key."""
    return _KEY.fullmatch(text) is not None
