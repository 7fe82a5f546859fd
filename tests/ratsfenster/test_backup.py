"""Backup and restore, drilled: what is saved comes back, on the same database or the other, and nothing more."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select as rows_of
from sqlmodel import SQLModel, select

from council import agendas, publishing
from council.base.jobs import Job
from council.base.settings import Settings
from council.base.site import Site
from council.recordings import Recording
from council.reports import BarrierReport
from ratsfenster import backup, intake, migrations
from ratsfenster.backup import BackupError
from search import vocabulary
from search.documents import Source
from tests import evening
from tests.conftest import PROJECT, opened

DERIVED = {"job", "worker"}


def contents(site: Site) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but the derived ones; addresses of media too are derived."""
    found = {}
    with site.database.reading() as db:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in DERIVED:
                columns = [
                    column
                    for column in table.columns
                    if not column.name.endswith("_token") and column.name != "media_files"
                ]
                found[table.name] = [tuple(row) for row in db.execute(rows_of(*columns).order_by(*table.primary_key))]
    return found


@pytest.fixture
def filled(site: Site, tmp_path: Path) -> Site:
    """An evening published, and a recording with a file."""
    evening.hold(site)
    file = tmp_path / "aufnahme.mp4"
    file.write_bytes(b"picture and sound" * 1000)
    agenda = agendas.parse('{"start": "2026-05-05T17:00:00"}', site.settings.zone)
    intake.add_recording(site, [file], agenda, publish=True)
    return site


@pytest.fixture
def elsewhere(tmp_path: Path, clock: Callable[[], object]) -> Callable[..., object]:
    """Another, empty installation."""

    @contextmanager
    def open_empty(**settings: object):  # type: ignore[no-untyped-def]  # a generator of Site
        with opened(Settings(data=tmp_path / "elsewhere", **settings), clock) as site:  # type: ignore[arg-type]  # the fixture's clock
            yield site

    return open_empty


@pytest.mark.db
def test_what_is_saved_comes_back(filled: Site, elsewhere: Callable, tmp_path: Path) -> None:
    backup.save(filled, tmp_path / "backup")
    with elsewhere() as restored:
        backup.load(restored, tmp_path / "backup")
        assert contents(restored) == contents(filled)
        originals = [path.read_bytes() for path in (restored.storage.root / "originals").rglob("*") if path.is_file()]
        assert originals == [b"picture and sound" * 1000]
        with restored.database.reading() as db:
            waiting = {(job.kind, job.subject_id) for job in db.exec(select(Job))}
        assert waiting == {("prepare", 2)}


@pytest.mark.db
def test_a_backup_of_sqlite_can_be_restored_into_postgresql_and_lives_on(
    filled: Site, elsewhere: Callable, tmp_path: Path, postgres
) -> None:
    backup.save(filled, tmp_path / "backup")
    with postgres.fresh() as url, elsewhere(database_url=url) as restored:
        backup.load(restored, tmp_path / "backup")
        assert contents(restored) == contents(filled)
        assert evening.hold(restored) == 3


def test_a_backup_taken_while_the_site_changes_is_consistent(filled: Site, elsewhere: Callable, tmp_path: Path) -> None:
    def change_meanwhile(_: int) -> None:
        with filled.database.writing() as db:
            publishing.withdraw(db, db.get_one(Recording, 1), filled)

    before = contents(filled)
    backup.save(filled, tmp_path / "backup", change_meanwhile)
    (tmp_path / "backup" / "visibility.json").unlink()  # it knows already of the change
    with elsewhere() as restored:
        backup.load(restored, tmp_path / "backup")
        assert contents(restored) == before


@pytest.mark.db
def test_words_of_the_archive_are_not_saved_since_they_are_learnt_from_it_again(
    filled: Site, elsewhere: Callable, tmp_path: Path
) -> None:
    vocabulary.learn(filled, Source("recording", 1), {"Radweg": 1})
    backup.save(filled, tmp_path / "backup")
    assert [path.name for path in (tmp_path / "backup" / "tables").glob("vocabulary*")] == []
    with elsewhere() as restored:
        backup.load(restored, tmp_path / "backup")
        with restored.database.reading() as db:
            assert len(vocabulary.current(restored, db)) == 0


def test_an_existing_folder_is_never_overwritten(filled: Site, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    with pytest.raises(BackupError, match="gibt es schon"):
        backup.save(filled, tmp_path / "backup")


def test_a_backup_is_not_restored_over_an_installation_in_use(filled: Site, tmp_path: Path) -> None:
    backup.save(filled, tmp_path / "backup")
    before = contents(filled)
    with pytest.raises(BackupError, match="leere Installation"):
        backup.load(filled, tmp_path / "backup")
    assert contents(filled) == before


def test_a_damaged_backup_is_refused_before_anything_is_written(
    filled: Site, elsewhere: Callable, tmp_path: Path
) -> None:
    backup.save(filled, tmp_path / "backup")
    next(path for path in (tmp_path / "backup" / "originals").rglob("*") if path.is_file()).write_bytes(b"bit rot")
    with elsewhere() as restored:
        with pytest.raises(BackupError, match="beschädigt"):
            backup.load(restored, tmp_path / "backup")
        assert migrations.current(restored.database) is None


def change_manifest(folder: Path, **values: object) -> None:
    file = folder / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def test_an_empty_list_of_meetings_is_not_yet_an_empty_installation(site: Site, filled: Site, tmp_path: Path) -> None:
    backup.save(filled, tmp_path / "backup")
    with opened(Settings(data=tmp_path / "elsewhere"), site.clock) as other:
        migrations.bring_up(other)
        with other.database.writing() as db:
            db.add(BarrierReport(at=site.clock(), page="/", message="Kein Kontrast.", contact=""))
        with pytest.raises(BackupError, match="leere Installation"):
            backup.load(other, tmp_path / "backup")


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: os.truncate(file, file.stat().st_size - 30)])
def test_a_damaged_table_is_refused_before_anything_is_written(
    filled: Site, elsewhere: Callable, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    backup.save(filled, tmp_path / "backup")
    damage(tmp_path / "backup" / "tables" / "segment.jsonl.gz")
    with elsewhere() as restored:
        with pytest.raises(BackupError, match="Tabelle segment"):
            backup.load(restored, tmp_path / "backup")
        assert not restored.storage.root.exists()


@pytest.mark.parametrize("schema", ["9999", None])
def test_a_backup_of_a_newer_version_is_refused_before_anything_is_written(
    filled: Site, elsewhere: Callable, tmp_path: Path, schema: str | None
) -> None:
    backup.save(filled, tmp_path / "backup")
    change_manifest(tmp_path / "backup", schema=schema)
    with elsewhere() as restored:
        with pytest.raises(BackupError, match="neuere Version"):
            backup.load(restored, tmp_path / "backup")
        assert not restored.storage.root.exists()


@pytest.mark.db
def test_a_backup_of_an_older_schema_comes_along(
    filled: Site, tmp_path: Path, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the column of a report's text had had another name before this version."""
    with filled.database.writing() as db:
        db.add(BarrierReport(at=filled.clock(), page="/", message="Kein Kontrast.", contact=""))
    backup.save(filled, tmp_path / "backup")
    with_an_older_schema(tmp_path / "migrations", monkeypatch)
    change_manifest(tmp_path / "backup", schema="older")
    reports = tmp_path / "backup" / "tables" / "barrier_report.jsonl.gz"
    rows = gzip.decompress(reports.read_bytes())
    reports.write_bytes(gzip.compress(rows.replace(b'"message"', b'"words"')))
    with opened(Settings(data=tmp_path / "elsewhere", database_url=empty_database_url), filled.clock) as restored:
        backup.load(restored, tmp_path / "backup")
        assert contents(restored) == contents(filled)
        migrations.bring_up(restored)


def with_an_older_schema(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that the present schema had a predecessor called ``older``."""
    source = PROJECT / "ratsfenster" / "migrations"
    (folder / "versions").mkdir(parents=True)
    shutil.copy(source / "env.py", folder)
    revisions = {file.name[:4]: file.read_text() for file in sorted((source / "versions").glob("*.py"))}
    first = revisions["0001"].replace('sa.Column("message", sa.String(length=', 'sa.Column("words", sa.String(length=')
    revisions["0001"] = first
    newest = max(revisions)
    revisions[newest] = revisions[newest].replace(f'revision = "{newest}"', 'revision = "older"', 1)
    revisions["renamed"] = (
        "from alembic import op\n"
        f"revision, down_revision, branch_labels, depends_on = '{newest}', 'older', None, None\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('barrier_report') as batch:\n"
        "        batch.alter_column('words', new_column_name='message')\n"
    )
    for name, text in revisions.items():
        (folder / "versions" / f"{name}.py").write_text(text)
    monkeypatch.setattr(migrations, "FOLDER", folder)


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlmodel import Session
from council.base.settings import Settings
from council.base.site import Site
from ratsfenster import backup

commits = []

def count(_):
    commits.append(1)
    if len(commits) == 3:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Session, "after_commit", count)
backup.load(Site.of(Settings()), Path(sys.argv[1]))
"""


def test_what_a_kill_left_half_restored_is_not_served_and_can_be_restored_anew(
    filled: Site, elsewhere: Callable, clock: Callable, tmp_path: Path
) -> None:
    backup.save(filled, tmp_path / "backup")
    variables = {"RATSFENSTER_DATA": str(tmp_path / "elsewhere"), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", KILLED, tmp_path / "backup"]
    killed = subprocess.run(command, env=variables, cwd=PROJECT, capture_output=True, timeout=180)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with elsewhere() as restored:
        assert contents(restored) != contents(filled)
        for attempt in (
            lambda: migrations.bring_up(restored),
            lambda: migrations.migrate(restored, clock(), print),
            lambda: backup.load(restored, tmp_path / "backup"),
        ):
            with pytest.raises(migrations.SchemaError, match="löschen, dann noch einmal"):
                attempt()
    shutil.rmtree(tmp_path / "elsewhere")
    with elsewhere() as restored:
        backup.load(restored, tmp_path / "backup")
        migrations.bring_up(restored)
        assert contents(restored) == contents(filled)


def test_a_backup_is_on_the_disk_before_it_has_its_name(
    filled: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, partial, sync = tmp_path / "backup", tmp_path / ".backup.unvollständig", os.fsync
    synced: set[Path] = set()

    def note(opened: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{opened}"))
        added_later = filled.storage.root in (path, *path.parents) or "visibility.json" in path.name
        assert not target.exists() or path in (tmp_path, target) or added_later
        synced.add(path)
        sync(opened)

    monkeypatch.setattr(os, "fsync", note)
    backup.save(filled, target)
    saved = (path for path in target.rglob("*") if path.name != "visibility.json")
    assert synced >= {partial, tmp_path, *(partial / path.relative_to(target) for path in saved)}


def test_a_damaged_original_is_noticed_while_saving(filled: Site, tmp_path: Path) -> None:
    next(path for path in (filled.storage.root / "originals").rglob("*") if path.is_file()).write_bytes(b"bit rot")
    with pytest.raises(BackupError, match="beschädigt"):
        backup.save(filled, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


@pytest.mark.parametrize("manifest", [None, "{", json.dumps({"format": 99})])
def test_what_is_no_backup_is_refused(elsewhere: Callable, tmp_path: Path, manifest: str | None) -> None:
    (tmp_path / "nothing").mkdir()
    if manifest is not None:
        (tmp_path / "nothing" / "manifest.json").write_text(manifest)
    with elsewhere() as restored, pytest.raises(BackupError):
        backup.load(restored, tmp_path / "nothing")
