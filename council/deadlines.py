"""Reading from a socket against a deadline: however slowly a server drips, it gets no more time than it was given."""

import io
import socket
from collections.abc import Callable
from typing import Any


class TooLateError(Exception):
    """The time for a request is over."""


class Deadline:
    """When a request must be done, however slowly its bytes drip."""

    def __init__(self, end: float, tick: Callable[[], float]) -> None:
        self._end, self._tick = end, tick

    def left(self) -> float:
        """Seconds left. Raises TooLateError when there are none."""
        left = self._end - self._tick()
        if left <= 0:
            raise TooLateError
        return left


class _Stream(io.RawIOBase):
    """What a server sends; every wait for it is held to the deadline."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection, self._deadline = connection, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(self._deadline.left())
        return self._connection.recv_into(buffer)


class Source:
    """As much of a socket as http.client reads from."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._stream = _Stream(connection, deadline)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._stream)
