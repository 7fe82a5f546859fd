"""Answering page by page, without scripts: what people see and what travels along. What is stored is told in test_answering_sending."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from participation.answers.submissions import Submission
from tests import surveys
from tests.participation.views.market import MARKET, WAYS, YEARS, form, page
from tests.participation.views.resident import Resident

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from council.base.site import Site
    from tests.conftest import MovableClock

STRATA = {"strata": ["Nord", "Süd"], "strata_question": {"de": "In welchem Stadtteil wohnen Sie?"}}


@pytest.fixture
def resident(client: "TestClient", site: "Site") -> Resident:
    surveys.survey(site, MARKET)
    return Resident(client).begin()


def stored(site: "Site") -> list[Submission]:
    with site.database.reading() as db:
        return list(db.exec(select(Submission)).all())


def test_from_the_first_page_to_the_receipt(resident: Resident, site: "Site", clock: "MovableClock") -> None:
    assert resident.place == "visits"
    resident.on(q__often="daily")
    resident.on(q__ways=["foot", "bus"])
    resident.on(q__years="12", q__name="Markt")
    assert resident.place == "pruefen"
    assert "Täglich" in resident.page.text
    assert "12 Jahre" in resident.page.text
    assert stored(site) == []
    clock.advance(minutes=1)
    resident.press("absenden")
    assert resident.page.status_code == 200
    assert "Ihre Quittung" in resident.page.text
    assert resident.page.headers["cache-control"] == "no-store"
    assert [row.answers for row in stored(site)] == [
        {"often": "daily", "ways": ["foot", "bus"], "years": "12", "name": "Markt"}
    ]


def test_the_way_back_keeps_everything_even_what_is_wrong(resident: Resident) -> None:
    resident.on(q__often="daily")
    resident.press("zurueck", q__ways=["bike"])
    assert resident.place == "visits"
    assert resident.page.status_code == 200
    resident.on()
    assert resident.fields["q-ways"] == ["bike"]
    resident.on()
    resident.press("zurueck", q__years="ein paar")
    resident.on()
    assert resident.fields["q-years"] == ["ein paar"]


def test_what_is_wrong_is_told_at_the_question_and_above_with_a_link(resident: Resident) -> None:
    assert resident.on().status_code == 422
    assert resident.place == "visits"
    assert '<a class="target" href="#q-often-daily">' in resident.page.text
    assert resident.page.text.count("Bitte wählen Sie eine Antwort aus.") == 2
    assert "Bitte prüfen" in resident.page.text.split("</title>")[0]
    resident.on(q__often="daily")
    resident.on(q__ways=["foot", "bike", "bus"])
    assert resident.page.status_code == 422
    assert resident.fields["q-ways"] == ["foot", "bike", "bus"]


def test_only_the_questions_of_the_page_are_asked_for(resident: Resident) -> None:
    assert resident.on(q__often="daily").status_code == 200
    assert resident.place == "ways"


def test_a_question_that_appears_by_an_answer_is_shown_before_going_on(resident: Resident) -> None:
    assert 'data-question="why"' in resident.page.text
    assert "gezeigt" in resident.fields
    assert resident.on(q__often="never").status_code == 200
    assert resident.place == "visits"
    assert "noch etwas zu fragen" in resident.page.text
    resident.on(q__why="Zu laut.")
    assert resident.place == "ways"
    resident.press("zurueck")
    resident.on()
    assert resident.place == "ways"


def test_with_scripts_nobody_sees_it_twice(resident: Resident) -> None:
    resident.on(q__often="never", gezeigt=["often", "why"])
    assert resident.place == "ways"


def test_an_answer_that_is_no_longer_asked_for_stays_but_is_not_stored(
    resident: Resident, site: "Site", clock: "MovableClock"
) -> None:
    resident.on(q__often="never")
    resident.on(q__why="Zu laut.")
    resident.press("zurueck")
    resident.on(q__often="daily")
    assert resident.fields["q-why"] == ["Zu laut."]
    resident.on(q__ways="foot")
    resident.on(q__years="3")
    assert "Zu laut." not in resident.page.text.split("Bitte sehen Sie Ihre Antworten")[1]
    clock.advance(minutes=1)
    resident.press("absenden")
    assert "why" not in stored(site)[0].answers


def test_from_the_review_one_page_is_changed_and_the_way_leads_back(resident: Resident) -> None:
    resident.on(q__often="daily")
    resident.on(q__ways="foot")
    resident.on(q__years="3")
    resident.press("zu:ways")
    assert resident.place == "ways"
    resident.on(q__ways="bus")
    assert resident.place == "pruefen"
    assert "Mit dem Bus" in resident.page.text


def test_a_change_that_brings_new_questions_leads_to_them_first(resident: Resident) -> None:
    resident.on(q__often="daily")
    resident.on(q__ways="foot")
    resident.on(q__years="3")
    resident.press("zu:visits")
    resident.on(q__often="never")
    assert resident.place == "visits"
    resident.on(q__why="")
    assert resident.place == "pruefen"


def test_sending_with_something_missing_leads_there(resident: Resident, clock: "MovableClock", site: "Site") -> None:
    resident.on(q__often="daily")
    resident.press("zu:pruefen")
    assert "Keine Antwort" in resident.page.text
    clock.advance(minutes=1)
    assert resident.press("absenden").status_code == 422
    assert resident.place == "ways"
    assert "Bitte wählen Sie mindestens eine Antwort aus." in resident.page.text
    assert stored(site) == []


def test_the_stratum_is_asked_first_and_may_stay_unsaid(
    client: "TestClient", site: "Site", clock: "MovableClock"
) -> None:
    surveys.survey(site, MARKET, **STRATA)
    resident = Resident(client).begin()
    assert resident.place == "stratum"
    assert "In welchem Stadtteil wohnen Sie?" in resident.page.text
    assert resident.on().status_code == 422
    resident.on(stratum="keine-angabe")
    assert resident.place == "visits"
    resident.press("zurueck")
    resident.on(stratum="Süd")
    resident.on(q__often="daily")
    resident.on(q__ways="foot")
    resident.on(q__years="3")
    assert "Süd" in resident.page.text
    clock.advance(minutes=1)
    resident.press("absenden")
    assert [row.stratum for row in stored(site)] == ["Süd"]


def test_a_stratum_nobody_offered_is_asked_for_again(client: "TestClient", site: "Site", clock: "MovableClock") -> None:
    surveys.survey(site, MARKET, **STRATA)
    resident = Resident(client).begin()
    resident.on(stratum="Nord")
    resident.on(q__often="daily")
    resident.on(q__ways="foot")
    resident.on(q__years="3")
    clock.advance(minutes=1)
    assert resident.press("absenden", stratum="Mond").status_code == 422
    assert resident.place == "stratum"


def test_the_language_changes_and_the_answers_stay(resident: Resident) -> None:
    resident.on(q__often="daily")
    resident.press("zurueck")
    resident.press("sprache:en")
    assert str(resident.page.url.path).startswith("/en/")
    assert "How often are you here?" in resident.page.text
    assert resident.fields["q-often"] == ["daily"]
    resident.press("sprache:de-leicht")
    assert 'lang="de-simple">Wie oft sind Sie da?' in resident.page.text
    assert '<html lang="de">' in resident.page.text


def test_leichte_sprache_begins_by_the_address(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, MARKET)
    resident = Resident(client).begin("?sprache=de-leicht")
    assert "Wie oft sind Sie da?" in resident.page.text
    assert "Wie oft sind Sie hier?" in Resident(client).begin("?sprache=klingonisch").page.text


def test_where_nothing_can_be_answered_the_way_leads_to_the_survey_itself(client: "TestClient", site: "Site") -> None:
    now = site.clock()
    surveys.survey(site, MARKET, slug="bald", opens_at=now + timedelta(hours=1))
    surveys.survey(site, MARKET, slug="vorbei", closes_at=now)
    for slug in ("bald", "vorbei"):
        answer = client.get(f"/mitmachen/{slug}/fragen", follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/mitmachen/{slug}"


def test_who_is_answering_when_it_closes_is_told_at_the_next_step(resident: Resident, clock: "MovableClock") -> None:
    clock.advance(days=14)
    resident.on(q__often="daily")
    assert resident.page.status_code == 422
    assert "Die Umfrage ist beendet" in resident.page.text
    assert resident.fields["q-often"] == ["daily"]


def test_a_script_gets_the_sheet_alone(resident: Resident) -> None:
    resident.press("weiter", headers={"HX-Request": "true"})
    assert "<html" not in resident.page.text
    assert 'id="blatt"' in resident.page.text
    assert "HX-Request" in resident.page.headers["vary"]


def test_the_window_is_called_by_the_page_where_that_has_a_heading_else_by_its_number(resident: Resident) -> None:
    assert "<title>Besuche: " in resident.page.text
    resident.on(q__often="daily")
    assert "<title>Seite 2 von 3: " in resident.page.text


def test_english_pages_quote_as_english_does(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, form(page("one", WAYS, YEARS), languages=("de", "en")))
    resident = Resident(client).begin(prefix="/en")
    resident.press("weiter")
    assert "“<span" in resident.page.text
    assert "„" not in resident.page.text
