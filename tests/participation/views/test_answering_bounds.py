"""How much one connection may send, whatever it has worked for."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from participation.answers import gates
from participation.answers.gates import Gate, Limit, Limits
from participation.views import doors
from participation.views.answering import LARGE_BODY
from tests import surveys
from tests.participation.views.market import MARKET, proof
from tests.participation.views.resident import Resident

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from council.base.site import Site
    from tests.conftest import MovableClock

PATH = "/mitmachen/marktplatz/fragen"
ANSWERS = {"q-often": "daily", "q-ways": "foot", "q-years": "12"}


def narrow(client: "TestClient", **narrower: Gate) -> None:
    app = client.app
    app.state.gates = replace(doors.of_app(app), **narrower)  # type: ignore[attr-defined,arg-type]  # Starlette's


def sent(client: "TestClient", code: str = "") -> Resident:
    """Somebody who sends with a proof of work."""
    resident = Resident(client).begin()
    if code:
        resident.on(code=code)
    resident.press("zu:pruefen", **ANSWERS)
    resident.press("absenden", altcha=proof(client, "marktplatz", resident.fields["schluessel"][0]))
    return resident


def test_work_alone_does_not_let_one_connection_send_without_end(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, MARKET)
    narrow(client, answers_worked=Gate(Limits(Limit(2, 60_000), Limit(100, 1))))
    many = [sent(client) for _ in range(3)]
    assert [one.page.status_code for one in many] == [200, 200, 429]
    assert int(many[2].page.headers["retry-after"]) > 0
    assert "noch einmal ab" in many[2].page.text
    assert many[2].fields["q-years"] == ["12"]


def test_with_codes_each_bounds_itself(client: "TestClient", site: "Site") -> None:
    number = surveys.survey(site, MARKET, access="codes")
    narrow(client, answers_worked=Gate(Limits(Limit(2, 60_000), Limit(100, 1))))
    codes = [code.letters for code in surveys.give_codes(site, number, 4)]
    assert [sent(client, code).page.status_code for code in codes] == [200] * 4


def test_a_school_may_answer_at_once_and_a_town_at_any_time() -> None:
    gate, now = Gate(gates.WORKED), 0
    assert [gate.enter("school", now) for _ in range(301)].index(2000) == 300
    assert not any(gate.enter(f"house {number}", number * 1000 // 400) for number in range(20_000))


@pytest.mark.parametrize("declared", [True, False])
def test_large_forms_are_read_one_after_the_other(client: "TestClient", site: "Site", declared: bool) -> None:
    surveys.survey(site, MARKET)
    narrow(client, large_answers=Gate(Limits(Limit(2, 60_000), Limit(100, 1))))
    body = b"schritt=weiter&q-years=" + b"%20" * (LARGE_BODY // 3)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    statuses = [
        client.post(PATH, content=body if declared else iter([body]), headers=kind).status_code for _ in range(3)
    ]
    assert statuses == [200, 200, 429] or statuses == [422, 422, 429]
    assert client.post(PATH, data={"schritt": "weiter"} | ANSWERS).status_code in (200, 422)


def test_separators_alone_are_not_taken_apart(client: "TestClient", site: "Site", clock: "MovableClock") -> None:
    surveys.survey(site, MARKET)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post(PATH, content=b"&" * 2_900_000, headers=kind).status_code == 400
