"""Meetings at the desk: found, made by hand, changed, and deleted while nothing was recorded of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from council.base.audit import AuditEntry
from council.meetings import Meeting
from council.recordings import Recording
from council.uploads import Upload
from council.views.selection import PER_PAGE
from participation.processes import references
from participation.processes.references import Relation
from tests import desk, surveys
from tests.participation.townsurvey import EVERY_KIND, form

PATH = "/ratsbuero/sitzungen"
FACTS = {"gremium": "Stadtrat", "name": "12. Sitzung", "tag": "2026-03-17", "uhrzeit": "17:00", "ort": "Ratssaal"}


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.clerk)


@pytest.fixture
def meeting(site):
    def meeting(number=1):
        with site.database.reading() as db:
            return db.get(Meeting, number)

    return meeting


@pytest.fixture
def actions(site):
    def actions():
        with site.database.reading() as db:
            return [entry.action for entry in db.exec(select(AuditEntry).order_by(AuditEntry.id))]

    return actions


def test_an_empty_desk_has_one_next_step(client):
    page = client.get(PATH).text
    assert "Noch gibt es keine Sitzung" in page
    assert page.count("kern-btn--primary") == 1


def test_meetings_are_listed_with_how_far_they_are(client, hold, site):
    hold("Veröffentlicht")
    hold("Geplant", publish=False, start=datetime(2026, 5, 1, 16, tzinfo=UTC), items=())
    with site.database.writing() as db:
        db.add(
            Upload(
                key="k",
                batch="b",
                position=1,
                meeting_id=2,
                name="rat.mp4",
                size=1,
                created_at=site.clock(),
                touched_at=site.clock(),
            )
        )
    page = client.get(PATH).text
    assert page.index("Geplant") < page.index("Veröffentlicht")
    assert page.count("keine Tagesordnung") == page.count("Upload läuft") == 1
    assert page.count("4 Punkte") == 1
    assert page.count(">veröffentlicht<") == 1


def test_the_list_can_be_narrowed_and_turned_over(client, hold):
    for number in range(PER_PAGE + 1):
        hold(
            f"Nummer {number}.",
            start=datetime(2026, 1, 1, 16, tzinfo=UTC) + timedelta(days=number),
            items=(),
            publish=False,
        )
    hold("Kultur", organization="Kulturausschuss", start=datetime(2025, 1, 1, tzinfo=UTC), publish=False)
    assert "Kultur<" not in client.get(f"{PATH}?jahr=2026").text
    assert "Nummer 3." not in client.get(f"{PATH}?gremium=2").text
    assert "Nummer 0." in client.get(f"{PATH}?jahr=2026&seite=2").text
    assert "Keine Sitzung passt" in client.get(f"{PATH}?jahr=1999").text
    assert client.get(f"{PATH}?seite=9").status_code == 404
    assert client.get(f"{PATH}?jahr=9999").status_code == 404


def test_a_meeting_is_made_by_hand_on_the_towns_clock(client, meeting, actions):
    answer = client.post(f"{PATH}/neu", data=FACTS)
    assert answer.url.path == f"{PATH}/1"
    assert "Dienstag, 17. März 2026, 17:00 Uhr" in answer.text
    assert (meeting().start, meeting().location) == (datetime(2026, 3, 17, 16, tzinfo=UTC), "Ratssaal")
    assert actions() == ["Sitzung angelegt"]


def test_a_meeting_without_a_name_is_called_by_its_day(client, meeting):
    client.post(f"{PATH}/neu", data=FACTS | {"name": " "})
    assert meeting().name == "Sitzung vom 17.03.2026"


def test_the_same_meeting_is_not_made_twice(client, meeting):
    client.post(f"{PATH}/neu", data=FACTS)
    answer = client.post(f"{PATH}/neu", data=FACTS)
    assert answer.status_code == 422
    assert f'href="{PATH}/1"' in answer.text
    assert meeting(2) is None


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("gremium", "", "nennen Sie das Gremium"),
        ("gremium", "x" * 301, "zu lang"),
        ("name", "x" * 501, "zu lang"),
        ("tag", "gestern", "den Tag"),
        ("tag", "0001-01-01", "den Tag"),
        ("uhrzeit", "25:00", "die Uhrzeit"),
        ("ort", "x" * 301, "zu lang"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_entered_is_lost(client, meeting, field, value, told):
    answer = client.post(f"{PATH}/neu", data=FACTS | {field: value})
    assert answer.status_code == 422
    assert told in answer.text
    assert "Ratssaal" in answer.text or field == "ort"
    assert meeting() is None


def test_facts_can_be_changed(client, meeting, actions, hold, site):
    held = hold()
    with site.database.reading() as db:
        before = db.get_one(Recording, held.recording_id).text_edition
    assert 'value="17:00"' in client.get(f"{PATH}/1/angaben").text
    client.post(f"{PATH}/1/angaben", data=FACTS | {"gremium": "Kulturausschuss", "uhrzeit": "18:30"})
    assert (meeting().name, meeting().start) == ("12. Sitzung", datetime(2026, 3, 17, 17, 30, tzinfo=UTC))
    assert "Kulturausschuss" in client.get(f"{PATH}/1").text
    assert actions() == ["Angaben zur Sitzung geändert"]
    with site.database.reading() as db:
        assert db.get_one(Recording, held.recording_id).text_edition == before + 1, "followers are told"


def test_the_day_the_minutes_were_approved_is_noted(client, meeting):
    client.post(f"{PATH}/neu", data=FACTS)
    client.post(f"{PATH}/1/genehmigt", data={"genehmigt": "2026-04-10"})
    assert meeting().minutes_approved_on == date(2026, 4, 10)
    assert 'value="2026-04-10"' in client.get(f"{PATH}/1").text
    client.post(f"{PATH}/1/genehmigt", data={"genehmigt": ""})
    assert meeting().minutes_approved_on is None


@pytest.mark.parametrize(
    ("value", "told"), [("gestern", "kein Datum"), ("2026-04-17", "in der Zukunft"), ("0001-01-01", "kein Datum")]
)
def test_a_day_that_cannot_be_is_not_noted(client, meeting, value, told):
    client.post(f"{PATH}/neu", data=FACTS)
    answer = client.post(f"{PATH}/1/genehmigt", data={"genehmigt": value})
    assert answer.status_code == 422
    assert told in answer.text
    assert meeting().minutes_approved_on is None


def test_a_meetings_page_names_one_next_step(client, hold):
    client.post(f"{PATH}/neu", data=FACTS)
    assert "Als Nächstes: die Tagesordnung" in client.get(f"{PATH}/1").text
    held = hold("Aufgezeichnet", publish=False)
    page = client.get(f"{PATH}/{held.meeting_id}").text
    assert "Als Nächstes: die Aufzeichnung" in page
    assert f'href="/ratsbuero/aufzeichnungen/{held.recording_id}"' in page
    assert f'href="{PATH}/{held.meeting_id}/verweise"' in page
    assert "Als Nächstes" not in client.get(f"{PATH}/{hold('Fertig').meeting_id}").text


@pytest.mark.db
def test_a_meeting_is_deleted_with_its_agenda_after_one_question(client, meeting, actions):
    client.post(f"{PATH}/neu", data=FACTS)
    client.post(f"{PATH}/1/punkte/neu", data={"nummer": "Ö 1", "titel": "Radweg", "oeffentlich": "ja", "stand": ""})
    assert "nicht rückgängig" in client.get(f"{PATH}/1/loeschen").text
    assert "gelöscht" in client.post(f"{PATH}/1/loeschen").text
    assert meeting() is None
    assert actions()[-1] == "Sitzung gelöscht"


def test_a_meeting_with_a_recording_cannot_be_deleted(client, hold, meeting):
    hold(publish=False)
    assert "/loeschen" not in client.get(f"{PATH}/1").text
    assert client.post(f"{PATH}/1/loeschen").status_code == 409
    assert meeting() is not None


@pytest.mark.parametrize(
    "path", ["/99", "/99999999999999999999", "/99/angaben", "/99/loeschen", "/99/tagesordnung", "/99/punkte/neu"]
)
def test_a_meeting_nobody_made_is_not_found(client, path):
    assert client.get(PATH + path).status_code == 404


def test_what_people_typed_is_shown_as_text(client):
    client.post(
        f"{PATH}/neu",
        data=FACTS | {"gremium": "<b>Rat</b>\x00", "name": "<script>alert(1)</script>", "ort": '"><img src=x>'},
    )
    for path in (PATH, f"{PATH}/1", f"{PATH}/1/angaben", f"{PATH}/1/loeschen"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("path", ["", "/neu", "/1", "/1/tagesordnung", "/oparl"])
def test_a_planner_and_a_stranger_stay_outside(client, site, cast, path):
    client.post(f"{PATH}/neu", data=FACTS)
    client.cookies.clear()
    assert client.get(PATH + path, headers={"accept": "text/html"}).url.path == "/anmelden"
    desk.sign_in(client, site, cast.planner)
    assert client.get(PATH + path).status_code == 403
    assert client.post(f"{PATH}/1/loeschen").status_code == 403


def test_the_desk_speaks_english_too(client):
    assert client.post(f"/en{PATH}/neu", data=FACTS).url.path == f"/en{PATH}/1"


@pytest.mark.db
def test_a_meeting_that_a_survey_refers_to_is_not_deleted_and_no_link_is_lost(client, meeting, site):
    client.post(f"{PATH}/neu", data=FACTS)
    survey = surveys.survey(site, form(EVERY_KIND[0]))
    with site.database.writing() as db:
        references.link(db, survey, 1, None, Relation.ORDERED)
    answer = client.post(f"{PATH}/1/loeschen")
    assert answer.status_code == 409
    assert "Eine Beteiligung bezieht sich auf diese Sitzung" in answer.text
    assert meeting() is not None
    with site.database.reading() as db:
        assert references.of_meeting(db, 1)
