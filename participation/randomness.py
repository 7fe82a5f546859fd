"""Randomness that is given from outside, so that what is drawn with it can be tested. In use it is ``secrets.token_bytes``."""

from collections.abc import Callable

Randomness = Callable[[int], bytes]  # so many random bytes


def below(limit: int, randomness: Randomness) -> int:
    """A number from 0 to ``limit`` - 1, each as likely as any other; ``limit`` is at least 1."""
    bits = (limit - 1).bit_length()
    size = (bits + 7) // 8
    while True:
        number = int.from_bytes(randomness(size)) & ((1 << bits) - 1)
        if number < limit:
            return number
