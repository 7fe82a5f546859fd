"""Who did what at the desk. Entries are only ever added, and removed when their time is over; they hold no text of the transcripts."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel

from council.base.accounts import Account
from council.base.database import UtcDateTime

SYSTEM = "Ratsfenster"  # what happened by itself


class AuditEntry(SQLModel, table=True):
    """One act. ``action`` is a German phrase people read, as "Aufzeichnung veröffentlicht"; ``path`` leads to its subject."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    account_id: int | None = Field(default=None, index=True)  # no foreign key: the log outlives the account
    who: str = Field(max_length=200)
    action: str = Field(max_length=200)
    subject: str = Field(default="", max_length=500)
    path: str = Field(default="", max_length=200)


def record(
    db: Session, account: Account | None, action: str, now: datetime, *, subject: str = "", path: str = ""
) -> None:
    """Note an act, in the transaction that does it. Without an account it happened by itself or on the command line."""
    who = account.name if account else SYSTEM
    db.add(
        AuditEntry(
            at=now, account_id=account.id if account else None, who=who, action=action, subject=subject[:500], path=path
        )
    )
