"""Decisions that must be taken one after the other: what one of them has counted stays true until it is written.

On SQLite whoever writes holds the only lock there is. On PostgreSQL several write at once, and each sees what was committed before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from sqlalchemy import text
from sqlmodel import Session

from council.base.database import Database


class Decision(IntEnum):
    """What is decided one at a time; the numbers are PostgreSQL's advisory locks."""

    SIGN_IN = 7_264_101
    ACCOUNTS = 7_264_102
    PROCESS = 7_264_103  # of a participation process, by its number: when it ends, what its results are
    MAILS = 7_264_104  # who sends them
    ADDRESS = 7_264_105  # which participation process has an address
    ASKING = 7_264_106  # who gets a mail that asks whether an address is theirs


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


@contextmanager
def turn(database: Database, decision: Decision) -> Iterator[bool]:
    """Whether nobody else is at work that one alone does, of all workers at one PostgreSQL database; it is kept until the block ends. For
    work that waits for others, such as mail servers, and so cannot be a transaction. On SQLite there is one worker."""
    if database.is_sqlite:
        yield True
        return
    with database.reading() as db:
        yield bool(db.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": int(decision)}).scalar_one())
