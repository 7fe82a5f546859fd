"""Backup and restore: one format for both databases, on a running site.

A backup is a folder: ``manifest.json``, one ``tables/NAME.jsonl.gz`` a table, and ``originals/``. The tables are read in one
transaction. Originals never change and are complete before their row exists, so those the rows name are exactly what belongs to it.
Renditions, public media and the index are not in it: they are made again.
"""

import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlmodel import Session, SQLModel

from council.base import jobs
from council.base.database import BATCH, UtcDateTime
from council.base.site import Site
from council.base.storage import sha256_of
from council.base.workers import Worker
from council.recordings import Original, Recording
from ratsfenster import migrations
from ratsfenster.tables import TABLES

FORMAT = 1
Progress = Callable[[int], object]


class BackupError(Exception):
    """Saving or restoring is not possible; the message says why."""


def save(site: Site, to: Path, progress: Progress = lambda _: None) -> None:
    """Write a backup into a new folder. Complete or not there: it is renamed at the end. Raises BackupError."""
    if to.exists():
        raise BackupError(f"{to} gibt es schon. Bitte einen neuen Ordner angeben; nichts wurde überschrieben.")
    partial = to.with_name(f".{to.name}.unvollständig")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "tables").mkdir(parents=True)
    with site.database.reading() as db:
        counts = {table.name: _write(db, table, partial / "tables") for table in _tables()}
        files = _files(db)
    for key, name, digest in files:
        stored = site.storage.take(site.storage.originals(key) / name, partial / "originals" / key, name)
        if stored.sha256 != digest:
            raise BackupError(f"Die Datei {key}/{name} ist beschädigt; die Sicherung wurde abgebrochen.")
        progress(stored.size)
    manifest = {
        "format": FORMAT,
        "schema": migrations.current(site.database),
        "saved_at": site.clock().isoformat(),
        "rows": counts,
        "files": len(files),
    }
    (partial / "manifest.json").write_text(json.dumps(manifest, indent=2))
    partial.rename(to)


def load(site: Site, source: Path, progress: Progress = lambda _: None) -> None:
    """Restore into an empty installation and put all derived work in the queue. Raises BackupError and changes nothing."""
    manifest = _manifest(source)
    _refuse_filled(site)
    _check_files(source)
    site.storage.root.mkdir(parents=True, exist_ok=True)
    if migrations.current(site.database) is None:
        migrations.upgrade(site.database, manifest["schema"])
    for folder in sorted((source / "originals").glob("*")):
        for file in sorted(folder.iterdir()):
            progress(site.storage.take(file, site.storage.originals(folder.name), file.name).size)
    for table in _tables():
        _read(site, table, source / "tables" / f"{table.name}.jsonl.gz")
    migrations.upgrade(site.database, migrations.head())
    _resume(site)


def _tables() -> list[Table]:
    return [SQLModel.metadata.tables[str(model.__tablename__)] for model in TABLES if model is not Worker]


def _write(db: Session, table: Table, folder: Path) -> int:
    count = 0
    with gzip.open(folder / f"{table.name}.jsonl.gz", "wt", encoding="utf-8", compresslevel=3) as out:
        rows = db.execute(select(table).order_by(*table.primary_key), execution_options={"yield_per": BATCH})
        for row in rows.mappings():
            out.write(json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False) + "\n")
            count += 1
    return count


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _files(db: Session) -> list[tuple[str, str, str]]:
    query = select(Recording.key, Original.stored_as, Original.sha256).join(  # type: ignore[call-overload]  # columns, as SQLModel types them
        Original, Original.recording_id == Recording.id
    )
    return [(key, name, digest) for key, name, digest in db.execute(query)]


def _manifest(source: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((source / "manifest.json").read_text())
    except (OSError, ValueError) as error:
        raise BackupError(
            f"{source} ist keine vollständige Sicherung (manifest.json fehlt oder ist unlesbar)."
        ) from error
    if manifest.get("format") != FORMAT:
        raise BackupError(f"{source} ist von einer Version geschrieben, die diese hier nicht lesen kann.")
    return manifest


def _refuse_filled(site: Site) -> None:
    if migrations.current(site.database) is None:
        return
    with site.database.reading() as db:
        filled = db.execute(select(func.count()).select_from(SQLModel.metadata.tables["meeting"])).scalar_one()
    if filled:
        raise BackupError(
            "Hier gibt es schon Sitzungen. Bitte in eine leere Installation wiederherstellen (RATSFENSTER_DATA)."
        )
    if migrations.current(site.database) != migrations.head():
        raise BackupError("Die leere Datenbank ist von einer anderen Version. Bitte einen neuen Datenordner nehmen.")


def _check_files(source: Path) -> None:
    wanted = {}
    for row in _rows(source / "tables" / "original.jsonl.gz"):
        wanted[row["recording_id"], row["stored_as"]] = row["sha256"]
    keys = {row["id"]: row["key"] for row in _rows(source / "tables" / "recording.jsonl.gz")}
    for (recording_id, name), digest in wanted.items():
        path = source / "originals" / keys[recording_id] / name
        if not path.is_file() or sha256_of(path) != digest:
            raise BackupError(f"In der Sicherung fehlt {path.name} oder ist beschädigt; nichts wurde verändert.")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _read(site: Site, table: Table, path: Path) -> None:
    times = [column.name for column in table.columns if isinstance(column.type, UtcDateTime)]
    batch: list[dict[str, Any]] = []
    for row in _rows(path):
        batch.append(row | {name: datetime.fromisoformat(row[name]) for name in times if row[name] is not None})
        if len(batch) == BATCH:
            _insert(site, table, batch)
            batch = []
    _insert(site, table, batch)


def _insert(site: Site, table: Table, batch: list[dict[str, Any]]) -> None:
    if batch:
        with site.database.writing() as db:
            db.execute(insert(table), batch)


def _resume(site: Site) -> None:
    """Derived files are gone: what is public gets a new address, and every recording goes through the pipeline, where chunks and
    transcripts that exist are kept."""
    now = site.clock()
    with site.database.writing() as db:
        if not site.database.is_sqlite:
            _set_sequences(db)
        db.execute(SQLModel.metadata.tables["job"].delete())
        table = SQLModel.metadata.tables["recording"]
        db.execute(table.update().values(media_token=None, composing_token=None, media_files=[]))
        with_files = select(Original.recording_id).distinct()  # type: ignore[call-overload]  # a column, as SQLModel types it
        for (recording_id,) in db.execute(with_files).all():
            jobs.enqueue(db, "prepare", recording_id, now)


def _set_sequences(db: Session) -> None:
    for table in _tables():
        if "id" in table.columns:
            db.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608  # names are our own
                    f'coalesce((SELECT max(id) FROM "{table.name}"), 0) + 1, false)'
                )
            )
