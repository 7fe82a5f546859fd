"""Opening at the desk: the list of what is missing, what will happen, and what can be done afterwards."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from council.base.site import Site
from participation import processes
from participation.answers.submissions import Origin
from participation.processes import Process, State
from tests import surveys
from tests.conftest import MovableClock
from tests.participation.townsurvey import EVERY_KIND, form

FORM = form(EVERY_KIND[0])
READY: dict[str, Any] = {"contact": "Bauamt", "officer": "dsb@musterstadt.example", "released": False}


def standing(site: Site, process_id: int) -> State:
    with site.database.reading() as db:
        return processes.state(db.get_one(Process, process_id), site.clock())


def at(process_id: int, rest: str = "") -> str:
    return f"/ratsbuero/beteiligung/{process_id}/oeffnen{rest}"


def test_what_is_missing_is_listed_with_the_way_there(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM, released=False)
    page = planner.get(at(process)).text
    assert "Das fehlt noch" in page
    assert "Kontakt der oder des Datenschutzbeauftragten" in page
    assert f'href="/ratsbuero/beteiligung/{process}/datenschutz"' in page
    assert "Jetzt öffnen" not in page


def test_before_opening_it_says_what_will_happen(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM, **READY)
    surveys.answer(site, process, {"park": "yes"}, origin=Origin.TEST)
    page = planner.get(at(process)).text
    assert "Nichts steht im Weg" in page
    assert "Ihre Testantwort wird gelöscht." in page
    assert "Sie endet von selbst: Donnerstag, 30. April 2026, 19:00 Uhr." in page


def test_opening(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM, **READY)
    answer = planner.post(at(process))
    assert "Die Beteiligung ist geöffnet." in answer.text
    assert standing(site, process) is State.OPEN
    assert "/mitmachen/marktplatz" in answer.text


def test_opening_ahead_says_from_when_answers_are_taken(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM, **READY, opens_at=datetime(2026, 4, 20, 6, tzinfo=UTC))
    assert "Antworten können sie ab Montag, 20. April 2026, 08:00 Uhr." in planner.get(at(process)).text
    assert "Freigegeben, noch nicht begonnen" in planner.post(at(process)).text


def test_what_stands_in_the_way_is_not_overcome_by_posting(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM, released=False)
    answer = planner.post(at(process))
    assert (answer.status_code, "Es steht noch etwas im Weg." in answer.text) == (409, True)
    assert standing(site, process) is State.DRAFT


def test_prolonging(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM)
    page = planner.post(at(process, "/verlaengern"), data={"tag": "2026-05-15", "zeit": ""}).text
    assert "Das neue Ende gilt." in page
    assert "Freitag, 15. Mai 2026, 24:00 Uhr" in page


@pytest.mark.parametrize(
    ("tag", "zeit", "status", "told"),
    [
        ("", "", 422, "Bitte geben Sie einen Tag ein"),
        ("2026-02-30", "", 422, "Bitte geben Sie einen Tag ein"),
        ("2026-05-15", "abends", 422, "Bitte geben Sie einen Tag ein"),
        ("9999-12-31", "", 422, "Bitte prüfen Sie das Jahr"),
        ("2026-04-20", "", 409, "Das neue Ende muss nach dem bisherigen liegen."),
    ],
)
def test_an_end_that_cannot_be_meant(planner: Any, site: Site, tag: str, zeit: str, status: int, told: str) -> None:
    process = surveys.survey(site, FORM)
    answer = planner.post(at(process, "/verlaengern"), data={"tag": tag, "zeit": zeit})
    assert (answer.status_code, told in answer.text) == (status, True)


def test_closing_asks_once_with_the_consequence(planner: Any, site: Site, clock: MovableClock) -> None:
    process = surveys.survey(site, FORM)
    assert "Wer gerade ausfüllt, kann nicht mehr absenden." in planner.get(at(process, "/schliessen")).text
    assert standing(site, process) is State.OPEN
    assert "Die Beteiligung ist geschlossen." in planner.post(at(process, "/schliessen")).text
    assert standing(site, process) is State.CLOSED


def test_withdrawing_asks_once_with_the_consequence(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM)
    surveys.answer(site, process, {"park": "yes"})
    asked = planner.get(at(process, "/zurueckziehen")).text
    assert "Bis zum Tag der Löschung bleiben hier: weniger als 5 Antworten." in asked
    assert "Die Beteiligung ist zurückgezogen." in planner.post(at(process, "/zurueckziehen")).text
    assert standing(site, process) is State.WITHDRAWN


def test_who_comes_a_second_late_is_told(planner: Any, site: Site, clock: MovableClock) -> None:
    process = surveys.survey(site, FORM, closes_at=clock.now + timedelta(hours=1))
    clock.advance(hours=1, seconds=1)
    answer = planner.post(at(process, "/verlaengern"), data={"tag": "2026-05-15", "zeit": ""})
    assert answer.status_code == 409
    assert "Diese Beteiligung läuft nicht mehr." in answer.text


def test_few_answers_are_not_told(planner: Any, site: Site) -> None:
    number = surveys.survey(site, FORM)
    surveys.answer(site, number, {})
    page = planner.get(at(number)).text
    assert "weniger als 5" in page
