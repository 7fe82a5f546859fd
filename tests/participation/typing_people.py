"""Whatever somebody may type or send."""

from hypothesis import strategies as st

# ``st.text()`` reads all of Unicode when it is first used, and on a new machine a test can fail for being slow
_letters = (st.integers(0, 127) | st.integers(0, 0x10FFFF)).map(chr)


def anything(max_size: int) -> st.SearchStrategy[str]:
    """Text of any characters, half of them ASCII."""
    return st.lists(_letters, max_size=max_size).map("".join)
