"""The published data of surveys in a backup: once the answers are deleted, nobody could make these files again.

Only bundles are kept (``participation/ID/NUMBER-RANDOM.jsonl``); the exports beside them are made anew by the worker. A bundle that a newer
counting replaces while the backup is being written may be missing: the worker counts again what it can.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sqlmodel import Session, col, select

from council.base.site import Site
from participation.results import Result

FOLDER = "participation"


def named(db: Session) -> Sequence[tuple[int, str]]:
    """The bundles there are: numbers of processes, and names."""
    return db.exec(select(Result.process_id, Result.bundle).where(col(Result.bundle) != "")).all()


def save(site: Site, bundles: Sequence[tuple[int, str]], folder: Path) -> None:
    """Copy bundles into a backup that is being written."""
    for process_id, name in bundles:
        with suppress(FileNotFoundError):
            site.storage.take(site.storage.participation(process_id) / name, folder / FOLDER / str(process_id), name)


def load(site: Site, folder: Path) -> None:
    """Copy all bundles of a backup into the data folder."""
    for file in (folder / FOLDER).glob("*/*.jsonl"):
        if file.parent.name.isdecimal():
            site.storage.take(file, site.storage.participation(int(file.parent.name)), file.name)
