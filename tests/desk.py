"""The cast at the desk: accounts by role, and browsers in which somebody is signed in already."""

from typing import TYPE_CHECKING, Any

from argon2 import PasswordHasher
from sqlmodel import select

from council.base import access, accounts, passwords, sign_ins
from council.base.accounts import Account, Role

if TYPE_CHECKING:
    import pytest
    from starlette.testclient import TestClient

    from council.base.site import Site
    from tests.conftest import Person

PASSWORD = "Rathausuhr schlägt sieben"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # the real one is made to be slow
HASHED = QUICK.hash(PASSWORD)


def hash_quickly(monkeypatch: "pytest.MonkeyPatch") -> None:
    """Passwords cost no time in this test."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    monkeypatch.setattr(passwords, "_DECOY", QUICK.hash("nobody's"))


def account_of(site: "Site", person: "Person", *roles: Role) -> Account:
    """A person's account, made where there is none; the roles are the person's own where none are given."""
    with site.database.writing() as db:
        found = db.exec(select(Account).where(Account.login == person.email)).first()
        if found is None:
            found = accounts.create(db, person.email, person.name, roles or (Role(person.role),), site.clock())
            found.password_hash = HASHED
            db.add(found)
            db.flush()
        return found


def token_of(site: "Site", person: "Person", *roles: Role) -> str:
    """A sign-in of this person; the token."""
    account = account_of(site, person, *roles)
    with site.database.writing() as db:
        return sign_ins.begin(db, account, "Testbrowser", site.clock())


def sign_in(client: "TestClient", site: "Site", person: "Person", *roles: Role) -> None:
    """From now on the client is this person at the desk."""
    client.cookies.set(access.cookie_name(site), token_of(site, person, *roles))


def cookie(site: "Site", url: str, person: "Person", *roles: Role) -> Any:
    """The same for a browser: ``page.context.add_cookies([cookie(…)])``."""
    return {"name": access.cookie_name(site), "value": token_of(site, person, *roles), "url": url}
