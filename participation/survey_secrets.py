"""The secret of each survey: what codes, receipts, stamps and proofs of work are sealed with.

They are files beside the database and in no backup of it, since with digests and secret together codes could be tried out. Who loses
them makes codes that were sent out worthless; docs/operations.md says how to keep a copy.
"""

import os
import re
import secrets as random
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from council.base.errors import ReadableError
from council.base.i18n import message
from participation.seals import SECRET_BYTES

FOLDER = "secrets"


class SecretLostError(ReadableError):
    """A survey's secret is gone: its codes cannot be recognised any more."""

    def __init__(self) -> None:
        super().__init__(
            message(
                "Der Schlüssel dieser Umfrage fehlt auf diesem Rechner. Bitte stellen Sie den Ordner „secrets“ aus Ihrer Kopie wieder her."
            )
        )


def make(root: Path, process_id: int) -> bytes:
    """The secret of a survey, new where there is none; ``root`` is the data folder. Complete and on the disk when this returns."""
    file = _file(root, process_id)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = file.with_name(f".{file.name}.{random.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as writing:
            writing.write(random.token_bytes(SECRET_BYTES))
            writing.flush()
            os.fsync(writing.fileno())
        with suppress(FileExistsError):
            os.link(partial, file)
    finally:
        partial.unlink(missing_ok=True)
    for folder in (file.parent, root):
        _sync(folder)
    return of(root, process_id)


def of(root: Path, process_id: int) -> bytes:
    """The secret of a survey that was opened, as its file has it now: another process may have deleted it. Raises SecretLostError."""
    file = _file(root, process_id)
    try:
        there = file.stat()
        found = _read(file, (there.st_ino, there.st_mtime_ns))
    except FileNotFoundError as error:
        _read.cache_clear()  # what was deleted is not kept in memory either
        raise SecretLostError from error
    if len(found) != SECRET_BYTES:
        raise SecretLostError
    return found


@lru_cache(maxsize=200)
def _read(file: Path, _state: tuple[int, int]) -> bytes:
    return file.read_bytes()


def forget(root: Path, process_id: int) -> None:
    """Delete it with the survey's answers: from then on no receipt leads anywhere."""
    _file(root, process_id).unlink(missing_ok=True)
    _read.cache_clear()


def is_there(root: Path, process_id: int) -> bool:
    """Whether the secret lies where it belongs, whatever this process still remembers of it."""
    return _file(root, process_id).is_file()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _file(root: Path, process_id: int) -> Path:
    name = f"survey-{process_id}.key"
    assert re.fullmatch(r"survey-[0-9]+\.key", name)
    return root / FOLDER / name
