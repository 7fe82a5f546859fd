"""Decisions that must be taken one after the other: what one of them has counted stays true until it is written.

On SQLite whoever writes holds the only lock there is. On PostgreSQL several write at once, and each sees what was committed before.
"""

from enum import IntEnum

from sqlalchemy import text
from sqlmodel import Session


class Decision(IntEnum):
    """What is decided one at a time; the numbers are PostgreSQL's advisory locks."""

    SIGN_IN = 7_264_101
    ACCOUNTS = 7_264_102
    PROCESS = 7_264_103  # of a participation process, by its number: when it ends, what its results are


def alone(db: Session, decision: Decision, subject: int | None = None) -> None:
    """Wait until nobody else takes this decision (about this subject); it ends with the transaction. For sessions opened by
    ``writing()``."""
    if db.get_bind().dialect.name != "postgresql":
        return
    if subject is None:
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(decision)})
    else:
        db.execute(text("SELECT pg_advisory_xact_lock(:key, :subject)"), {"key": int(decision), "subject": subject})


def among(db: Session, decision: Decision, subject: int) -> None:
    """Go by what was decided about a subject, beside others who do so: whoever decides ``alone`` waits until all of them are done."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(
            text("SELECT pg_advisory_xact_lock_shared(:key, :subject)"), {"key": int(decision), "subject": subject}
        )
