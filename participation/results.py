"""Results as they were counted: written when a survey closes, or in batches while it is open, and never worked out while somebody waits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from council.base.database import UtcDateTime


class Result(SQLModel, table=True):
    """One counting of a survey. ``final``: counted after closing; others are live. ``published_at``: from when on the public sees it.

    ``figures`` are what ``tally`` counts; ``blocks`` the groups of strata with their people, as ``disclosure`` divided them; ``rates``
    the return rates; ``weighted`` weighted shares with effective sample size; ``bundle`` names the file of the published data,
    ``checksum`` is its SHA-256.
    """

    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="process.id", index=True)
    number: int
    final: bool
    people: int
    figures: dict[str, Any] = Field(sa_type=JSON)
    blocks: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    rates: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    weighted: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    bundle: str = Field(default="", max_length=100)
    checksum: str = Field(default="", max_length=64)
    made_at: datetime = Field(sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def last(db: Session, process_id: int) -> Result | None:
    """The latest counting, for the desk."""
    query = select(Result).where(Result.process_id == process_id).order_by(col(Result.number).desc())
    return db.exec(query.limit(1)).first()


def published(db: Session, process_id: int) -> Result | None:
    """The latest that the public may see."""
    query = select(Result).where(Result.process_id == process_id, col(Result.published_at).is_not(None))
    return db.exec(query.order_by(col(Result.number).desc()).limit(1)).first()


def of_process(db: Session, process_id: int) -> Sequence[Result]:
    """All countings, the first one first."""
    return db.exec(select(Result).where(Result.process_id == process_id).order_by(col(Result.number))).all()
