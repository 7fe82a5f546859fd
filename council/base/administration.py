"""What is done to accounts, by an administrator, by their owners or on the command line (``by`` is None). Each act is in the log, and ends
the sign-ins of the account that were begun under other conditions."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from council.base import accounts, audit, locks, password_links, sign_ins
from council.base.accounts import Account, Role
from council.base.errors import ReadableError
from council.base.i18n import message
from council.base.locks import Decision


class LoginTakenError(ReadableError):
    """There is an account with this login already."""

    def __init__(self) -> None:
        super().__init__(message("Mit dieser E-Mail-Adresse gibt es schon ein Konto."))


class OwnAccountError(ReadableError):
    """Nobody shuts themselves out by mistake."""

    def __init__(self) -> None:
        super().__init__(
            message(
                "Ihr eigenes Konto können Sie nicht sperren oder löschen. Das kann jemand anderes tun, der Konten verwaltet."
            )
        )


class LastAdminError(ReadableError):
    """Nobody would be left who can give accounts to others."""

    def __init__(self) -> None:
        super().__init__(
            message(
                "Das geht nicht: Es ist das letzte Konto, das andere Konten verwalten kann. Geben Sie zuerst jemand anderem diese "
                "Aufgabe. Sie zählt erst, wenn sie oder er ein Passwort gesetzt hat."
            )
        )


def create(
    db: Session,
    login: str,
    name: str,
    roles: Iterable[Role],
    by: Account | None,
    now: datetime,
    password_hash: str | None = None,
) -> Account:
    """A new account. Raises LoginTakenError."""
    locks.alone(db, Decision.ACCOUNTS)
    if accounts.by_login(db, login) is not None:
        raise LoginTakenError
    account = accounts.create(db, login, name, roles, now, password_hash)
    _note(db, by, "Konto angelegt", account, now)
    return account


def change(db: Session, account_id: int, name: str, roles: Iterable[Role], by: Account, now: datetime) -> bool:
    """Give an account another name or other roles; the latter end its sign-ins, and give True. Raises LastAdminError, KeyError."""
    account, last = _to_change(db, account_id)
    wanted = sorted(set(roles))
    if last and Role.ADMIN not in wanted:
        raise LastAdminError
    other_roles = wanted != sorted(account.roles)
    if other_roles:
        sign_ins.end_all(db, account_id)
    if other_roles or name != account.name:
        account.name, account.roles = name, list(wanted)
        _note(db, by, "Konto geändert", account, now)
    return other_roles


def block(db: Session, account_id: int, by: Account, now: datetime) -> None:
    """Keep its owner out from this moment. Raises OwnAccountError, LastAdminError, KeyError."""
    account = _to_shut(db, account_id, by)
    if not account.blocked:
        account.blocked = True
        _shut(db, account_id)
        _note(db, by, "Konto gesperrt", account, now)


def unblock(db: Session, account_id: int, by: Account, now: datetime) -> None:
    """Let its owner in again, with the old password. Raises KeyError."""
    account, _ = _to_change(db, account_id)
    if account.blocked:
        account.blocked = False
        _note(db, by, "Konto entsperrt", account, now)


def remove(db: Session, account_id: int, by: Account, now: datetime) -> None:
    """Delete an account; what was done with it stays in the log under its name. Raises OwnAccountError, LastAdminError, KeyError."""
    account = _to_shut(db, account_id, by)
    _shut(db, account_id)
    _note(db, by, "Konto gelöscht", account, now, path="")
    db.flush()
    db.delete(account)


def give_link(db: Session, account: Account, by: Account | None, now: datetime) -> str:
    """The token of a link with which its owner sets a password."""
    _note(db, by, "Link zum Setzen des Passworts ausgestellt", account, now)
    return password_links.give(db, account, now)


def set_password(db: Session, account: Account, password_hash: str, action: str, now: datetime) -> None:
    """Its owner sets a password: no sign-in and no link from before is good any more."""
    assert account.id is not None
    account.password_hash = password_hash
    db.add(account)
    _shut(db, account.id)
    _note(db, account, action, account, now)


def end_sign_ins(db: Session, account: Account, now: datetime) -> None:
    """Its owner signs out everywhere."""
    assert account.id is not None
    sign_ins.end_all(db, account.id)
    _note(db, account, "Überall abgemeldet", account, now)


def _to_shut(db: Session, account_id: int, by: Account) -> Account:
    account, last = _to_change(db, account_id)
    if account_id == by.id:
        raise OwnAccountError
    if last:
        raise LastAdminError
    return account


def _to_change(db: Session, account_id: int) -> tuple[Account, bool]:
    """The account as it is now, and whether it is the last that runs the desk; nobody else changes accounts until this is written."""
    locks.alone(db, Decision.ACCOUNTS)
    account = db.get(Account, account_id, with_for_update=True)
    if account is None:
        raise KeyError(account_id)
    others = [other for other in accounts.everybody(db) if other.id != account_id and other.runs_the_desk]
    return account, account.runs_the_desk and not others


def _shut(db: Session, account_id: int) -> None:
    sign_ins.end_all(db, account_id)
    password_links.take_back(db, account_id)


def _note(
    db: Session, by: Account | None, action: str, account: Account, now: datetime, path: str | None = None
) -> None:
    roles = ", ".join(accounts.ROLE_NAMES[Role(role)] for role in account.roles)
    subject = f"{account.name} ({account.login}): {roles or 'ohne Rolle'}"
    where = f"/ratsbuero/konten/{account.id}" if path is None else path
    audit.record(db, by, action, now, subject=subject, path=where)
