"""Slows down who guesses passwords: after a few failures each further one doubles the wait, for the login at the address they come from
and for that address; for the login alone only after many, or anybody could keep its owner out. What failed is kept in the database for a
day, as digests with a key that lies beside it and in no backup."""

import hashlib
import hmac
import ipaddress
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Field, Session, SQLModel, col, delete, func, select
from starlette.requests import Request

from council.base.database import UtcDateTime

FREE_FOR_LOGIN = 5  # from one address
FREE_EVERYWHERE = 100  # for one login, from wherever
FREE_FOR_ADDRESS = 30  # a whole town hall may share one
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
REMEMBERED = timedelta(days=1)
TOLD_EVERY = 10  # of the failures that bring a wait: how many the log tells of
KEY_FILE = "sign-in.key"


class SignInFailure(SQLModel, table=True):
    """A sign-in that failed: ``subject`` is a digest of the login, of the address or of both, never the thing itself."""

    __tablename__ = "sign_in_failure"

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(index=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)


@dataclass(frozen=True)
class Subjects:
    """Whose failures count together, as digests. ``here``: of the login at this address; it begins with the login's."""

    login: str
    here: str
    address: str

    @property
    def free(self) -> dict[str, int]:
        """How many failures of each bring no wait yet."""
        return {self.here: FREE_FOR_LOGIN, self.address: FREE_FOR_ADDRESS, self.login: FREE_EVERYWHERE}


@dataclass(frozen=True)
class Attempt:
    """One attempt, counted as failed until it is forgiven. ``noteworthy``: should it fail, the log has to tell."""

    subjects: Subjects
    rows: tuple[int | None, ...]
    noteworthy: bool


def subjects(key: bytes, login: str, address: str) -> Subjects:
    """The digests of a login and of the address somebody tries it from."""
    digest, place = _digest(key, "login", login), network(address)
    return Subjects(digest, f"{digest}/{_digest(key, 'both', f'{place} {login}')}", _digest(key, "address", place))


def network(address: str) -> str:
    """What belongs to one connection: an IPv4 address, or the /64 of an IPv6 one, whose owner has them all."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return str(found)


def network_of(request: Request) -> str:
    """The connection a request comes from."""
    return network(request.client.host if request.client else "")


def wait_after(failures: int, free: int) -> timedelta:
    """How long to wait after so many failures, of which some are free."""
    if failures < free:
        return timedelta()
    doublings = min(failures - free, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def closed_until(db: Session, who: Subjects, now: datetime) -> datetime | None:
    """Until when nothing is tried for these; None where it may be tried now."""
    latest = max(_open_again(db, subject, free, now) for subject, free in who.free.items())
    return latest if latest > now else None


def begin(db: Session, who: Subjects, now: datetime) -> Attempt:
    """Count an attempt. Together with ``closed_until`` in one transaction that decides alone, so that none slips through beside it."""
    forget(db, now - REMEMBERED)
    rows = [SignInFailure(subject=subject, at=now) for subject in who.free]
    db.add_all(rows)
    db.flush()
    waits = [_failures(db, subject) - free for subject, free in who.free.items()]
    return Attempt(who, tuple(row.id for row in rows), any(over >= 0 and over % TOLD_EVERY == 0 for over in waits))


def forgive(db: Session, attempt: Attempt) -> None:
    """It was the right password: the login's failures at this address are forgotten, of the others only this one."""
    db.exec(delete(SignInFailure).where(col(SignInFailure.subject) == attempt.subjects.here))
    db.exec(delete(SignInFailure).where(col(SignInFailure.id).in_(attempt.rows)))


def reopen(db: Session, key: bytes, login: str) -> None:
    """Let a login try again at once, from wherever: its owner has shown another way who they are."""
    db.exec(delete(SignInFailure).where(col(SignInFailure.subject).startswith(subjects(key, login, "").login)))


def key_of(folder: Path) -> bytes:
    """The key of the digests, made where there is none: without it an address could be found by trying them all."""
    path = folder / KEY_FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f".{KEY_FILE}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        with suppress(FileExistsError):  # of several at once the first one's is the key
            path.hardlink_to(partial)
        partial.unlink()
    return path.read_bytes()


def forget(db: Session, before: datetime) -> None:
    """Remove what failed before a moment."""
    db.exec(delete(SignInFailure).where(col(SignInFailure.at) < before))


def _open_again(db: Session, subject: str, free: int, now: datetime) -> datetime:
    recent = (col(SignInFailure.subject) == subject) & (col(SignInFailure.at) > now - REMEMBERED)
    failures, last = db.exec(select(func.count(), func.max(SignInFailure.at)).where(recent)).one()
    return now if last is None else last + wait_after(failures, free)


def _failures(db: Session, subject: str) -> int:
    return db.exec(select(func.count()).select_from(SignInFailure).where(col(SignInFailure.subject) == subject)).one()


def _digest(key: bytes, kind: str, value: str) -> str:
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()
