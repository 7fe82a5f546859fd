"""Access codes as they are kept: digests in no order, each deleted by the answer it was used for. What a code is, and what it withstands,
is told in ``participation.codes``."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert
from sqlmodel import Field, Session, SQLModel, col, select

from council.base.database import UtcDateTime
from participation import codes
from participation.codes import Code, Series

AT_ONCE = 500  # digests in one statement


class AccessCode(SQLModel, table=True):
    """A code that was given out and not used. Rows have no number and no time, and on SQLite lie in the order of their digests."""

    __tablename__ = "access_code"
    __table_args__ = {"sqlite_with_rowid": False}

    process_id: int = Field(foreign_key="process.id", primary_key=True)
    digest: str = Field(primary_key=True, max_length=64)
    stratum: str = Field(default="", max_length=100)


_CODES = SQLModel.metadata.tables["access_code"]
_REDEEMING = (
    delete(_CODES)
    .where(_CODES.c.process_id == bindparam("process"), _CODES.c.digest == bindparam("digest"))
    .returning(_CODES.c.stratum)
)


class CodeSeries(SQLModel, table=True):
    """How many codes were made for a stratum, for the return rate; a deleted series counts no more. ``mark`` is what tells a series from
    others made for the same stratum, see ``participation.codes.code_series``."""

    __tablename__ = "code_series"

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="process.id", index=True)
    stratum: str = Field(default="", max_length=100)
    mark: str = Field(default="", max_length=64)
    number: int
    made_at: datetime = Field(sa_type=UtcDateTime)


def issue(db: Session, process_id: int, every: Sequence[Series], secret: bytes, now: datetime, mark: str = "") -> None:
    """Keep codes that are about to be given out, sorted, so that their place tells nothing of the letter they are in. IntegrityError
    where one of them was given out before."""
    rows = sorted((codes.digest(code, secret), one.stratum) for one in every for code in one.codes)
    db.execute(
        insert(AccessCode),
        [{"process_id": process_id, "digest": digest, "stratum": stratum} for digest, stratum in rows],
    )
    for one in every:
        db.add(CodeSeries(process_id=process_id, stratum=one.stratum, mark=mark, number=len(one.codes), made_at=now))


def is_good(db: Session, process_id: int, code: Code, secret: bytes) -> bool:
    """Whether a code can be used now. Used and unknown ones look alike, since nothing is left of those that were used."""
    return db.get(AccessCode, (process_id, codes.digest(code, secret))) is not None


def redeem(db: Session, process_id: int, code: Code, secret: bytes) -> str | None:
    """Delete a code's row, in the transaction that stores the answer; its stratum, or None where there is no such code."""
    parameters = {"process": process_id, "digest": codes.digest(code, secret)}
    found: str | None = db.connection().execute(_REDEEMING, parameters).scalar_one_or_none()
    return found


def invited(db: Session, process_id: int) -> Mapping[str, int]:
    """How many codes were made, by stratum."""
    query = (
        select(CodeSeries.stratum, func.sum(CodeSeries.number))
        .where(CodeSeries.process_id == process_id)
        .group_by(CodeSeries.stratum)
    )
    return dict(db.exec(query).all())


def all_invited(db: Session, process_ids: Collection[int]) -> Mapping[int, int]:
    """How many codes were made for each of these processes; those without are missing."""
    query = select(CodeSeries.process_id, func.sum(CodeSeries.number)).where(
        col(CodeSeries.process_id).in_(process_ids)
    )
    return dict(db.exec(query.group_by(col(CodeSeries.process_id))).all())


def usable(db: Session, process_ids: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """How many codes can be used, by process and stratum; processes and strata without are missing."""
    query = select(AccessCode.process_id, AccessCode.stratum, func.count()).where(
        col(AccessCode.process_id).in_(process_ids)
    )
    found: dict[int, dict[str, int]] = {}
    for process_id, stratum, number in db.exec(query.group_by(col(AccessCode.process_id), col(AccessCode.stratum))):
        found.setdefault(process_id, {})[stratum] = number
    return found


def made(db: Session, process_id: int, mark: str) -> Mapping[str, int]:
    """How many codes a series has, by stratum in the order they were asked for; empty where there is no such series."""
    query = select(CodeSeries).where(CodeSeries.process_id == process_id, CodeSeries.mark == mark)
    return {row.stratum: row.number for row in db.exec(query.order_by(col(CodeSeries.id))).all()}


def take_back(db: Session, process_id: int, every: Sequence[Series], secret: bytes, mark: str) -> bool:
    """Delete a series of which no code was used, as if it had never been made; else nothing is deleted."""
    digests = sorted(codes.digest(code, secret) for one in every for code in one.codes)
    mine = col(AccessCode.process_id) == process_id
    parts = [digests[start : start + AT_ONCE] for start in range(0, len(digests), AT_ONCE)]
    left = sum(
        db.exec(select(func.count()).select_from(AccessCode).where(mine, col(AccessCode.digest).in_(part))).one()
        for part in parts
    )
    if left < len(digests):
        return False
    for part in parts:
        db.execute(delete(AccessCode).where(mine, col(AccessCode.digest).in_(part)))
    db.execute(delete(CodeSeries).where(col(CodeSeries.process_id) == process_id, col(CodeSeries.mark) == mark))
    return True


def invalidate(db: Session, process_id: int, stratum: str, *, uncount: bool) -> None:
    """Delete the codes of a stratum that were not used. ``uncount``: they count no more as given out; only where none can have been
    used, since what is left of the number would tell how many were."""
    db.execute(delete(AccessCode).where(col(AccessCode.process_id) == process_id, col(AccessCode.stratum) == stratum))
    if uncount:
        db.execute(
            delete(CodeSeries).where(col(CodeSeries.process_id) == process_id, col(CodeSeries.stratum) == stratum)
        )


def reissue(db: Session, process_id: int, code: Code, secret: bytes, stratum: str) -> None:
    """Make a code good again whose answer was taken back."""
    db.add(AccessCode(process_id=process_id, digest=codes.digest(code, secret), stratum=stratum))
