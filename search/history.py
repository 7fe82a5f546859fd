"""Whether an index followed this very database. After a backup was restored there may be other changes with the same ids."""

from sqlmodel import Session

from council.base import changes
from council.base.changes import Change
from search.engines import Cursor


def cursor_at(change: Change) -> Cursor:
    """Where an index is that has taken up this change."""
    return Cursor(change.id or 0, change.at.isoformat())


def newest(db: Session) -> Cursor:
    """Where an index is that has taken up everything."""
    change = db.get(Change, changes.latest(db))
    return cursor_at(change) if change else Cursor()


def is_followed(db: Session, cursor: Cursor) -> bool:
    """Whether an index with this cursor followed the database's own history. The index may be ahead of what this session sees."""
    if cursor.change == 0 or _has(db, cursor):
        return True
    with Session(db.get_bind()) as now:
        return _has(now, cursor)


def _has(db: Session, cursor: Cursor) -> bool:
    change = db.get(Change, cursor.change)
    return change is not None and cursor_at(change) == cursor
