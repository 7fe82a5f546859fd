"""Backup and restore, drilled: what is saved comes back, on the same database or the other, and nothing more."""

import json
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select as rows_of
from sqlmodel import SQLModel, select

from council import agendas
from council.base.jobs import Job
from council.base.settings import Settings
from council.base.site import Site
from council.recordings import Recording
from ratsfenster import backup, intake, migrations, pipeline
from ratsfenster.backup import BackupError
from tests import evening
from tests.conftest import opened

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
            pipeline.withdraw(db, db.get_one(Recording, 1), filled)

    before = contents(filled)
    backup.save(filled, tmp_path / "backup", change_meanwhile)
    with elsewhere() as restored:
        backup.load(restored, tmp_path / "backup")
        assert contents(restored) == before


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
