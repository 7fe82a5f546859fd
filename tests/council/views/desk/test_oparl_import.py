"""A meeting from OParl data, from a file and from a server, stored only after somebody has looked at it."""

import json
import re
from html import unescape

import pytest

from council import meetings, people
from council.base.settings import Settings
from council.meetings import Meeting
from tests import desk
from tests.council.foreign_server import answer, behaving

PATH = "/ratsbuero/sitzungen/oparl"
COUNCIL = {"id": "https://ris.example/o/1", "type": "Organization", "name": "Stadtrat"}


def oparl_meeting(*items, **fields):
    given = {
        "id": "https://ris.example/m/1", "type": "https://schema.oparl.org/1.1/Meeting", "name": "12. Sitzung",
        "start": "2026-03-17T17:00:00+01:00", "organization": [COUNCIL], "location": {"description": "Ratssaal"},
        "agendaItem": list(items) or [item("Ö 1", "Eröffnung"), item("Ö 2", "Radweg"), item("N 1", "Grundstück", public=False)],
    }  # fmt: skip
    return given | fields


def item(number, name, public=True, **fields):
    return {"id": f"https://ris.example/i/{name}", "number": number, "name": name, "public": public, **fields}


@pytest.fixture
def settings(settings: Settings):
    return settings.model_copy(update={"oparl_private_hosts": "localhost, ris.musterstadt.example"})


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.clerk)


@pytest.fixture
def agenda(site):
    def agenda(meeting_id=1):
        with site.database.reading() as db:
            return list(meetings.items(db, meeting_id))

    return agenda


def upload(client, data, **fields):
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return client.post(PATH, files={"datei": ("sitzung.json", content, "application/json")}, data=fields)


def fields_of(page):
    """What a browser would send of the form with the table."""
    form = page[page.index('id="tabelle"') :]
    found = {}
    for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', form):
        if name not in ("weg", "entfernen"):
            found.setdefault(name, []).append(unescape(value))
    for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        found.setdefault(name, []).append(unescape(value))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        found.setdefault(name, []).append(re.search(r'value="([^"]*)" selected', options)[1])
    return found


def store(client, page, **changes):
    return client.post(f"{PATH}/uebernehmen", data=fields_of(page) | changes)


def test_a_meeting_from_a_file_is_shown_and_not_stored(client, site):
    page = upload(client, oparl_meeting()).text
    assert "3 Punkte gelesen, 2 davon öffentlich" in page
    for value in ("Stadtrat", "12. Sitzung", "2026-03-17", "17:00", "Ratssaal"):
        assert f'value="{value}"' in page
    assert ">Grundstück</textarea>" in page
    with site.database.reading() as db:
        assert db.get(Meeting, 1) is None


def test_it_is_stored_as_it_was_corrected(client, site, agenda):
    page = upload(client, oparl_meeting()).text
    done = store(client, page, name="12. Ratssitzung")
    assert done.url.path == "/ratsbuero/sitzungen/1"
    with site.database.reading() as db:
        stored = db.get(Meeting, 1)
    assert (stored.name, stored.location, stored.oparl_id) == ("12. Ratssitzung", "Ratssaal", "https://ris.example/m/1")
    assert [(row.number, row.public, row.oparl_id) for row in agenda()] == [
        ("Ö 1", True, "https://ris.example/i/Eröffnung"), ("Ö 2", True, "https://ris.example/i/Radweg"),
        ("N 1", False, "https://ris.example/i/Grundstück"),
    ]  # fmt: skip
    assert "Aus OParl aktualisieren" in done.text


def test_the_same_meeting_again_is_brought_up_and_loses_nothing(client, site, agenda):
    store(client, upload(client, oparl_meeting()).text)
    before = {row.oparl_id: (row.id, row.key) for row in agenda()}
    newer = oparl_meeting(
        item("Ö 1", "Eröffnung"),
        item("Ö 2", "Nachtrag"),
        item("Ö 3", "Radweg"),
        item("N 1", "Grundstück", public=True),
        name="12. (neu)",
    )
    page = upload(client, newer).text
    store(client, page)
    with site.database.reading() as db:
        assert (db.get(Meeting, 1).name, db.get(Meeting, 2)) == ("12. (neu)", None)
    assert [(row.number, row.name, row.public) for row in agenda()] == [
        ("Ö 1", "Eröffnung", True), ("Ö 2", "Nachtrag", True), ("Ö 3", "Radweg", True), ("N 1", "Grundstück", False),
    ]  # fmt: skip
    assert {row.oparl_id: (row.id, row.key) for row in agenda() if row.oparl_id in before} == before


def test_a_meeting_made_by_hand_takes_the_agenda(client, site, agenda):
    facts = {"gremium": "Stadtrat", "name": "", "tag": "2026-03-17", "uhrzeit": "17:00", "ort": ""}
    client.post("/ratsbuero/sitzungen/neu", data=facts)
    assert 'name="sitzung" value="1"' in client.get(f"{PATH}?sitzung=1").text
    page = upload(client, oparl_meeting(), sitzung="1").text
    store(client, page)
    assert len(agenda(1)) == 3
    with site.database.reading() as db:
        assert db.get(Meeting, 2) is None


def test_one_of_several_meetings_is_chosen(client):
    several = {
        "data": [
            oparl_meeting(id="https://ris.example/m/1"),
            oparl_meeting(id="https://ris.example/m/2", name="13. Sitzung"),
        ]
    }
    page = upload(client, several).text
    assert "Welche Sitzung meinen Sie?" in page
    content = unescape(re.search(r'name="inhalt" value="([^"]*)"', page)[1])
    chosen = client.post(PATH, data={"inhalt": content, "wahl": "https://ris.example/m/2"}).text
    assert 'value="13. Sitzung"' in chosen
    assert "nicht in der Liste" in client.post(PATH, data={"inhalt": content, "wahl": "https://ris.example/m/3"}).text


def test_people_of_the_file_come_along_when_wanted(client, site):
    spd = {"id": "https://ris.example/o/2", "type": "Organization", "name": "SPD", "organizationType": "Fraktion"}
    person = {
        "id": "https://ris.example/p/1",
        "type": "Person",
        "name": "Renate Bürger",
        "membership": [{"organization": spd}],
    }
    page = upload(client, oparl_meeting(participant=[person])).text
    assert "Auch die Person aus dieser Quelle übernehmen" in page
    without = fields_of(page)
    without.pop("personen-uebernehmen")
    client.post(f"{PATH}/uebernehmen", data=without)
    with site.database.reading() as db:
        assert people.everybody(db) == []
    store(client, page)
    with site.database.reading() as db:
        (found,) = people.everybody(db)
        assert [(one.name, one.kind) for _, one in found.memberships] == [("SPD", "faction")]


def test_doubtful_items_are_not_public_and_said_to_be(client):
    page = upload(client, oparl_meeting({"number": "1", "name": "Radweg"})).text
    assert "Einen Punkt sollten Sie ansehen" in page
    assert 'value="nein" selected' in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"gremium": [""]}, "nennen Sie das Gremium"),
        ({"titel": ["Eröffnung", "", "Grundstück"]}, "Zeile 2"),
        ({"tag": ["morgen"]}, "den Tag"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(client, site, changes, told):
    page = upload(client, oparl_meeting()).text
    again = store(client, page, **changes)
    assert again.status_code == 422
    assert told in again.text
    kept = fields_of(again.text)
    assert kept["kennung"] == ["https://ris.example/m/1"]
    with site.database.reading() as db:
        assert db.get(Meeting, 1) is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"kein JSON", "kein lesbares JSON"),
        (b"\xff\xff", "kein lesbares JSON"),
        (b'{"type": "Person"}', "keine Sitzung nach OParl"),
        (json.dumps(oparl_meeting(start="bald")).encode(), "fehlt der Beginn"),
        (b" " * 5_000_001, "größer als 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(client, content, told):
    answered = upload(client, content)
    assert answered.status_code == 422
    assert told in answered.text


def test_neither_file_nor_address_is_told(client):
    assert "wählen Sie eine Datei oder nennen Sie" in client.post(PATH, data={"adresse": " "}).text


def test_a_meeting_from_a_server_of_the_towns_own_network(client, agenda):
    def serve(connection, path):
        connection.sendall(answer(json.dumps(oparl_meeting(id=server.url(path, "localhost"))).encode()))

    with behaving(serve) as server:
        page = client.post(PATH, data={"adresse": server.url("/m/1", "localhost")}).text
    store(client, page)
    assert len(agenda()) == 3
    assert server.url("/m/1", "localhost") in client.get(f"{PATH}?sitzung=1").text


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/", "http://10.0.0.1/", "file:///etc/passwd", "https://a:b@localhost/", "\x00", "x"]
)
def test_an_address_that_may_not_be_asked_is_told(client, address):
    answered = client.post(PATH, data={"adresse": address})
    assert answered.status_code == 422
    assert 'role="alert"' in answered.text


def test_scripts_of_a_source_stay_text(client):
    page = upload(client, oparl_meeting(item("Ö 1", "<script>alert(1)</script>\u202e\x00"), name='"><img src=x>')).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    done = store(client, page)
    assert "<script>alert" not in done.text


def test_a_choice_named_by_a_foreign_server_does_not_lead_into_the_private_network(client):
    with behaving(lambda connection, _: connection.sendall(answer(b"{}"))) as inside:
        inner = inside.url("/m/1", "localhost")
        client.post(PATH, data={"adresse": "https://ris.elsewhere.example/oparl", "wahl": inner})
        assert not inside.asked
        client.post(PATH, data={"adresse": inside.url("/oparl", "localhost"), "wahl": inner})
        assert inside.asked == ["GET /m/1 HTTP/1.1"]
