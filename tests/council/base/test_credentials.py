"""Whose login and password these are, and that nobody finds out by trying."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import argon2
import pytest
from sqlmodel import select

from council.base import credentials, passwords, throttle
from council.base.accounts import Account
from council.base.audit import AuditEntry
from council.base.credentials import Given, RefusedError
from council.base.throttle import SignInFailure
from tests import desk


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    desk.hash_quickly(monkeypatch)


@pytest.fixture
def prove(site):
    """Gives a login and a password; the name of whose they are."""

    def given(login, password, address="192.0.2.7"):
        return credentials.prove(site, Given(login, password, address), lambda _, account: account.name)

    return given


@pytest.fixture
def clerk(site, cast):
    return desk.account_of(site, cast.clerk)


def block(site, account):
    with site.database.writing() as db:
        db.get_one(Account, account.id).blocked = True


def test_the_login_is_taken_in_any_case_and_the_password_as_it_is(prove, clerk):
    assert prove(f" {clerk.login.upper()} ", desk.PASSWORD) == clerk.name
    with pytest.raises(RefusedError):
        prove(clerk.login, desk.PASSWORD.upper())


def test_unknown_wrong_and_blocked_are_not_told_apart(site, prove, clerk, cast):
    planner = desk.account_of(site, cast.planner)
    block(site, planner)
    for login, password in (("nobody@x.example", "a"), (clerk.login, "a"), (planner.login, desk.PASSWORD)):
        with pytest.raises(RefusedError) as refused:
            prove(login, password)
        assert refused.value.until is None


def test_who_has_no_password_yet_cannot_be_guessed(site, prove, clerk):
    with site.database.writing() as db:
        db.get_one(Account, clerk.id).password_hash = None
    with pytest.raises(RefusedError):
        prove(clerk.login, "")


def test_while_it_is_closed_the_right_password_is_refused_too_and_not_even_compared(
    site, clock, prove, clerk, monkeypatch
):
    for _ in range(throttle.FREE_FOR_LOGIN):
        with pytest.raises(RefusedError):
            prove(clerk.login, "falsch")
    compared = []
    monkeypatch.setattr(passwords, "match", lambda *given: compared.append(given))
    with pytest.raises(RefusedError) as refused:
        prove(clerk.login, desk.PASSWORD)
    assert refused.value.until == clock() + timedelta(seconds=30)
    assert not compared


def test_when_the_wait_is_over_the_right_password_opens_and_nothing_is_left_at_this_address(site, clock, prove, clerk):
    for _ in range(throttle.FREE_FOR_LOGIN):
        with pytest.raises(RefusedError):
            prove(clerk.login, "falsch")
    clock.advance(seconds=30)
    assert prove(clerk.login, desk.PASSWORD) == clerk.name
    who = throttle.subjects(throttle.key_of(site.settings.data), clerk.login, "192.0.2.7")
    with site.database.reading() as db:
        assert {row.subject for row in db.exec(select(SignInFailure))} == {who.address, who.login}


@pytest.mark.db
def test_of_many_attempts_at_once_no_more_are_looked_at_than_one_after_the_other(site, clerk, prove):
    many = 16
    together = threading.Barrier(many, timeout=20)

    def attempt(number):
        together.wait()
        try:
            return prove(clerk.login, f"geraten {number}")
        except RefusedError as error:
            return error.until

    with ThreadPoolExecutor(many) as threads:
        outcomes = list(threads.map(attempt, range(many)))
    assert outcomes.count(None) == throttle.FREE_FOR_LOGIN
    assert set(outcomes) == {None, site.clock() + throttle.FIRST_WAIT}


def test_the_log_tells_of_failures_but_not_what_was_typed(site, prove, clerk):
    for login in (clerk.login, "mein-passwort-im-falschen-feld"):
        for _ in range(throttle.FREE_FOR_LOGIN):
            with pytest.raises(RefusedError):
                prove(login, "streng geheim")
    with site.database.reading() as db:
        entries = db.exec(select(AuditEntry)).all()
    assert [entry.subject for entry in entries] == [f"{clerk.name} ({clerk.login})", "unbekannter Anmeldename"]
    assert {entry.action for entry in entries} == {credentials.TOO_MANY}
    assert "geheim" not in str(entries)


def test_a_password_kept_with_weaker_parameters_is_kept_anew_at_the_next_sign_in(site, prove, clerk, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", argon2.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert passwords.outdated(clerk.password_hash)
    assert prove(clerk.login, desk.PASSWORD) == clerk.name
    with site.database.reading() as db:
        kept = db.get_one(Account, clerk.id).password_hash
    assert not passwords.outdated(kept)
    assert passwords.match(kept, desk.PASSWORD)


@pytest.mark.parametrize("change", ["blocked", "password", "deleted"])
def test_an_account_that_changes_while_its_password_is_compared_is_not_let_in(site, prove, clerk, monkeypatch, change):
    def meanwhile(kept, _typed):
        with site.database.writing() as db:
            account = db.get_one(Account, clerk.id)
            if change == "blocked":
                account.blocked = True
            elif change == "password":
                account.password_hash = "another"
            else:
                db.delete(account)
        return kept is not None

    monkeypatch.setattr(passwords, "match", meanwhile)
    with pytest.raises(RefusedError):
        prove(clerk.login, desk.PASSWORD)
