"""Links with which somebody sets a password, once. An administrator hands them over, since the site sends no mail."""

from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, delete, select

from council.base import tokens
from council.base.accounts import Account
from council.base.database import UtcDateTime

LASTS = timedelta(hours=24)


class PasswordLink(SQLModel, table=True):
    """A link that has been given out; we hold only the digest of its token."""

    __tablename__ = "password_link"

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)


def give(db: Session, account: Account, now: datetime) -> str:
    """The token of a new link; earlier ones of the account are no longer good."""
    assert account.id is not None
    take_back(db, account.id)
    token = tokens.new()
    db.add(PasswordLink(token_sha256=tokens.digest(token), account_id=account.id, expires_at=now + LASTS))
    db.flush()
    return token


def find(db: Session, token: str, now: datetime) -> Account | None:
    """Whose link it is, while it is good and the account not blocked."""
    query = select(Account).join(PasswordLink, col(PasswordLink.account_id) == col(Account.id))
    of_token = col(PasswordLink.token_sha256) == tokens.digest(token)
    return db.exec(query.where(of_token, col(PasswordLink.expires_at) > now, col(Account.blocked).is_(False))).first()


def use(db: Session, token: str, now: datetime) -> Account | None:
    """The same, and the link is used up: of two at once one gets None."""
    of_token = col(PasswordLink.token_sha256) == tokens.digest(token)
    query = delete(PasswordLink).where(of_token, col(PasswordLink.expires_at) > now)
    account_id = db.exec(query.returning(col(PasswordLink.account_id))).scalar_one_or_none()
    account = None if account_id is None else db.get(Account, account_id, with_for_update=True)
    return None if account is None or account.blocked else account


def path(token: str) -> str:
    """The address of the page the link leads to, below the site's."""
    return f"/passwort/{token}"


def take_back(db: Session, account_id: int) -> None:
    """No link of the account is good any more."""
    db.exec(delete(PasswordLink).where(col(PasswordLink.account_id) == account_id))


def forget(db: Session, before: datetime) -> None:
    """Remove links that ended before a moment."""
    db.exec(delete(PasswordLink).where(col(PasswordLink.expires_at) < before))
