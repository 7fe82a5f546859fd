"""Mixing: what lies in the database's files must not tell in which order answers came.

Submissions and receipts have random keys and nothing refers from one to the other. Yet a database keeps more than rows. Who knows in which
order people answered, or sees two rows written by one transaction, could join an answer with a receipt, or with the code it took:

=================================  ==========================================================================================
what tells                          what is done about it
=================================  ==========================================================================================
SQLite: places within a page, and   all rows are written again in random order. In order of keys would not do: freed pages
the numbers of further pages        are taken again in a fixed order, which could be reckoned back
SQLite: the write-ahead log         emptied afterwards (``Database.empty_log``); deleted content is zeroed (``secure_delete``)
PostgreSQL: ``ctid``                as on SQLite
PostgreSQL: ``xmin``, the           rewritten rows have the number of the transaction that rewrote them and hundreds of others;
transaction that wrote a row        submissions and receipts are rewritten by different ones
PostgreSQL: old versions of rows,   VACUUM of the three tables; where somebody still reads an old state, the next one removes them
used codes among them
=================================  ==========================================================================================

To store answer and receipt in two transactions would hide nothing: their numbers would be neighbours, and a crash between the two could
lose or double an answer. So they share one, and are told apart here.

Rows are rewritten in batches of neighbouring keys. Keys are random, so a batch is a random choice of all rows; within it each takes the
place of a random other one. No batch is much smaller than the others, since who is alone in one would stay in place. Until they
are mixed, rows can be joined by whoever reads the database's files; docs/datenschutz.md says so.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, func, select, text, update
from sqlmodel import Session, SQLModel, col

from council.base import locks
from council.base.database import Database
from council.base.locks import Decision
from council.base.site import Site
from participation.answers import submissions
from participation.answers.submissions import Submission, SubmissionReceipt
from participation.codes.access_codes import AccessCode
from participation.processes import Process

PAUSE = 20  # times as long as mixing took: a twentieth of the time at most goes to it
BATCH = 500  # rows in one transaction, some 10 ms on SQLite
SWEPT = tuple(str(table.__tablename__) for table in (AccessCode, SubmissionReceipt, Submission))

shuffle = random.SystemRandom().shuffle


@dataclass(frozen=True)
class _Range:
    """Neighbouring keys: from ``first`` (included) to ``end`` (not; None: to the last)."""

    first: str
    end: str | None


class Mixer:
    """Keeps what was answered mixed, while a survey is open and after."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._not_before: dict[int, float] = {}  # by process, on the monotonic clock

    def keep_up(self) -> None:
        """Mix the processes that have new answers. Those of which that takes long have their turn less often."""
        mixed = False
        for process_id in unmixed(self._site.database):
            began = time.monotonic()
            if began < self._not_before.get(process_id, began):
                continue
            mix(self._site.database, process_id)
            ended = time.monotonic()
            self._not_before[process_id] = ended + PAUSE * (ended - began)
            mixed = True
        if mixed:
            sweep(self._site.database)


def unmixed(database: Database) -> list[int]:
    """The surveys that took answers since they were mixed last. A draft's own test answers need no mixing."""
    changes = func.count(col(SubmissionReceipt.hash)) + 2 * col(Process.taken_back)  # see ``submissions.changes``
    with database.reading() as db:
        query = (
            select(col(Process.id))
            .join(SubmissionReceipt, col(SubmissionReceipt.process_id) == Process.id)
            .where(col(Process.released_at).is_not(None))
            .group_by(col(Process.id), col(Process.mixed), col(Process.taken_back))
            .having(changes != col(Process.mixed))
        )
        return [number for (number,) in db.execute(query) if number is not None]


def mix(database: Database, process_id: int) -> None:
    """Write all receipts and submissions of a process again, in random order; what comes meanwhile is stored beside and not lost."""
    with database.reading() as db:
        changes = submissions.changes(db, process_id)
    _mix_table(database, process_id, SubmissionReceipt, "hash")  # which hold all that had come by then, and maybe more
    _mix_table(database, process_id, Submission, "key")
    with database.writing() as db:
        db.execute(update(Process).where(col(Process.id) == process_id).values(mixed=changes))


def _mix_table(database: Database, process_id: int, model: type[SQLModel], key: str) -> None:
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    with database.reading() as db:
        of_process = select(table.c[key]).where(table.c.process_id == process_id)
        keys = db.execute(of_process.order_by(table.c[key])).scalars().all()
    for part in batches(keys, BATCH):
        with database.writing() as db:
            locks.among(db, Decision.PROCESS, process_id)
            _rewrite(db, table, key, process_id, part)


def sweep(database: Database) -> None:
    """Remove what rewriting and redeeming left behind: on SQLite the write-ahead log, on PostgreSQL old versions of rows."""
    if database.is_sqlite:
        database.empty_log()
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in SWEPT:
            connection.exec_driver_sql(f"VACUUM (INDEX_CLEANUP ON, TRUNCATE OFF) {name}")


def batches(keys: Sequence[str], size: int) -> Iterator[_Range]:
    """Ranges of about as many of the sorted keys each, at most ``size``; together they hold every key there can be."""
    count = -(-len(keys) // size)
    starts = ["", *(keys[len(keys) * at // count] for at in range(1, count))]
    if keys:
        for first, end in zip(starts, [*starts[1:], None], strict=True):
            yield _Range(first, end)


def _rewrite(db: Session, table: Table, key: str, process_id: int, part: _Range) -> None:
    """Delete a range and insert exactly what was deleted: so an answer that came since the keys were read is mixed too, and not lost."""
    where = f"process_id = :process AND {key} >= :first" + ("" if part.end is None else f" AND {key} < :end")
    which = {"process": process_id, "first": part.first, "end": part.end}
    deleting = f"DELETE FROM {table.name} WHERE {where} RETURNING *"  # noqa: S608  # names are our own
    if db.get_bind().dialect.name == "postgresql":
        # made random by the server, whose random() is none an attacker cannot foresee
        db.execute(
            text(f"WITH taken AS ({deleting}) INSERT INTO {table.name} SELECT * FROM taken ORDER BY gen_random_uuid()"),  # noqa: S608
            which,
        )
        return
    rows = [dict(row) for row in db.execute(text(deleting), which).mappings()]
    shuffle(rows)
    if rows:
        names = ", ".join(rows[0])
        values = ", ".join(f":{name}" for name in rows[0])
        db.execute(text(f"INSERT INTO {table.name} ({names}) VALUES ({values})"), rows)  # noqa: S608  # names are our own
