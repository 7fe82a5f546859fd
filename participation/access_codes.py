"""Access codes as they are kept: digests in no order, each deleted by the answer it was used for. What a code is, and what it withstands,
is told in ``participation.codes``."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, func, insert
from sqlmodel import Field, Session, SQLModel, col, select

from council.base.database import UtcDateTime
from participation import codes
from participation.codes import Code, Series


class AccessCode(SQLModel, table=True):
    """A code that was given out and not used. Rows have no number and no time, and on SQLite lie in the order of their digests."""

    __tablename__ = "access_code"
    __table_args__ = {"sqlite_with_rowid": False}

    process_id: int = Field(foreign_key="process.id", primary_key=True)
    digest: str = Field(primary_key=True, max_length=64)
    stratum: str = Field(default="", max_length=100)


class CodeSeries(SQLModel, table=True):
    """How many codes were made for a stratum, for the return rate; a deleted series counts no more."""

    __tablename__ = "code_series"

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="process.id", index=True)
    stratum: str = Field(default="", max_length=100)
    number: int
    made_by: str = Field(max_length=200)
    made_at: datetime = Field(sa_type=UtcDateTime)


def issue(db: Session, process_id: int, every: Iterable[Series], secret: bytes, by: str, now: datetime) -> None:
    """Keep codes that are about to be given out, sorted, so that their place tells nothing of the letter they are in."""
    rows = sorted((codes.digest(code, secret), one.stratum) for one in every for code in one.codes)
    db.execute(
        insert(AccessCode),
        [{"process_id": process_id, "digest": digest, "stratum": stratum} for digest, stratum in rows],
    )
    for one in every:
        db.add(CodeSeries(process_id=process_id, stratum=one.stratum, number=len(one.codes), made_by=by, made_at=now))


def is_good(db: Session, process_id: int, code: Code, secret: bytes) -> bool:
    """Whether a code can be used now. Used and unknown ones look alike, since nothing is left of those that were used."""
    return db.get(AccessCode, (process_id, codes.digest(code, secret))) is not None


def redeem(db: Session, process_id: int, code: Code, secret: bytes) -> str | None:
    """Delete a code's row, in the transaction that stores the answer; its stratum, or None where there is no such code."""
    return db.execute(
        delete(AccessCode)
        .where(col(AccessCode.process_id) == process_id, col(AccessCode.digest) == codes.digest(code, secret))
        .returning(col(AccessCode.stratum))
    ).scalar_one_or_none()


def invited(db: Session, process_id: int) -> Mapping[str, int]:
    """How many codes were made, by stratum."""
    query = (
        select(CodeSeries.stratum, func.sum(CodeSeries.number))
        .where(CodeSeries.process_id == process_id)
        .group_by(CodeSeries.stratum)
    )
    return dict(db.exec(query).all())
