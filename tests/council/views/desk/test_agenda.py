"""An agenda from pasted text: nothing is stored before somebody has looked at it, and nothing is lost."""

import re

import pytest

from council import meetings
from council.agendas import Agenda, Item
from tests import desk

TEXT = """Öffentlicher Teil
Ö 1 Eröffnung
Ö 2 Radweg an der Bonner Straße Vorlage: DS0123/24
Nichtöffentlicher Teil
N 1 Grundstück

gez. Bürgermeisterin"""
ROWS = {
    "nummer": ["Ö 1", "Ö 2", "N 1"],
    "titel": ["Eröffnung", "Radweg", "Grundstück"],
    "oeffentlich": ["ja", "ja", "nein"],
    "drucksache": ["", "DS0123/24", ""],
    "stand": ["", "", ""],
    "zweifel": ["", "", ""],
    "quelle": ["", "", ""],
    "text": [TEXT],
}


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.clerk)


@pytest.fixture
def planned(site):
    """A meeting without agenda; its address."""
    with site.database.writing() as db:
        made = meetings.create(db, Agenda("Stadtrat", "12. Sitzung", site.clock()))
    return f"/ratsbuero/sitzungen/{made.id}"


@pytest.fixture
def agenda(site):
    def agenda(meeting_id=1):
        with site.database.reading() as db:
            return [(row.number, row.name, row.public) for row in meetings.items(db, meeting_id)]

    return agenda


def store(client, path, rows=ROWS, **changes):
    return client.post(f"{path}/tagesordnung/uebernehmen", data=rows | changes)


def test_what_was_read_is_shown_and_not_stored(client, planned, agenda):
    page = client.post(f"{planned}/tagesordnung", data={"text": TEXT}).text
    assert "3 Punkte gelesen, 2 davon öffentlich" in page
    assert ">Radweg an der Bonner Straße</textarea>" in page
    assert 'value="DS0123/24"' in page
    assert "Eine Zeile wurde nicht übernommen" in page
    assert "gez. Bürgermeisterin" in page
    assert agenda() == []


def test_the_table_is_stored_as_it_was_corrected(client, planned, agenda):
    answer = store(client, planned, titel=["Eröffnung", "Radweg Bonner Straße", "Grundstück"])
    assert answer.url.path == planned
    assert "Die Tagesordnung ist übernommen" in answer.text
    assert agenda() == [("Ö 1", "Eröffnung", True), ("Ö 2", "Radweg Bonner Straße", True), ("N 1", "Grundstück", False)]


def test_rows_can_be_left_out(client, planned, agenda):
    store(client, planned, weg=["1", "3"])
    assert agenda() == [("Ö 2", "Radweg", True)]
    assert store(client, planned, weg=["1", "2", "3"]).status_code == 422


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"nummer": ["", "Ö 2", "N 1"]}, "Zeile 1: Die Nummer fehlt"),
        ({"titel": ["Eröffnung", "", "Grundstück"]}, "Zeile 2: Der Titel fehlt"),
        ({"oeffentlich": ["ja", "ja", "ja"]}, "Zeile 3: Mit dieser Nummer ist der Punkt nichtöffentlich"),
        ({"stand": ["", "weg", ""]}, "Diesen Stand gibt es nicht"),
        ({"nummer": ["Ö 1", "Ö 1", "N 1"], "titel": ["Radweg", "Radweg", "x"]}, "stehen zweimal da"),
        ({"titel": ["x" * 1001, "Radweg", "Grundstück"]}, "zu lang"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(client, planned, agenda, changes, told):
    answer = store(client, planned, **changes)
    assert answer.status_code == 422
    assert told in answer.text
    assert "DS0123/24" in answer.text
    assert "gez. Bürgermeisterin" in answer.text, "what was not read is still shown"
    assert agenda() == []


def test_a_row_that_is_left_out_need_not_be_right(client, planned, agenda):
    store(client, planned, titel=["", "Radweg", "Grundstück"], weg=["1"])
    assert [number for number, _, _ in agenda()] == ["Ö 2", "N 1"]


@pytest.mark.parametrize("text", ["", "Nur ein Brief\nohne Nummern", "\x00\x01", "<script>alert(1)</script>"])
def test_a_text_without_items_says_what_one_looks_like(client, planned, text):
    answer = client.post(f"{planned}/tagesordnung", data={"text": text})
    assert answer.status_code == 422
    assert "kein Tagesordnungspunkt gefunden" in answer.text
    assert "<script>alert" not in answer.text
    assert text.replace("\x00", "").strip()[:7].replace("<", "&lt;") in answer.text


def test_a_text_that_is_too_long_is_told_and_kept(client, planned):
    answer = client.post(f"{planned}/tagesordnung", data={"text": "Ö 1 Anfang\n" + "x" * 200_000})
    assert answer.status_code == 422
    assert "Der Text ist zu lang" in answer.text
    assert "Ö 1 Anfang" in answer.text


def test_scripts_in_a_text_stay_text(client, planned):
    page = client.post(
        f"{planned}/tagesordnung", data={"text": 'Ö 1 "><script>alert(1)</script>\n\n<img src=x onerror=y>'}
    ).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_items_without_a_mark_become_public_by_one_press(client, planned):
    page = client.post(f"{planned}/tagesordnung", data={"text": "1. Eröffnung\n2. Radweg\nN 1 Grundstück"}).text
    assert "2 Punkte sollten Sie ansehen" in page
    assert page.count('value="nein" selected') == 3
    doubted = ROWS | {"zweifel": ["unmarked", "unmarked", ""], "oeffentlich": ["nein", "nein", "nein"]}
    page = store(client, planned, doubted, alle="oeffentlich").text
    assert page.count('value="ja" selected') == 2
    assert "ansehen" not in page


def test_the_text_can_be_read_again(client, planned):
    page = client.post(f"{planned}/tagesordnung", data=ROWS | {"text": "Ö 9 Etwas anderes"}).text
    assert 'value="Ö 9"' in page
    assert 'value="Ö 1"' not in page


def test_rows_that_do_not_fit_together_are_refused(client, planned):
    assert store(client, planned, titel=["nur einer"]).status_code == 400


def test_a_newer_text_shows_what_it_changes(client, hold, agenda):
    held = hold(publish=False)
    path = f"/ratsbuero/sitzungen/{held.meeting_id}"
    page = client.post(
        f"{path}/tagesordnung", data={"text": "Öffentlicher Teil\n1 Eröffnung\n2 Radweg\n4 Personal"}
    ).text
    assert "Bisher: „Neuer Radweg an der Mühlenstraße“" in page
    assert "nichtöffentlich gespeichert und bleibt es" in page
    assert "bleibt, weil er in der Aufzeichnung markiert ist" in page
    answer = store(
        client,
        path,
        nummer=["1", "2", "4"],
        titel=["Eröffnung", "Radweg", "Personal"],
        oeffentlich=["ja"] * 3,
        drucksache=[""] * 3,
    )
    assert answer.url.path == path
    assert agenda(held.meeting_id) == [
        ("1", "Eröffnung", True), ("2", "Radweg", True), ("4", "Personal", False), ("3", "Anbau der Grundschule am Anger", True),
    ]  # fmt: skip


def test_items_the_newer_text_lacks_can_be_dropped(client, planned, agenda, site):
    store(client, planned)
    page = client.post(f"{planned}/tagesordnung", data={"text": "Ö 1 Eröffnung"}).text
    (dropped,) = re.findall(r'name="entfernen" value="(\d+)"(?=[^<]*>\s*<label[^<]*>Entfernen:&nbsp;<span>Ö 2)', page)
    one = {name: values[:1] for name, values in ROWS.items()}
    store(client, planned, one, entfernen=[dropped])
    assert [number for number, _, _ in agenda()] == ["Ö 1", "N 1"]


def test_a_secret_item_without_a_time_is_refused_while_a_recording_is_public(client, hold, agenda):
    held = hold()
    path = f"/ratsbuero/sitzungen/{held.meeting_id}"
    answer = store(client, path)
    assert answer.status_code == 409
    assert "Ziehen" not in answer.text or "ziehen Sie die Aufzeichnung zuerst zurück" in answer.text
    assert ">Grundstück</textarea>" in answer.text, "nothing entered is lost"
    assert len(agenda(held.meeting_id)) == 4


def test_five_hundred_items_can_be_stored(client, planned, agenda):
    count = 500
    rows = {name: [""] * count for name in ROWS} | {
        "nummer": [f"Ö {number}" for number in range(count)],
        "titel": ["Ein Titel von üblicher Länge mit Umlauten äöü"] * count,
        "oeffentlich": ["ja"] * count,
        "text": [""],
    }
    store(client, planned, rows)
    assert len(agenda()) == count
    assert Item("Ö 499", "x").number == agenda()[-1][0]
