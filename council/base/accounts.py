"""Accounts of those who work at the desk, and what their roles allow. Residents have none."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, select

from council.base.database import UtcDateTime

HASHER = PasswordHasher()  # argon2id with the library's parameters (RFC 9106, low memory)


class Role(StrEnum):
    ADMIN = "admin"
    CLERK = "clerk"
    PLANNER = "planner"
    MODERATOR = "moderator"


class Account(SQLModel, table=True):
    """A person at the desk. ``login`` is compared without case; without ``password_hash`` nobody can sign in yet."""

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True, max_length=200)
    name: str = Field(max_length=200)
    roles: list[str] = Field(default_factory=list, sa_type=JSON)
    password_hash: str | None = None
    blocked: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)

    def may(self, allowed: Iterable[Role]) -> bool:
        """Whether one of these roles is the account's."""
        return not self.blocked and any(role in self.roles for role in allowed)


def create(db: Session, login: str, name: str, roles: Iterable[Role], now: datetime, password: str = "") -> Account:
    """A new account."""
    account = Account(
        login=normal(login),
        name=name,
        roles=sorted(set(roles)),
        password_hash=HASHER.hash(password) if password else None,
        created_at=now,
    )
    db.add(account)
    db.flush()
    return account


def normal(login: str) -> str:
    """A login as it is kept and compared."""
    return login.strip().casefold()


def by_login(db: Session, login: str) -> Account | None:
    """The account with this login."""
    return db.exec(select(Account).where(Account.login == normal(login))).first()


def password_is(account: Account, password: str) -> bool:
    """Whether this is the account's password."""
    try:
        return account.password_hash is not None and HASHER.verify(account.password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
