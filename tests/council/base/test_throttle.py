"""How guessing is slowed down: growing waits for a login at an address, for an address and for a login, kept in the database."""

from datetime import timedelta

import pytest
from sqlmodel import select

from council.base import throttle
from council.base.throttle import FREE_EVERYWHERE, FREE_FOR_ADDRESS, FREE_FOR_LOGIN, SignInFailure

KEY = b"k" * 32


@pytest.fixture
def fail(site):
    """Somebody tries and fails; whether the log has to tell."""

    def attempt(login="clara", address="192.0.2.7", times=1):
        who = throttle.subjects(KEY, login, address)
        with site.database.writing() as db:
            return [throttle.begin(db, who, site.clock()) for _ in range(times)][-1]

    return attempt


@pytest.fixture
def wait(site):
    """How long somebody has to wait now."""

    def left(login="clara", address="192.0.2.7"):
        with site.database.reading() as db:
            until = throttle.closed_until(db, throttle.subjects(KEY, login, address), site.clock())
        return until and until - site.clock()

    return left


@pytest.mark.db
def test_a_few_failures_are_free_and_each_further_one_doubles_the_wait(site, clock, fail, wait):
    fail(times=FREE_FOR_LOGIN - 1)
    assert wait() is None
    waits = []
    for _ in range(7):
        fail()
        waits.append(wait().total_seconds())
        clock.advance(wait())
        assert wait() is None
    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_an_address_waits_whatever_logins_it_tries(fail, wait):
    for number in range(FREE_FOR_ADDRESS):
        fail(login=f"login{number}")
    assert wait(login="nochnie") == timedelta(seconds=30)
    assert wait(login="nochnie", address="192.0.2.8") is None


def test_who_fails_at_one_address_keeps_nobody_out_at_another(fail, wait):
    fail(times=FREE_FOR_LOGIN)
    assert wait() == timedelta(seconds=30)
    assert wait(address="198.51.100.1") is None


def test_a_login_waits_from_wherever_after_many_failures_at_many_addresses(fail, wait):
    for number in range(FREE_EVERYWHERE - 1):
        fail(address=f"192.0.2.{number}")
    assert wait(address="198.51.100.1") is None
    fail(address="192.0.2.200")
    assert wait(address="198.51.100.1") == timedelta(seconds=30)
    assert wait(login="andere", address="198.51.100.1") is None


def test_a_new_password_opens_the_login_everywhere(site, fail, wait):
    for number in range(FREE_EVERYWHERE):
        fail(address=f"192.0.2.{number % 20}")
    assert wait() is not None
    with site.database.writing() as db:
        throttle.reopen(db, KEY, "clara")
    assert wait() is None


def test_the_right_password_clears_the_login_here_and_of_the_address_only_this_attempt(site, fail, wait):
    for number in range(FREE_FOR_ADDRESS - 1):
        fail(login=f"login{number}")
    fail(times=1)
    right = fail()
    with site.database.writing() as db:
        throttle.forgive(db, right)
    assert wait() == timedelta(seconds=30)  # the address, by its thirtieth failure
    assert wait(address="192.0.2.8") is None


@pytest.mark.db
def test_failures_are_forgotten_after_a_day(site, clock, fail, wait):
    fail(times=20)
    clock.advance(hours=24, seconds=1)
    assert wait() is None
    fail(login="andere", address="192.0.2.9")
    with site.database.reading() as db:
        assert len(db.exec(select(SignInFailure)).all()) == 3


def test_the_log_tells_when_a_wait_begins_and_then_of_every_tenth_failure(fail):
    told = [number for number in range(1, 27) if fail(address="").noteworthy]
    assert told == [5, 15, 25]


def test_neither_login_nor_address_can_be_read_in_what_is_kept(site, fail):
    fail()
    with site.database.reading() as db:
        kept = " ".join(row.subject for row in db.exec(select(SignInFailure)))
    assert "clara" not in kept
    assert "192" not in kept


def test_without_the_key_a_digest_cannot_be_made_again(tmp_path):
    key = throttle.key_of(tmp_path)
    assert key == throttle.key_of(tmp_path)
    assert (tmp_path / throttle.KEY_FILE).stat().st_mode & 0o077 == 0
    assert throttle.subjects(key, "clara", "192.0.2.7") != throttle.subjects(KEY, "clara", "192.0.2.7")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_whoever_owns_a_network_is_one_address(address, network):
    assert throttle.network(address) == network
