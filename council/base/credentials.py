"""A login and a password somebody gives, and whose they are. Every attempt counts as failed before it is looked at, so that many at
once get no further than one after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from council.base import accounts, audit, locks, passwords, throttle
from council.base.accounts import Account
from council.base.locks import Decision
from council.base.site import Site
from council.base.throttle import Attempt, Subjects

Outcome = TypeVar("Outcome")
TOO_MANY = "Anmeldung nach Fehlversuchen vorübergehend gesperrt"


@dataclass(frozen=True)
class Given:
    """What somebody gives, and the address of the device they give it from."""

    login: str
    password: str
    address: str


class RefusedError(Exception):
    """Not let in: wrong, unknown or blocked, which is not told apart; or, with ``until``, not even looked at before that time."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__(until)
        self.until = until


def prove(site: Site, given: Given, then: Callable[[Session, Account], Outcome]) -> Outcome:
    """Do ``then`` for the account whose login and password these are, in the transaction that finds it unchanged. Raises RefusedError.

    Takes as long as comparing a password does: call it by ``passwords.slowly``.
    """
    who = throttle.subjects(throttle.key_of(site.settings.data), accounts.normal(given.login), given.address)
    attempt, account = _begin(site, who, given.login)
    fits = passwords.match(account.password_hash if account else None, given.password)
    if account is None or account.blocked or not fits:
        _fail(site, attempt, account)
        raise RefusedError
    return _succeed(site, attempt, account, given.password, then)


def _begin(site: Site, who: Subjects, login: str) -> tuple[Attempt, Account | None]:
    with site.database.writing() as db:
        locks.alone(db, Decision.SIGN_IN)
        now = site.clock()  # read while nobody else decides
        until = throttle.closed_until(db, who, now)
        if until is not None:
            raise RefusedError(until)
        return throttle.begin(db, who, now), accounts.by_login(db, login)


def _fail(site: Site, attempt: Attempt, account: Account | None) -> None:
    """What was typed is not told: people type passwords into the wrong field."""
    if attempt.noteworthy:
        with site.database.writing() as db:
            subject = f"{account.name} ({account.login})" if account else "unbekannter Anmeldename"
            audit.record(db, None, TOO_MANY, site.clock(), subject=subject)


def _succeed(
    site: Site, attempt: Attempt, seen: Account, password: str, then: Callable[[Session, Account], Outcome]
) -> Outcome:
    assert seen.password_hash is not None
    renewed = passwords.hashed(password) if passwords.outdated(seen.password_hash) else seen.password_hash
    with site.database.writing() as db:
        account = db.get(Account, seen.id, with_for_update=True)
        if account is None or account.blocked or account.password_hash != seen.password_hash:
            raise RefusedError
        throttle.forgive(db, attempt)
        account.password_hash = renewed
        return then(db, account)
