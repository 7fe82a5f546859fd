"""Was my answer counted?"""

import secrets
from typing import TYPE_CHECKING

import pytest

from council.base.site import Site
from participation.answers import gates, receipts
from participation.answers import submissions as stored_answers
from participation.answers.receipts import Receipt
from tests import surveys
from tests.participation import outcomes
from tests.participation.townsurvey import EVERY_KIND, form, submissions

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

PAGE = "/mitmachen/marktplatz/quittung"
ASKED = form(EVERY_KIND[0])


def some_receipt() -> Receipt:
    return receipts.receipt(receipts.new_key(secrets.token_bytes), secrets.token_bytes(32))


def asked(client: "TestClient", typed: str) -> "Response":
    return client.post(PAGE, data={"quittung": typed})


def published(site: Site, *seen: Receipt) -> int:
    process_id = outcomes.closed(site, ASKED)
    outcomes.results(site, process_id, {1: ASKED}, outcomes.everybody(submissions(ASKED, 30)), seen=seen)
    return process_id


@pytest.mark.db
def test_while_it_is_open_an_answer_is_there(site: Site, client: "TestClient") -> None:
    kept = surveys.answer(site, surveys.survey(site, ASKED), {"park": "yes"})
    page = asked(client, receipts.shown(kept.receipt))
    assert "Ja, Ihre Antwort liegt vor" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_once_results_are_out_it_was_counted(site: Site, client: "TestClient") -> None:
    mine = some_receipt()
    published(site, mine, some_receipt())
    assert "Ja, Ihre Antwort wurde gezählt" in asked(client, receipts.shown(mine)).text


def test_even_after_all_answers_were_deleted(site: Site, client: "TestClient") -> None:
    mine = some_receipt()
    process_id = published(site, mine)
    with site.database.writing() as db:
        stored_answers.drop(db, process_id)
    assert "Ja, Ihre Antwort wurde gezählt" in asked(client, receipts.shown(mine)).text


def test_it_may_be_typed_as_people_type(site: Site, client: "TestClient") -> None:
    mine = some_receipt()
    published(site, mine)
    assert "wurde gezählt" in asked(client, f"  {mine.letters.lower()} ").text


def test_another_receipt_is_not_among_them(site: Site, client: "TestClient") -> None:
    published(site, some_receipt())
    page = asked(client, receipts.shown(some_receipt()))
    assert page.status_code == 200
    assert "Diese Quittung ist nicht dabei" in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Bitte geben Sie Ihre Quittung ein."),
        ("Hallo", "Diese Zeichen kommen darin nicht vor: O."),
        ("7H2M-XW9C", "Es müssen 16 Zeichen sein, eingegeben sind 8."),
        ("7H2M-XW9C-4TKA-PL38", "Mindestens ein Zeichen ist falsch"),
        ("A" * 5000, "Das ist viel zu lang"),
        ("<script>", "Diese Zeichen kommen darin nicht vor"),
    ],
)
def test_a_typing_error_is_told_apart(site: Site, client: "TestClient", typed: str, said: str) -> None:
    published(site)
    page = asked(client, typed)
    assert page.status_code == 422
    assert said in page.text
    assert 'aria-invalid="true"' in page.text
    assert "nicht dabei" not in page.text


def test_who_tries_very_many_has_to_wait(site: Site, client: "TestClient") -> None:
    published(site)
    answers = [asked(client, receipts.shown(some_receipt())).status_code for _ in range(gates.RECEIPTS.place.burst)]
    assert set(answers) == {200}
    last = asked(client, receipts.shown(some_receipt()))
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) >= 1


def test_nothing_of_it_stands_in_an_address(site: Site, client: "TestClient") -> None:
    published(site, mine := some_receipt())
    page = client.get(f"{PAGE}?quittung={receipts.shown(mine)}")
    assert 'method="post"' in page.text
    assert "wurde gezählt" not in page.text


def test_the_way_without_us_is_told_with_the_checksum(site: Site, client: "TestClient") -> None:
    process_id = published(site)
    page = client.get(PAGE).text
    file = site.storage.participation(process_id) / outcomes.BUNDLE
    checksum = file.read_bytes().splitlines()[-1].split(b'"')[3].decode()
    assert "ratsfenster recount" in page
    assert checksum in page
