"""Single items at the desk."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from council import amendments, meetings
from council.agendas import Agenda, Item
from council.meetings import Meeting
from tests import desk

ITEM = {"nummer": "Ö 3", "titel": "Radweg", "oeffentlich": "ja", "stand": "", "drucksache": "DS0123/24"}


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.clerk)


@pytest.fixture
def planned(site):
    """A meeting with two public items and a secret one; its address."""
    items = (Item("Ö 1", "Eröffnung"), Item("Ö 2", "Schule"), Item("N 1", "Grundstück", public=False))
    with site.database.writing() as db:
        made = meetings.create(db, Agenda("Stadtrat", "12. Sitzung", site.clock(), items))
    return f"/ratsbuero/sitzungen/{made.id}/punkte"


@pytest.fixture
def rows(site):
    def rows(meeting_id=1):
        with site.database.reading() as db:
            return list(meetings.items(db, meeting_id))

    return rows


def numbers(rows):
    return [row.number for row in rows]


def as_entered(row, **changes):
    entered = {
        "nummer": row.number,
        "titel": row.name,
        "oeffentlich": "ja" if row.public else "nein",
        "stand": row.state,
        "drucksache": row.reference,
        "gesehen": amendments.fingerprint(row),
    }
    return entered | changes


def test_an_item_is_added_behind_another(client, planned, rows):
    page = client.post(f"{planned}/neu", data=ITEM | {"nach": rows()[0].id}).text
    assert numbers(rows()) == ["Ö 1", "Ö 3", "Ö 2", "N 1"]
    assert "DS0123/24" in page


def test_an_item_numbered_n_becomes_public_only_after_a_question(client, planned, rows):
    page = client.post(f"{planned}/neu", data=ITEM | {"nummer": "N 2"}).text
    assert "Soll TOP N 2 öffentlich werden?" in page
    assert len(rows()) == 3
    client.post(f"{planned}/neu", data=ITEM | {"nummer": "N 2", "bestaetigt": "1"})
    assert [row.public for row in rows()] == [True, True, False, True]


def test_an_item_is_changed(client, planned, rows):
    row = rows()[1]
    client.post(f"{planned}/{row.id}", data=as_entered(row, titel="Grundschule", stand="adjourned"))
    assert (rows()[1].name, rows()[1].state, rows()[1].key) == ("Grundschule", "adjourned", row.key)
    assert ">vertagt<" in client.get("/ratsbuero/sitzungen/1").text


def test_what_is_not_public_becomes_so_only_after_a_question(client, planned, rows):
    row = rows()[2]
    page = client.post(f"{planned}/{row.id}", data=as_entered(row, oeffentlich="ja", titel="Neuer Titel")).text
    assert "Soll TOP N 1 öffentlich werden?" in page
    assert 'name="titel" value="Neuer Titel"' in page, "what was entered goes along"
    assert not rows()[2].public
    client.post(f"{planned}/{row.id}", data=as_entered(row, oeffentlich="ja", titel="Neuer Titel", bestaetigt="1"))
    assert (rows()[2].public, rows()[2].name) == (True, "Neuer Titel")


def test_the_question_names_what_a_public_recording_will_show(client, hold, rows):
    held = hold()
    row = rows(held.meeting_id)[3]
    page = client.post(
        f"/ratsbuero/sitzungen/{held.meeting_id}/punkte/{row.id}", data=as_entered(row, oeffentlich="ja")
    ).text
    assert "herausgeschnitten war, wird zu sehen und zu hören sein" in page


def test_an_item_that_becomes_secret_is_cut_from_the_public_recording_and_its_text_erased(client, site):
    from sqlmodel import select

    from tests import evening
    from transcription.transcripts import Segment

    evening.hold(site)
    path = "/sitzungen/1"
    assert "Radweg" in client.get(path).text
    with site.database.reading() as db:
        row = meetings.items(db, 1)[1]
    client.post(f"/ratsbuero/sitzungen/1/punkte/{row.id}", data=as_entered(row, oeffentlich="nein"))
    assert "Radweg" not in client.get(path).text
    with site.database.reading() as db:
        assert not [said for said in db.exec(select(Segment.text)) if "Herbst" in said]


def test_two_clerks_on_the_same_item_the_second_is_told(client, planned, rows):
    row = rows()[1]
    client.post(f"{planned}/{row.id}", data=as_entered(row, titel="Grundschule"))
    answer = client.post(f"{planned}/{row.id}", data=as_entered(row, titel="Schulhof"))
    assert answer.status_code == 409
    assert "Jemand hat diesen Punkt inzwischen geändert" in answer.text
    assert "Ö 2 Grundschule (öffentlich)" in answer.text
    assert 'value="Schulhof"' in answer.text
    client.post(f"{planned}/{row.id}", data=as_entered(rows()[1], titel="Schulhof"))
    assert rows()[1].name == "Schulhof"


@pytest.mark.db
def test_two_clerks_in_the_same_moment_one_is_told(client, planned, rows, monkeypatch):
    row, fingerprint = rows()[1], amendments.fingerprint
    entered = [as_entered(row, titel=title) for title in ("Grundschule", "Schulhof")]

    def slowly(row):
        seen = fingerprint(row)
        time.sleep(0.3)
        return seen

    monkeypatch.setattr(amendments, "fingerprint", slowly)
    with ThreadPoolExecutor(2) as clerks:
        path = f"{planned}/{row.id}"
        answers = list(clerks.map(lambda data: client.post(path, data=data, follow_redirects=False), entered))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    stored = next(data["titel"] for data, answer in zip(entered, answers, strict=True) if answer.status_code == 303)
    assert rows()[1].name == stored


@pytest.mark.parametrize(
    ("field", "value"), [("nummer", ""), ("titel", " \x00"), ("drucksache", "x" * 201), ("stand", "weg")]
)
def test_what_is_wrong_is_told_and_nothing_is_lost(client, planned, rows, field, value):
    answer = client.post(f"{planned}/neu", data=ITEM | {field: value})
    assert answer.status_code == 422
    assert "DS0123/24" in answer.text or field == "drucksache"
    assert len(rows()) == 3


def test_an_item_is_moved_and_the_button_keeps_the_focus(client, planned, rows):
    row = rows()[0]
    page = client.post(f"{planned}/{row.id}/verschieben", data={"richtung": "runter"}).text
    assert numbers(rows()) == ["Ö 2", "Ö 1", "N 1"]
    assert 'aria-label="TOP Ö 1 nach unten" autofocus' in page
    page = client.post(f"{planned}/{row.id}/verschieben", data={"richtung": "runter"}).text
    assert 'aria-label="TOP Ö 1 nach oben" autofocus' in page, "the other one where it cannot be pressed again"
    assert client.post(f"{planned}/{row.id}/verschieben", data={"richtung": "weg"}).status_code == 400


def test_removing_can_be_undone_from_the_notice(client, planned, rows):
    row = rows()[1]
    page = client.post(f"{planned}/{row.id}/entfernen").text
    assert "TOP Ö 2 ist entfernt" in page
    assert "Rückgängig machen" in page
    assert numbers(rows()) == ["Ö 1", "N 1"]
    client.post(f"{planned}/wiederherstellen")
    assert [(one.number, one.key) for one in rows()][1] == ("Ö 2", row.key)
    assert "Rückgängig" not in client.get("/ratsbuero/sitzungen/1?hinweis=entfernt").text


def test_a_marked_item_stays_and_it_is_said_why(client, hold, rows):
    held = hold(publish=False)
    row = rows(held.meeting_id)[1]
    path = f"/ratsbuero/sitzungen/{held.meeting_id}/punkte/{row.id}"
    assert "/entfernen" not in client.get(path).text
    answer = client.post(f"{path}/entfernen")
    assert answer.status_code == 409
    assert "ist in einer Aufzeichnung markiert" in answer.text
    assert len(rows(held.meeting_id)) == 4


def test_a_secret_item_is_refused_while_an_unmarked_recording_is_public(client, hold, rows):
    held = hold()
    answer = client.post(f"/ratsbuero/sitzungen/{held.meeting_id}/punkte/neu", data=ITEM | {"oeffentlich": "nein"})
    assert answer.status_code == 409
    assert "ziehen Sie die Aufzeichnung zuerst zurück" in answer.text
    assert 'value="Radweg"' in answer.text
    assert len(rows(held.meeting_id)) == 4


@pytest.mark.parametrize("path", ["99", "99999999999999999999", "99/verschieben", "99/entfernen"])
def test_an_item_of_another_meeting_is_not_found(client, planned, hold, rows, path):
    other = hold(publish=False)
    foreign = rows(other.meeting_id)[0].id
    assert client.post(f"{planned}/{path}", data=ITEM | {"richtung": "hoch"}).status_code in (404, 405)
    assert client.get(f"{planned}/{foreign}").status_code == 404
    assert client.post(f"{planned}/{foreign}", data=ITEM).status_code == 404
    assert client.post(f"{planned}/{foreign}/entfernen").status_code == 404


def test_another_sites_form_changes_nothing(client, planned, rows):
    answer = client.post(f"{planned}/neu", data=ITEM, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert len(rows()) == 3


def test_the_meetings_page_shows_an_agenda_without_items_of_others(client, planned, site):
    with site.database.reading() as db:
        assert db.get_one(Meeting, 1).name in client.get("/ratsbuero/sitzungen/1").text
