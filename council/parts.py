"""The file of an upload while a chunk is written to it: at its place, hashed on the way, and undone where it does not count.

One attempt at a time, by an exclusive ``flock`` on the file: it holds between processes and on either database, and a process that dies
lets go of it without a lease having to run out.
"""

import errno
import fcntl
import hashlib
import os
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from council.base.i18n import message
from council.uploads import Reason, Upload, UploadError

if TYPE_CHECKING:
    from hashlib import _Hash

    from council.base.storage import Storage

MOST_HASHES = 256

LOCKED = message("Diese Datei wird gerade schon übertragen, vielleicht in einem anderen Fenster.")
SPOILED = message("Ein Stück der Datei kam beschädigt an. Es wird noch einmal übertragen.")
FULL = message(
    "Der Speicher des Servers ist voll. Bitte geben Sie der Technik Bescheid; der Upload geht danach an derselben Stelle weiter."
)


def path_of(storage: "Storage", upload: Upload) -> Path:
    """Where the bytes of an upload lie."""
    return storage.uploads(upload.key) / "data"


def on_disk(storage: "Storage", upload: Upload) -> int:
    """How many bytes truly count: as many as the database acknowledges and the file has."""
    try:
        return min(upload.received, path_of(storage, upload).stat().st_size)
    except OSError:
        return 0


class Part:
    """A file open for one chunk. Its methods block, and may be called from any thread.

    Opening raises UploadError where somebody else has it open.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._chunk = hashlib.sha256()
        self._whole: _Hash | None = None
        self._begin = self._end = 0
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.close()
            raise UploadError(Reason.LOCKED, LOCKED) from error

    def begin(self, offset: int, whole: "_Hash | None") -> None:
        """Cut off what lies behind the last chunk that counted, and go on from there. ``whole`` is the hash of what is there, if known."""
        os.ftruncate(self._fd, offset)
        os.lseek(self._fd, offset, os.SEEK_SET)
        self._begin = self._end = offset
        self._whole = whole

    def write(self, pieces: list[bytes]) -> None:
        """Take the next bytes. The kernel is told to begin writing them out at once, so that at the chunk's end little is left to wait
        for. Raises UploadError where the disk is full."""
        with self._lock:
            if self._fd < 0:  # given up while a thread was still about to write
                return
            began = self._end
            try:
                for piece in pieces:
                    self._append(piece)
                    self._chunk.update(piece)
                    if self._whole is not None:
                        self._whole.update(piece)
                os.posix_fadvise(self._fd, began, self._end - began, os.POSIX_FADV_DONTNEED)
            except OSError as error:
                raise _refusal(error) from error

    def _append(self, piece: bytes) -> None:
        rest = memoryview(piece)
        while rest:
            written = os.write(self._fd, rest)
            self._end += written
            rest = rest[written:]

    def seal(self, expected: bytes) -> tuple[int, "_Hash | None"]:
        """The chunk is over: it matches its SHA-256 and lies on the disk when this returns. Gives its end, and the hash of all until
        there, if known. Raises UploadError."""
        with self._lock:
            if self._chunk.digest() != expected:
                raise UploadError(Reason.CHECKSUM, SPOILED)
            try:
                os.fdatasync(self._fd)
            except OSError as error:
                raise _refusal(error) from error
            return self._end, self._whole

    def undo(self) -> None:
        """Leave the file as it was before this chunk."""
        with self._lock:
            if self._fd >= 0:
                os.ftruncate(self._fd, self._begin)

    def close(self) -> None:
        """Let others at the file."""
        with self._lock:
            if self._fd >= 0:
                os.close(self._fd)
            self._fd = -1


def _refusal(error: OSError) -> Exception:
    return UploadError(Reason.FULL, FULL) if error.errno in (errno.ENOSPC, errno.EDQUOT) else error


class Hashes:
    """The SHA-256 of files as far as they came through this process. One that is missing (a restart, another machine) is no loss: the
    file is then read once more when it is there."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[int, _Hash]] = OrderedDict()
        self._lock = threading.Lock()

    def up_to(self, key: str, offset: int) -> "_Hash | None":
        """The hash of a file's first ``offset`` bytes, to go on with."""
        if offset == 0:
            return hashlib.sha256()
        with self._lock:
            known = self._known.get(key)
        return known[1].copy() if known is not None and known[0] == offset else None

    def keep(self, key: str, offset: int, whole: "_Hash | None") -> None:
        """Remember it for the next chunk; without one, forget what was known."""
        with self._lock:
            self._known.pop(key, None)
            if whole is not None:
                self._known[key] = (offset, whole)
            while len(self._known) > MOST_HASHES:
                self._known.popitem(last=False)
