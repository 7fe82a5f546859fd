"""An index of Meilisearch being written, and the document in it that says how far it goes.

That document moves along when two indexes are swapped, so at no moment does an index go by another one's state.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from search.documents import Document, Source
from search.engines import Cursor, SearchError
from search.engines.meilisearch_filters import earlier
from search.engines.meilisearch_schema import OLDEST, SETTINGS, is_old, line
from search.engines.meilisearch_server import Server

STATE = "state"  # id of the document with the state; it has no terms, so nobody finds it
BATCH_BYTES = 8_000_000  # sent at once; a server takes 100 MB unless it is set up otherwise


@dataclass(frozen=True)
class State:
    """How far an index goes. ``made`` tells it apart from all others there have been."""

    made: str
    cursor: Cursor


def state_of(server: Server, name: str) -> State | None:
    """The state of an index; None where there is none, or it was never committed. Raises SearchError."""
    stored = server.document(name, STATE)
    if stored is None:
        return None
    try:
        return State(str(stored["made"]), Cursor(int(stored["change"]), str(stored["stamp"])))
    except (KeyError, TypeError, ValueError):
        return None


def check_version(version: str) -> None:
    """Raises SearchError for a server that cannot do what we need."""
    if is_old(version):
        oldest = ".".join(map(str, OLDEST))
        raise SearchError(f"Meilisearch {version} ist zu alt; nötig ist {oldest} oder neuer.")


def made(server: Server, name: str, *, at_once: bool) -> "WrittenIndex":
    """A new, empty index; one with its name is replaced. Raises SearchError."""
    check_version(server.version())
    server.create(name, SETTINGS)
    return WrittenIndex(server, name, secrets.token_hex(8), at_once=at_once)


class WrittenIndex:
    """Takes documents. With ``at_once`` they are sent whenever there are many, for an index that nobody asks yet; else all together at
    the commit, for nothing may be seen before.

    Documents are added before what their sources had earlier is deleted, so that nothing is missing in between.
    """

    def __init__(self, server: Server, name: str, made: str, *, at_once: bool) -> None:
        self.name, self.made = name, made
        self._server = server
        self._at_once = at_once
        self._known: set[Source] | None = set() if at_once else None  # sources with documents in it; None: any may have
        self._waiting: dict[Source, list[bytes]] = {}
        self._size = 0
        self._written = secrets.token_hex(8)
        self._tasks: list[int] = []

    def replace(self, source: Source, documents: Iterable[Document]) -> None:
        lines = [line(document, self._written) for document in documents]
        self._size += sum(map(len, lines))
        self._waiting[source] = lines
        if self._at_once and self._size > BATCH_BYTES:
            self._send()

    def erase_by(self, source: Source, moment: datetime) -> None:
        """What is deleted stays in free pages of the server's file until they are written over; no new index is made for that."""

    def commit(self, cursor: Cursor) -> None:
        try:
            self._send()
            self._settle()
            state = {"id": STATE, "made": self.made, "change": cursor.change, "stamp": cursor.stamp}
            self._server.wait([self._server.add(self.name, json.dumps(state).encode())])
        finally:
            self._forget()

    def _send(self) -> None:
        """Hand over what was collected."""
        self._settle()
        for batch in batches(each for lines in self._waiting.values() for each in lines):
            self._tasks.append(self._server.add(self.name, batch))
        gone = set(self._waiting) if self._known is None else self._known.intersection(self._waiting)
        if gone:
            self._settle()  # some versions delete before they add what stands before it in the queue
            self._tasks.append(self._server.delete(self.name, earlier(gone, self._written)))
        if self._known is not None:
            self._known.update(self._waiting)
        self._forget()

    def _settle(self) -> None:
        """Return when all that was handed over is carried out. Only one batch is under way while the next is read."""
        tasks, self._tasks = self._tasks, []
        self._server.wait(tasks)

    def _forget(self) -> None:
        self._waiting, self._size, self._written = {}, 0, secrets.token_hex(8)


def batches(lines: Iterable[bytes], largest: int = BATCH_BYTES) -> Iterable[bytes]:
    """Lines put together as large as may be sent at once. A line is never divided. Pure."""
    batch: list[bytes] = []
    size = 0
    for each in lines:
        if batch and size + len(each) > largest:
            yield b"".join(batch)
            batch, size = [], 0
        batch.append(each)
        size += len(each)
    if batch:
        yield b"".join(batch)
