"""How long a sign-in lasts and what ends it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from council.base import password_links, sign_ins, throttle
from council.base.accounts import Account
from council.base.sign_ins import IDLE, LONGEST, SignIn
from tests import desk


@pytest.fixture
def clerk(site, cast):
    return desk.account_of(site, cast.clerk)


@pytest.fixture
def begin(site, clerk):
    def sign_in(device="Firefox, Windows"):
        with site.database.writing() as db:
            return sign_ins.begin(db, clerk, device, site.clock())

    return sign_in


@pytest.fixture
def whose(site):
    """The name of whoever a token belongs to now."""

    def find(token):
        with site.database.reading() as db:
            found = sign_ins.find(db, token, site.clock())
        return found and found[1].name

    return find


def test_every_sign_in_has_a_token_of_its_own_of_which_only_the_digest_is_kept(site, begin, whose, clerk):
    tokens = {begin(), begin()}
    assert len(tokens) == 2
    assert {whose(token) for token in tokens} == {clerk.name}
    with site.database.reading() as db:
        assert not tokens & {row.token_sha256 for row in db.exec(select(SignIn))}
    assert whose("") is None
    assert whose("geraten") is None


@pytest.mark.parametrize("passed", [IDLE, LONGEST])
def test_it_ends_when_nobody_uses_it_and_at_the_latest_after_a_week(site, clock, begin, whose, passed):
    token, begun = begin(), clock()
    while clock() + timedelta(hours=9) < begun + passed:
        clock.advance(hours=9)
        with site.database.writing() as db:
            found = sign_ins.find(db, token, clock())
            sign_ins.seen(db, found[0], clock())
    assert whose(token)
    clock.advance(begun + passed - clock() if passed == LONGEST else IDLE)
    assert whose(token) is None


def test_a_use_that_is_noted_late_does_not_bring_back_what_was_ended(site, begin, whose):
    token = begin()
    with site.database.reading() as db:
        found = sign_ins.find(db, token, site.clock())
    with site.database.writing() as db:
        sign_ins.end(db, token)
    with site.database.writing() as db:
        sign_ins.seen(db, found[0], site.clock())
    assert whose(token) is None


def test_a_blocked_account_is_signed_in_nowhere(site, begin, whose, clerk):
    token = begin()
    with site.database.writing() as db:
        db.get_one(Account, clerk.id).blocked = True
    assert whose(token) is None


def test_ones_sign_ins_are_listed_as_long_as_they_last(site, clock, begin, clerk):
    begin("Chrome, Windows")
    clock.advance(hours=6)
    begin("Safari, iPhone")
    clock.advance(hours=5)
    with site.database.reading() as db:
        assert [row.device for row in sign_ins.of_account(db, clerk.id, clock())] == ["Safari, iPhone"]


def test_nobody_ends_the_sign_in_of_another(site, begin, whose, clerk, cast):
    token, planner = begin(), desk.account_of(site, cast.planner)
    with site.database.writing() as db:
        row = db.exec(select(SignIn)).one()
        assert not sign_ins.end_one(db, planner.id, row.id)
        assert whose(token)
        assert sign_ins.end_one(db, clerk.id, row.id)
    assert whose(token) is None


@pytest.mark.db
def test_what_is_left_of_signing_in_is_forgotten(site, clock, begin, clerk):
    begin()
    with site.database.writing() as db:
        password_links.give(db, clerk, clock())
        throttle.begin(db, throttle.subjects(b"key", "login", "address"), clock())
    clock.advance(days=3)
    begin()
    with site.database.writing() as db:
        sign_ins.forget(db, clock() - timedelta(days=1))
    with site.database.reading() as db:
        assert len(db.exec(select(SignIn)).all()) == 1
        assert not db.exec(select(throttle.SignInFailure)).all()
        assert not db.exec(select(password_links.PasswordLink)).all()
