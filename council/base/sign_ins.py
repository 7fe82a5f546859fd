"""Who is signed in where: kept on the server, so that it can be ended from everywhere. The browser holds a random token, we its hash."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from council.base import password_links, throttle, tokens
from council.base.accounts import Account
from council.base.database import UtcDateTime

IDLE = timedelta(hours=10)  # a working day
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)  # no write for every request


class SignIn(SQLModel, table=True):
    """A browser in which somebody is signed in."""

    __tablename__ = "sign_in"

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    device: str = Field(default="", max_length=200)
    begun_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)


def begin(db: Session, account: Account, device: str, now: datetime) -> str:
    """Sign an account in; the token for the browser, a new one each time."""
    assert account.id is not None
    token = tokens.new()
    db.add(
        SignIn(
            token_sha256=tokens.digest(token), account_id=account.id, device=device[:200], begun_at=now, seen_at=now
        ),
    )
    return token


def find(db: Session, token: str, now: datetime) -> tuple[SignIn, Account] | None:
    """The sign-in of a token and its account, while it lasts and the account is not blocked."""
    found = db.exec(
        select(SignIn, Account)
        .join(Account, col(SignIn.account_id) == col(Account.id))
        .where(SignIn.token_sha256 == tokens.digest(token))
    ).first()
    if found is None or found[1].blocked or not lasts(found[0], now):
        return None
    return found


def lasts(sign_in: SignIn, now: datetime) -> bool:
    """Whether it is still good."""
    return now < sign_in.seen_at + IDLE and now < sign_in.begun_at + LONGEST


def of_account(db: Session, account_id: int, now: datetime) -> Sequence[SignIn]:
    """Where the account is signed in, what was seen last first."""
    query = select(SignIn).where(SignIn.account_id == account_id).order_by(col(SignIn.seen_at).desc(), col(SignIn.id))
    return [sign_in for sign_in in db.exec(query) if lasts(sign_in, now)]


def seen(db: Session, sign_in: SignIn, now: datetime) -> None:
    """Note that it is in use; one that was ended meanwhile stays so."""
    db.exec(update(SignIn).where(col(SignIn.id) == sign_in.id).values(seen_at=now))


def end(db: Session, token: str) -> None:
    """Sign out in one browser."""
    db.exec(delete(SignIn).where(col(SignIn.token_sha256) == tokens.digest(token)))


def end_one(db: Session, account_id: int, sign_in_id: int) -> bool:
    """Sign an account out in another browser; False where the sign-in is none of the account's."""
    query = delete(SignIn).where(col(SignIn.id) == sign_in_id, col(SignIn.account_id) == account_id)
    return db.exec(query.returning(col(SignIn.id))).first() is not None


def end_all(db: Session, account_id: int) -> None:
    """Sign out everywhere."""
    db.exec(delete(SignIn).where(col(SignIn.account_id) == account_id))


def forget(db: Session, before: datetime) -> None:
    """Remove what is left of signing in from before a moment: sign-ins not in use since, failures, and links that ended."""
    db.exec(delete(SignIn).where(col(SignIn.seen_at) < before))
    throttle.forget(db, before)
    password_links.forget(db, before)
