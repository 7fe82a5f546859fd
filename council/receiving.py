"""Receiving a chunk of an upload: from a request's body to the disk, in constant memory, and counted only when it is whole.

A chunk counts when it matched its checksum, lies on the disk (fdatasync) and its end is committed to the database, in this order; only
then it is acknowledged. Whatever interrupts that, the next attempt begins where the last chunk that counted ends.

An attempt whose line went silent would keep the file from the next one until the operating system notices; so it gives way.
"""

import asyncio
from collections.abc import AsyncIterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from council import parts, uploads
from council.base.files import in_file_thread
from council.base.i18n import message
from council.base.site import Site
from council.parts import Hashes, Part
from council.uploads import Reason, Upload, UploadError, UploadState

LARGEST_CHUNK = 16 << 20
BLOCK = 2 << 20
RESERVE = 256 << 20  # bytes of disk left to the database
IDLE_S = 30.0  # a line that brings nothing for so long is given up
STALLED_S = 2.0  # one that brought nothing for so long gives way to a new attempt
GIVING_WAY_S = 5.0
LOOK_S = 0.05

WRONG_OFFSET = message("Dieses Stück der Datei ist schon da oder noch nicht an der Reihe.")
TOO_MUCH = message("Dieses Stück der Datei ist größer als erlaubt.")
SILENT = message("Die Leitung war unterbrochen. Der Upload geht an der letzten Stelle weiter.")


@dataclass(frozen=True)
class Chunk:
    """What a request says of the chunk it brings. ``sha256`` is of the chunk, ``fingerprint`` of the file."""

    key: str
    offset: int
    sha256: bytes
    fingerprint: str


class _Line:
    """A request whose bytes are awaited."""

    def __init__(self, limit: asyncio.Timeout) -> None:
        self._limit = limit
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._loop.time()

    def heard(self) -> None:
        self._heard_at = self._loop.time()
        self._limit.reschedule(self._heard_at + IDLE_S)

    @property
    def stalled(self) -> bool:
        return self._loop.time() - self._heard_at > STALLED_S

    def give_way(self) -> None:
        if not self._limit.expired():
            self._limit.reschedule(self._loop.time())


@dataclass(frozen=True)
class Receiver:
    """What a process knows of the uploads that come through it; it may forget all of it at any time."""

    hashes: Hashes = field(default_factory=Hashes)
    _lines: dict[str, _Line] = field(default_factory=dict)

    async def receive(self, site: Site, chunk: Chunk, body: AsyncIterable[bytes]) -> Upload:
        """Take a chunk; the upload as it is then. Raises UploadError, and whatever ends the body; the file is then as before.

        Cancelled while the chunk is being counted, it ends only when that is decided.
        """
        upload, part = await self._open(site, chunk)
        try:
            await self._write(chunk.key, part, body, min(LARGEST_CHUNK, upload.size - chunk.offset))
        except BaseException:
            part.undo()
            part.close()
            raise
        counting = asyncio.create_task(in_file_thread(partial(self._count, site, upload, part, chunk)))
        try:
            return await asyncio.shield(counting)
        except asyncio.CancelledError:  # the thread goes on and may commit; the file is its own until then
            await asyncio.wait({counting})
            raise

    async def _open(self, site: Site, chunk: Chunk) -> tuple[Upload, Part]:
        deadline: float | None = None
        loop = asyncio.get_running_loop()
        while True:
            try:
                return await in_file_thread(partial(self._opened, site, chunk))
            except UploadError as error:
                if error.reason != Reason.LOCKED:
                    raise
                line = self._lines.get(chunk.key)
                if line is not None and line.stalled:
                    line.give_way()
                    deadline = deadline or loop.time() + GIVING_WAY_S
                if deadline is None or loop.time() > deadline:
                    raise
            await asyncio.sleep(LOOK_S)

    def _opened(self, site: Site, chunk: Chunk) -> tuple[Upload, Part]:
        """The offset is compared under the lock: before it, another attempt may just be counting the same chunk."""
        seen = _require(site, chunk)
        uploads.require_space(site.storage.free_bytes() - RESERVE, LARGEST_CHUNK)
        part = Part(parts.path_of(site.storage, seen))
        try:
            upload = _require(site, chunk)
            if chunk.offset != parts.on_disk(site.storage, upload):
                raise UploadError(Reason.OFFSET, WRONG_OFFSET)
            part.begin(chunk.offset, self.hashes.up_to(chunk.key, chunk.offset))
        except BaseException:
            part.close()
            raise
        return upload, part

    async def _write(self, key: str, part: Part, body: AsyncIterable[bytes], most: int) -> None:
        """Write the body as it comes: while a block is being written the next is received, and no more than that is ever held."""
        writing: asyncio.Task[None] | None = None
        block: list[bytes] = []
        held = total = 0
        try:
            async with asyncio.timeout(IDLE_S) as limit:
                with self._opened_line(key, limit) as line:
                    async for piece in body:
                        line.heard()
                        block.append(piece)
                        held, total = held + len(piece), total + len(piece)
                        if total > most:
                            raise UploadError(Reason.TOO_LARGE, TOO_MUCH)
                        if held >= BLOCK:
                            if writing is not None:
                                await writing
                            writing = asyncio.create_task(in_file_thread(partial(part.write, block)))
                            block, held = [], 0
        except TimeoutError as error:
            raise UploadError(Reason.SILENT, SILENT) from error
        finally:
            if writing is not None:
                await asyncio.gather(writing, return_exceptions=True)
        if writing is not None:
            writing.result()
        if block:
            await in_file_thread(partial(part.write, block))

    @contextmanager
    def _opened_line(self, key: str, limit: asyncio.Timeout) -> Iterator[_Line]:
        line = self._lines[key] = _Line(limit)
        try:
            yield line
        finally:
            if self._lines.get(key) is line:
                del self._lines[key]

    def _count(self, site: Site, upload: Upload, part: Part, chunk: Chunk) -> Upload:
        """Undone only where it surely does not count: after any other failure it may have been committed, and if not, the next attempt
        cuts off what is too much."""
        try:
            end, whole = part.seal(chunk.sha256)
            digest = whole.hexdigest() if whole is not None and end == upload.size else None
            with site.database.writing() as db:
                advanced = uploads.advance(db, upload, end, digest, site.clock())
            self.hashes.keep(chunk.key, end, whole if digest is None else None)
        except UploadError:
            part.undo()
            raise
        finally:
            part.close()
        return advanced


def _require(site: Site, chunk: Chunk) -> Upload:
    with site.database.reading() as db:
        upload = uploads.require(db, chunk.key)
    uploads.require_same(upload, chunk.fingerprint)
    if upload.state != UploadState.RECEIVING:
        raise UploadError(Reason.OFFSET, WRONG_OFFSET)
    return upload
