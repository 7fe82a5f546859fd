"""Many who come at the same moment."""

import threading
from collections.abc import Callable
from typing import TypeVar

PATIENCE_S = 20
T = TypeVar("T")


def at_once(count: int, work: Callable[[int], T]) -> list[T | Exception]:
    """What each of so many threads got, or raised, that began together; in the order they began."""
    found: dict[int, T | Exception] = {}
    barrier = threading.Barrier(count)

    def one(number: int) -> None:
        barrier.wait(PATIENCE_S)
        try:
            found[number] = work(number)
        except Exception as error:
            found[number] = error

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    return [found[number] for number in range(count)]
