"""Two ways into the database, on both engines."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import col, select

from council import organizations
from council.base import changes
from council.base.changes import Change
from council.base.database import Database, UtcDateTime, WriteInReadingError
from council.base.workers import Worker
from council.meetings import Meeting

NOON = datetime(2026, 4, 16, 12, 0, tzinfo=UTC)


def in_parallel(*works: Callable[[], object]) -> None:
    """Run these at once; the first error is raised here."""
    errors: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]


@pytest.mark.db
def test_what_was_written_is_read(database: Database) -> None:
    with database.writing() as db:
        changes.record(db, "recording", 7, NOON)
    with database.reading() as db:
        assert db.exec(select(Change.subject_id, Change.at)).all() == [(7, NOON)]


@pytest.mark.db
def test_an_exception_undoes_all_of_a_transaction(database: Database) -> None:
    def interrupted() -> None:
        with database.writing() as db:
            changes.record(db, "recording", 7, NOON)
            db.flush()
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        interrupted()
    with database.reading() as db:
        assert changes.latest(db) == 0


@pytest.mark.db
def test_reading_refuses_to_write_by_orm(database: Database) -> None:
    with database.reading() as db:
        db.add(Worker(name="w", role="worker", seen_at=NOON))
        with pytest.raises(WriteInReadingError, match="writing"):
            db.flush()


@pytest.mark.db
def test_reading_refuses_to_commit_a_write(database: Database) -> None:
    with database.writing() as db:
        db.add(Worker(name="w", role="worker", seen_at=NOON))
    with database.reading() as db:
        db.exec(select(Worker)).one().role = "indexer"
        with pytest.raises(WriteInReadingError):
            db.commit()


@pytest.mark.db
def test_reading_refuses_to_write_by_sql(database: Database) -> None:
    with database.writing() as db:
        db.add(Worker(name="w", role="worker", seen_at=NOON))
    with database.reading() as db, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        db.exec(update(Worker).values(role="indexer"))
    with database.writing() as db:  # the connection is none the worse for it
        assert db.exec(update(Worker).values(role="indexer")).rowcount == 1


@pytest.mark.db
def test_reading_sees_one_moment(database: Database) -> None:
    with database.reading() as db:
        assert changes.latest(db) == 0
        with database.writing() as other:
            changes.record(other, "recording", 7, NOON)
        assert changes.latest(db) == 0
    with database.reading() as db:
        assert changes.latest(db) == 1


@pytest.mark.db
def test_objects_can_be_used_after_their_session(database: Database) -> None:
    with database.writing() as db:
        worker = Worker(name="w", role="worker", seen_at=NOON)
        db.add(worker)
    assert worker.role == "worker"


@pytest.mark.db
def test_reading_first_and_writing_later_loses_nothing(database: Database) -> None:
    with database.writing() as db:
        db.add(Worker(name="counter", role="0", seen_at=NOON))

    def count() -> None:
        for _ in range(20):
            with database.writing() as db:
                counter = db.exec(select(Worker).where(Worker.name == "counter").with_for_update()).one()
                counter.role = str(int(counter.role) + 1)
                db.add(counter)

    in_parallel(*[count] * 6)
    with database.reading() as db:
        assert db.get_one(Worker, "counter").role == "120"


def test_a_writer_waits_for_another_one(database: Database) -> None:
    held, order = threading.Event(), list[str]()

    def first() -> None:
        with database.writing() as db:
            db.add(Worker(name="first", role="worker", seen_at=NOON))
            held.set()
            time.sleep(0.3)
            order.append("first")

    def second() -> None:
        held.wait(60)
        with database.writing() as db:
            order.append("second")
            assert db.get(Worker, "first") is not None

    in_parallel(first, second)
    assert order == ["first", "second"]


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    with database.writing() as writer:
        writer.add(Worker(name="w", role="worker", seen_at=NOON))
        writer.flush()
        began = time.monotonic()
        with database.reading() as db:
            assert db.get(Worker, "w") is None
        assert time.monotonic() - began < 5  # a busy machine; it would wait for ten seconds and fail


@pytest.mark.db
def test_references_are_enforced(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as db:
        db.add(Meeting(organization_id=4711, name="Ratssitzung", start=NOON))


def test_sqlite_keeps_acknowledged_writes_when_the_power_fails(database: Database) -> None:
    with database.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert pragmas == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000, "secure_delete": 1,
    }  # fmt: skip


@pytest.mark.db
def test_times_are_kept_in_utc(database: Database) -> None:
    summer = datetime(2026, 7, 1, 18, 30, tzinfo=timezone(timedelta(hours=2)))
    with database.writing() as db:
        db.add(Worker(name="w", role="worker", seen_at=summer))
    with database.reading() as db:
        stored = db.exec(select(Worker.seen_at)).one()
    assert stored == summer
    assert stored.tzinfo is UTC
    assert stored.hour == 16


@pytest.mark.db
def test_times_without_a_zone_are_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"), database.writing() as db:
        db.add(Worker(name="w", role="worker", seen_at=datetime(2026, 7, 1)))


def test_no_time_stays_no_time(database: Database) -> None:
    kind = UtcDateTime()
    assert kind.process_bind_param(None, database.engine.dialect) is None
    assert kind.process_result_value(None, database.engine.dialect) is None


@pytest.mark.db
def test_replacing_a_table_keeps_the_rows_that_refer_to_it(database: Database) -> None:
    with database.writing() as db:
        rat = organizations.named(db, "Rat")
        assert rat.id is not None
        db.add(Meeting(organization_id=rat.id, name="Ratssitzung", start=NOON))
    with database.changing_schema() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("CREATE TABLE replaced AS SELECT * FROM organization")
            connection.exec_driver_sql("DROP TABLE organization")
            connection.exec_driver_sql("CREATE TABLE organization (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL)")
            connection.exec_driver_sql("INSERT INTO organization SELECT id, name FROM replaced")
            connection.exec_driver_sql("DROP TABLE replaced")
    with database.reading() as db:
        assert db.exec(select(col(Meeting.name))).all() == ["Ratssitzung"]
    with pytest.raises(IntegrityError), database.writing() as db:
        db.add(Meeting(organization_id=4711, name="Ratssitzung", start=NOON))


@pytest.mark.db
def test_an_error_does_not_tell_what_was_asked_for(database: Database) -> None:
    with pytest.raises(DBAPIError) as error, database.reading() as db:
        db.execute(text("SELECT missing FROM organization WHERE name = :name"), {"name": "Zeppelin"})
    assert "missing" in str(error.value)
    assert "Zeppelin" not in str(error.value)
