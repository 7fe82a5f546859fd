"""Which texts can be keys."""

import pytest

from participation.forms.keys import LONGEST_KEY, is_key


@pytest.mark.parametrize("key", ["a", "alter", "q_1", "frage_12_b", "a" * LONGEST_KEY])
def test_keys_are_short_and_plain(key: str) -> None:
    assert is_key(key)


@pytest.mark.parametrize(
    "text", ["", "1a", "_a", "Alter", "a-b", "a b", "ä", "a.b", "a" * (LONGEST_KEY + 1), "a\n", "a\0", "ａ", "a²"]
)
def test_nothing_else_is_one(text: str) -> None:
    assert not is_key(text)
