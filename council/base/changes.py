"""The feed of changes: search, feeds and alerts follow it from a cursor of their own.

A state change and its row here are one transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Field, Session, SQLModel, col, func, select

from council.base.database import UtcDateTime

_ORDERED = 7_264_001  # advisory lock: on PostgreSQL ids must become visible in their order, or a follower skips one


class Change(SQLModel, table=True):
    """Something public began, changed or ended. ``kind`` names the noun, ``subject_id`` its row."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    subject_id: int
    at: datetime = Field(sa_type=UtcDateTime)


def record(db: Session, kind: str, subject_id: int, now: datetime) -> None:
    """Note a change, in the transaction that makes it."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ORDERED})
    db.add(Change(kind=kind, subject_id=subject_id, at=now))


def since(db: Session, cursor: int, limit: int = 1000) -> Sequence[Change]:
    """Changes after the cursor, oldest first."""
    return db.exec(select(Change).where(col(Change.id) > cursor).order_by(col(Change.id)).limit(limit)).all()


def last_of_each(db: Session, cursor: int) -> Sequence[Change]:
    """Of each subject that changed after the cursor, the last change of each kind."""
    newest = (
        select(func.max(Change.id)).where(col(Change.id) > cursor).group_by(col(Change.kind), col(Change.subject_id))
    )
    return db.exec(select(Change).where(col(Change.id).in_(newest))).all()


def latest(db: Session) -> int:
    """The newest change's id; 0 when there is none."""
    return db.exec(select(func.max(Change.id))).one() or 0
