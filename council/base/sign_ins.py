"""Who is signed in where: kept on the server, so that it can be ended from everywhere. The browser holds a random token, we its hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, delete, select

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


class SignInFailure(SQLModel, table=True):
    """A sign-in that failed, for throttling: ``subject`` is a digest of the login or the address, never the thing itself."""

    __tablename__ = "sign_in_failure"

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(index=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class PasswordLink(SQLModel, table=True):
    """A link with which its owner sets a password, once."""

    __tablename__ = "password_link"

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)


def begin(db: Session, account: Account, device: str, now: datetime) -> str:
    """Sign an account in; the token for the browser."""
    assert account.id is not None
    token = secrets.token_urlsafe(32)
    db.add(
        SignIn(token_sha256=digest(token), account_id=account.id, device=device[:200], begun_at=now, seen_at=now),
    )
    return token


def find(db: Session, token: str, now: datetime) -> tuple[SignIn, Account] | None:
    """The sign-in of a token and its account, while it lasts and the account is not blocked."""
    found = db.exec(
        select(SignIn, Account)
        .join(Account, col(SignIn.account_id) == col(Account.id))
        .where(SignIn.token_sha256 == digest(token))
    ).first()
    if found is None or found[1].blocked or not lasts(found[0], now):
        return None
    return found


def lasts(sign_in: SignIn, now: datetime) -> bool:
    """Whether it is still good."""
    return now < sign_in.seen_at + IDLE and now < sign_in.begun_at + LONGEST


def end(db: Session, token: str) -> None:
    """Sign out in one browser."""
    db.exec(delete(SignIn).where(col(SignIn.token_sha256) == digest(token)))


def end_all(db: Session, account_id: int) -> None:
    """Sign out everywhere."""
    db.exec(delete(SignIn).where(col(SignIn.account_id) == account_id))


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
