"""Series of codes: one key is one series however often it is sent, and what is kept leads to no code."""

import secrets
from typing import Any

import pytest
from sqlmodel import select

from council.base import i18n
from council.base.accounts import Account
from council.base.audit import AuditEntry
from council.base.site import Site
from participation import codes, survey_secrets
from participation.answers import receipts
from participation.codes import Code, Series, access_codes, code_series
from participation.codes.access_codes import AccessCode, CodeSeries
from participation.codes.code_series import CodesError, Order
from participation.survey_secrets import SecretLostError
from tests import surveys
from tests.conftest import Cast, MovableClock
from tests.desk import account_of
from tests.participation.townsurvey import EVERY_KIND, form

pytestmark = pytest.mark.db

WANTED = {"Nord": 12, "Süd": 7}


def new_key() -> str:
    return receipts.new_key(secrets.token_bytes)


@pytest.fixture
def planner(site: Site, cast: Cast) -> Account:
    return account_of(site, cast.planner)


def survey(site: Site, **facts: Any) -> int:
    return surveys.survey(site, form(EVERY_KIND[0]), **({"access": "codes", "strata": ["Nord", "Süd"]} | facts))


def good(site: Site, number: int, every: tuple[Series, ...]) -> list[bool]:
    secret = surveys.secret(site, number)
    with site.database.reading() as db:
        return [access_codes.is_good(db, number, code, secret) for one in every for code in one.codes]


def made(site: Site, number: int) -> dict[str, int]:
    with site.database.reading() as db:
        return dict(access_codes.invited(db, number))


def answer_with(site: Site, number: int, code: Code) -> None:
    surveys.answer(site, number, {"park": "yes"}, code=code)


def test_the_page_that_made_a_series_can_show_its_codes_and_all_are_good(site: Site, planner: Account) -> None:
    number, key = survey(site), new_key()
    code_series.make(site, number, Order(key, WANTED), planner)
    every = code_series.found(site, number, key)
    assert [(one.stratum, len(one.codes)) for one in every] == [("Nord", 12), ("Süd", 7)]
    assert len({code for one in every for code in one.codes}) == 19
    assert all(good(site, number, every))
    assert code_series.found(site, number, key) == every, "a download that broke off can be begun again"


def test_a_double_click_makes_no_second_series(site: Site, planner: Account) -> None:
    number, order = survey(site), Order(new_key(), WANTED)
    code_series.make(site, number, order, planner)
    (first, *_), *_ = (one.codes for one in code_series.found(site, number, order.key))
    answer_with(site, number, first)
    code_series.make(site, number, order, planner)
    assert made(site, number) == WANTED
    used, *others = good(site, number, code_series.found(site, number, order.key))
    assert not used, "or the code could be used a second time"
    assert all(others)


def test_another_key_or_another_survey_has_other_codes(site: Site, planner: Account) -> None:
    number, other, key = survey(site), survey(site, slug="anderes"), new_key()
    for one in (number, other):
        code_series.make(site, one, Order(key, WANTED), planner)
    code_series.make(site, number, Order(second := new_key(), WANTED), planner)
    found = [code_series.found(site, *which) for which in ((number, key), (other, key), (number, second))]
    assert len({code for every in found for one in every for code in one.codes}) == 3 * 19
    assert made(site, number) == {"Nord": 24, "Süd": 14}


def test_a_draft_gets_its_secret_with_its_first_series(site: Site, planner: Account) -> None:
    number, key = survey(site, released=False), new_key()
    survey_secrets.forget(site.storage.root, number)
    code_series.make(site, number, Order(key, WANTED), planner)
    assert all(good(site, number, code_series.found(site, number, key)))


def test_a_secret_that_was_lost_is_not_replaced(site: Site, planner: Account) -> None:
    """Or nobody would notice that the codes in all letters are dead."""
    begun, sent = survey(site), survey(site, slug="anderes", released=False)
    surveys.give_codes(site, sent, 1)
    for number in (begun, sent):
        survey_secrets.forget(site.storage.root, number)
        with pytest.raises(SecretLostError):
            code_series.make(site, number, Order(new_key(), WANTED), planner)
        assert not survey_secrets.is_there(site.storage.root, number)


def test_an_unknown_key_shows_nothing(site: Site, planner: Account) -> None:
    number = survey(site)
    code_series.make(site, number, Order(new_key(), WANTED), planner)
    with pytest.raises(CodesError):
        code_series.found(site, number, new_key())


def test_neither_key_nor_code_is_kept_anywhere(site: Site, planner: Account, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    number, key = survey(site), new_key()
    code_series.make(site, number, Order(key, WANTED), planner)
    with site.database.reading() as db:
        rows: list[Any] = [*db.exec(select(AccessCode)), *db.exec(select(CodeSeries)), *db.exec(select(AuditEntry))]
    told = caplog.text + "".join(str(row.model_dump()) for row in rows) + repr(Order(key, WANTED))
    secret_words = [code.letters for one in code_series.found(site, number, key) for code in one.codes]
    assert not any(word in told for word in (key, *secret_words, *map(codes.shown, map(Code, secret_words))))


def test_the_log_says_how_many_for_which_stratum_and_no_more(site: Site, planner: Account) -> None:
    number = survey(site)
    code_series.make(site, number, Order(new_key(), {"Nord": 3, "Süd": 0}), planner)
    with site.database.reading() as db:
        entry = db.exec(select(AuditEntry)).one()
    title = surveys.TITLE["de"]
    assert (entry.action, entry.subject) == ("Zugangscodes angelegt", f"{title}: 3 für Nord")
    assert entry.path == f"/ratsbuero/beteiligung/{number}"


def test_a_series_that_went_nowhere_is_as_if_it_had_never_been(site: Site, planner: Account) -> None:
    number, key, kept = survey(site), new_key(), new_key()
    for one in (key, kept):
        code_series.make(site, number, Order(one, WANTED), planner)
    every = code_series.found(site, number, key)
    code_series.take_back(site, number, key, planner)
    assert not any(good(site, number, every))
    assert all(good(site, number, code_series.found(site, number, kept)))
    assert made(site, number) == WANTED


def test_a_series_that_somebody_answered_with_stays(site: Site, planner: Account) -> None:
    number, key = survey(site), new_key()
    code_series.make(site, number, Order(key, WANTED), planner)
    every = code_series.found(site, number, key)
    answer_with(site, number, every[1].codes[0])
    with pytest.raises(CodesError):
        code_series.take_back(site, number, key, planner)
    assert good(site, number, every).count(True) == 18
    assert made(site, number) == WANTED


def test_before_opening_invalid_codes_count_no_more(site: Site, planner: Account) -> None:
    number, key = survey(site, released=False), new_key()
    code_series.make(site, number, Order(key, WANTED), planner)
    code_series.invalidate(site, number, "Nord", planner)
    assert good(site, number, code_series.found(site, number, key)) == [True] * 7, "those of the other stratum"
    assert made(site, number) == {"Süd": 7}


def test_while_open_they_still_count_since_the_rest_would_tell_who_answered(site: Site, planner: Account) -> None:
    number, key = survey(site), new_key()
    code_series.make(site, number, Order(key, WANTED), planner)
    every = code_series.found(site, number, key)
    answer_with(site, number, every[0].codes[0])
    code_series.invalidate(site, number, "Nord", planner)
    assert good(site, number, every) == [False] * 12 + [True] * 7
    assert made(site, number) == WANTED


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({}, "wie viele Codes"),
        ({"Nord": 0}, "wie viele Codes"),
        ({"Nord": 15_000, "Süd": 5001}, "höchstens 20.000"),
    ],
)
def test_a_series_has_codes_and_not_too_many(site: Site, planner: Account, wanted: dict[str, int], told: str) -> None:
    number = survey(site)
    with pytest.raises(CodesError) as caught:
        code_series.make(site, number, Order(new_key(), wanted), planner)
    assert told in caught.value.told(i18n.language("de"))
    assert made(site, number) == {}


def test_a_survey_has_a_bound_too(site: Site, planner: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_series, "MOST", 30)
    number = survey(site)
    code_series.make(site, number, Order(new_key(), WANTED), planner)
    with pytest.raises(CodesError, match="höchstens 30 Codes haben, 19 gibt es schon"):
        code_series.make(site, number, Order(new_key(), WANTED), planner)


def test_there_are_none_where_everybody_may_answer_or_nobody_any_more(
    site: Site, planner: Account, clock: MovableClock
) -> None:
    everybody, over = survey(site, access="anyone"), survey(site, slug="vorbei")
    with pytest.raises(CodesError, match="dürfen alle antworten"):
        code_series.make(site, everybody, Order(new_key(), WANTED), planner)
    clock.advance(days=15)
    with pytest.raises(CodesError, match="vorbei"):
        code_series.make(site, over, Order(new_key(), WANTED), planner)
    with pytest.raises(CodesError, match="vorbei"):
        code_series.invalidate(site, over, "Nord", planner)


def test_a_code_that_was_given_out_before_undoes_the_whole_series(
    site: Site, planner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = survey(site)
    (known,) = surveys.give_codes(site, number, 1, "Nord")
    monkeypatch.setattr(code_series, "composed", lambda *_: (Series("Nord", (codes.new(secrets.token_bytes), known)),))
    with pytest.raises(CodesError, match="noch einmal"):
        code_series.make(site, number, Order(new_key(), {"Nord": 2}), planner)
    assert made(site, number) == {"Nord": 1}
