"""Pictures of the map on the disk: a file a tile, whose time of change is the moment it expires. All of it can be fetched again."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from participation.maps.tiles import Picture, Tile, media_type

FOLDER = "tiles"
KEPT_SHARE = 0.8  # of the room there is, when some had to go
SWEPT_EVERY = timedelta(hours=1)


class TileCache:
    """Pictures of one map server. ``stale`` is for how long after they expired they may still stand in where nothing newer can be had."""

    def __init__(self, data: Path, url: str, most_bytes: int, stale: timedelta) -> None:
        self._all = data / FOLDER
        self._folder = self._all / hashlib.sha256(url.encode()).hexdigest()[:16]
        self._most_bytes, self._stale = most_bytes, stale
        self._written = 0
        self._sweep_at: datetime | None = None

    def read(self, tile: Tile, now: datetime) -> Picture | None:
        """What is kept of a tile, expired or not; None for nothing."""
        file = self._file(tile)
        try:
            content, expires = file.read_bytes(), datetime.fromtimestamp(file.stat().st_mtime, UTC)
        except OSError:
            return None
        kind = media_type(content)
        return Picture(content, kind, expires) if kind and now < expires + self._stale else None

    def keep(self, tile: Tile, picture: Picture, now: datetime) -> None:
        """Keep a picture, whole or not at all; a full disk costs nothing but the next request."""
        file = self._file(tile)
        partial = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(picture.content)
            os.utime(partial, (picture.expires.timestamp(),) * 2)
            partial.replace(file)
        except OSError:
            with suppress(OSError):
                partial.unlink()
            return
        self._written += len(picture.content)
        if self._sweep_at is None or now >= self._sweep_at or self._written > self._most_bytes * (1 - KEPT_SHARE):
            self.sweep(now)

    def sweep(self, now: datetime) -> None:
        """Remove what is too old, also of servers that were asked before, and where it is too much, what expires first."""
        self._written, self._sweep_at = 0, now + SWEPT_EVERY
        kept, size = [], 0
        for file, expires, bytes_ in self._files():
            if now.timestamp() >= expires + self._stale.total_seconds():
                _remove(file)
            else:
                kept.append((expires, bytes_, file))
                size += bytes_
        if size <= self._most_bytes:
            return
        for _, bytes_, file in sorted(kept, key=lambda one: one[0]):
            if size <= self._most_bytes * KEPT_SHARE:
                return
            _remove(file)
            size -= bytes_

    def _files(self) -> Iterator[tuple[Path, float, int]]:
        for folder, _, names in os.walk(self._all):
            for name in names:
                file = Path(folder, name)
                with suppress(OSError):  # another process sweeps too
                    known = file.stat()
                    yield file, known.st_mtime, known.st_size

    def _file(self, tile: Tile) -> Path:
        return self._folder / str(tile.zoom) / str(tile.x) / str(tile.y)


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink()
