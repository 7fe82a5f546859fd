"""Signs of life."""

import pytest

from council.base import workers
from council.base.database import Database
from tests.conftest import MovableClock

pytestmark = pytest.mark.db


def alive(database: Database, clock: MovableClock, role: str = "worker") -> bool:
    with database.reading() as db:
        return workers.any_alive(db, role, clock())


def test_a_worker_is_alive_while_it_shows_itself(database: Database, clock: MovableClock) -> None:
    assert not alive(database, clock)
    for _ in range(3):
        with database.writing() as db:
            workers.seen(db, "one", "worker", clock.advance(seconds=14))
        assert alive(database, clock)
    clock.advance(seconds=16)
    assert not alive(database, clock)


def test_an_indexer_is_no_worker(database: Database, clock: MovableClock) -> None:
    with database.writing() as db:
        workers.seen(db, "one", "indexer", clock())
    assert alive(database, clock, "indexer")
    assert not alive(database, clock, "worker")


def test_who_ends_in_good_order_is_gone_at_once(database: Database, clock: MovableClock) -> None:
    with database.writing() as db:
        workers.seen(db, "one", "worker", clock())
        workers.seen(db, "two", "worker", clock())
    with database.writing() as db:
        workers.gone(db, "one")
    assert alive(database, clock)
    with database.writing() as db:
        workers.gone(db, "two")
    assert not alive(database, clock)


def test_the_long_silent_are_forgotten(database: Database, clock: MovableClock) -> None:
    with database.writing() as db:
        workers.seen(db, "old", "worker", clock())
    with database.writing() as db:
        workers.seen(db, "new", "worker", clock.advance(hours=25))
    with database.reading() as db:
        assert db.get(workers.Worker, "old") is None
        assert db.get(workers.Worker, "new") is not None
