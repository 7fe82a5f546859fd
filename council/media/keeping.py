"""Keeping what was made, so that after a power cut it is there as a whole or not at all.

The database's commits are durable; what they speak of has to be on the disk before.
"""

import os
import secrets
from pathlib import Path


def keep_folder(part: Path, folder: Path) -> None:
    """Give a finished folder its name, once all that is in it is on the disk."""
    os.sync()  # one flush for all: a folder may hold thousands of files, and each fsync is a commit of the file system
    part.rename(folder)
    _flush(folder.parent)


def keep_text(path: Path, text: str) -> None:
    """Write a small file at once as a whole; whoever reads it meanwhile sees the earlier one."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with part.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    _flush(path.parent)


def _flush(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
