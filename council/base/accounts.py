"""Accounts of those who work at the desk, and what their roles allow. Residents have none."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select

from council.base.database import UtcDateTime
from council.base.i18n import message

LONGEST = 200  # characters of a login and of a name


class Role(StrEnum):
    ADMIN = "admin"
    CLERK = "clerk"
    PLANNER = "planner"
    MODERATOR = "moderator"


ROLE_NAMES = {
    Role.ADMIN: message("Kontenverwaltung"),
    Role.CLERK: message("Ratsbüro"),
    Role.PLANNER: message("Planung"),
    Role.MODERATOR: message("Moderation"),
}


class Account(SQLModel, table=True):
    """A person at the desk. ``login`` is compared without case; without ``password_hash`` nobody can sign in yet."""

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True, max_length=LONGEST)
    name: str = Field(max_length=LONGEST)
    roles: list[str] = Field(default_factory=list, sa_type=JSON)
    password_hash: str | None = None
    blocked: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)

    def may(self, allowed: Iterable[Role]) -> bool:
        """Whether one of these roles is the account's."""
        return not self.blocked and any(role in self.roles for role in allowed)

    @property
    def runs_the_desk(self) -> bool:
        """Whether it can sign in and give accounts to others."""
        return self.may([Role.ADMIN]) and self.password_hash is not None


def create(
    db: Session, login: str, name: str, roles: Iterable[Role], now: datetime, password_hash: str | None = None
) -> Account:
    """A new account."""
    account = Account(
        login=normal(login), name=name, roles=sorted(set(roles)), password_hash=password_hash, created_at=now
    )
    db.add(account)
    db.flush()
    return account


def normal(login: str) -> str:
    """A login as it is kept and compared."""
    return login.strip().casefold()


def is_login(login: str) -> bool:
    """Whether it can be one: an e-mail address, so that it belongs to one person and is known without asking."""
    return len(login) <= LONGEST and re.fullmatch(r"[^@\s\x00-\x1f<>]+@[^@\s\x00-\x1f<>]+", normal(login)) is not None


def by_login(db: Session, login: str) -> Account | None:
    """The account with this login."""
    return db.exec(select(Account).where(Account.login == normal(login))).first()


def everybody(db: Session) -> Sequence[Account]:
    """All accounts, by name."""
    return db.exec(select(Account).order_by(col(Account.blocked), col(Account.name), col(Account.id))).all()


def known_words(account: Account, town: str) -> tuple[str, ...]:
    """What everybody knows of the person, and so no password may consist of."""
    return account.login, account.name, town
