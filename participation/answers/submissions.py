"""Submissions: what people answered, stored once however often it is sent, and never beside anything that says who they are.

A submission's row has a random key, the stratum, the version of the form and the answers: no number, no time, no address. A receipt's
hash lies in a table of its own. Both tables are ordered by random values (on SQLite they are the order in the file as well), and nothing
refers from one to the other. ``store`` is the only way in.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import JSON, Table, bindparam, delete, func, update
from sqlalchemy import select as columns_of
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col, select

from council.base import locks
from council.base.locks import Decision
from participation import results
from participation.answers import receipts
from participation.answers.receipts import Receipt
from participation.codes import Code, access_codes
from participation.processes import Access, Process, State, paper_taking, state
from participation.randomness import Randomness
from participation.seals import seal

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


class Answered(NamedTuple):
    """A submission as it is read."""

    key: str
    version: int
    origin: str
    stratum: str
    answers: dict[str, Any]


class _Standing(NamedTuple):
    """What is read of a process for each answer: without its texts and maps, which may be large."""

    opens_at: datetime | None
    closes_at: datetime | None
    released_at: datetime | None
    withdrawn_at: datetime | None
    deleted_on: date | None
    access: str


_PROCESS, _SUBMISSION, _RECEIPT = (
    SQLModel.metadata.tables[name] for name in ("process", "submission", "submission_receipt")
)
_STANDING_OF = columns_of(*(_PROCESS.c[name] for name in _Standing._fields)).where(
    _PROCESS.c.id == bindparam("process")
)
_HAS_RECEIPT = columns_of(_RECEIPT.c.hash).where(
    _RECEIPT.c.process_id == bindparam("process"), _RECEIPT.c.hash == bindparam("hash")
)
_INSERT = {
    (engine.dialect().name, table): engine.insert(table)
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True)
    for engine in (sqlite, postgresql)
    for table in (_SUBMISSION, _RECEIPT)
}  # made once: for the few microseconds SQLite needs, making them each time would be half of the work


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
    process = _standing(db, process_id)
    receipt = receipts.receipt(offer.key, secret)
    if not _insert(db, _RECEIPT, {"process_id": process_id, "hash": receipts.published(receipt)}):
        return Stored(receipt, again=True)
    standing = state(process, clock())
    if process.deleted_on is not None or not _takes(offer.origin, standing):
        raise NotOpenError(standing)
    if offer.origin is Origin.PAPER and results.is_settled(db, process_id):
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
        "process_id": process_id, "key": _key(offer, secret, randomness), "version": offer.version,
        "origin": str(offer.origin), "stratum": stratum, "answers": dict(offer.answers),
    }  # fmt: skip
    _insert(db, _SUBMISSION, row)
    return Stored(receipt)


def take_back(db: Session, process_id: int, offer: Offer, secret: bytes, clock: Callable[[], datetime]) -> bool:
    """Delete a sheet from paper that was just entered, by what its page still knows of it, and make its code good again; whether it was
    there. Raises NotOpenError where no answer may change any more."""
    locks.among(db, Decision.PROCESS, process_id)
    process = _standing(db, process_id)
    standing = state(process, clock())
    if not _takes(Origin.PAPER, standing) or results.is_settled(db, process_id):
        raise NotOpenError(standing)
    row = db.get(Submission, (process_id, _paper_key(offer, secret)))
    if row is None:
        return False
    if offer.code is not None:
        access_codes.reissue(db, process_id, offer.code, secret, row.stratum)
    db.delete(row)
    receipt = receipts.published(receipts.receipt(offer.key, secret))
    db.execute(
        delete(SubmissionReceipt).where(
            col(SubmissionReceipt.process_id) == process_id, col(SubmissionReceipt.hash) == receipt
        )
    )
    db.execute(update(Process).where(col(Process.id) == process_id).values(taken_back=col(Process.taken_back) + 1))
    return True


def changes(db: Session, process_id: int) -> int:
    """How often an answer came or was taken back: it is never the same again, as how many there are may be."""
    receipts_there = select(func.count()).where(SubmissionReceipt.process_id == process_id).scalar_subquery()
    query = columns_of(receipts_there + 2 * col(Process.taken_back)).where(col(Process.id) == process_id)
    found: int = db.execute(query).scalar_one()
    return found


def known(db: Session, process_id: int, key: str, secret: bytes) -> Receipt | None:
    """The receipt of a key that was stored already."""
    receipt = receipts.receipt(key, secret)
    return receipt if has_receipt(db, process_id, receipt) else None


def has_receipt(db: Session, process_id: int, receipt: Receipt) -> bool:
    """Whether there is a submission with this receipt."""
    which = {"process": process_id, "hash": receipts.published(receipt)}
    return db.connection().execute(_HAS_RECEIPT, which).one_or_none() is not None


def people(db: Session, process_id: int) -> Mapping[str, int]:
    """How many took part, by stratum; test answers count until they are deleted."""
    query = (
        select(Submission.stratum, func.count()).where(Submission.process_id == process_id).group_by(Submission.stratum)
    )
    return dict(db.exec(query).all())


def count(db: Session, process_id: int) -> int:
    """How many took part."""
    return sum(people(db, process_id).values())


def counts(db: Session, process_ids: Collection[int]) -> Mapping[int, int]:
    """How many took part in each of these processes; those nobody took part in are missing."""
    query = select(Submission.process_id, func.count()).where(col(Submission.process_id).in_(process_ids))
    return dict(db.exec(query.group_by(col(Submission.process_id))).all())


def read(db: Session, process_id: int) -> Iterator[Answered]:
    """All submissions in the order of their random keys, a thousand at once; read by Core, since there may be a hundred thousand."""
    last = ""
    while rows := read_some(db, process_id, last):
        yield from rows
        last = rows[-1].key


def read_some(db: Session, process_id: int, after: str) -> list[Answered]:
    """The next thousand submissions after a key, for who reads them in several transactions."""
    columns = [_SUBMISSION.c[name] for name in Answered._fields]
    query = columns_of(*columns).where(_SUBMISSION.c.process_id == process_id, _SUBMISSION.c.key > after)
    return list(map(Answered._make, db.execute(query.order_by(_SUBMISSION.c.key).limit(READ_AT_ONCE))))


def hashes(db: Session, process_id: int) -> list[str]:
    """The hashes of all receipts, sorted."""
    query = select(SubmissionReceipt.hash).where(SubmissionReceipt.process_id == process_id)
    return list(db.exec(query.order_by(SubmissionReceipt.hash)).all())


def drop(db: Session, process_id: int) -> None:
    """Delete all answers and receipts: the test answers when a survey is released, and everything when its time is over."""
    db.execute(delete(Submission).where(col(Submission.process_id) == process_id))
    db.execute(delete(SubmissionReceipt).where(col(SubmissionReceipt.process_id) == process_id))


def _standing(db: Session, process_id: int) -> _Standing:
    found = db.connection().execute(_STANDING_OF, {"process": process_id}).one_or_none()
    if found is None:  # a draft that was deleted meanwhile
        raise NotOpenError(State.WITHDRAWN)
    return _Standing(*found)


def _key(offer: Offer, secret: bytes, randomness: Randomness) -> str:
    """The key of a submission's row: random, and of a sheet from paper as good as random to all but the page that entered it."""
    return _paper_key(offer, secret) if offer.origin is Origin.PAPER else randomness(KEY_BYTES).hex()


def _paper_key(offer: Offer, secret: bytes) -> str:
    """Code and all, so that nobody has another code made good than the one that was used."""
    code = offer.code.letters if offer.code else ""
    return seal(secret, "paper", f"{offer.key}:{code}")[:KEY_BYTES].hex()


def _takes(origin: Origin, standing: State) -> bool:
    match origin:
        case Origin.WEB:
            return standing is State.OPEN
        case Origin.PAPER:
            return standing in paper_taking.TAKING
        case Origin.TEST:
            return standing is State.DRAFT


def _insert(db: Session, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert by Core, where no row has this key yet; whether there was none."""
    connection = db.connection()
    return connection.execute(_INSERT[connection.dialect.name, table], row).rowcount == 1
