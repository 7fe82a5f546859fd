"""People at the desk: by hand, from a pasted list, and from OParl."""

import json
from datetime import date

import pytest

from council import organizations, people
from council.organizations import Group, OrganizationKind
from council.people import Belongs, Member
from tests import desk

PATH = "/ratsbuero/personen"
PERSON = {
    "name": "Dr. Renate Bürger",
    "einwilligung": "liegt-vor",
    "art": ["fraktion", "fraktion", "gremium"],
    "gruppe": ["SPD", "", "Stadtrat"],
    "funktion": ["Vorsitz", "", "Mitglied"],
    "von": ["2024-07-01", "", ""],
    "bis": ["", "", "2029-06-30"],
}
LIST = "Name; Fraktion; Funktion\nRenate Bürger; SPD; Vorsitz\nPaul Baumann; CDU\n12"


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.clerk)


@pytest.fixture
def everybody(site):
    def everybody():
        with site.database.reading() as db:
            return people.everybody(db)

    return everybody


def belongs(listed):
    return [(group.name, group.kind, row.role, row.start, row.end) for row, group in listed.memberships]


def test_an_empty_list_says_how_to_fill_it(client):
    page = client.get(PATH).text
    assert "Noch steht niemand hier" in page
    assert page.count("kern-btn--primary") == 1


def test_a_person_is_added_by_hand(client, everybody):
    page = client.post(f"{PATH}/neu", data=PERSON).text
    (found,) = everybody()
    assert found.person.consent is True
    assert belongs(found) == [
        ("SPD", "faction", "Vorsitz", date(2024, 7, 1), None), ("Stadtrat", "", "Mitglied", None, date(2029, 6, 30)),
    ]  # fmt: skip
    assert "SPD: Vorsitz, Stadtrat: Mitglied" in page
    assert "Einwilligung liegt vor" in page


def test_a_person_is_changed_and_an_emptied_line_ends_the_entry(client, everybody):
    client.post(f"{PATH}/neu", data=PERSON)
    assert 'value="2024-07-01"' in client.get(f"{PATH}/1").text
    client.post(f"{PATH}/1", data=PERSON | {"einwilligung": "verweigert", "gruppe": ["SPD", "", ""]})
    (found,) = everybody()
    assert found.person.consent is False
    assert [name for name, *_ in belongs(found)] == ["SPD"]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "nennen Sie den Namen"),
        ("name", "x" * 201, "zu lang"),
        ("gruppe", ["x" * 301, "", "Stadtrat"], "zu lang"),
        ("funktion", ["x" * 201, "", ""], "zu lang"),
        ("von", ["gestern", "", ""], "kein Datum"),
        ("bis", ["2020-01-01", "", ""], "liegt vor dem Beginn"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(client, everybody, field, value, told):
    answer = client.post(f"{PATH}/neu", data=PERSON | {field: value})
    assert answer.status_code == 422
    assert told in answer.text
    assert "Stadtrat" in answer.text
    assert everybody() == []


def test_a_person_is_deleted_after_one_question(client, everybody):
    client.post(f"{PATH}/neu", data=PERSON)
    assert "bleibt er" in client.get(f"{PATH}/1/loeschen").text
    client.post(f"{PATH}/1/loeschen")
    assert everybody() == []
    assert client.get(f"{PATH}/1").status_code == 404


def test_who_refused_stays_on_the_list_and_keeps_a_former_name(client, everybody):
    refused = PERSON | {"einwilligung": "verweigert"}
    client.post(f"{PATH}/neu", data=refused)
    client.post(f"{PATH}/1", data=refused | {"name": "Dr. Renate Bauer"})
    assert "kann deshalb nicht gelöscht werden" in client.get(f"{PATH}/1/loeschen").text
    assert client.post(f"{PATH}/1/loeschen").status_code == 409
    (found,) = everybody()
    assert found.person.former_names == ["Dr. Renate Bürger"]
    client.post(f"{PATH}/1", data=PERSON)
    client.post(f"{PATH}/1/loeschen")
    assert everybody() == []


def test_people_are_shown_by_their_present_faction(client, site):
    spd, cdu = (Group(name, OrganizationKind.FACTION) for name in ("SPD", "CDU"))
    with site.database.writing() as db:
        people.take(
            db,
            [
                Member("Anna Alt", (Belongs(spd, end=date(2020, 1, 1)), Belongs(cdu, start=date(2020, 1, 2)))),
                Member("Bernd Berg", (Belongs(spd),)),
                Member("Carla Chef"),
                Member("Doris Damals", (Belongs(spd, end=date(2020, 1, 1)),)),
            ],
        )
        number = organizations.named(db, "SPD").id
    page = client.get(PATH).text
    assert (
        page.index("CDU <")
        < page.index("Anna Alt")
        < page.index("SPD <")
        < page.index("Bernd Berg")
        < page.index("Ohne Fraktion")
    )
    assert page.count("ehemalig") == 1
    of_one = client.get(f"{PATH}?gruppe={number}").text
    assert "Bernd Berg" in of_one
    assert "Carla Chef" not in of_one


def test_a_pasted_list_is_shown_corrected_and_then_stored(client, everybody):
    page = client.post(f"{PATH}/liste", data={"text": LIST}).text
    assert "2 Personen gelesen" in page
    assert "2 Zeilen wurden nicht übernommen" in page
    assert everybody() == []
    table = {
        "text": LIST,
        "gremium": "Stadtrat",
        "name": ["Renate Bürger", "Paul Baumann"],
        "fraktion": ["SPD", "CDU"],
        "funktion": ["Vorsitz", ""],
    }
    client.post(f"{PATH}/liste/uebernehmen", data=table | {"weg": ["2"]})
    (found,) = everybody()
    assert belongs(found) == [("SPD", "faction", "", None, None), ("Stadtrat", "", "Vorsitz", None, None)]
    assert "Steht schon in der Liste" in client.post(f"{PATH}/liste", data={"text": LIST}).text
    wrong = client.post(f"{PATH}/liste/uebernehmen", data=table | {"name": ["", "Paul Baumann"]})
    assert wrong.status_code == 422
    assert "Zeile 1" in wrong.text
    assert client.post(f"{PATH}/liste/uebernehmen", data=table | {"name": ["nur einer"]}).status_code == 400


@pytest.mark.parametrize("text", ["", "12\n---", "x" * 200_001])
def test_a_list_without_people_is_told_and_kept(client, text):
    answer = client.post(f"{PATH}/liste", data={"text": text})
    assert answer.status_code == 422
    assert text[:50] in answer.text


def test_people_come_from_an_oparl_file(client, everybody):
    spd = {"id": "https://x/spd", "type": "Organization", "name": "SPD", "classification": "Fraktion"}
    data = [
        spd,
        {
            "type": "Person",
            "name": "Renate Bürger",
            "membership": [{"organization": "https://x/spd", "role": "Vorsitz"}],
        },
    ]
    page = client.post(f"{PATH}/oparl", files={"datei": ("p.json", json.dumps(data).encode())}).text
    assert "Die Personen sind übernommen" in page
    (found,) = everybody()
    assert belongs(found) == [("SPD", "faction", "Vorsitz", None, None)]


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"adresse": ""}, "nennen Sie eine Adresse"), ({"adresse": "http://10.0.0.1/"}, "privaten Netz")],
)
def test_an_oparl_source_that_cannot_be_read_is_told(client, fields, told):
    answer = client.post(f"{PATH}/oparl", data=fields)
    assert answer.status_code == 422
    assert told in answer.text


def test_scripts_in_names_stay_text(client):
    client.post(
        f"{PATH}/neu", data=PERSON | {"name": "<script>alert(1)</script>", "gruppe": ['"><img src=x>', "", "<b>"]}
    )
    for path in (PATH, f"{PATH}/1", f"{PATH}/1/loeschen", f"{PATH}/liste"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("path", ["", "/neu", "/liste", "/1"])
def test_a_planner_stays_outside(client, site, cast, path):
    desk.sign_in(client, site, cast.planner)
    assert client.get(PATH + path).status_code == 403
