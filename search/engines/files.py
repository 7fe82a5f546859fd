"""The files around a tantivy index: which folder is the live one and how far it goes, who may write, whether it is damaged.

``index/current``   JSON: the live folder, its cursor; replaced as a whole, after the index was committed
``index/lock``      held by the one process that writes
``index/rebuild``   names the folder somebody asked to have rebuilt
``index/suspect``   left by a reader that met a fault
``index/KEY/``      a tantivy index, and in it perhaps ``erased``: when it is to be replaced because of what was erased
"""

import contextlib
import fcntl
import json
import os
import re
import secrets
import shutil
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from search.engines import Cursor, WriterBusyError

FORMAT = 3  # of documents and terms; an index of another format is built anew
BLOCK = 1 << 20
_FOOTER_MAGIC = (
    1337  # ends each of tantivy's files, after the footer's length; the footer holds a checksum of what is before it
)
ERASED = "erased"
_NAME = re.compile(r"[0-9a-f]{16}")  # of an index folder
_PARTIAL = re.compile(r"\.current\.[0-9a-f]{8}")  # a pointer that was being written
_MARKS = ("meta.json", ".managed.json")  # tantivy keeps these in each of its folders, from the first moment on
_PARTS = ("term", "idx", "pos", "store", "fast", "fieldnorm")


@dataclass(frozen=True)
class Pointer:
    """The live index folder and how far it goes."""

    folder: str
    cursor: Cursor


class IndexFiles:
    """The room of the search index."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def signature(self) -> tuple[int, int] | None:
        """Changes whenever something was committed or swapped; None where there is no index."""
        try:
            state = (self.root / "current").stat()
        except OSError:
            return None
        return state.st_ino, state.st_mtime_ns

    def pointer(self) -> Pointer | None:
        """The live index; None where there is none of our format."""
        try:
            data = json.loads((self.root / "current").read_text())
            if data["format"] != FORMAT or not _NAME.fullmatch(data["folder"]):
                return None
            return Pointer(str(data["folder"]), Cursor(int(data["cursor"]), str(data["stamp"])))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def point(self, pointer: Pointer) -> None:
        """Let this be the live index."""
        data = {
            "format": FORMAT,
            "folder": pointer.folder,
            "cursor": pointer.cursor.change,
            "stamp": pointer.cursor.stamp,
        }
        partial = self.root / f".current.{secrets.token_hex(4)}"
        with partial.open("w") as writing:
            json.dump(data, writing)
            writing.flush()
            os.fsync(writing.fileno())
        partial.rename(self.root / "current")

    def folder(self, name: str) -> Path:
        return self.root / name

    def new_folder(self) -> str:
        """An empty folder for an index."""
        name = secrets.token_hex(8)
        self.folder(name).mkdir(parents=True)
        return name

    def sweep(self) -> None:
        """Remove every index folder but the live one: what a killed rebuild or swap left behind. What is not ours is left alone."""
        pointer = self.pointer()
        for path in self.root.iterdir():
            if _is_index(path) and (pointer is None or path.name != pointer.folder):
                shutil.rmtree(path, ignore_errors=True)
            elif _PARTIAL.fullmatch(path.name) and path.is_file():
                path.unlink(missing_ok=True)

    def drop(self, name: str) -> None:
        """Remove an index folder."""
        shutil.rmtree(self.folder(name), ignore_errors=True)

    def request_rebuild(self) -> None:
        """Leave word that the live index is to be built anew."""
        pointer = self.pointer()
        with contextlib.suppress(OSError):
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / "rebuild").write_text(pointer.folder if pointer else "")

    def rebuild_wanted(self) -> bool:
        """Whether that word concerns the index that is live now."""
        try:
            named = (self.root / "rebuild").read_text()
        except OSError:
            return False
        pointer = self.pointer()
        return named == (pointer.folder if pointer else "")

    def rebuild_by(self, name: str, moment: datetime) -> None:
        """Keep with an index folder when it is to be replaced at the latest; an earlier moment stays."""
        kept = self.rebuild_at(name)
        if kept is not None and kept <= moment:
            return
        with (self.folder(name) / ERASED).open("w") as writing:
            writing.write(moment.astimezone(UTC).isoformat())
            writing.flush()
            os.fsync(writing.fileno())

    def rebuild_at(self, name: str) -> datetime | None:
        """That moment; one long ago where it was only half written, None where there is none."""
        try:
            return datetime.fromisoformat((self.folder(name) / ERASED).read_text()).astimezone(UTC)
        except OSError:
            return None
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)

    def suspect(self) -> None:
        """Leave word that reading the live index failed."""
        with contextlib.suppress(OSError):
            (self.root / "suspect").touch()

    def was_suspected(self) -> bool:
        """Whether that word was left since this was last asked."""
        try:
            (self.root / "suspect").unlink()
        except OSError:
            return False
        return True

    def lock(self) -> IO[bytes]:
        """Become the one who writes; closing the file gives it up. Raises WriterBusyError."""
        self.root.mkdir(parents=True, exist_ok=True)
        file = (self.root / "lock").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise WriterBusyError("Ein anderer Prozess schreibt gerade den Suchindex.") from None
        return file


def _is_index(path: Path) -> bool:
    """Whether a folder is an index, or was to become one: by its name and by what is in it."""
    if not _NAME.fullmatch(path.name) or path.is_symlink() or not path.is_dir():
        return False
    try:
        names = {entry.name for entry in path.iterdir()}
    except OSError:
        return False
    return not names or not names.isdisjoint(_MARKS)


def is_sound(folder: Path) -> bool:
    """Whether all files of an index are there and have the content they were written with."""
    try:
        segments = json.loads((folder / "meta.json").read_text())["segments"]
        names = [name for segment in segments for name in _files_of(segment)]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return all(_checksum_holds(folder / name) for name in names)


def _files_of(segment: dict[str, Any]) -> list[str]:
    key = segment["segment_id"].replace("-", "")
    deletes = segment.get("deletes")
    return [f"{key}.{part}" for part in _PARTS] + ([f"{key}.{deletes['opstamp']}.del"] if deletes else [])


def _checksum_holds(path: Path) -> bool:
    try:
        with path.open("rb") as reading:
            size = path.stat().st_size
            reading.seek(size - 8)
            length, magic = struct.unpack("<II", reading.read(8))
            if magic != _FOOTER_MAGIC:
                return False
            reading.seek(size - 8 - length)
            wanted = json.loads(reading.read(length))["crc"]
            reading.seek(0)
            return bool(_crc(_blocks(reading, size - 8 - length)) == wanted)
    except (OSError, ValueError, KeyError, struct.error):
        return False


def _blocks(reading: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0 and (block := reading.read(min(BLOCK, size))):
        size -= len(block)
        yield block


def _crc(blocks: Iterator[bytes]) -> int:
    crc = 0
    for block in blocks:
        crc = zlib.crc32(block, crc)
    return crc
