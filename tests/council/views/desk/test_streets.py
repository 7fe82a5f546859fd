import pytest

from council import streets
from tests import desk

PATH = "/ratsbuero/strassen"


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.clerk)


@pytest.fixture
def names(site):
    def names():
        with site.database.reading() as db:
            return streets.names(db)

    return names


def test_streets_are_pasted_found_and_removed(client, names):
    assert "Noch ist die Liste leer" in client.get(PATH).text
    assert "3 Straßen sind neu" in client.post(PATH, data={"text": "Bonner Straße\nAm Anger\n\nZeppelinallee"}).text
    assert "Eine Straße" not in client.post(PATH, data={"text": "Am Anger"}).text
    assert names() == ["Am Anger", "Bonner Straße", "Zeppelinallee"]
    found = client.get(f"{PATH}?suche=STRASSE").text
    assert "Bonner Straße" in found
    assert "Am Anger" not in found
    assert "Die Straße ist entfernt" in client.post(f"{PATH}/entfernen", data={"name": "Am Anger"}).text
    assert names() == ["Bonner Straße", "Zeppelinallee"]


@pytest.mark.parametrize("text", ["", " \n ", "Am Anger\n12", "Am Anger\n" + "x" * 201, "x" * 400_001])
def test_what_is_no_list_is_told_and_kept(client, names, text):
    answer = client.post(PATH, data={"text": text})
    assert answer.status_code == 422
    assert text.strip()[:50] in answer.text
    assert names() == []


def test_a_long_list_shows_its_beginning(client, site):
    with site.database.writing() as db:
        streets.add(db, (f"Weg {number:03}" for number in range(250)))
    page = client.get(PATH).text
    assert "die ersten 200" in page
    assert "Weg 249" not in page
    assert "Weg 249" in client.get(f"{PATH}?suche=249").text


def test_scripts_stay_text(client):
    page = client.post(PATH, data={"text": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "<img" not in client.get(f"{PATH}?suche=%22%3E%3Cimg%20src=x%3E").text.split("</header>")[1]
