"""Files made of a recording's text, kept in memory for as long as the text stays the same."""

import threading
from collections import OrderedDict
from collections.abc import Callable

MOST_BYTES = 24_000_000


class Kept:
    """The files asked for most lately, up to ``MOST_BYTES`` together; safe to use from many threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._files: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """The file of this key; made where it is not kept. Two that ask at once may both make it."""
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
        made = make()
        with self._lock:
            if key not in self._files:
                self._files[key] = made
                self._size += len(made)
            while self._size > self._most and self._files:
                _, dropped = self._files.popitem(last=False)
                self._size -= len(dropped)
        return made
