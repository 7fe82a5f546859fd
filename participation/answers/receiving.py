"""Receiving answers: the one place where pages hand them over to be stored.

SQLite lets one write at a time; whoever comes meanwhile sleeps and looks again, longer each time, and who has waited long has no better
chance than who just came. So answers queue up here: one thread of the process takes all that wait and stores them in one transaction,
each for itself, so that one that is refused undoes no other. Several answers then share one wait for the disk, and it is their turn in
the order they came. Nobody hears anything before the transaction is on the disk.

PostgreSQL lets many write at once, and each wait for the disk alone; sharing it is worth as much there. Where the turns of two processes
hold each other up (somebody sends the same twice, and each arrives at another one), PostgreSQL refuses an answer of one of the two: that
one comes again in a later turn.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from council.base.database import Database
from council.base.site import Site
from participation import survey_secrets
from participation.answers import submissions
from participation.answers.submissions import Offer, Stored

TOGETHER = 50  # answers in one transaction: 20 to 40 ms
TRIES = 5
DEADLOCK = "40P01"  # PostgreSQL's error codes, appendix A

Outcome = Stored | Exception
Storing = Callable[[Session], Stored]


def receive(site: Site, process_id: int, offer: Offer) -> Stored:
    """Store an answer exactly once; on the disk when this returns. Raises what ``submissions.store`` raises, and SecretLostError."""
    return _queue(site.database).put(site.database, _storing(site, process_id, offer)).result()


async def received(site: Site, process_id: int, offer: Offer) -> Stored:
    """The same for the event loop: hundreds may wait for their turn, and none of them keeps a thread waiting too. Whoever stops waiting
    takes nothing back."""
    return await asyncio.wrap_future(_queue(site.database).put(site.database, _storing(site, process_id, offer)))


def _storing(site: Site, process_id: int, offer: Offer) -> Storing:
    secret = survey_secrets.of(site.storage.root, process_id)
    return lambda db: submissions.store(db, process_id, offer, secret, site.clock, secrets.token_bytes)


@dataclass(frozen=True)
class _Waiting:
    storing: Storing
    tries: int = TRIES
    outcome: "Future[Stored]" = field(default_factory=Future)


class Queue:
    """Those who wait to be stored in one database, and the thread that stores them."""

    def __init__(self) -> None:
        self._waiting: deque[_Waiting] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="receiving")

    def put(self, database: Database, storing: Storing) -> "Future[Stored]":
        """Take one's place. What comes of it is told when it is on the disk: where ``storing`` raises, that, and nothing was changed."""
        mine = _Waiting(storing)
        mine.outcome.set_running_or_notify_cancel()  # who no longer wants to hear of it must not spoil it for the others
        self._waiting.append(mine)
        self._thread.submit(self._store_waiting, database)
        return mine.outcome

    def _store_waiting(self, database: Database) -> None:
        """Called once for each who waits; the first takes others along, whose own calls then find nobody."""
        turn: list[_Waiting] = []
        with suppress(IndexError):
            while len(turn) < TOGETHER:
                turn.append(self._waiting.popleft())
        if not turn:
            return
        try:
            with database.writing() as db:
                outcomes = [_apart(db, one.storing) for one in turn]
        except BaseException as error:  # nothing of all this was stored, and each has to hear it
            for one in turn:
                one.outcome.set_exception(error)
            return
        for one, outcome in zip(turn, outcomes, strict=True):
            if isinstance(outcome, Stored):
                one.outcome.set_result(outcome)
            elif _held_up(outcome) and one.tries > 1:
                self._waiting.append(replace(one, tries=one.tries - 1))
                self._thread.submit(self._store_waiting, database)
            else:
                one.outcome.set_exception(outcome)


def _apart(db: Session, storing: Storing) -> Outcome:
    """Store one so that its failure undoes nothing else. A failure that has ended the whole transaction is raised.

    By the statements themselves: what ``begin_nested`` keeps account of besides takes as long as all of the storing."""
    connection = db.connection()
    connection.exec_driver_sql("SAVEPOINT apart")
    try:
        stored = storing(db)
    except Exception as error:
        connection.exec_driver_sql("ROLLBACK TO apart")
        connection.exec_driver_sql("RELEASE apart")
        return error
    connection.exec_driver_sql("RELEASE apart")
    return stored


def _held_up(error: Exception) -> bool:
    """Whether only another transaction was in the way."""
    return isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", None) == DEADLOCK


_queues: "WeakKeyDictionary[Database, Queue]" = WeakKeyDictionary()
_queues_lock = Lock()


def _queue(database: Database) -> Queue:
    with _queues_lock:
        return _queues.setdefault(database, Queue())
