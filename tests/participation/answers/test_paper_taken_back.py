"""A sheet from paper can be taken back by the page that entered it, and by nobody else."""

import secrets

import pytest
from sqlmodel import select

from council.base.site import Site
from participation import codes
from participation.answers import receipts, submissions
from participation.answers.submissions import NotOpenError, Offer, Origin, Submission, SubmissionReceipt
from participation.codes import Code, access_codes
from tests import surveys
from tests.conftest import MovableClock
from tests.participation.townsurvey import EVERY_KIND, form

pytestmark = pytest.mark.db


@pytest.fixture
def survey(site: Site) -> int:
    return surveys.survey(site, form(EVERY_KIND[0]), access="codes", strata=["Nord"])


def new_key() -> str:
    return receipts.new_key(secrets.token_bytes)


def enter(site: Site, number: int, key: str, code: Code | None = None) -> None:
    surveys.answer(site, number, {"park": "yes"}, key=key, code=code, origin=Origin.PAPER)


def take_back(site: Site, number: int, key: str, code: Code | None = None) -> bool:
    offer = Offer(0, {}, key, code, origin=Origin.PAPER)
    with site.database.writing() as db:
        return submissions.take_back(db, number, offer, surveys.secret(site, number), site.clock)


def is_good(site: Site, number: int, code: Code) -> bool:
    with site.database.reading() as db:
        return access_codes.is_good(db, number, code, surveys.secret(site, number))


def rows(site: Site) -> tuple[int, int]:
    with site.database.reading() as db:
        return len(db.exec(select(Submission)).all()), len(db.exec(select(SubmissionReceipt)).all())


def test_sheet_receipt_and_used_code_are_as_before(site: Site, survey: int) -> None:
    (code,), key = surveys.give_codes(site, survey, 1, "Nord"), new_key()
    enter(site, survey, new_key())
    enter(site, survey, key, code)
    assert not is_good(site, survey, code)
    assert take_back(site, survey, key, code)
    assert rows(site) == (1, 1)
    assert is_good(site, survey, code)
    surveys.answer(site, survey, {"park": "no"}, code=code)
    with site.database.reading() as db:
        assert dict(submissions.people(db, survey)) == {"": 1, "Nord": 1}, "the code brings its stratum again"


def test_once_is_enough(site: Site, survey: int) -> None:
    key = new_key()
    enter(site, survey, key)
    assert take_back(site, survey, key)
    assert not take_back(site, survey, key)


def test_another_code_is_not_made_good_by_it(site: Site, survey: int) -> None:
    (code,), key, invented = surveys.give_codes(site, survey, 1, "Nord"), new_key(), codes.new(secrets.token_bytes)
    enter(site, survey, key, code)
    assert not take_back(site, survey, key, invented)
    assert not take_back(site, survey, key)
    assert rows(site) == (1, 1)
    assert not is_good(site, survey, invented)


def test_what_came_by_the_web_cannot_be_taken_back_with_its_key(site: Site, survey: int) -> None:
    (code,), key = surveys.give_codes(site, survey, 1, "Nord"), new_key()
    surveys.answer(site, survey, {"park": "yes"}, key=key, code=code)
    assert not take_back(site, survey, key, code)
    assert rows(site) == (1, 1)


def test_nothing_changes_before_a_survey_is_open_or_once_it_is_withdrawn(
    site: Site, survey: int, clock: MovableClock
) -> None:
    key = new_key()
    enter(site, survey, key)
    clock.advance(days=-1)
    with pytest.raises(NotOpenError):
        take_back(site, survey, key)
    clock.advance(days=20)
    assert take_back(site, survey, key), "letters arrive after the last day, and so do mistakes"
