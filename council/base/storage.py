"""Files beside the database: a folder with one room for each purpose.

``originals/KEY/N.ext``  what was uploaded; never public
``masters/KEY/N/``       renditions of an original, without cuts; never public, can be made again
``public/TOKEN/``        what the site serves of a recording; TOKEN is renewed at every publishing and cut
``inside/KEY/``          what the desk plays: the whole recording, and previews of what would be public; never public
``uploads/KEY/``         a file being received
``work/KEY/``            sound being transcribed; can be lost
``participation/ID/``    the published data of a survey, as files people download
``tiles/``               pictures of the map; can be fetched again
``index/``               the search index (or elsewhere, by a setting); can be made again
"""

import errno
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 20
STORED_NAME = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.-]{0,99}")


@dataclass(frozen=True)
class StoredFile:
    """A file taken into storage. ``size`` in bytes, ``sha256`` in hex."""

    path: Path
    size: int
    sha256: str


class Storage:
    """The data folder's rooms."""

    def __init__(self, root: Path, index: Path | None = None) -> None:
        self.root = root.absolute()
        self.index = (index or root / "index").absolute()

    def originals(self, key: str) -> Path:
        return self._room("originals", key)

    def masters(self, key: str) -> Path:
        return self._room("masters", key)

    def public(self, token: str) -> Path:
        return self._room("public", token)

    def inside(self, key: str) -> Path:
        return self._room("inside", key)

    def uploads(self, key: str) -> Path:
        return self._room("uploads", key)

    def work(self, key: str) -> Path:
        return self._room("work", key)

    def participation(self, process_id: int) -> Path:
        return self.root / "participation" / str(process_id)

    def _room(self, purpose: str, key: str) -> Path:
        if not re.fullmatch(r"[0-9A-Za-z_-]{8,64}", key):
            raise ValueError(f"not a storage key: {key!r}")
        return self.root / purpose / key

    def take(
        self, source: Path, folder: Path, name: str, progress: Callable[[int], None] = lambda _: None
    ) -> StoredFile:
        """Copy a file into a folder under a name of ours, hashing it on the way; complete and safe from a power cut, or not there."""
        if not STORED_NAME.fullmatch(name):
            raise ValueError(f"not a name for a stored file: {name!r}")
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f".{name}.{secrets.token_hex(4)}"
        digest, size = hashlib.sha256(), 0
        try:
            with source.open("rb") as reading, partial.open("wb") as writing:
                while block := reading.read(BLOCK):
                    digest.update(block)
                    writing.write(block)
                    size += len(block)
                    progress(size)
                writing.flush()
                os.fsync(writing.fileno())
            target = folder / name
            partial.rename(target)
            _sync_folder(folder)
        finally:
            partial.unlink(missing_ok=True)
        return StoredFile(target, size, digest.hexdigest())

    def share(self, source: Path, folder: Path, name: str) -> Path:
        """Give a file of this storage a second name in another room, so that at no moment it is in none; lasting when this returns.
        Where the rooms lie on different file systems it is copied."""
        if not STORED_NAME.fullmatch(name):
            raise ValueError(f"not a name for a stored file: {name!r}")
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / name
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in (errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK):
                raise
            return self.take(source, folder, name).path
        _sync_folder(folder)
        _sync_folder(folder.parent)
        return target

    def drop(self, folder: Path) -> None:
        """Remove a room with all in it; nothing happens where it is gone already."""
        if self.root not in folder.absolute().parents or ".." in folder.parts:
            raise ValueError(f"not a room of this storage: {folder}")
        shutil.rmtree(folder, ignore_errors=True)

    def free_bytes(self) -> int:
        """Free disk space where the data folder is, or will be."""
        present = next(folder for folder in (self.root, *self.root.parents) if folder.exists())
        return shutil.disk_usage(present).free


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder last."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sha256_of(path: Path) -> str:
    """A file's SHA-256 in hex, read in constant memory."""
    with path.open("rb") as reading:
        return hashlib.file_digest(reading, "sha256").hexdigest()


def new_key() -> str:
    """A random key for a room or an address nobody can guess."""
    return secrets.token_hex(16)
