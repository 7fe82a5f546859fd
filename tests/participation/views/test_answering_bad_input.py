"""Answering with what no page of ours would send; and trying a draft."""

from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import select

from council.base.accounts import Role
from participation import forms
from participation.answers.submissions import Origin, Submission
from participation.processes.form_versions import FormVersion
from tests import desk, surveys
from tests.participation.townsurvey import EVERY_KIND
from tests.participation.townsurvey import form as town_form
from tests.participation.views.market import MARKET, WAYS, form, page
from tests.participation.views.resident import Resident

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from council.base.site import Site
    from tests.conftest import Cast, MovableClock


@pytest.fixture
def resident(client: "TestClient", site: "Site") -> Resident:
    surveys.survey(site, MARKET)
    return Resident(client).begin()


def stored(site: "Site") -> list[Submission]:
    with site.database.reading() as db:
        return list(db.exec(select(Submission)).all())


def at_review(resident: Resident, **answers: Any) -> None:
    resident.press("zu:pruefen", **({"q__often": "daily", "q__ways": "foot", "q__years": "12"} | answers))


def test_answers_to_questions_there_are_not_are_left_out_and_that_is_told(
    resident: Resident, site: "Site", clock: "MovableClock"
) -> None:
    at_review(resident)
    clock.advance(minutes=1)
    assert resident.press("absenden", q__iban="DE00").status_code == 422
    assert "gehörten nicht zu dieser Umfrage" in resident.page.text
    assert "DE00" not in resident.page.text
    assert resident.press("absenden").status_code == 200
    assert "iban" not in stored(site)[0].answers


def test_the_form_of_another_survey_with_the_same_questions_is_not_taken(
    resident: Resident, site: "Site", clock: "MovableClock"
) -> None:
    surveys.survey(site, MARKET, slug="kopie")
    at_review(resident)
    clock.advance(minutes=1)
    sent = {**resident.fields, "schritt": "absenden"}
    answer = resident.client.post("/mitmachen/kopie/fragen", data=sent)
    assert answer.status_code == 422
    assert "Bitte senden Sie noch einmal ab" in answer.text
    assert stored(site) == []
    assert resident.press("absenden").status_code == 200
    assert [row.process_id for row in stored(site)] == [1]


def test_a_version_there_is_not_is_the_latest(resident: Resident, site: "Site", clock: "MovableClock") -> None:
    at_review(resident, fassung="99")
    assert resident.fields["fassung"] == ["1"]
    clock.advance(minutes=1)
    resident.press("absenden", fassung="²")
    assert stored(site)[0].version == 1


def test_a_draft_of_an_earlier_version_is_stored_as_that_version(
    resident: Resident, site: "Site", clock: "MovableClock"
) -> None:
    with site.database.writing() as db:
        newer = form(page("ways", WAYS))
        db.add(FormVersion(process_id=1, number=2, form=forms.to_json(newer), at=site.clock()))
    at_review(resident)
    clock.advance(minutes=1)
    assert resident.press("absenden").status_code == 200
    assert [(row.version, row.answers["years"]) for row in stored(site)] == [(1, "12")]
    assert Resident(resident.client).begin().fields["fassung"] == ["2"]


def test_a_correction_is_seen_at_the_next_step(resident: Resident, site: "Site") -> None:
    resident.on(q__often="daily")
    with site.database.writing() as db:
        row = db.exec(select(FormVersion)).one()
        corrected = forms.to_json(MARKET)
        corrected["pages"][2]["questions"][0]["text"]["de"] = "Seit wie vielen Jahren?"
        row.form, row.revision = corrected, 1
    resident.on(q__ways="foot")
    assert "Seit wie vielen Jahren?" in resident.page.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q-often", "immer"), ("q-ways", "fly"), ("q-years", "NaN"), ("q-years", "1e9"), ("q-years", "\x00"),
        ("q-often", ["daily", "never"]),
    ],
)  # fmt: skip
def test_answers_of_the_wrong_kind_are_never_stored(
    resident: Resident, site: "Site", clock: "MovableClock", name: str, value: Any
) -> None:
    at_review(resident)
    clock.advance(minutes=1)
    fields = resident.fields | {name: [value] if isinstance(value, str) else value, "schritt": ["absenden"]}
    answer = resident.client.post(resident.path, data=fields)
    assert answer.status_code in (200, 422)
    assert all(row.answers == {"often": "daily", "ways": ["foot"], "years": "12"} for row in stored(site))


def test_html_stays_the_text_it_is(resident: Resident, site: "Site", clock: "MovableClock") -> None:
    script = "<script>alert(1)</script>'\"&"
    at_review(resident, q__name=script)
    assert "<script>alert" not in resident.page.text
    resident.press("zu:you")
    assert "<script>alert" not in resident.page.text
    assert resident.fields["q-name"] == [script]
    resident.press("zu:pruefen")
    clock.advance(minutes=1)
    resident.press("absenden")
    assert stored(site)[0].answers["name"] == script


def test_a_megabyte_of_text_comes_back_with_what_is_wrong(resident: Resident, site: "Site") -> None:
    resident.on(q__often="daily")
    resident.on(q__ways="foot")
    answer = resident.on(q__years="12", q__name="Lärm " * 200_000)
    assert answer.status_code == 422
    assert "1000000 Zeichen lang" in answer.text or "999999 Zeichen lang" in answer.text
    assert resident.fields["q-ways"] == ["foot"]
    assert len(resident.fields["q-name"][0]) > 900_000


def test_far_more_than_that_is_refused_in_words(resident: Resident) -> None:
    answer = resident.client.post(resident.path, data={"q-name": "x" * 3_100_000})
    assert answer.status_code == 413
    assert "Das ist zu viel auf einmal" in answer.text


def test_no_files_and_not_too_many_fields(resident: Resident) -> None:
    assert resident.client.post(resident.path, files={"q-name": b"x"}).status_code == 400
    assert resident.client.post(resident.path, data={"q-name": ["x"] * 6000}).status_code == 400


def test_a_page_there_is_not_leads_to_one_there_is(resident: Resident) -> None:
    assert resident.press("zu:nirgendwo").status_code == 200
    assert resident.place == "visits"
    assert resident.press("weiter", seite="nirgendwo", q__often="daily").status_code == 200
    assert resident.press("etwas anderes", q__ways="foot").status_code == 200
    assert resident.place == "you"
    resident.page = resident.client.post(resident.path, data={})
    assert resident.place == "visits"


def test_a_survey_without_questions_can_be_looked_at(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, form())
    assert Resident(client).begin().place == "pruefen"


def test_every_kind_of_question_can_be_answered_and_read_again(
    client: "TestClient", site: "Site", clock: "MovableClock"
) -> None:
    surveys.survey(site, town_form(*EVERY_KIND))
    resident = Resident(client).begin()
    answers: dict[str, Any] = {
        "q__park": "other", "q__park__other": "Ein Zirkus", "q__ways": ["foot", "train"], "q__quiet": "unknown",
        "q__rate__clean": "1", "q__rate__safe": "4", "q__when__sat": "pm", "q__first": ["water", "", "trees"],
        "q__years": "12,5", "q__name": "Markt", "q__idea": "Mehr Bäume.\nUnd Bänke.", "q__moved": "24.12.2025",
        "q__spot__text": "Am Markt",
    }  # fmt: skip
    resident.on(**answers)
    assert resident.place == "pruefen"
    for told in ("„Ein Zirkus“", "Weiß nicht", "Clean: 1 von 4", "1. Water", "2. Trees", "12,5", "24.12.2025"):
        assert told in resident.page.text
    clock.advance(minutes=1)
    assert resident.press("absenden").status_code == 200
    assert stored(site)[0].answers["rate"] == {"clean": 1, "safe": 4}
    assert stored(site)[0].answers["idea"] == "Mehr Bäume.\nUnd Bänke."


def test_a_point_on_the_map_travels_as_exactly_as_it_was_set(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, town_form(*[one for one in EVERY_KIND if one["kind"] == "place"]))
    resident = Resident(client).begin()
    resident.on(q__spot__lon="10.12345", q__spot__lat="52.5")
    assert "Punkt auf der Karte (52,50000, 10,12345)" in resident.page.text
    resident.press("zurueck")
    assert resident.fields["q-spot-lon"] == ["10.12345"]


def test_places_lie_within_the_boundary(client: "TestClient", site: "Site") -> None:
    ring = [[10.0, 52.0], [10.2, 52.0], [10.2, 52.2], [10.0, 52.2], [10.0, 52.0]]
    asked = town_form(*[one for one in EVERY_KIND if one["kind"] == "place"])
    surveys.survey(site, asked, boundary={"type": "Polygon", "coordinates": [ring]})
    resident = Resident(client).begin()
    assert resident.on(q__spot__lon="11", q__spot__lat="52.1").status_code == 422
    assert "außerhalb des Gebiets" in resident.page.text
    assert resident.on(q__spot__lon="10.1", q__spot__lat="52.1").status_code == 200


def test_a_broken_boundary_keeps_nobody_out(client: "TestClient", site: "Site") -> None:
    asked = town_form(*[one for one in EVERY_KIND if one["kind"] == "place"])
    surveys.survey(site, asked, boundary={"type": "Point"})
    assert Resident(client).begin().on(q__spot__lon="11", q__spot__lat="52.1").status_code == 200


def test_a_draft_is_nothing_the_public_knows_of(client: "TestClient", site: "Site", cast: "Cast") -> None:
    surveys.survey(site, MARKET, released=False)
    for method, path in (("GET", ""), ("GET", "/fragen"), ("POST", "/fragen"), ("POST", "/pruefung")):
        assert client.request(method, f"/mitmachen/marktplatz{path}").status_code == 404
    desk.sign_in(client, site, cast.clerk)
    assert client.get("/mitmachen/marktplatz/fragen").status_code == 404


@pytest.mark.parametrize("access", ["anyone", "codes"])
def test_a_planner_tries_a_draft_with_test_answers(
    client: "TestClient", site: "Site", cast: "Cast", access: str
) -> None:
    surveys.survey(site, MARKET, released=False, access=access)
    desk.sign_in(client, site, cast.planner, Role.PLANNER)
    assert "zählen als Testantworten" in client.get("/mitmachen/marktplatz").text
    resident = Resident(client).begin()
    assert "zählt als Testantwort" in resident.page.text
    at_review(resident)
    assert resident.press("absenden").status_code == 200
    assert "Das war eine Testantwort" in resident.page.text
    assert [row.origin for row in stored(site)] == [Origin.TEST]


def test_a_survey_there_is_not(client: "TestClient") -> None:
    assert client.get("/mitmachen/nirgendwo/fragen").status_code == 404
    assert client.post("/mitmachen/nirgendwo/fragen", data={"schritt": "absenden"}).status_code == 404
    assert "Unter dieser Adresse gibt es keine Umfrage" in client.get("/mitmachen/nirgendwo").text


def test_a_challenge_is_given_for_a_key_alone(resident: Resident) -> None:
    answer = resident.client.post("/mitmachen/marktplatz/pruefung", data={"schluessel": "nein"})
    assert answer.status_code == 400
    assert resident.client.get("/mitmachen/marktplatz/pruefung").status_code == 405
