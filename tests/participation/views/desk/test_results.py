"""Results at the desk: what the office sees, and that it publishes knowingly."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from council.base import audit
from council.base.site import Site
from participation import results
from participation.codes import access_codes
from participation.processes import Process
from participation.results import due_countings
from tests import desk, surveys
from tests.conftest import Cast, MovableClock
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form

AN_HOUR = timedelta(hours=1)  # short enough to stay signed in
PARK = form(EVERY_KIND[0], EVERY_KIND[8])


def path(number: int) -> str:
    return f"/ratsbuero/beteiligung/{number}/ergebnisse"


def end(clock: MovableClock) -> None:
    """The survey is over, and ready to be counted."""
    clock.advance(hours=1, minutes=2)


def closed(site: Site, clock: MovableClock, people: int = 12) -> int:
    number = counted.answered(site, PARK, people, closes_at=clock.now + AN_HOUR)
    end(clock)
    counted.count(site, number)
    return number


def publish(client: TestClient, number: int, counting: int = 1) -> int:
    sent = {"nummer": str(counting)}
    return client.post(f"{path(number)}/veroeffentlichen", data=sent, follow_redirects=False).status_code


def test_while_it_runs_nobody_sees_at_the_desk_who_answers_just_now(site: Site, planner: TestClient) -> None:
    number = surveys.survey(site, PARK, strata=["Nord", "Süd"])
    home = path(number).removesuffix("/ergebnisse")
    places = (path(number), home, "/ratsbuero/beteiligung", f"{home}/oeffnen", f"{home}/oeffnen/zurueckziehen")

    def look() -> list[str]:
        return [re.sub(r'value="[^"]*"', "", planner.get(one).text) for one in places]

    def answer(times: int) -> None:
        for _ in range(times):
            surveys.answer(site, number, {"park": "yes"}, stratum="Nord")

    nobody = look()
    assert all("weniger als 5" in page for page in nobody)
    answer(4)
    assert look() == nobody
    answer(37)
    many = look()
    assert all("mindestens 40" in page for page in many)
    assert "Nord</th>" not in many[0]
    surveys.answer(site, number, {"park": "no"}, stratum="Süd")
    assert look() == many


def test_after_the_end_groups_are_told_as_they_will_be_published(
    site: Site, planner: TestClient, clock: MovableClock
) -> None:
    number = surveys.survey(site, PARK, strata=["Nord", "Mitte", "Süd"], closes_at=clock.now + AN_HOUR)
    for stratum, people in (("Nord", 40), ("Mitte", 36), ("Süd", 1)):
        for _ in range(people):
            surveys.answer(site, number, {"park": "yes"}, stratum=stratum)
    clock.advance(hours=1, seconds=1)
    shown = planner.get(path(number)).text
    assert "Eingegangen sind 77 Antworten." in shown
    assert "Mitte + Süd</th>" in shown
    assert ">Süd</th>" not in shown
    assert "weniger als 30 Menschen" in shown


def test_a_survey_with_few_answers_says_why_there_are_no_results(
    site: Site, planner: TestClient, clock: MovableClock
) -> None:
    number = counted.answered(site, PARK, 3, closes_at=clock.now + AN_HOUR)
    end(clock)
    assert "Gezählt wird ab 5 Antworten" in planner.get(path(number)).text


def test_publishing_is_asked_once_and_names_what_follows(site: Site, planner: TestClient, clock: MovableClock) -> None:
    number = closed(site, clock)
    assert "Noch sieht niemand außer Ihnen" in planner.get(path(number)).text
    asked = planner.get(f"{path(number)}/veroeffentlichen").text
    assert "Papierbögen können danach nicht mehr eingetragen werden." in asked
    assert publish(planner, number) == 303
    assert counted.public(site, number) is not None
    assert "sind öffentlich seit" in planner.get(path(number)).text
    with site.database.reading() as db:
        (entry,) = audit.about(db, [f"/ratsbuero/beteiligung/{number}"], limit=5)
    assert (entry.action, entry.who) == ("Ergebnisse veröffentlicht", "Paul Baumann")


def test_only_the_counting_that_was_looked_at_is_published(
    site: Site, planner: TestClient, clock: MovableClock
) -> None:
    number = closed(site, clock)
    planner.post(f"{path(number)}/erneuern")
    counted.count(site, number)
    assert publish(planner, number, 1) == 409
    assert counted.public(site, number) is None
    assert publish(planner, number, 2) == 303


@pytest.mark.parametrize("sent", ["", "x", "9" * 40, "-1", "٣"])
def test_a_number_that_is_none_publishes_nothing(
    site: Site, planner: TestClient, clock: MovableClock, sent: str
) -> None:
    number = closed(site, clock)
    assert planner.post(f"{path(number)}/veroeffentlichen", data={"nummer": sent}).status_code == 409
    assert counted.public(site, number) is None


def test_what_is_taken_back_can_be_published_again(site: Site, planner: TestClient, clock: MovableClock) -> None:
    number = closed(site, clock)
    publish(planner, number)
    assert "behält er oder sie" in planner.get(f"{path(number)}/zuruecknehmen").text
    planner.post(f"{path(number)}/zuruecknehmen")
    assert counted.public(site, number) is None
    assert publish(planner, number) == 303
    assert counted.public(site, number) is not None


def test_renewing_asks_the_worker_and_says_so(site: Site, planner: TestClient, clock: MovableClock) -> None:
    number = closed(site, clock)
    assert "Es wird neu gezählt." in planner.post(f"{path(number)}/erneuern").text
    with site.database.reading() as db:
        assert results.ordered(db, number)
        assert [one.process_id for one in due_countings.due(db, site.clock())] == [number]


def test_renewing_is_refused_when_the_texts_are_gone(site: Site, planner: TestClient, clock: MovableClock) -> None:
    number = closed(site, clock)
    with site.database.writing() as db:
        db.get_one(Process, number).texts_until = clock.now.date() - timedelta(days=1)
    assert "Ergebnisse erneuern" not in planner.get(path(number)).text
    assert planner.post(f"{path(number)}/erneuern").status_code == 409


def test_what_singles_people_out_is_told_before_publishing(
    site: Site, planner: TestClient, clock: MovableClock
) -> None:
    weighting = {"strata": {}, "question": "idea", "options": {"a": 0.5, "b": 0.5}}
    number = surveys.survey(site, PARK, weighting=weighting, closes_at=clock.now + AN_HOUR)
    for _ in range(6):
        surveys.answer(site, number, {"park": "yes", "idea": "Bäume"})
    end(clock)
    counted.count(site, number)
    shown = planner.get(path(number)).text
    assert "Alle, die „park?“ beantwortet haben, haben dasselbe geantwortet." in shown
    assert "Es wurde nicht gewichtet." in shown


def test_return_rates_are_those_that_may_be_told(site: Site, planner: TestClient, clock: MovableClock) -> None:
    number = surveys.survey(site, PARK, strata=["Nord", "Süd"], access="codes", closes_at=clock.now + AN_HOUR)
    for stratum, made, used in (("Nord", 20, 8), ("Süd", 9, 8)):
        for code in surveys.give_codes(site, number, made, stratum)[:used]:
            surveys.answer(site, number, {"park": "yes"}, code=code)
    end(clock)
    result = counted.count(site, number)
    assert result is not None
    assert result.rates[1:] == [
        {"strata": ["Nord"], "people": 8, "invited": 20},
        {"strata": ["Süd"], "people": 8, "invited": None},
    ]
    assert result.rates[0]["invited"] is None  # or that of the second would follow
    assert "40 %" in planner.get(path(number)).text
    with site.database.reading() as db:
        assert access_codes.invited(db, number) == {"Nord": 20, "Süd": 9}


def test_only_planners_come_here(site: Site, client: TestClient, cast: Cast, clock: MovableClock) -> None:
    number = closed(site, clock)
    desk.sign_in(client, site, cast.clerk)
    assert client.get(path(number)).status_code == 403
    assert publish(client, number) == 403
    assert counted.public(site, number) is None


def test_a_counting_that_failed_is_told_and_not_said_to_go_on(
    site: Site, planner: TestClient, clock: MovableClock
) -> None:
    number = counted.answered(site, PARK, 12, closes_at=clock.now + AN_HOUR)
    end(clock)
    assert "Es wird gezählt." in planner.get(path(number)).text
    with site.database.writing() as db:
        results.failed(db, number, "OSError", site.clock())
    shown = planner.get(path(number)).text
    assert "Das Zählen ist nicht gelungen." in shown
    assert "Es wird gezählt." not in shown


def test_all_files_of_data_and_nothing_else_are_listed(site: Site, planner: TestClient, clock: MovableClock) -> None:
    number = closed(site, clock)
    publish(planner, number)
    folder = site.storage.participation(number)
    bundle = next(folder.glob("*.jsonl"))
    bundle.with_name(bundle.name.replace(".jsonl", "-bericht-de.pdf")).write_text("a")
    shown = planner.get(path(number)).text
    assert "daten-texte.csv" in shown
    assert "daten-felder.csv" in shown
    assert "bericht" not in shown
    assert "-worte" not in shown
    public = planner.get("/mitmachen/marktplatz/ergebnisse").text
    assert '/mitmachen/marktplatz/daten-texte.csv"' in public
