"""Surveys that take nothing: what they show, what they keep to themselves, and that nobody loses what they have filled in."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from participation import codes, survey_secrets
from participation.answers import submissions
from participation.processes import Process
from tests import surveys
from tests.participation.views.market import MARKET
from tests.participation.views.resident import Resident

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from council.base.site import Site
    from tests.conftest import MovableClock

PATH = "/mitmachen/marktplatz"
KEY = {"schluessel": "AAAAAAAAAAAAAAAAAAAAAA"}
ANSWERS = {"q-often": "daily", "q-ways": "foot", "q-years": "12"}


def change(site: "Site", number: int, **facts: object) -> None:
    with site.database.writing() as db:
        process = db.get_one(Process, number)
        for name, value in facts.items():
            setattr(process, name, value)


def asked(text: str) -> bool:
    return "Wie oft" in text or "data-question" in text


@pytest.mark.parametrize("what", ["zu:page_0", "weiter", "absenden", "zu:pruefen"])
def test_before_it_is_open_nobody_sees_what_it_will_ask(client: "TestClient", site: "Site", what: str) -> None:
    surveys.survey(site, MARKET, opens_at=site.clock() + timedelta(days=1))
    for sent in ({}, {"q-unknown": "x"}):
        answer = client.post(f"{PATH}/fragen", data=KEY | sent | {"schritt": what}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, PATH)


def test_who_was_too_early_keeps_their_answers(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, MARKET, opens_at=site.clock() + timedelta(days=1))
    answer = client.post(f"{PATH}/fragen", data=KEY | ANSWERS | {"schritt": "absenden", "seite": "pruefen"})
    assert answer.status_code == 422
    assert "noch nicht offen" in answer.text
    assert 'value="daily"' in answer.text


@pytest.mark.parametrize("sent", [{}, ANSWERS])
def test_what_was_withdrawn_shows_nothing_of_itself(client: "TestClient", site: "Site", sent: dict[str, str]) -> None:
    surveys.survey(site, MARKET, withdrawn_at=site.clock())
    for path in ("fragen", "pruefung"):
        answer = client.post(f"{PATH}/{path}", data=KEY | sent | {"schritt": "zu:page_0"})
        assert answer.status_code == 410
        assert not asked(answer.text)


def test_who_sent_before_it_was_withdrawn_is_still_given_their_receipt(
    client: "TestClient", site: "Site", clock: "MovableClock"
) -> None:
    number = surveys.survey(site, MARKET)
    resident = Resident(client).begin()
    resident.press("zu:pruefen", **ANSWERS)
    clock.advance(minutes=1)
    fields = resident.fields
    assert resident.press("absenden").status_code == 200
    change(site, number, withdrawn_at=site.clock())
    again = client.post(f"{PATH}/fragen", data=fields | {"schritt": "absenden"})
    assert again.status_code == 200
    assert "Quittung" in again.text


def test_there_is_no_work_for_browsers_while_nothing_is_taken(client: "TestClient", site: "Site") -> None:
    number = surveys.survey(site, MARKET)
    assert client.post(f"{PATH}/pruefung", data=KEY).status_code == 200
    change(site, number, closes_at=site.clock())
    refused = client.post(f"{PATH}/pruefung", data=KEY)
    assert refused.status_code == 409
    assert "beendet" in refused.json()["error"]


@pytest.mark.parametrize("sent", [{}, ANSWERS, KEY, KEY | ANSWERS])
@pytest.mark.parametrize("what", ["absenden", "weiter"])
def test_after_everything_was_deleted_nothing_fails(
    client: "TestClient", site: "Site", sent: dict[str, str], what: str
) -> None:
    number = surveys.survey(site, MARKET)
    change(site, number, closes_at=site.clock(), deleted_on=site.clock().date())
    survey_secrets.forget(site.storage.root, number)
    for fields in ({"seite": "pruefen"}, {"seite": "code", "code": "X"}):
        answer = client.post(f"{PATH}/fragen", data=sent | fields | {"schritt": what}, follow_redirects=False)
        assert answer.status_code == (422 if "q-often" in sent else 303)
    assert client.post(f"{PATH}/pruefung", data=KEY).status_code == 409
    assert client.post(f"{PATH}/quittung", data={"quittung": "7H2M-XW9C-4TKA-PL37"}).status_code in (200, 422)


class TestWhereTheSecretIsMissing:
    """A computer was set up anew from a backup, and its folder of secrets not yet brought back."""

    @pytest.fixture
    def resident(self, client: "TestClient", site: "Site", clock: "MovableClock") -> Resident:
        number = surveys.survey(site, MARKET)
        resident = Resident(client).begin()
        resident.press("zu:pruefen", **ANSWERS)
        clock.advance(minutes=1)
        survey_secrets.forget(site.storage.root, number)
        return resident

    def test_answers_stay_and_people_are_told(self, resident: Resident) -> None:
        assert resident.press("absenden").status_code == 503
        assert "fehlt eine Datei" in resident.page.text
        assert resident.fields["q-often"] == ["daily"]
        assert resident.page.headers["retry-after"] == "600"

    def test_other_pages_say_so_too(self, resident: Resident) -> None:
        for answer in (
            resident.client.get(f"{PATH}/fragen"),
            resident.client.post(f"{PATH}/pruefung", data=KEY),
            resident.client.post(f"{PATH}/fragen", data={"schritt": "weiter"}),
        ):
            assert answer.status_code == 503
            assert "fehlt eine Datei" in answer.text

    def test_once_it_is_back_they_can_be_sent(self, resident: Resident, site: "Site") -> None:
        resident.press("absenden")
        survey_secrets.make(site.storage.root, 1)
        assert resident.press("zu:pruefen").status_code == 200


def test_a_code_is_not_called_unknown_where_only_the_secret_is_missing(client: "TestClient", site: "Site") -> None:
    number = surveys.survey(site, MARKET, access="codes")
    (code,) = surveys.give_codes(site, number, 1)
    survey_secrets.forget(site.storage.root, number)
    answer = client.post("/code", data={"code": codes.shown(code)})
    assert answer.status_code == 503
    assert "fehlt eine Datei" in answer.text


def test_what_was_known_a_moment_ago_takes_no_answer_and_is_not_told(
    client: "TestClient", site: "Site", clock: "MovableClock"
) -> None:
    """Who sends is not asked to wait for the survey to be read anew each time; storing looks again."""
    number = surveys.survey(site, MARKET)
    first, second = Resident(client).begin(), Resident(client).begin()
    for resident in (first, second):
        resident.press("zu:pruefen", **ANSWERS)
    clock.advance(minutes=1)
    assert first.press("absenden").status_code == 200
    change(site, number, closes_at=site.clock())
    answer = second.press("absenden")
    assert answer.status_code == 422
    assert "Die Umfrage ist beendet, seit Donnerstag, 16. April 2026, 19:01 Uhr" in answer.text
    assert 'value="daily"' in answer.text
    with site.database.reading() as db:
        assert submissions.count(db, number) == 1
