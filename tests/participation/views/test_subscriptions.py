"""Asking to be told of results: the form, the link in the mail, and that nothing is offered without a mail server."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from council.base.site import Site
from participation.answers import gates
from participation.answers.stamps import TRAP
from participation.mails import subscriptions
from participation.mails.subscriptions import ResultSubscription
from participation.processes import Process
from ratsfenster.app import create_app
from tests import axe, surveys
from tests.conftest import Cast, MovableClock
from tests.pages import check
from tests.participation.mails.test_notifying import SENDER, publish
from tests.participation.townsurvey import EVERY_KIND, form
from tests.server import free_socket, serving

FORM = "/mitmachen/marktplatz/benachrichtigung"
ASKED = form(EVERY_KIND[0])


@pytest.fixture
def mailing(site: Site) -> Site:
    settings = site.settings.model_copy(update={"smtp_url": "smtp://localhost", "mail_from": SENDER})
    return replace(site, settings=settings)


@pytest.fixture
def visitor(mailing: Site) -> Iterator[TestClient]:
    with TestClient(create_app(mailing), base_url=mailing.settings.address) as client:

        def checked(response: Any) -> None:
            response.read()
            check(response)

        client.event_hooks["response"].append(checked)
        yield client


def filled(client: TestClient, clock: MovableClock, address: str, wait_s: int = 5, **more: str) -> Any:
    """Somebody opens the form, takes their time, and sends it."""
    page = client.get(FORM).text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    clock.advance(seconds=wait_s)
    return client.post(FORM, data=hidden | {"adresse": address} | more)


def rows(site: Site) -> list[ResultSubscription]:
    with site.database.reading() as db:
        return list(db.exec(select(ResultSubscription)))


def link_of(site: Site, number: int) -> str:
    (row,) = rows(site)
    return f"/benachrichtigung/{subscriptions.token_of(row.key, surveys.secret(site, number))}"


@pytest.mark.db
def test_an_address_is_confirmed_by_a_button_and_not_by_opening_the_link(
    mailing: Site, visitor: TestClient, clock: MovableClock, cast: Cast
) -> None:
    number = surveys.survey(mailing, ASKED)
    answer = filled(visitor, clock, cast.resident.email)
    assert "Bitte sehen Sie in Ihr Postfach" in answer.text
    assert cast.resident.email not in answer.text
    link = link_of(mailing, number)
    page = visitor.get(link)
    assert "Möchten Sie Bescheid bekommen?" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert [row.confirmed_on for row in rows(mailing)] == [None]
    page = visitor.post(link, data={"tat": "bestaetigen"})
    assert "Ihre Adresse ist bestätigt." in page.text
    assert [row.confirmed_on for row in rows(mailing)] == [clock.now.date()]


@pytest.mark.parametrize("sent", [{"tat": "loeschen"}, {"List-Unsubscribe": "One-Click"}])
def test_an_address_is_deleted_at_once(
    mailing: Site, visitor: TestClient, clock: MovableClock, cast: Cast, sent: dict[str, str]
) -> None:
    number = surveys.survey(mailing, ASKED)
    filled(visitor, clock, cast.resident.email)
    link = link_of(mailing, number)
    visitor.post(link, data={"tat": "bestaetigen"})
    assert "Ihre Adresse ist gelöscht" in visitor.post(link, data=sent).text
    assert rows(mailing) == []
    gone = visitor.get(link)
    assert (gone.status_code, "nicht gespeichert" in gone.text) == (404, True)
    assert visitor.post(link, data=sent).status_code == 200


def test_whether_an_address_is_known_is_told_to_nobody(
    mailing: Site, visitor: TestClient, clock: MovableClock, cast: Cast
) -> None:
    surveys.survey(mailing, ASKED)
    first = filled(visitor, clock, cast.resident.email).text
    assert filled(visitor, clock, cast.resident.email).text == first
    assert len(rows(mailing)) == 1


@pytest.mark.parametrize(
    "address", ["", "renate", "r@stadt.example, o@stadt.example", "r@stadt.example\r\nBcc: x@y.example"]
)
def test_what_is_no_address_is_not_taken_and_stays_in_the_field(
    mailing: Site, visitor: TestClient, clock: MovableClock, address: str
) -> None:
    surveys.survey(mailing, ASKED)
    answer = filled(visitor, clock, address)
    assert answer.status_code == 422
    assert 'href="#adresse"' in answer.text
    assert rows(mailing) == []


def test_machines_are_held_up(mailing: Site, visitor: TestClient, clock: MovableClock, cast: Cast) -> None:
    surveys.survey(mailing, ASKED)
    hurried = filled(visitor, clock, cast.resident.email, wait_s=0)
    trapped = filled(visitor, clock, cast.resident.email, 5, **{TRAP: "https://x.example"})
    unstamped = filled(visitor, clock, cast.resident.email, stempel="")
    keyless = filled(visitor, clock, cast.resident.email, schluessel="")
    assert [one.status_code for one in (hurried, trapped, unstamped, keyless)] == [422] * 4
    assert f'href="#{TRAP}"' in trapped.text
    assert rows(mailing) == []


def test_one_connection_can_enter_so_many_addresses_at_once(
    mailing: Site, visitor: TestClient, clock: MovableClock
) -> None:
    surveys.survey(mailing, ASKED)
    told = [filled(visitor, clock, f"r{at}@stadt.example") for at in range(gates.ADDRESSES.place.burst + 1)]
    assert [one.status_code for one in told] == [200] * gates.ADDRESSES.place.burst + [429]
    assert 0 < int(told[-1].headers["retry-after"]) <= 60
    assert "noch einmal ab" in told[-1].text
    assert len(rows(mailing)) == gates.ADDRESSES.place.burst


def test_results_that_are_out_are_shown_instead(mailing: Site, visitor: TestClient) -> None:
    publish(mailing, surveys.survey(mailing, ASKED))
    assert "Die Ergebnisse sind schon da" in visitor.get(FORM).text


def test_it_is_offered_where_there_is_mail(mailing: Site, visitor: TestClient) -> None:
    surveys.survey(mailing, ASKED)
    assert FORM in visitor.get("/mitmachen/marktplatz/ergebnisse").text


def test_without_a_mail_server_nothing_is_offered(site: Site, client: TestClient) -> None:
    surveys.survey(site, ASKED)
    assert client.get(FORM).status_code == 404
    assert FORM not in client.get("/mitmachen/marktplatz/ergebnisse").text


@pytest.mark.parametrize("facts", [{"released_at": None}, {"withdrawn": True}, {"over": True}])
def test_where_nothing_can_be_told_it_is_not_offered(
    mailing: Site, visitor: TestClient, clock: MovableClock, facts: dict[str, Any]
) -> None:
    number = surveys.survey(mailing, ASKED, released="released_at" not in facts, texts_until=clock.now.date())
    with mailing.database.writing() as db:
        if "withdrawn" in facts:
            db.get_one(Process, number).withdrawn_at = clock.now
    if "over" in facts:
        clock.advance(days=1)
    assert visitor.get(FORM).status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_can_be_used_by_everybody(
    mailing: Site, cast: Cast, browser_page: Callable[..., Any], size: Any
) -> None:
    from council.base.database import utc_now

    clock, listening = MovableClock(utc_now()), free_socket()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    site = replace(mailing, settings=mailing.settings.model_copy(update={"url": url}), clock=clock)
    number = surveys.survey(site, ASKED)
    with serving(create_app(site), listening):
        page = browser_page(size, url=url)
        page.goto(FORM)
        assert axe.violations(page) == []
        page.get_by_role("button", name="Bescheid geben lassen").press("Enter")
        assert axe.violations(page) == []
        page.get_by_label("Ihre E-Mail-Adresse").fill(cast.resident.email)
        clock.advance(seconds=3)  # a person takes that long
        page.keyboard.press("Enter")
        page.get_by_text("Bitte sehen Sie in Ihr Postfach").wait_for()
        page.goto(link_of(site, number))
        assert axe.violations(page) == []
        page.get_by_role("button", name="Ja, Bescheid geben").press("Enter")
        page.get_by_text("Ihre Adresse ist bestätigt.").wait_for()
