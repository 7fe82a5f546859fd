"""The database's schema over time, and the way from one state to the next.

``bring_up`` is for every command: it initialises an empty database and refuses an older one, naming ``migrate``.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from council.base.database import Database
from council.base.site import Site

FOLDER = Path(__file__).parent
UNFINISHED = "restore-unfinished"  # in the data folder from the beginning of a restore to its end
INITIALISING = 7_264_002  # advisory lock on PostgreSQL, so that two processes do not initialise at once


class SchemaError(Exception):
    """The database does not fit this version of the program; the message says what to do."""


def head() -> str:
    """The newest schema's name."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None
    return revision


def current(database: Database) -> str | None:
    """The schema the database has; None where it is empty or, on SQLite, not there yet."""
    if database.is_sqlite and not _file(database).exists():
        return None
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def known() -> set[str]:
    """The names of all schemas there have been up to this version."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def refuse_half_restored(site: Site) -> None:
    """Raise SchemaError where a restore began and did not come to its end."""
    if (site.storage.root / UNFINISHED).exists():
        database = "" if site.database.is_sqlite else " und die PostgreSQL-Datenbank leeren"
        raise SchemaError(
            "Hier wurde eine Wiederherstellung abgebrochen; was da ist, ist unvollständig. Bitte den Inhalt des Datenordners "
            f"{site.storage.root} löschen{database}, dann noch einmal ausführen: ratsfenster restore"
        )


def bring_up(site: Site) -> None:
    """Initialise an empty database; raise SchemaError where it is older or newer than the program, or half restored."""
    site.storage.root.mkdir(parents=True, exist_ok=True)
    refuse_half_restored(site)
    revision = current(site.database)
    if revision is None:
        upgrade(site.database, head())
    elif revision != head():
        if revision in known():
            raise SchemaError(
                "Die Datenbank gehört zu einer älteren Version. Bitte einmal ausführen: ratsfenster migrate"
            )
        raise SchemaError(
            "Die Datenbank gehört zu einer neueren Version von Ratsfenster. Bitte die neuere Version installieren."
        )


def migrate(site: Site, now: datetime, say: Callable[[str], None]) -> None:
    """Bring the database to the newest schema; on SQLite a copy of it is kept beside it first. Raises SchemaError."""
    site.storage.root.mkdir(parents=True, exist_ok=True)
    refuse_half_restored(site)
    before = current(site.database)
    if before == head():
        say("Die Datenbank ist auf dem neuesten Stand.")
        return
    if before is not None and site.database.is_sqlite:
        say(f"Sicherungskopie: {_copy(site.database, now)}")
    upgrade(site.database, head())
    say(f"Die Datenbank ist jetzt auf dem Stand {head()}.")


def upgrade(database: Database, revision: str) -> None:
    """Run the migrations up to a revision on a connection of their own, foreign keys checked at the end.

    Alembic's batch mode replaces tables on SQLite; with foreign keys on, dropping the old table would delete its children.
    """
    with database.changing_schema() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": INITIALISING})
        command.upgrade(_config(connection), revision)
        _check_foreign_keys(database, connection)


def _check_foreign_keys(database: Database, connection: Connection) -> None:
    if database.is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
        raise SchemaError(
            f"Nach der Migration fehlen Bezüge ({len(broken)} Zeilen, z. B. {broken[0]}); nichts wurde geändert."
        )


def _copy(database: Database, now: datetime) -> Path:
    source = _file(database)
    target = source.with_name(f"{source.stem}-{now:%Y%m%d-%H%M%S}-vor-migration.db")
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)  # and no plain copy: others may be writing
    return target


def _file(database: Database) -> Path:
    return Path(database.url.removeprefix("sqlite:///"))


def tables(database: Database) -> list[str]:
    """The names of the tables that exist."""
    return inspect(database.engine).get_table_names()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
