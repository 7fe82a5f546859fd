"""Servers on this machine that behave as badly as any on the internet: each connection is given to a function that may do anything."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Behaviour = Callable[[socket.socket, str], None]


@dataclass
class ForeignServer:
    """``asked`` are the first lines of the requests it got, or what else was sent to it."""

    port: int
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/", host: str = "ratsinfo.example") -> str:
        return f"http://{host}:{self.port}{path}"


def answer(body: bytes, *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    """An HTTP answer, whole."""
    lines = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {len(body)}"] if length else []), "", ""]
    return "\r\n".join(lines).encode() + body


@contextmanager
def behaving(behaviour: Behaviour) -> Iterator[ForeignServer]:
    """A server whose connections are each dealt with by ``behaviour(connection, request line)`` until the block ends."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(20)
    server = ForeignServer(listening.getsockname()[1])
    threads: list[threading.Thread] = []

    def serve(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10)
            head = b""
            while b"\r\n\r\n" not in head and (piece := connection.recv(65_536)):
                head += piece
            server.heads.append(head.decode("latin-1"))
            first = head.decode("latin-1").partition("\r\n")[0]
            server.asked.append(first)
            behaviour(connection, first.split(" ")[1] if " " in first else first)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                thread = threading.Thread(target=serve, args=(connection,))
                threads.append(thread)
                thread.start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield server
    finally:
        server.over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for thread in (accepting, *threads):
            thread.join(10)
