"""Backup and restore: one format for both databases, on a running site.

A backup is a folder: ``manifest.json``, one ``tables/NAME.jsonl.gz`` a table, and ``originals/``. The tables are read in one
transaction. Originals never change and are complete before their row exists, so those the rows name are exactly what belongs to it;
so do the published data of surveys (``published_files.py``). The secrets of surveys are in no backup (``participation.survey_secrets``).
Renditions, public media, jobs, the index and its vocabulary are not in it: they are made again. Later the site adds
``visibility.json``, which says what must not become public again (``visibility.py``).

Restoring takes many transactions. From the first to the last a file in the data folder says so, and nothing else runs there meanwhile.
"""

import gzip
import json
import os
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Date, DateTime, MetaData, Table, func, insert, select, text
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel

from council.base import jobs
from council.base.database import BATCH
from council.base.site import Site
from council.base.storage import sha256_of
from council.recordings import Original, Recording
from ratsfenster import migrations, published_files, visibility, withholding
from ratsfenster.tables import TABLES
from ratsfenster.visibility import Visibility
from ratsfenster.withholding import Withheld

FORMAT = 1
LEFT_OUT = {
    "alembic_version", "job", "worker", "upload", "sign_in", "sign_in_failure", "password_link",
    "vocabulary_word", "vocabulary_source", "vocabulary_state",
}  # fmt: skip
Progress = Callable[[int], object]


class BackupError(Exception):
    """Saving or restoring is not possible; the message says why."""


def save(site: Site, to: Path, progress: Progress = lambda _: None) -> None:
    """Write a backup into a new folder. Complete and on the disk, or not there: it is renamed at the end. Raises BackupError."""
    if to.exists():
        raise BackupError(f"{to} gibt es schon. Bitte einen neuen Ordner angeben; nichts wurde überschrieben.")
    saved_at = site.clock()
    partial = to.with_name(f".{to.name}.unvollständig")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "tables").mkdir(parents=True)
    with site.database.reading() as db:
        counts = {table.name: _write(db, table, partial / "tables") for table in _tables()}
        files, bundles = _files(db), published_files.named(db)
    for key, name, digest in files:
        stored = site.storage.take(site.storage.originals(key) / name, partial / "originals" / key, name)
        if stored.sha256 != digest:
            raise BackupError(f"Die Datei {key}/{name} ist beschädigt; die Sicherung wurde abgebrochen.")
        progress(stored.size)
    published_files.save(site, bundles, partial)
    manifest = {
        "format": FORMAT,
        "schema": migrations.current(site.database),
        "saved_at": saved_at.isoformat(),
        "finished_at": site.clock().isoformat(),
        "rows": counts,
        "files": len(files),
    }
    (partial / "manifest.json").write_text(json.dumps(manifest, indent=2))
    _settle(partial)
    partial.rename(to)
    _sync(to.parent)
    visibility.remember_backup(site, to)
    visibility.keep(site)


def load(
    site: Site, source: Path, progress: Progress = lambda _: None, visibility_file: Path | None = None
) -> Withheld:
    """Restore into an empty installation and put all derived work in the queue. What was withdrawn, cut or deleted since stays so, as far
    as it is known: from the backup's folder, the data folder, the place in the settings, or ``visibility_file``. What was held back.

    Raises BackupError, or SchemaError after a restore that was interrupted, and has then changed nothing. Interrupted later, it leaves
    an installation that refuses to run.
    """
    manifest = _manifest(source)
    migrations.refuse_half_restored(site)
    _refuse_filled(site, manifest["schema"])
    _check_tables(source, manifest["rows"])
    files = _checked_files(source)
    known = _known(site, source, manifest, visibility_file)
    unfinished = site.storage.root / migrations.UNFINISHED
    site.storage.root.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    _sync(site.storage.root)
    if migrations.current(site.database) is None:
        migrations.upgrade(site.database, manifest["schema"])
    for file in files:
        progress(site.storage.take(file, site.storage.originals(file.parent.name), file.name).size)
    published_files.load(site, source)
    tables = [table for table in _tables_there(site) if table.name in manifest["rows"]]
    for table in tables:
        _read(site, table, source / "tables" / f"{table.name}.jsonl.gz")
    if not site.database.is_sqlite:
        _set_sequences(site, tables)
    migrations.upgrade(site.database, migrations.head())
    held = withholding.withhold(site, known, items=_has_keys(source))
    _resume(site)
    unfinished.unlink()
    _sync(site.storage.root)
    if known is not None and known.as_of <= datetime.fromisoformat(manifest.get("finished_at", manifest["saved_at"])):
        held.as_of = None
    return held


def _known(site: Site, source: Path, manifest: dict[str, Any], named: Path | None) -> Visibility | None:
    """What is known of the time since the backup was made."""
    states = visibility.found(site, source)
    if named is not None:
        state = visibility.read(named)
        if state is None:
            raise BackupError(f"{named} lässt sich nicht als Sichtbarkeitsdatei lesen; nichts wurde verändert.")
        states.append(state)
    keys = frozenset(row["key"] for row in _rows(source / "tables" / "recording.jsonl.gz"))
    return visibility.newest(states, keys, datetime.fromisoformat(manifest["saved_at"]))


def _has_keys(source: Path) -> bool:
    """Whether the backup knows agenda items by the keys of their lasting links; older ones do not."""
    return all("key" in row for row in _rows(source / "tables" / "agenda_item.jsonl.gz"))


def _tables() -> list[Table]:
    """What is saved: the tables of this version."""
    tables = [SQLModel.metadata.tables[str(model.__tablename__)] for model in TABLES]
    return [table for table in tables if table.name not in LEFT_OUT]


def _tables_there(site: Site) -> list[Table]:
    """What is restored: the tables as they are in the database, at the backup's version; parents before children."""
    found = MetaData()
    found.reflect(site.database.engine)
    return [table for table in found.sorted_tables if table.name not in LEFT_OUT]


def _write(db: Session, table: Table, folder: Path) -> int:
    count = 0
    with gzip.open(folder / f"{table.name}.jsonl.gz", "wt", encoding="utf-8", compresslevel=3) as out:
        rows = db.execute(select(table).order_by(*table.primary_key), execution_options={"yield_per": BATCH})
        for row in rows.mappings():
            out.write(json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False) + "\n")
            count += 1
    return count


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value  # which every datetime is


def _files(db: Session) -> list[tuple[str, str, str]]:
    query = select(Recording.key, Original.stored_as, Original.sha256).join(  # type: ignore[call-overload]  # columns, as SQLModel types them
        Original, Original.recording_id == Recording.id
    )
    return [(key, name, digest) for key, name, digest in db.execute(query)]


def _manifest(source: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((source / "manifest.json").read_text())
        form, schema = manifest["format"], manifest["schema"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(
            f"{source} ist keine vollständige Sicherung (manifest.json fehlt oder ist unlesbar)."
        ) from error
    if form != FORMAT or schema not in migrations.known():
        raise BackupError(
            f"{source} ist von einer neueren Version von Ratsfenster geschrieben (Schema {schema}). Bitte die neuere Version "
            "installieren; nichts wurde verändert."
        )
    return manifest


def _refuse_filled(site: Site, schema: str) -> None:
    there = migrations.current(site.database)
    if there is None:
        return
    with site.database.reading() as db:
        filled = any(db.execute(select(func.count()).select_from(table)).scalar_one() for table in _tables_there(site))
    if filled:
        raise BackupError(
            "Hier gibt es schon Daten. Bitte in eine leere Installation wiederherstellen (RATSFENSTER_DATA); nichts wurde verändert."
        )
    if there != schema:
        raise BackupError(
            f"Die Datenbank hier ist leer, aber von einer anderen Version ({there}) als die Sicherung ({schema}). Bitte einen neuen "
            "Datenordner oder eine neue Datenbank nehmen; nichts wurde verändert."
        )


def _check_tables(source: Path, counts: dict[str, int]) -> None:
    for name, count in counts.items():
        try:
            with gzip.open(source / "tables" / f"{name}.jsonl.gz") as lines:
                complete = sum(1 for _ in lines) == count
        except (OSError, EOFError, zlib.error):
            complete = False
        if not complete:
            raise BackupError(f"In der Sicherung fehlt die Tabelle {name} oder ist beschädigt; nichts wurde verändert.")


def _checked_files(source: Path) -> list[Path]:
    """The originals the rows name; a table's columns that are read here are part of the format."""
    keys = {row["id"]: row["key"] for row in _rows(source / "tables" / "recording.jsonl.gz")}
    found = []
    for row in _rows(source / "tables" / "original.jsonl.gz"):
        path = source / "originals" / keys[row["recording_id"]] / row["stored_as"]
        if not path.is_file() or sha256_of(path) != row["sha256"]:
            raise BackupError(f"In der Sicherung fehlt {path.name} oder ist beschädigt; nichts wurde verändert.")
        found.append(path)
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _read(site: Site, table: Table, path: Path) -> None:
    readers = {column.name: read for column in table.columns if (read := _reader(column.type)) is not None}
    later = {column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)}
    batch: list[dict[str, Any]] = []
    for row in _rows(path):
        batch.append(
            row
            | {name: read(row[name]) for name, read in readers.items() if row[name] is not None}
            | dict.fromkeys(later)
        )
        if len(batch) == BATCH:
            _insert(site, table, batch)
            batch = []
    _insert(site, table, batch)
    for name in later:
        _refer(site, table, name, path)


def _refer(site: Site, table: Table, column: str, path: Path) -> None:
    """Rows that refer to others of their own table, which may come after them, do so when all are there."""
    known = [(row["id"], row[column]) for row in _rows(path) if row[column] is not None]
    for start in range(0, len(known), BATCH):
        with site.database.writing() as db:
            for number, value in known[start : start + BATCH]:
                db.execute(table.update().where(table.c.id == number).values({column: value}))


def _reader(kind: TypeEngine[Any]) -> Callable[[str], date] | None:
    """How values of a column are read, where they are not written as they are."""
    if isinstance(kind, DateTime):
        return _moment
    return date.fromisoformat if isinstance(kind, Date) else None


def _moment(value: str) -> datetime:
    """As UtcDateTime stores it."""
    return datetime.fromisoformat(value).astimezone(UTC)


def _insert(site: Site, table: Table, batch: list[dict[str, Any]]) -> None:
    if batch:
        with site.database.writing() as db:
            db.execute(insert(table), batch)


def _resume(site: Site) -> None:
    """Derived files are gone: what is public gets a new address, and every recording goes through the pipeline, where chunks and
    transcripts that exist are kept."""
    now = site.clock()
    with site.database.writing() as db:
        db.execute(SQLModel.metadata.tables["job"].delete())
        table = SQLModel.metadata.tables["recording"]
        db.execute(table.update().values(media_token=None, composing_token=None, media_files=[]))
        with_files = select(Original.recording_id).distinct()  # type: ignore[call-overload]  # a column, as SQLModel types it
        for (recording_id,) in db.execute(with_files).all():
            jobs.enqueue(db, "prepare", recording_id, now)


def _set_sequences(site: Site, tables: Iterable[Table]) -> None:
    """New rows go on counting where the restored ones end."""
    with site.database.writing() as db:
        for table in tables:
            if "id" in table.columns:
                db.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608  # names are our own
                        f'coalesce((SELECT max(id) FROM "{table.name}"), 0) + 1, false)'
                    )
                )


def _settle(folder: Path) -> None:
    """Make all in a folder last, whatever happens to the power."""
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
