"""What is done to accounts, and that somebody is always left who can do it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlmodel import select

from council.base import accounts, administration, password_links, sign_ins
from council.base.accounts import Account, Role
from council.base.administration import LastAdminError, LoginTakenError, OwnAccountError
from council.base.audit import AuditEntry
from council.base.sign_ins import SignIn
from tests import desk

ADMIN = (Role.ADMIN,)


@pytest.fixture
def clerk(site, cast):
    return desk.account_of(site, cast.clerk, Role.ADMIN, Role.CLERK)


@pytest.fixture
def planner(site, cast):
    return desk.account_of(site, cast.planner)


@pytest.fixture
def do(site):
    """Does something to accounts in a transaction of its own."""

    def act(what, *arguments):
        with site.database.writing() as db:
            return what(db, *arguments, site.clock())

    return act


def signed_in(site):
    with site.database.reading() as db:
        return {db.get_one(Account, row.account_id).name for row in db.exec(select(SignIn))}


def log(site):
    with site.database.reading() as db:
        return [(entry.who, entry.action, entry.subject) for entry in db.exec(select(AuditEntry))]


def test_a_login_belongs_to_one_account_in_any_case(do, clerk):
    with pytest.raises(LoginTakenError):
        do(administration.create, clerk.login.upper(), "Jemand", [Role.CLERK], clerk)


@pytest.mark.parametrize("login", ["clerk", "a@b@c", "a b@c", "a@", "@b", "<a>@b", "a@b\0", "x" * 200 + "@b"])
def test_a_login_is_an_e_mail_address(login):
    assert not accounts.is_login(login)


def test_other_roles_end_the_sign_ins_and_another_name_does_not(site, do, clerk, cast, planner):
    desk.token_of(site, cast.planner)
    assert not do(administration.change, planner.id, "Paula Baumann", [Role.PLANNER], clerk)
    assert signed_in(site) == {"Paula Baumann"}
    assert do(administration.change, planner.id, "Paula Baumann", [Role.PLANNER, Role.CLERK], clerk)
    assert not signed_in(site)
    assert log(site) == [
        (clerk.name, "Konto geändert", f"Paula Baumann ({planner.login}): Planung"),
        (clerk.name, "Konto geändert", f"Paula Baumann ({planner.login}): Ratsbüro, Planung"),
    ]


def test_blocking_ends_sign_ins_and_links_at_once_and_can_be_undone(site, clock, do, clerk, cast, planner):
    token = desk.token_of(site, cast.planner)
    link = do(administration.give_link, planner, clerk)
    do(administration.block, planner.id, clerk)
    do(administration.unblock, planner.id, clerk)
    with site.database.reading() as db:
        assert sign_ins.find(db, token, clock()) is None
        assert password_links.find(db, link, clock()) is None
        assert not db.get_one(Account, planner.id).blocked


@pytest.mark.db
def test_a_deleted_account_stays_in_the_log_under_its_name(site, do, clerk, cast, planner):
    desk.token_of(site, cast.planner)
    do(administration.give_link, planner, clerk)
    do(administration.remove, planner.id, clerk)
    with site.database.reading() as db:
        assert db.get(Account, planner.id) is None
    assert log(site)[-1] == (clerk.name, "Konto gelöscht", f"{planner.name} ({planner.login}): Planung")


@pytest.mark.parametrize("act", [administration.block, administration.remove])
def test_nobody_shuts_out_themselves(do, clerk, act):
    with pytest.raises(OwnAccountError):
        do(act, clerk.id, clerk)


def test_the_last_who_can_manage_accounts_keeps_that_role(site, do, clerk, planner):
    with pytest.raises(LastAdminError):
        do(administration.change, clerk.id, clerk.name, [Role.CLERK], clerk)
    do(administration.change, planner.id, planner.name, ADMIN, clerk)
    do(administration.block, planner.id, clerk)
    with pytest.raises(LastAdminError):  # the other one is blocked
        do(administration.change, clerk.id, clerk.name, [Role.CLERK], clerk)
    do(administration.create, "neu@x.example", "Neu", ADMIN, clerk)
    with pytest.raises(LastAdminError):  # the new one has no password yet
        do(administration.change, clerk.id, clerk.name, [Role.CLERK], clerk)


@pytest.mark.db
def test_of_two_who_block_each_other_at_once_one_is_left(site, do, cast, monkeypatch):
    both = [desk.account_of(site, cast.clerk, *ADMIN), desk.account_of(site, cast.planner, *ADMIN)]
    together, everybody = threading.Barrier(2), accounts.everybody

    def looked_at_together(db):
        """Whoever counted waits for the other to count as well, where nothing keeps the other from it."""
        found = everybody(db)
        with suppress(threading.BrokenBarrierError):
            together.wait(timeout=0.3)
        return found

    monkeypatch.setattr(accounts, "everybody", looked_at_together)
    with ThreadPoolExecutor(2) as threads:
        pairs = (both, both[::-1])
        running = [threads.submit(do, administration.block, other.id, by) for by, other in pairs]
    assert sorted(str(one.exception() and type(one.exception()).__name__) for one in running) == [
        "LastAdminError",
        "None",
    ]
    with site.database.reading() as db:
        assert sum(account.runs_the_desk for account in everybody(db)) == 1


@pytest.mark.db
def test_a_link_is_good_once_for_a_day_and_until_the_next_one(site, clock, do, clerk, planner):
    first, second = (do(administration.give_link, planner, clerk) for _ in range(2))
    assert do(password_links.use, first) is None
    assert do(password_links.use, second).id == planner.id
    assert do(password_links.use, second) is None
    third = do(administration.give_link, planner, clerk)
    clock.advance(hours=24)
    assert do(password_links.use, third) is None


@pytest.mark.db
def test_of_two_who_use_a_link_at_once_one_sets_the_password(site, do, clerk, planner):
    link = do(administration.give_link, planner, clerk)
    together = threading.Barrier(2, timeout=20)

    def use(_):
        together.wait()
        return do(password_links.use, link)

    with ThreadPoolExecutor(2) as threads:
        assert sorted(found is None for found in threads.map(use, range(2))) == [False, True]
