"""Every earlier database comes along, and none is touched unasked."""

import datetime as dt
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from council.base.database import Database
from council.base.site import Site
from ratsfenster import migrations
from tests.conftest import PROJECT, MovableClock

pytestmark = pytest.mark.db

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory(str(PROJECT / "ratsfenster" / "migrations")).walk_revisions()))
]
ROWS = 3

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def site(empty_site: Site) -> Site:
    """Here a site begins without tables."""
    empty_site.storage.root.mkdir(parents=True)
    return empty_site


def fill(database: Database) -> Rows:
    """Rows for every table as it is now, whatever version it has; later tables refer to earlier ones."""
    metadata, filled = sa.MetaData(), Rows()
    metadata.reflect(database.engine)
    with database.engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name != "alembic_version":
                rows = [made_up(table, number, filled) for number in range(1, ROWS + 1)]
                connection.execute(sa.insert(table), rows)
                filled[table.name] = rows
    return filled


def made_up(table: sa.Table, number: int, filled: Rows) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.foreign_keys:
            target = next(iter(column.foreign_keys)).column
            rows = filled.get(target.table.name)
            row[column.name] = rows[number - 1][target.name] if rows else None
        else:
            row[column.name] = value(column.type, number)
    return row


def value(kind: sa.types.TypeEngine[Any], number: int) -> object:
    """A value of this type, another one for each number."""
    match kind:
        case sa.Boolean():
            return number % 2 == 0
        case sa.Integer():
            return number
        case sa.Float() | sa.Numeric():
            return number / 4
        case sa.DateTime():
            return dt.datetime(2026, 1, number, tzinfo=dt.UTC)
        case sa.Date():
            return dt.date(2026, 1, number)
        case sa.JSON():
            return [number, "ä"]
        case sa.LargeBinary():
            return bytes([number])
        case _:
            return f"Wert {number} ä"


def counts(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.engine.connect() as connection:
        return {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
            for name in migrations.tables(database)
            if name != "alembic_version"
        }


def differences(database: Database) -> list[Any]:
    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


# --- an empty database


def test_an_empty_database_is_initialised_by_any_command(site: Site) -> None:
    migrations.bring_up(site)
    assert migrations.current(site.database) == migrations.head()
    migrations.bring_up(site)
    assert set(counts(site.database).values()) == {0}


def test_a_missing_data_folder_is_made(site: Site) -> None:
    site.storage.root.rmdir()
    migrations.bring_up(site)
    assert site.storage.root.is_dir()


def test_processes_that_begin_at_once_do_not_disturb_each_other(site: Site) -> None:
    """As ``start`` does: site and worker open an empty data folder at the same moment."""
    code = "from council.base.settings import Settings; from council.base.site import Site\n"
    code += (
        "from ratsfenster import migrations; import sys; sys.stdin.readline(); migrations.bring_up(Site.of(Settings()))"
    )
    variables = {
        "RATSFENSTER_DATA": str(site.settings.data),
        "RATSFENSTER_DATABASE_URL": site.settings.database_url,
        "PATH": "/usr/bin:/bin",
    }
    started = [
        subprocess.Popen([sys.executable, "-c", code], env=variables, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    outcomes = [process.communicate(b"\n", timeout=180)[1].decode() for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], outcomes
    assert migrations.current(site.database) == migrations.head()


def test_models_and_migrations_agree(site: Site) -> None:
    migrations.bring_up(site)
    assert differences(site.database) == []


# --- an older one


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_filled_database_of_each_version_comes_along(site: Site, clock: MovableClock, revision: str) -> None:
    migrations.upgrade(site.database, revision)
    before = fill(site.database)
    said: list[str] = []
    migrations.migrate(site, clock(), said.append)
    assert migrations.current(site.database) == migrations.head()
    assert differences(site.database) == []
    after = counts(site.database)
    assert {name: after[name] for name in before if name in after} == {name: ROWS for name in before if name in after}
    assert said
    migrations.bring_up(site)


def test_an_older_database_is_refused_naming_migrate(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    older, newer = "0001", next_version(site, monkeypatch)
    migrations.upgrade(site.database, older)
    before = fill(site.database)
    with pytest.raises(migrations.SchemaError, match="ratsfenster migrate"):
        migrations.bring_up(site)
    assert migrations.current(site.database) == older != newer
    assert counts(site.database) == dict.fromkeys(before, ROWS)


def test_migrating_keeps_rows_that_refer_to_a_replaced_table(
    site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = next_version(site, monkeypatch)
    migrations.upgrade(site.database, "0001")
    before = fill(site.database)
    migrations.migrate(site, clock(), lambda _: None)
    assert migrations.current(site.database) == newer
    assert counts(site.database) == dict.fromkeys(before, ROWS)


def test_a_copy_of_sqlite_is_kept_first(site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> None:
    next_version(site, monkeypatch)
    migrations.upgrade(site.database, "0001")
    fill(site.database)
    said: list[str] = []
    migrations.migrate(site, clock(), said.append)
    copies = list(site.storage.root.glob("*vor-migration*"))
    if not site.database.is_sqlite:
        assert copies == []
        return
    assert str(copies[0]) in said[0]
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert copy.execute("SELECT count(*) FROM meeting").fetchone() == (ROWS,)


def test_nothing_is_done_where_nothing_is_to_do(site: Site, clock: MovableClock) -> None:
    migrations.bring_up(site)
    said: list[str] = []
    migrations.migrate(site, clock(), said.append)
    assert said == ["Die Datenbank ist auf dem neuesten Stand."]
    assert not list(site.storage.root.glob("*vor-migration*"))


def test_a_migration_that_breaks_references_changes_nothing(
    site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_version(site, monkeypatch, "op.execute('DELETE FROM organization')")
    migrations.upgrade(site.database, "0001")
    before = fill(site.database)
    with pytest.raises((migrations.SchemaError, sa.exc.IntegrityError)):
        migrations.migrate(site, clock(), lambda _: None)
    assert migrations.current(site.database) == "0001"
    assert counts(site.database) == dict.fromkeys(before, ROWS)


def test_a_newer_database_is_refused_too(site: Site) -> None:
    migrations.bring_up(site)
    with site.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrations.SchemaError, match="neueren Version"):
        migrations.bring_up(site)


# --- the migrations themselves


def test_migrations_are_one_line_of_versions() -> None:
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_migrations_speak_of_sql_alone(revision: str) -> None:
    """They must still run when our classes have long changed."""
    (file,) = (PROJECT / "ratsfenster" / "migrations" / "versions").glob(f"{revision}_*.py")
    assert (
        re.findall(r"^(?:from|import) (council|transcription|search|ratsfenster)", file.read_text(), re.MULTILINE) == []
    )


def next_version(site: Site, monkeypatch: pytest.MonkeyPatch, step: str = "replace_organization()") -> str:
    """Pretend that 0001 has one successor, which replaces a table others refer to. Gives back its name."""
    folder = site.storage.root.parent / "migrations"
    source = PROJECT / "ratsfenster" / "migrations"
    (folder / "versions").mkdir(parents=True)
    shutil.copy(source / "env.py", folder)
    shutil.copy(next((source / "versions").glob("0001_*.py")), folder / "versions")
    Path(folder / "versions" / "next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "revision, down_revision, branch_labels, depends_on = 'next', '0001', None, None\n"
        "def replace_organization():\n"
        "    with op.batch_alter_table('organization', recreate='auto') as batch:\n"
        "        batch.alter_column('name', type_=sa.String(400))\n"
        f"def upgrade():\n    {step}\n"
    )
    monkeypatch.setattr(migrations, "FOLDER", folder)
    return "next"
