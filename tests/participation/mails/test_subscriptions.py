"""Who wants a mail when results are out: confirmed by the owner of the address, and forgotten in time."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from council.base.site import Site
from participation.mails import subscriptions
from participation.mails.subscriptions import MOST_A_DAY, UNCONFIRMED, ResultSubscription, Wish
from tests import surveys
from tests.conftest import Cast
from tests.participation.crowd import at_once
from tests.participation.townsurvey import EVERY_KIND, form

TODAY = date(2026, 4, 16)
A_DAY = timedelta(days=1)
OTTO, IDA = "otto@musterstadt.example", "ida@musterstadt.example"


@pytest.fixture
def survey(site: Site) -> int:
    return surveys.survey(site, form(EVERY_KIND[0]))


def ask(site: Site, number: int, address: str, today: date = TODAY, language: str = "de") -> None:
    with site.database.writing() as db:
        subscriptions.ask(db, Wish(number, address, language), surveys.secret(site, number), today)


def asked(site: Site) -> None:
    """The mails that ask were sent."""
    with site.database.writing() as db:
        for row in subscriptions.to_ask(db, 100):
            subscriptions.mark_asked(db, row.key)


def rows(site: Site) -> dict[str, ResultSubscription]:
    with site.database.reading() as db:
        found = db.exec(select(ResultSubscription).order_by(col(ResultSubscription.key))).all()
    assert len({one.address for one in found}) == len(found)
    return {one.address: one for one in found}


def token(site: Site, number: int, address: str) -> str:
    """What the mail to this address says."""
    return subscriptions.token_of(rows(site)[address].key, surveys.secret(site, number))


def confirm(site: Site, token: str, today: date = TODAY) -> bool:
    with site.database.writing() as db:
        return subscriptions.confirm(db, token, today)


def told(site: Site, number: int) -> list[str]:
    with site.database.reading() as db:
        return sorted(one.address for one in subscriptions.to_tell(db, number, 100))


@pytest.mark.db
def test_only_who_confirmed_is_told(site: Site, survey: int) -> None:
    ask(site, survey, OTTO)
    ask(site, survey, IDA)
    assert confirm(site, token(site, survey, IDA), TODAY + A_DAY)
    assert told(site, survey) == [IDA]
    found = rows(site)
    assert (found[IDA].confirmed_on, found[OTTO].confirmed_on) == (TODAY + A_DAY, None)


@pytest.mark.db
def test_confirming_again_changes_nothing(site: Site, survey: int) -> None:
    ask(site, survey, IDA)
    for day in range(3):
        assert confirm(site, token(site, survey, IDA), TODAY + day * A_DAY)
    assert rows(site)[IDA].confirmed_on == TODAY


@pytest.mark.parametrize("wrong", ["", "0" * 64, "x", "' or 1=1 --"])
def test_a_token_nobody_was_sent_confirms_nothing(site: Site, survey: int, wrong: str) -> None:
    ask(site, survey, IDA)
    assert not confirm(site, wrong)
    assert not confirm(site, rows(site)[IDA].key), "what lies in the database opens nothing"
    assert not confirm(site, rows(site)[IDA].token)
    assert told(site, survey) == []


@pytest.mark.db
def test_the_owner_takes_the_address_back_at_any_time(site: Site, survey: int) -> None:
    for address in (IDA, OTTO):
        ask(site, survey, address)
    gone = token(site, survey, IDA)
    for _ in range(2):
        with site.database.writing() as db:
            subscriptions.remove(db, gone)
    assert set(rows(site)) == {OTTO}
    assert not confirm(site, gone)


@pytest.mark.db
def test_what_is_not_confirmed_in_time_is_forgotten(site: Site, survey: int) -> None:
    ask(site, survey, IDA)
    ask(site, survey, OTTO)
    confirm(site, token(site, survey, OTTO))
    for day, left in ((TODAY + UNCONFIRMED, {IDA, OTTO}), (TODAY + UNCONFIRMED + A_DAY, {OTTO})):
        with site.database.writing() as db:
            subscriptions.forget_unconfirmed(db, day)
        assert set(rows(site)) == left


@pytest.mark.db
def test_asking_again_on_the_same_day_sends_nothing_and_the_next_day_asks_anew(site: Site, survey: int) -> None:
    ask(site, survey, IDA)
    asked(site)
    first = rows(site)[IDA]
    ask(site, survey, IDA, language="en")
    assert rows(site)[IDA] == first
    ask(site, survey, IDA, TODAY + A_DAY, "en")
    again = rows(site)[IDA]
    assert (again.asked, again.asked_on, again.language) == (False, TODAY + A_DAY, "en")
    assert again.key == first.key, "the link in the first mail still works"


def test_who_confirmed_is_not_asked_again(site: Site, survey: int) -> None:
    ask(site, survey, IDA)
    asked(site)
    confirm(site, token(site, survey, IDA))
    ask(site, survey, IDA, TODAY + 30 * A_DAY)
    assert rows(site)[IDA].asked


@pytest.mark.db
@pytest.mark.parametrize(
    "again", ["Ida@musterstadt.example", "ida+1@musterstadt.example", "IDA+umfrage+2@musterstadt.example"]
)
def test_one_mailbox_is_asked_once_however_it_is_written(site: Site, survey: int, again: str) -> None:
    ask(site, survey, again)
    asked(site)
    ask(site, survey, IDA)
    assert set(rows(site)) == {again}, "mails go to the address as it was typed first"
    confirm(site, token(site, survey, again))
    ask(site, survey, IDA, TODAY + A_DAY)
    assert told(site, survey) == [again]


@pytest.mark.parametrize("other", ["ido@musterstadt.example", "ida@anderswo.example", "+ida@musterstadt.example"])
def test_other_mailboxes_are_others(site: Site, survey: int, other: str) -> None:
    for address in (IDA, other):
        ask(site, survey, address)
    assert set(rows(site)) == {IDA, other}


@pytest.mark.db
def test_nobody_is_asked_of_more_than_so_many_surveys_a_day(site: Site) -> None:
    numbers = [surveys.survey(site, form(EVERY_KIND[0]), slug=f"umfrage-{at}") for at in range(MOST_A_DAY + 1)]
    for number, address in zip(
        numbers, (OTTO, "Otto@musterstadt.example", "otto+1@musterstadt.example", OTTO), strict=True
    ):
        ask(site, number, address)
    with site.database.reading() as db:
        assert set(subscriptions.processes_with(db)) == set(numbers[:-1])
    ask(site, numbers[-1], OTTO, TODAY + A_DAY)
    ask(site, numbers[-1], IDA)
    with site.database.reading() as db:
        assert set(subscriptions.processes_with(db)) == set(numbers)


@pytest.mark.db
def test_the_queue_is_read_in_pieces_by_random_keys(site: Site, survey: int) -> None:
    addresses = [f"r{at}@musterstadt.example" for at in range(7)]
    for address in addresses:
        ask(site, survey, address)
    found: list[str] = []
    with site.database.reading() as db:
        after = ""
        while some := subscriptions.to_ask(db, 3, after):
            assert len(some) <= 3
            found += [one.address for one in some]
            after = some[-1].key
    assert sorted(found) == addresses
    asked(site)
    with site.database.reading() as db:
        assert subscriptions.to_ask(db, 100) == []


@pytest.mark.db
def test_addresses_of_one_survey_are_dropped_and_no_others(site: Site, survey: int, cast: Cast) -> None:
    other = surveys.survey(site, form(EVERY_KIND[0]), slug="anderswo")
    for number, address in ((survey, IDA), (survey, OTTO), (other, cast.resident.email)):
        ask(site, number, address)
    with site.database.writing() as db:
        subscriptions.drop(db, rows(site)[OTTO].key)
    assert set(rows(site)) == {IDA, cast.resident.email}
    with site.database.writing() as db:
        subscriptions.drop_of(db, survey)
    assert set(rows(site)) == {cast.resident.email}


@pytest.mark.db
def test_who_presses_twice_is_asked_once(site: Site, survey: int) -> None:
    assert at_once(6, lambda _: ask(site, survey, IDA)) == [None] * 6
    assert set(rows(site)) == {IDA}
