"""Who did what at the desk. Entries are only ever added, and removed when their time is over; they hold no text of the transcripts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Field, Session, SQLModel, col, delete, func, or_, select

from council.base.accounts import Account
from council.base.database import UtcDateTime

SYSTEM = "Ratsfenster"  # what happened by itself
LONGEST_ACTION, LONGEST_SUBJECT, LONGEST_PATH = 200, 500, 200


class AuditEntry(SQLModel, table=True):
    """One act. ``action`` is a German phrase people read, as "Aufzeichnung veröffentlicht"; ``path`` leads to its subject."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    account_id: int | None = Field(default=None, index=True)  # no foreign key: the log outlives the account
    who: str = Field(max_length=200)
    action: str = Field(max_length=LONGEST_ACTION)
    subject: str = Field(default="", max_length=LONGEST_SUBJECT)
    path: str = Field(default="", max_length=LONGEST_PATH, index=True)


@dataclass(frozen=True)
class Wanted:
    """Which entries: of a person, with a text in what was done or to what, on the days from ``first`` to ``last``."""

    who: str = ""
    text: str = ""
    first: date | None = None
    last: date | None = None


def record(
    db: Session, account: Account | None, action: str, now: datetime, *, subject: str = "", path: str = ""
) -> None:
    """Note an act, in the transaction that does it. Without an account it happened by itself or on the command line."""
    db.add(
        AuditEntry(
            at=now,
            account_id=account.id if account else None,
            who=account.name if account else SYSTEM,
            action=_storable(action, LONGEST_ACTION),
            subject=_storable(subject, LONGEST_SUBJECT),
            path=_storable(path, LONGEST_PATH),
        )
    )


def about(db: Session, paths: Collection[str], *, limit: int) -> Sequence[AuditEntry]:
    """What was done to the subjects at these paths, newest first."""
    query = select(AuditEntry).where(col(AuditEntry.path).in_(paths)).order_by(col(AuditEntry.id).desc())
    return db.exec(query.limit(limit)).all()


def find(db: Session, wanted: Wanted, zone: ZoneInfo, *, limit: int, offset: int = 0) -> Sequence[AuditEntry]:
    """The wanted entries, newest first."""
    query = select(AuditEntry).where(*_conditions(wanted, zone)).order_by(col(AuditEntry.id).desc())
    return db.exec(query.limit(limit).offset(offset)).all()


def count(db: Session, wanted: Wanted, zone: ZoneInfo) -> int:
    """How many there are."""
    return db.exec(select(func.count()).select_from(AuditEntry).where(*_conditions(wanted, zone))).one()


def people(db: Session) -> Sequence[str]:
    """Everybody of whom there are entries."""
    return db.exec(select(AuditEntry.who).distinct().order_by(AuditEntry.who)).all()


def forget(db: Session, before: datetime) -> int:
    """Remove what happened before a moment; how many entries that were."""
    return db.exec(delete(AuditEntry).where(col(AuditEntry.at) < before)).rowcount


def _conditions(wanted: Wanted, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.who:
        found.append(col(AuditEntry.who) == wanted.who)
    found += [or_(_holds(AuditEntry.action, word), _holds(AuditEntry.subject, word)) for word in wanted.text.split()]
    if wanted.first:
        found.append(col(AuditEntry.at) >= datetime.combine(wanted.first, time(), zone))
    if wanted.last:
        found.append(col(AuditEntry.at) < datetime.combine(wanted.last + timedelta(days=1), time(), zone))
    return found


def _holds(column: str, word: str) -> ColumnElement[bool]:
    """Whatever the case; SQLite does not know that of umlauts, and so those that begin a word are tried both ways."""
    return or_(*(col(column).icontains(written, autoescape=True) for written in (word.lower(), word.capitalize())))


def _storable(text: str, longest: int) -> str:
    """PostgreSQL takes neither NUL nor more than was agreed."""
    return text.replace("\0", "")[:longest]
