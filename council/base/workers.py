"""Which processes are at work: each worker and indexer shows a sign of life in the database."""

from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from council.base.database import UtcDateTime

FRESH = timedelta(seconds=15)


class Worker(SQLModel, table=True):
    """A process at work. ``role`` is worker or indexer."""

    name: str = Field(primary_key=True)
    role: str
    seen_at: datetime = Field(sa_type=UtcDateTime)


def seen(db: Session, name: str, role: str, now: datetime) -> None:
    """Show a sign of life, and forget those silent for a day."""
    db.merge(Worker(name=name, role=role, seen_at=now))
    db.exec(delete(Worker).where(col(Worker.seen_at) < now - timedelta(days=1)))


def gone(db: Session, name: str) -> None:
    """A process ends in good order."""
    db.exec(delete(Worker).where(col(Worker.name) == name))


def any_alive(db: Session, role: str, now: datetime) -> bool:
    """Whether a process of this role showed itself lately."""
    query = select(func.count()).select_from(Worker).where(Worker.role == role, Worker.seen_at > now - FRESH)
    return db.exec(query).one() > 0
