"""Sending answers off: the checks in their order, retries, and what people are told when something stands in the way."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import func, select

from participation import codes
from participation.answers import gates
from participation.answers.submissions import Submission, SubmissionReceipt
from participation.codes.access_codes import AccessCode
from participation.processes import Process
from tests import surveys
from tests.participation.views.market import MARKET, proof
from tests.participation.views.resident import Resident

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from council.base.site import Site
    from tests.conftest import MovableClock

HX = {"HX-Request": "true"}


@pytest.fixture
def number(site: "Site") -> int:
    return surveys.survey(site, MARKET)


@pytest.fixture
def ready(client: "TestClient", number: int) -> Callable[[], Resident]:
    """Somebody at the review, with all answers."""

    def at_review() -> Resident:
        resident = Resident(client).begin()
        filled(resident)
        return resident

    return at_review


def filled(resident: Resident) -> None:
    resident.on(q__often="daily")
    resident.on(q__ways="foot")
    resident.on(q__years="12")
    assert resident.place == "pruefen"


def count(site: "Site") -> int:
    with site.database.reading() as db:
        return db.exec(select(func.count()).select_from(Submission)).one()


def receipt(resident: Resident) -> str:
    return resident.page.text.split("data-receipt>")[1].split("<")[0]


@pytest.mark.db
def test_any_number_of_retries_are_one_answer_with_one_receipt(
    ready: Callable[[], Resident], site: "Site", clock: "MovableClock"
) -> None:
    resident = ready()
    clock.advance(minutes=1)
    sent = {**resident.fields, "schritt": "absenden"}
    first = resident.client.post(resident.path, data=sent)
    again = resident.client.post(resident.path, data={**sent, "q-years": "13"})
    assert first.status_code == again.status_code == 200
    assert "waren schon angekommen" not in first.text
    assert "waren schon angekommen" in again.text
    assert first.text.split("data-receipt>")[1][:19] == again.text.split("data-receipt>")[1][:19]
    assert count(site) == 1
    with site.database.reading() as db:
        assert db.exec(select(Submission)).one().answers["years"] == "12"
        assert db.exec(select(func.count()).select_from(SubmissionReceipt)).one() == 1


def test_a_retry_is_known_after_closing_and_without_a_proof(
    ready: Callable[[], Resident], site: "Site", clock: "MovableClock"
) -> None:
    resident = ready()
    clock.advance(minutes=1)
    sent = {**resident.fields, "schritt": "absenden"}
    resident.press("absenden")
    clock.advance(days=20)
    assert "waren schon angekommen" in resident.client.post(resident.path, data={**sent, "stempel": ""}).text


def test_a_script_gets_the_receipt_alone_and_it_is_small(ready: Callable[[], Resident], clock: "MovableClock") -> None:
    resident = ready()
    clock.advance(minutes=1)
    page = resident.press("absenden", headers=HX)
    assert page.text.lstrip().startswith('<div class="receipt" id="quittung"')
    assert page.headers["cache-control"] == "no-store"
    assert len(page.content) < 2500


def test_with_the_proof_nobody_waits(ready: Callable[[], Resident], site: "Site") -> None:
    resident = ready()
    altcha = proof(resident.client, "marktplatz", resident.fields["schluessel"][0])
    assert resident.press("absenden", altcha=altcha).status_code == 200
    assert count(site) == 1


def test_a_proof_of_another_submission_is_worth_nothing(ready: Callable[[], Resident], site: "Site") -> None:
    first, second = ready(), ready()
    altcha = proof(first.client, "marktplatz", first.fields["schluessel"][0])
    assert first.press("absenden", altcha=altcha).status_code == 200
    page = second.press("absenden", altcha=altcha)
    assert page.status_code == 422
    assert "gehört nicht zu dieser Seite" in page.text
    assert second.fields["q-years"] == ["12"]
    assert count(site) == 1


def test_a_proof_lasts_half_an_hour(ready: Callable[[], Resident], site: "Site", clock: "MovableClock") -> None:
    resident = ready()
    altcha = proof(resident.client, "marktplatz", resident.fields["schluessel"][0])
    clock.advance(minutes=30)
    page = resident.press("absenden", altcha=altcha)
    assert page.status_code == 422
    assert "zu lange her" in page.text
    assert resident.fields["altcha"] == [""]
    assert resident.press("absenden").status_code == 200


@pytest.mark.parametrize(
    "payload",
    [
        "kein base64",
        base64.b64encode(b"[]").decode(),
        base64.b64encode(json.dumps({"algorithm": "SHA-256", "number": 1}).encode()).decode(),
    ],
)
def test_a_proof_nobody_can_read_is_refused(ready: Callable[[], Resident], payload: str) -> None:
    page = ready().press("absenden", altcha=payload)
    assert page.status_code == 422
    assert "kam nicht richtig an" in page.text


def test_without_a_proof_a_person_needs_some_seconds(
    ready: Callable[[], Resident], site: "Site", clock: "MovableClock"
) -> None:
    resident = ready()
    page = resident.press("absenden")
    assert page.status_code == 422
    assert "Das ging sehr schnell" in page.text
    clock.advance(seconds=5)
    assert resident.press("absenden").status_code == 200
    assert count(site) == 1


def test_what_fills_in_the_trap_is_told_to_empty_it(
    ready: Callable[[], Resident], site: "Site", clock: "MovableClock"
) -> None:
    resident = ready()
    clock.advance(minutes=1)
    page = resident.press("absenden", home__page="https://example.org")
    assert page.status_code == 422
    assert "muss, ist ausgefüllt" in page.text
    assert 'class="trap"' not in page.text
    assert resident.press("absenden", home__page="").status_code == 200


def test_a_stamp_of_another_survey_is_none(
    client: "TestClient", site: "Site", number: int, clock: "MovableClock", ready: Callable[[], Resident]
) -> None:
    surveys.survey(site, MARKET, slug="andere")
    other = Resident(client, "andere").begin().fields
    resident = ready()
    clock.advance(minutes=1)
    page = resident.press("absenden", stempel=other["stempel"][0], schluessel=other["schluessel"][0])
    assert page.status_code == 422
    assert "nicht vollständig angekommen" in page.text


def test_a_key_that_is_none_is_replaced_before_anything_is_stored(
    ready: Callable[[], Resident], site: "Site", clock: "MovableClock"
) -> None:
    resident = ready()
    clock.advance(minutes=1)
    for key in ("", "kaputt", "A" * 500):
        page = resident.press("absenden", schluessel=key)
        assert page.status_code == 422
        assert "noch einmal ab" in page.text
        assert resident.fields["schluessel"] != [key]
    assert count(site) == 0
    clock.advance(minutes=1)
    assert resident.press("absenden").status_code == 200
    assert count(site) == 1


def test_too_many_at_once_without_scripts_are_told_how_long_to_wait(
    ready: Callable[[], Resident], clock: "MovableClock"
) -> None:
    people = [ready() for _ in range(gates.WITHOUT_SCRIPT.place.burst + 1)]
    clock.advance(minutes=1)
    statuses = [resident.press("absenden").status_code for resident in people]
    assert statuses == [200] * gates.WITHOUT_SCRIPT.place.burst + [429]
    last = people[-1]
    assert 0 < int(last.page.headers["retry-after"]) <= 20
    assert "Sekunden noch einmal ab" in last.page.text
    assert last.fields["q-years"] == ["12"]


def test_closed_a_moment_ago(ready: Callable[[], Resident], site: "Site", clock: "MovableClock") -> None:
    resident = ready()
    clock.advance(days=14)
    page = resident.press("absenden")
    assert page.status_code == 422
    assert "Die Umfrage ist beendet, seit" in page.text
    assert resident.fields["q-years"] == ["12"]
    assert count(site) == 0


def test_the_last_moment_counts(ready: Callable[[], Resident], site: "Site", clock: "MovableClock") -> None:
    resident = ready()
    clock.advance(timedelta(days=14) - timedelta(microseconds=1))
    assert resident.press("absenden").status_code == 200


def test_opened_in_a_moment(client: "TestClient", site: "Site", number: int, ready: Callable[[], Resident]) -> None:
    resident = ready()
    with site.database.writing() as db:
        db.get_one(Process, number).opens_at = site.clock() + timedelta(seconds=1)
    page = resident.press("absenden")
    assert page.status_code == 422
    assert "beginnt in weniger als einer Minute" in page.text


def test_closed_while_the_answer_waited_for_its_turn(
    ready: Callable[[], Resident], site: "Site", clock: "MovableClock", monkeypatch: pytest.MonkeyPatch
) -> None:
    from participation.answers import receiving

    resident, received = ready(), receiving.received
    clock.advance(minutes=1)

    async def late(*given: object) -> object:
        clock.advance(days=14)
        return await received(*given)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(receiving, "received", late)
    assert "Die Umfrage ist beendet, seit" in resident.press("absenden").text
    assert count(site) == 0


def test_one_answer_a_device_where_the_town_wants_that(
    client: "TestClient", site: "Site", clock: "MovableClock"
) -> None:
    surveys.survey(site, MARKET, slug="einmal", once_a_device=True)
    first, second = Resident(client, "einmal").begin(), Resident(client, "einmal").begin()
    filled(first)
    filled(second)
    clock.advance(minutes=1)
    answer = first.press("absenden")
    cookie = answer.headers["set-cookie"]
    assert "=1;" in cookie
    assert "HttpOnly" in cookie
    page = second.press("absenden")
    assert page.status_code == 422
    assert "Auf diesem Gerät wurde diese Umfrage schon beantwortet" in page.text
    assert count(site) == 1
    begin = client.get("/mitmachen/einmal/fragen")
    assert begin.url.path == "/mitmachen/einmal"
    assert "kein sicherer Schutz" in begin.text


def test_nothing_is_remembered_on_the_device_otherwise(ready: Callable[[], Resident], clock: "MovableClock") -> None:
    resident = ready()
    clock.advance(minutes=1)
    assert "set-cookie" not in resident.press("absenden").headers


@pytest.fixture
def by_code(client: "TestClient", site: "Site") -> tuple[Resident, str]:
    """Somebody with a letter, and the code in it."""
    number = surveys.survey(site, MARKET, slug="briefe", access="codes", strata=["Nord"])
    (code,) = surveys.give_codes(site, number, 1, "Nord")
    return Resident(client, "briefe").begin(), codes.shown(code)


def test_a_code_is_asked_for_first_and_used_up_with_the_answer(
    by_code: tuple[Resident, str], site: "Site", clock: "MovableClock"
) -> None:
    resident, code = by_code
    assert resident.place == "code"
    resident.on(code=code.lower())
    filled(resident)
    clock.advance(minutes=1)
    assert resident.press("absenden").status_code == 200
    with site.database.reading() as db:
        assert db.exec(select(func.count()).select_from(AccessCode)).one() == 0
        assert db.exec(select(Submission)).one().stratum == "Nord"


def test_a_typing_error_is_told_apart_from_a_code_that_is_used(by_code: tuple[Resident, str], site: "Site") -> None:
    resident, code = by_code
    assert "Bitte geben Sie den Code aus Ihrem Brief ein." in resident.on(code="").text
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    page = resident.on(code=wrong)
    assert page.status_code == 422
    assert "vertauscht" in page.text
    assert resident.fields["code"] == [wrong]


def test_a_used_and_an_unknown_code_look_alike(
    by_code: tuple[Resident, str], client: "TestClient", site: "Site", clock: "MovableClock"
) -> None:
    resident, code = by_code
    resident.on(code=code)
    filled(resident)
    clock.advance(minutes=1)
    resident.press("absenden")
    other = surveys.survey(site, MARKET, slug="andere", access="codes")
    (unknown,) = surveys.give_codes(site, other, 1)
    told = [Resident(client, "briefe").begin().on(code=one).text for one in (code, codes.shown(unknown))]
    assert all("Dieser Code gilt hier nicht" in text for text in told)


def test_a_code_used_meanwhile_leads_back_to_it_with_every_answer(
    by_code: tuple[Resident, str], client: "TestClient", site: "Site", clock: "MovableClock"
) -> None:
    first, code = by_code
    second = Resident(client, "briefe").begin()
    for resident in (first, second):
        resident.on(code=code)
        filled(resident)
    clock.advance(minutes=1)
    assert first.press("absenden").status_code == 200
    page = second.press("absenden")
    assert page.status_code == 422
    assert second.place == "code"
    assert second.fields["q-years"] == ["12"]
    assert count(site) == 1


def test_guessing_codes_is_slowed_down(by_code: tuple[Resident, str], site: "Site") -> None:
    resident, code = by_code
    other = surveys.survey(site, MARKET, slug="andere", access="codes")
    guesses = surveys.give_codes(site, other, gates.WRONG_CODES.place.burst + 1)
    statuses = [resident.on(code=codes.shown(guess)).status_code for guess in guesses]
    assert statuses == [422] * gates.WRONG_CODES.place.burst + [429]
    assert "zu viele falsche Codes" in resident.page.text
    assert resident.on(code=code).status_code == 429
