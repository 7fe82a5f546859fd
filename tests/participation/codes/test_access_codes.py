"""Codes as they are kept: digests alone, each good for one answer of its survey."""

import secrets

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from council.base.site import Site
from participation import codes
from participation.codes import Code, access_codes
from participation.codes.access_codes import AccessCode
from tests import surveys
from tests.participation import townsurvey

pytestmark = pytest.mark.db


@pytest.fixture
def survey(site: Site) -> int:
    return surveys.survey(site, townsurvey.form(*townsurvey.EVERY_KIND))


def redeem(site: Site, process_id: int, code: Code, secret: bytes | None = None) -> str | None:
    with site.database.writing() as db:
        return access_codes.redeem(db, process_id, code, secret or surveys.secret(site, process_id))


def test_a_code_is_redeemed_once_and_gives_its_stratum(site: Site, survey: int) -> None:
    first, second = surveys.give_codes(site, survey, 2, "Nord")
    assert redeem(site, survey, first) == "Nord"
    assert redeem(site, survey, first) is None
    with site.database.reading() as db:
        good = [access_codes.is_good(db, survey, code, surveys.secret(site, survey)) for code in (first, second)]
    assert good == [False, True]


def test_unknown_codes_those_of_other_surveys_and_other_secrets_are_no_good(site: Site, survey: int) -> None:
    other = surveys.survey(site, townsurvey.form(*townsurvey.EVERY_KIND), slug="anderes")
    (code,) = surveys.give_codes(site, survey, 1)
    assert redeem(site, survey, codes.new(secrets.token_bytes)) is None
    assert redeem(site, other, code) is None
    assert redeem(site, survey, code, secrets.token_bytes(32)) is None
    assert redeem(site, survey, code) == ""


def test_nothing_is_kept_but_digest_and_stratum(site: Site, survey: int) -> None:
    given = surveys.give_codes(site, survey, 20, "Nord")
    assert set(AccessCode.model_fields) == {"process_id", "digest", "stratum"}
    with site.database.reading() as db:
        rows = db.exec(select(AccessCode)).all()
    assert {row.digest for row in rows} == {codes.digest(code, surveys.secret(site, survey)) for code in given}
    with site.database.engine.connect() as connection:
        as_they_lie = connection.exec_driver_sql("SELECT digest FROM access_code").scalars().all()
    assert list(as_they_lie) == sorted(as_they_lie), "or their order would be that of the letters"


def test_the_same_code_is_never_given_out_twice(site: Site, survey: int) -> None:
    """However unlikely: then nothing of the second series is kept."""
    (code,) = surveys.give_codes(site, survey, 1)
    series = codes.Series("", (codes.new(secrets.token_bytes), code))
    secret, now = surveys.secret(site, survey), site.clock()

    def issue() -> None:
        with site.database.writing() as db:
            access_codes.issue(db, survey, [series], secret, now)

    with pytest.raises(IntegrityError):
        issue()
    with site.database.reading() as db:
        assert access_codes.invited(db, survey) == {"": 1}


def test_how_many_were_invited_stays_when_codes_are_used(site: Site, survey: int) -> None:
    for stratum, count in (("Nord", 3), ("Süd", 2), ("Nord", 1)):
        given = surveys.give_codes(site, survey, count, stratum)
    redeem(site, survey, given[0])
    with site.database.reading() as db:
        assert access_codes.invited(db, survey) == {"Nord": 4, "Süd": 2}
