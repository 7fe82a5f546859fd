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


def alone(db: Session, decision: Decision) -> None:
    """Wait until nobody else takes this decision; it ends with the transaction. For sessions opened by ``writing()``."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(decision)})
