"""Submissions: what people answered, stored once however often it is sent, and never beside anything that says who they are.

A submission's row has a random key, the stratum, the version of the form and the answers: no number, no time, no address. A receipt's
hash lies in a table of its own. Both tables are ordered by random values (on SQLite they are the order in the file as well), and nothing
refers from one to the other. ``store`` is the only way in.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, delete, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col, select

from council.base import locks
from council.base.locks import Decision
from participation import access_codes, receipts
from participation.codes import Code
from participation.processes import Access, Process, State, state
from participation.randomness import Randomness
from participation.receipts import Receipt

KEY_BYTES = 16
READ_AT_ONCE = 1000


class Origin(StrEnum):
    WEB = "web"
    PAPER = "paper"  # entered by the office
    TEST = "test"  # the planner's own, deleted when the survey is released


class Submission(SQLModel, table=True):
    """What one person answered. ``answers`` are valid for the form's ``version``."""

    __table_args__ = {"sqlite_with_rowid": False}

    process_id: int = Field(foreign_key="process.id", primary_key=True)
    key: str = Field(primary_key=True, max_length=32)
    version: int
    origin: str = Field(default=Origin.WEB, max_length=10)
    stratum: str = Field(default="", max_length=100)
    answers: dict[str, Any] = Field(sa_type=JSON)


class SubmissionReceipt(SQLModel, table=True):
    """The hash of a receipt, as it is published when the survey is closed."""

    __tablename__ = "submission_receipt"
    __table_args__ = {"sqlite_with_rowid": False}

    process_id: int = Field(foreign_key="process.id", primary_key=True)
    hash: str = Field(primary_key=True, max_length=64)


@dataclass(frozen=True)
class Offer:
    """What somebody sends. ``key`` is the idempotency key; ``stratum`` what they chose where no code says it."""

    version: int
    answers: Mapping[str, Any] = field(repr=False)
    key: str = field(repr=False)
    code: Code | None = None
    stratum: str = ""
    origin: Origin = Origin.WEB


@dataclass(frozen=True)
class Stored:
    """It is stored, now or by an earlier attempt (``again``)."""

    receipt: Receipt
    again: bool = False


class NotOpenError(Exception):
    """The survey takes no answers at this moment."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


class CodeRefusedError(Exception):
    """The code is none that can be used: unknown, or used already."""


def store(
    db: Session, process_id: int, offer: Offer, secret: bytes, clock: Callable[[], datetime], randomness: Randomness
) -> Stored:
    """Store an answer exactly once, in the caller's write transaction, which has to end when this raises.

    In this order: a known key gives its receipt again, whatever else is true by now; then the survey must be open by ``clock``, read
    while the lock is held; then the code's row is deleted. Raises NotOpenError, CodeRefusedError.
    """
    locks.among(db, Decision.PROCESS, process_id)
    receipt = receipts.receipt(offer.key, secret)
    if not _insert(db, SubmissionReceipt, {"process_id": process_id, "hash": receipts.published(receipt)}):
        return Stored(receipt, again=True)
    process = db.get(Process, process_id, populate_existing=True)
    standing = state(process, clock()) if process else State.WITHDRAWN
    if process is None or not _takes(offer.origin, standing):
        raise NotOpenError(standing)
    stratum = offer.stratum
    if offer.code is not None:
        found = access_codes.redeem(db, process_id, offer.code, secret)
        if found is None:
            raise CodeRefusedError
        stratum = found
    elif process.access == Access.CODES and offer.origin is Origin.WEB:
        raise CodeRefusedError
    row = {
        "process_id": process_id, "key": randomness(KEY_BYTES).hex(), "version": offer.version,
        "origin": str(offer.origin), "stratum": stratum, "answers": dict(offer.answers),
    }  # fmt: skip
    _insert(db, Submission, row)
    return Stored(receipt)


def known(db: Session, process_id: int, key: str, secret: bytes) -> Receipt | None:
    """The receipt of a key that was stored already."""
    receipt = receipts.receipt(key, secret)
    return receipt if has_receipt(db, process_id, receipt) else None


def has_receipt(db: Session, process_id: int, receipt: Receipt) -> bool:
    """Whether there is a submission with this receipt."""
    return db.get(SubmissionReceipt, (process_id, receipts.published(receipt))) is not None


def people(db: Session, process_id: int) -> Mapping[str, int]:
    """How many took part, by stratum; test answers count until they are deleted."""
    query = (
        select(Submission.stratum, func.count()).where(Submission.process_id == process_id).group_by(Submission.stratum)
    )
    return dict(db.exec(query).all())


def count(db: Session, process_id: int) -> int:
    """How many took part."""
    return sum(people(db, process_id).values())


def read(db: Session, process_id: int) -> Iterator[Submission]:
    """All submissions in the order of their random keys, a thousand at once; they are not kept in the session."""
    last = ""
    while True:
        query = (
            select(Submission)
            .where(Submission.process_id == process_id, col(Submission.key) > last)
            .order_by(col(Submission.key))
            .limit(READ_AT_ONCE)
        )
        rows = db.exec(query).all()
        yield from rows
        if len(rows) < READ_AT_ONCE:
            return
        last = rows[-1].key
        db.expunge_all()


def hashes(db: Session, process_id: int) -> list[str]:
    """The hashes of all receipts, sorted."""
    query = select(SubmissionReceipt.hash).where(SubmissionReceipt.process_id == process_id)
    return list(db.exec(query.order_by(SubmissionReceipt.hash)).all())


def drop(db: Session, process_id: int) -> None:
    """Delete all answers and receipts: the test answers when a survey is released, and everything when its time is over."""
    db.execute(delete(Submission).where(col(Submission.process_id) == process_id))
    db.execute(delete(SubmissionReceipt).where(col(SubmissionReceipt.process_id) == process_id))


def _takes(origin: Origin, standing: State) -> bool:
    match origin:
        case Origin.WEB:
            return standing is State.OPEN
        case Origin.PAPER:  # letters arrive after the last day
            return standing in (State.OPEN, State.CLOSED)
        case Origin.TEST:
            return standing is State.DRAFT


def _insert(db: Session, table: type[SQLModel], row: Mapping[str, Any]) -> bool:
    """Insert by Core, where no row has this key yet; whether there was none."""
    connection = db.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return connection.execute(dialect.insert(table).on_conflict_do_nothing(), row).rowcount == 1
