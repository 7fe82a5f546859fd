"""The feed of changes is in order and skips nothing."""

import threading
import time

import pytest
from sqlalchemy.exc import IntegrityError

from council.base import changes
from council.base.database import Database
from council.meetings import Meeting
from tests.conftest import MovableClock
from tests.council.base.test_database import NOON, in_parallel

pytestmark = pytest.mark.db


def test_an_empty_feed(database: Database) -> None:
    with database.reading() as db:
        assert changes.latest(db) == 0
        assert list(changes.since(db, 0)) == []


def test_changes_come_oldest_first_from_the_cursor_on(database: Database, clock: MovableClock) -> None:
    with database.writing() as db:
        for subject in (5, 3, 4):
            changes.record(db, "recording", subject, clock.advance(seconds=1))
    with database.reading() as db:
        first, *rest = changes.since(db, 0)
        assert [change.subject_id for change in (first, *rest)] == [5, 3, 4]
        assert first.id is not None
        assert [change.subject_id for change in changes.since(db, first.id)] == [3, 4]
        assert [change.subject_id for change in changes.since(db, 0, limit=2)] == [5, 3]
        assert changes.latest(db) == rest[-1].id


def test_of_each_subject_the_last_change_of_each_kind_is_told(database: Database) -> None:
    with database.writing() as db:
        for kind, subject in (("recording", 5), ("recording", 4), ("meeting", 4), ("recording", 5), ("recording", 5)):
            changes.record(db, kind, subject, NOON)
            db.flush()
    with database.reading() as db:
        first, *_, last = changes.since(db, 0)
        assert first.id is not None
        assert last.id is not None
        found = {(one.kind, one.subject_id, one.id) for one in changes.last_of_each(db, first.id)}
        assert found == {("recording", 4, first.id + 1), ("meeting", 4, first.id + 2), ("recording", 5, last.id)}
        assert not changes.last_of_each(db, last.id)


def test_a_change_is_part_of_the_transaction_that_makes_it(database: Database) -> None:
    def change_nothing() -> None:
        with database.writing() as db:
            changes.record(db, "recording", 1, NOON)
            db.add(Meeting(organization_id=4711, name="Ratssitzung", start=NOON))

    with pytest.raises(IntegrityError):
        change_nothing()
    with database.reading() as db:
        assert changes.latest(db) == 0


def test_a_follower_never_passes_a_change_that_becomes_visible_later(database: Database) -> None:
    """Two writers whose transactions overlap: the later id must not be seen before the earlier one."""
    recorded = threading.Event()
    seen: list[list[int]] = []

    def slow() -> None:
        with database.writing() as db:
            changes.record(db, "recording", 1, NOON)
            db.flush()
            recorded.set()
            time.sleep(0.5)

    def quick() -> None:
        recorded.wait(60)
        with database.writing() as db:
            changes.record(db, "recording", 2, NOON)
        with database.reading() as db:
            seen.append([change.subject_id for change in changes.since(db, 0)])

    in_parallel(slow, quick)
    assert seen == [[1, 2]]


def test_many_writers_at_once_lose_nothing(database: Database) -> None:
    def write() -> None:
        for subject in range(10):
            with database.writing() as db:
                changes.record(db, "recording", subject, NOON)

    in_parallel(*[write] * 5)
    with database.reading() as db:
        assert len(changes.since(db, 0)) == 50
