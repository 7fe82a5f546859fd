"""Mails to those who wait for results: asked once, told once, and then forgotten."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from council.base.site import Site
from participation import processes, results
from participation.mails import notifying, subscriptions
from participation.mails.subscriptions import ResultSubscription, Wish
from participation.processes import Process
from participation.results import Result
from tests import surveys
from tests.conftest import Cast, MovableClock
from tests.participation.townsurvey import EVERY_KIND, form
from tests.postbox import Postbox, open_postbox

SENDER = "Stadt Musterstadt <noreply@musterstadt.example>"
OTTO = "otto@musterstadt.example"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with open_postbox() as box:
        yield box


@pytest.fixture
def mailing(site: Site, postbox: Postbox) -> Site:
    """The site, with a mail server."""
    return replace(site, settings=site.settings.model_copy(update={"smtp_url": postbox.url, "mail_from": SENDER}))


@pytest.fixture
def survey(mailing: Site) -> int:
    return surveys.survey(mailing, form(EVERY_KIND[0]))


def ask(site: Site, number: int, address: str, language: str = "de") -> None:
    with site.database.writing() as db:
        today = site.clock().date()
        subscriptions.ask(db, Wish(number, address, language), surveys.secret(site, number), today)


def rows(site: Site) -> list[ResultSubscription]:
    with site.database.reading() as db:
        return list(db.exec(select(ResultSubscription).order_by(ResultSubscription.address)))


def confirm(site: Site, number: int) -> None:
    """Everybody follows the link in their mail."""
    with site.database.writing() as db:
        for row in db.exec(select(ResultSubscription)).all():
            token = subscriptions.token_of(row.key, surveys.secret(site, number))
            assert subscriptions.confirm(db, token, site.clock().date())


def publish(site: Site, number: int, *, final: bool = True) -> None:
    now = site.clock()
    with site.database.writing() as db:
        result = Result(process_id=number, number=1, final=final, people=9, figures={}, made_at=now)
        results.publish(db, result, now)
        processes.changed(db, db.get_one(Process, number), now)


@pytest.mark.db
def test_from_asking_to_the_results(mailing: Site, survey: int, postbox: Postbox, cast: Cast) -> None:
    ask(mailing, survey, cast.resident.email)
    assert notifying.send(mailing)
    (asked,) = postbox.to(cast.resident.email)
    (row,) = rows(mailing)
    token = subscriptions.token_of(row.key, surveys.secret(mailing, survey))
    assert f"{mailing.settings.address}/benachrichtigung/{token}" in asked.get_content()
    assert asked["List-Unsubscribe"] == f"<{mailing.settings.address}/benachrichtigung/{token}>"
    assert token not in (row.key, row.token)

    confirm(mailing, survey)
    notifying.send(mailing)
    assert len(postbox.mails) == 1, "there is nothing to tell yet"
    publish(mailing, survey)
    notifying.send(mailing)
    told = postbox.mails[1]
    assert told["Subject"] == "Die Ergebnisse sind da: Wie soll der Marktplatz werden?"
    assert f"{mailing.settings.address}/mitmachen/marktplatz/ergebnisse" in told.get_content()
    assert rows(mailing) == []
    notifying.send(mailing)
    assert len(postbox.mails) == 2


def test_who_does_not_confirm_is_told_nothing_and_forgotten_after_a_week(
    mailing: Site, survey: int, postbox: Postbox, cast: Cast, clock: MovableClock
) -> None:
    ask(mailing, survey, cast.resident.email)
    notifying.send(mailing)
    publish(mailing, survey)
    notifying.send(mailing)
    assert len(postbox.mails) == 1
    for days, left in ((7, 1), (8, 0)):
        with mailing.database.writing() as db:
            subscriptions.forget_unconfirmed(db, clock.now.date() + timedelta(days=days))
        assert len(rows(mailing)) == left


def test_nobody_is_flooded(mailing: Site, postbox: Postbox, cast: Cast, clock: MovableClock) -> None:
    numbers = [surveys.survey(mailing, form(EVERY_KIND[0]), slug=f"umfrage-{at}") for at in range(5)]
    for number in numbers:
        for _ in range(4):
            ask(mailing, number, cast.resident.email)
            notifying.send(mailing)
    assert len(postbox.mails) == subscriptions.MOST_A_DAY
    clock.advance(days=1)
    ask(mailing, numbers[0], cast.resident.email)
    notifying.send(mailing)
    assert len(postbox.mails) == subscriptions.MOST_A_DAY + 1
    assert len(rows(mailing)) == subscriptions.MOST_A_DAY


def test_who_has_confirmed_is_not_asked_again(
    mailing: Site, survey: int, postbox: Postbox, cast: Cast, clock: MovableClock
) -> None:
    ask(mailing, survey, cast.resident.email)
    notifying.send(mailing)
    confirm(mailing, survey)
    clock.advance(days=2)
    ask(mailing, survey, cast.resident.email)
    notifying.send(mailing)
    assert len(postbox.mails) == 1


def test_an_address_that_takes_no_mail_is_deleted(mailing: Site, survey: int, postbox: Postbox, cast: Cast) -> None:
    postbox.refuses.add(OTTO)
    ask(mailing, survey, OTTO)
    ask(mailing, survey, cast.resident.email)
    assert notifying.send(mailing)
    assert [row.address for row in rows(mailing)] == [cast.resident.email]


def test_one_that_is_full_is_tried_for_some_days_and_holds_nobody_up(
    mailing: Site, survey: int, postbox: Postbox, cast: Cast, clock: MovableClock
) -> None:
    for address in (OTTO, cast.resident.email):
        ask(mailing, survey, address)
    notifying.send(mailing)
    confirm(mailing, survey)
    publish(mailing, survey)
    postbox.puts_off.add(OTTO)
    assert not notifying.send(mailing)
    assert [row.address for row in rows(mailing)] == [OTTO]
    clock.advance(days=5, hours=1)
    notifying.send(mailing)
    assert rows(mailing) == []
    assert len(postbox.to(OTTO)) == 1


def test_while_the_server_is_away_everything_waits(site: Site, survey: int, cast: Cast) -> None:
    with open_postbox() as gone:
        closed = gone.url
    away = replace(site, settings=site.settings.model_copy(update={"smtp_url": closed, "mail_from": SENDER}))
    ask(away, survey, cast.resident.email)
    assert not notifying.send(away)
    assert [row.asked for row in rows(away)] == [False]


def test_live_results_are_not_yet_the_results(mailing: Site, survey: int, postbox: Postbox, cast: Cast) -> None:
    ask(mailing, survey, cast.resident.email)
    notifying.send(mailing)
    confirm(mailing, survey)
    publish(mailing, survey, final=False)
    notifying.send(mailing)
    assert len(postbox.mails) == 1
    assert len(rows(mailing)) == 1


def test_of_a_survey_that_was_withdrawn_nobody_waits_for_results(
    mailing: Site, survey: int, postbox: Postbox, cast: Cast, clock: MovableClock
) -> None:
    ask(mailing, survey, cast.resident.email)
    with mailing.database.writing() as db:
        db.get_one(Process, survey).withdrawn_at = clock.now
    notifying.send(mailing)
    assert postbox.mails == []
    assert rows(mailing) == []


def test_more_than_go_into_one_batch(
    mailing: Site, survey: int, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifying, "TOGETHER", 3)
    for at in range(7):
        ask(mailing, survey, f"r{at}@musterstadt.example")
    notifying.send(mailing)
    confirm(mailing, survey)
    publish(mailing, survey)
    notifying.send(mailing)
    assert len(postbox.mails) == 14
    assert rows(mailing) == []


def test_nothing_of_it_says_who_answered_what(mailing: Site, survey: int, cast: Cast) -> None:
    ask(mailing, survey, cast.resident.email)
    columns = set(ResultSubscription.model_fields)
    assert columns == {
        "key",
        "process_id",
        "address",
        "mailbox",
        "token",
        "language",
        "asked",
        "asked_on",
        "confirmed_on",
    }
