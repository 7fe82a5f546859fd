"""The database: SQLite in the data folder, or PostgreSQL.

On SQLite a transaction that reads first and writes later fails at once when somebody else wrote in between, whatever the
busy_timeout. So there are two entry points, ``reading()`` (BEGIN) and ``writing()`` (BEGIN IMMEDIATE), and reading refuses to write.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, create_engine, event
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session

WRITE = "ratsfenster_write"
BATCH = 2000  # rows a bulk transaction writes before it commits, so that none holds the lock over 100 ms

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The current time, aware, in UTC: the clock of everything that is not a test."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC on both engines; naive times are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WriteInReadingError(RuntimeError):
    """A session opened by ``reading()`` was asked to write."""


class _ReadingSession(Session):
    def flush(self, objects: Sequence[Any] | None = None) -> None:
        if self.new or self.dirty or self.deleted:
            raise WriteInReadingError("open the session with writing() to change something")


class Database:
    """One database and the two ways into it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._write_engine = self.engine.execution_options(**{WRITE: True})
        self._read_engine = self.engine.execution_options(**{WRITE: False})
        if not self.is_sqlite:
            self._read_engine = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent view that cannot write."""
        with _ReadingSession(self._read_engine, expire_on_commit=False) as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One write transaction: committed at the end, rolled back by any exception. Keep it under 100 ms."""
        with Session(self._write_engine, expire_on_commit=False) as db, db.begin():
            db.connection()  # the lock is held from here on, not only from the first statement
            yield db

    @contextmanager
    def changing_schema(self) -> Iterator[Connection]:
        """One transaction for migrations. On SQLite it holds the write lock from the start, so that two processes cannot begin at
        once, and foreign keys are not enforced: replacing a table would delete the rows that refer to it."""
        with self._write_engine.connect() as connection:
            if not self.is_sqlite:
                with connection.begin():
                    yield connection
                return
            direct = (
                connection.connection.driver_connection
            )  # through the connection it would already be in a transaction
            assert direct is not None
            direct.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
            finally:
                direct.execute("PRAGMA foreign_keys=ON")

    def empty_log(self) -> None:
        """Bring SQLite's write-ahead log into the file and cut it to nothing: what was erased may still stand in it. Where somebody reads
        for over a second it stays for the next time."""
        if not self.is_sqlite:
            return
        with closing(self.engine.raw_connection()) as pooled:
            cursor = pooled.cursor()
            for pragma in ("busy_timeout=1000", "wal_checkpoint(TRUNCATE)", "busy_timeout=10000"):
                cursor.execute(f"PRAGMA {pragma}").fetchall()
            cursor.close()

    def close(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    """What is asked for, and what is written, stays out of error messages and so out of every log."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=10, hide_parameters=True)
    connecting = {"isolation_level": None, "timeout": 10, "check_same_thread": False}
    engine = create_engine(url, connect_args=connecting, hide_parameters=True)
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _pragmas(connection: Any, _record: Any) -> None:
    """FULL and not NORMAL: NORMAL can lose an acknowledged answer when the power fails. What is deleted is written over with zeros, since
    the text of a cut must be gone from the file, too (measured: 2 ms more for 6,000 utterances)."""
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON",
    ):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """The pragma goes to SQLite directly: through SQLAlchemy it would take five times as long, at each transaction."""
    write = connection.get_execution_options().get(WRITE)
    direct = connection.connection.driver_connection
    assert direct is not None
    direct.execute(f"PRAGMA query_only={'ON' if write is False else 'OFF'}").close()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
