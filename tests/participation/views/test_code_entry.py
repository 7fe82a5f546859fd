"""Typing the code of a letter."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event
from sqlmodel import func, select

from participation import codes
from participation.answers import gates
from participation.answers.submissions import Submission
from tests import surveys
from tests.participation.views.market import MARKET
from tests.participation.views.resident import Resident

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from council.base.site import Site
    from tests.conftest import MovableClock


@pytest.fixture
def code(site: "Site") -> str:
    number = surveys.survey(site, MARKET, slug="briefe", access="codes")
    (code,) = surveys.give_codes(site, number, 1, "Nord")
    return codes.shown(code)


def test_it_leads_into_the_survey_it_belongs_to_and_stays_out_of_addresses(
    client: "TestClient", site: "Site", code: str, clock: "MovableClock"
) -> None:
    surveys.survey(site, MARKET, slug="andere", access="codes")
    surveys.survey(site, MARKET, slug="offene")
    answer = client.post("/code", data={"code": code.replace("-", " ").lower()})
    assert answer.url.path == "/mitmachen/briefe"
    assert not answer.url.query
    assert "Ihr Code ist richtig." in answer.text
    resident = Resident(client, "briefe")
    resident.page = client.post(resident.path, data={"code": code, "seite": "code", "schritt": "weiter"})
    assert resident.place == "visits"
    resident.on(q__often="daily")
    resident.on(q__ways="foot")
    resident.on(q__years="12")
    clock.advance(minutes=1)
    assert resident.press("absenden").status_code == 200
    with site.database.reading() as db:
        assert db.exec(select(func.count()).select_from(Submission)).one() == 1


def test_a_code_in_the_address_is_not_repeated(client: "TestClient", code: str) -> None:
    page = client.get(f"/code?code={code}").text
    assert code not in page
    assert 'href="/en/code"' in page


def test_the_way_with_a_code_works_at_once_in_english(client: "TestClient", code: str) -> None:
    assert client.post("/en/code", data={"code": code}).url.path == "/en/mitmachen/briefe"


def test_what_is_wrong_is_told_and_what_was_typed_stays(client: "TestClient", code: str) -> None:
    for typed, told in (
        ("", "Bitte geben Sie den Code"),
        ("1O1O", "kommen darin nicht vor"),
        ("ABC", "12 Zeichen sein"),
    ):
        answer = client.post("/code", data={"code": typed})
        assert answer.status_code == 422
        assert told in answer.text
        assert f'value="{typed}"' in answer.text


def test_a_survey_that_begins_later_says_when(client: "TestClient", site: "Site") -> None:
    number = surveys.survey(site, MARKET, access="codes", opens_at=site.clock() + timedelta(days=3))
    (code,) = surveys.give_codes(site, number, 1)
    assert "beginnt in 3 Tagen" in client.post("/code", data={"code": codes.shown(code)}).text


def test_unknown_codes_are_slowed_down(client: "TestClient", site: "Site", code: str) -> None:
    withdrawn = surveys.survey(site, MARKET, slug="weg", access="codes", withdrawn_at=site.clock())
    guesses = surveys.give_codes(site, withdrawn, gates.WRONG_CODES.place.burst + 1)
    answers = [client.post("/code", data={"code": codes.shown(guess)}) for guess in guesses]
    assert [answer.status_code for answer in answers] == [422] * gates.WRONG_CODES.place.burst + [429]
    assert "Diesen Code kennen wir nicht" in answers[0].text
    assert "Retry-After" in answers[-1].headers
    assert client.post("/code", data={"code": code}).status_code == 429


def test_a_used_and_an_unknown_code_take_the_same_way_and_read_the_same(
    client: "TestClient", site: "Site", code: str
) -> None:
    surveys.survey(site, MARKET, slug="andere", access="codes")
    read = codes.read(code)
    assert isinstance(read, codes.Code)
    surveys.answer(site, 1, {"often": "daily"}, code=read)
    (unknown,) = codes.series(1, "", secrets.token_bytes).codes
    asked: list[list[str]] = []
    event.listen(site.database.engine, "before_cursor_execute", lambda *given: asked[-1].append(given[2]))
    told = []
    for typed in (code, codes.shown(unknown), code, codes.shown(unknown)):
        asked.append([])
        told.append(client.post("/code", data={"code": typed}).text.replace(typed, "CODE"))
    assert "Diesen Code kennen wir nicht" in told[0]
    assert told == told[:1] * 4
    assert asked[2] == asked[3], "so it takes the same time"
    assert asked[2]


def test_the_short_address_of_letters(client: "TestClient") -> None:
    assert client.get("/c").url.path == "/code"
