"""Who wants a mail when the results of a survey are out: an address, confirmed by its owner, apart from all answers and deleted after.

The row is the queue: a worker sends the mail that asks for confirmation (``notifying``), and the one that tells of results, and deletes
the row with that. The token in both mails is made from the row's key with the survey's secret, so it is not stored, and the database
alone, or a backup, confirms nothing.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Field, Session, SQLModel, col, delete, func, select, update

from council.base import locks, tokens
from council.base.locks import Decision
from participation.seals import seal

KEY_BYTES = 16
UNCONFIRMED = timedelta(days=7)
MOST_A_DAY = 3  # surveys of which one mailbox is asked on one day, so that nobody can be flooded with our mails


class ResultSubscription(SQLModel, table=True):
    """An address that waits for results, as it was typed; ``mailbox`` is what it is looked up by. ``token`` is a digest; ``confirmed_on``
    is empty until its owner followed the link. ``asked``: the mail with the link was sent."""

    __tablename__ = "result_subscription"
    __table_args__ = {"sqlite_with_rowid": False}

    key: str = Field(primary_key=True, max_length=32)
    process_id: int = Field(foreign_key="process.id", index=True)
    address: str = Field(max_length=200)
    mailbox: str = Field(index=True, max_length=200)
    token: str = Field(unique=True, max_length=64)
    language: str = Field(default="de", max_length=10)
    asked: bool = False
    asked_on: date
    confirmed_on: date | None = None


@dataclass(frozen=True)
class Wish:
    """Somebody wants to be told: where, and in which language."""

    process_id: int
    address: str
    language: str


def token_of(key: str, secret: bytes) -> str:
    """What stands in the mails to this address."""
    return seal(secret, "subscription", key).hex()


def mailbox(address: str) -> str:
    """One mailbox however its address is written: in small letters, and without what many servers let follow a plus sign. Where a server
    keeps two such apart, only the one that was asked first can be told."""
    local, _, host = address.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{host}"


def ask(db: Session, wish: Wish, secret: bytes, today: date) -> None:
    """Have the address asked, unless its mailbox was asked today already, is confirmed, or was asked too often; nobody is told which."""
    locks.alone(db, Decision.ASKING)
    same = col(ResultSubscription.mailbox) == mailbox(wish.address)
    known = db.exec(
        select(ResultSubscription).where(same, ResultSubscription.process_id == wish.process_id).limit(1)
    ).first()
    if known is not None and (known.confirmed_on is not None or known.asked_on == today):
        return
    asked_today = select(func.count()).select_from(ResultSubscription).where(same, ResultSubscription.asked_on == today)
    if db.exec(asked_today).one() >= MOST_A_DAY:
        return
    if known is not None:
        known.asked, known.asked_on, known.language = False, today, wish.language
        db.add(known)
        return
    key = secrets.token_hex(KEY_BYTES)
    db.add(
        ResultSubscription(
            key=key,
            process_id=wish.process_id,
            address=wish.address,
            mailbox=mailbox(wish.address),
            token=tokens.digest(token_of(key, secret)),
            language=wish.language,
            asked_on=today,
        )
    )


def by_token(db: Session, token: str) -> ResultSubscription | None:
    """The row a link belongs to; None where there is none, or none any more."""
    return db.exec(select(ResultSubscription).where(ResultSubscription.token == tokens.digest(token))).first()


def confirm(db: Session, token: str, today: date) -> bool:
    """The owner of the address agrees; whether there still is such a row."""
    found = by_token(db, token)
    if found is None:
        return False
    found.confirmed_on = found.confirmed_on or today
    db.add(found)
    return True


def remove(db: Session, token: str) -> None:
    """Delete an address at once."""
    db.execute(delete(ResultSubscription).where(col(ResultSubscription.token) == tokens.digest(token)))


def to_ask(db: Session, most: int, after: str = "") -> Sequence[ResultSubscription]:
    """Addresses whose owners have to be asked, in the order of their keys."""
    query = select(ResultSubscription).where(
        col(ResultSubscription.asked).is_(False), col(ResultSubscription.key) > after
    )
    return db.exec(query.order_by(col(ResultSubscription.key)).limit(most)).all()


def to_tell(db: Session, process_id: int, most: int, after: str = "") -> Sequence[ResultSubscription]:
    """Confirmed addresses of a survey, in the order of their keys."""
    query = select(ResultSubscription).where(
        ResultSubscription.process_id == process_id,
        col(ResultSubscription.confirmed_on).is_not(None),
        col(ResultSubscription.key) > after,
    )
    return db.exec(query.order_by(col(ResultSubscription.key)).limit(most)).all()


def processes_with(db: Session) -> Sequence[int]:
    """The surveys somebody waits for."""
    return db.exec(select(ResultSubscription.process_id).distinct()).all()


def mark_asked(db: Session, key: str) -> None:
    """The mail that asks was accepted by the server."""
    db.execute(update(ResultSubscription).where(col(ResultSubscription.key) == key).values(asked=True))


def drop(db: Session, key: str) -> None:
    """Its owner was told, or cannot be reached."""
    db.execute(delete(ResultSubscription).where(col(ResultSubscription.key) == key))


def drop_of(db: Session, process_id: int) -> None:
    """All addresses of a survey: their time is over."""
    db.execute(delete(ResultSubscription).where(col(ResultSubscription.process_id) == process_id))


def forget_unconfirmed(db: Session, today: date) -> None:
    """Delete the addresses nobody confirmed in time."""
    db.execute(
        delete(ResultSubscription).where(
            col(ResultSubscription.confirmed_on).is_(None), col(ResultSubscription.asked_on) < today - UNCONFIRMED
        )
    )
