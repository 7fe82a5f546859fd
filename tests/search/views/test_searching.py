"""The search page: what is asked and what is found."""

import re
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from council.base.site import Site
from council.recordings import Recording
from search.engines import UnreachableError
from search.engines.tantivy import TantivyReader
from tests.search.archive import add_cut, add_recording, withdraw

if TYPE_CHECKING:
    from starlette.testclient import TestClient
from tests.search.views.searched import FRAGMENT, count, indexed, links, page

__all__ = ["indexed"]  # fixtures


def test_without_a_question_the_page_explains_how_to_ask(client: "TestClient") -> None:
    html = page(client, "/suche")
    assert "So finden Sie, was gesagt wurde" in html
    assert 'href="/suche?q=Radweg"' in html
    for way in (
        "zur+Gesch%C3%A4ftsordnung",
        "Schule+OR+Kita",
        "Haushalt+-Schule",
        "gremium:",
        "jahr:",
        "redner:",
        "top:",
    ):
        assert way in html


def test_while_there_is_no_index_the_page_says_so(client: "TestClient") -> None:
    assert "Die Suche wird gerade aufgebaut" in page(client, "/suche?q=Radweg")


def test_where_the_index_was_lost_the_page_says_so_and_not_that_nothing_was_found(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    add_recording(site, "Der Radweg wird gebaut.")
    indexed()
    assert "1 Treffer" in page(client, "/suche?q=Radweg")
    for file in list(site.storage.index.rglob("meta.json")):
        shutil.rmtree(file.parent)
    assert "Die Suche wird gerade aufgebaut" in page(client, "/suche?q=Radweg")
    assert client.get("/api/v1/search", params={"q": "Radweg"}).status_code == 503


def test_while_the_search_server_is_away_the_page_says_so(
    client: "TestClient", site: Site, indexed: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_recording(site, "Radweg")
    indexed()

    def away(*_: object) -> None:
        raise UnreachableError("nobody answers")

    monkeypatch.setattr(TantivyReader, "search", away)
    html = page(client, "/suche?q=Radweg")
    assert "Die Suche ist gerade nicht erreichbar" in html
    assert 'href="/sitzungen"' in html


def test_bounds_alone_are_nothing_to_look_for(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    add_recording(site, "Radweg")
    indexed()
    assert count(page(client, "/suche?q=jahr:2026")) == "Darin ist kein Wort, nach dem wir suchen können"


@pytest.mark.parametrize("bound", ["gremium=1", "jahr=2026", "redner=Amtmann", "top=5", "art=drucksache", "sitzung=1"])
def test_bounds_without_a_word_are_kept_while_a_word_is_asked_for(
    client: "TestClient", site: Site, indexed: Callable[[], None], bound: str
) -> None:
    add_recording(site, "Radweg")
    indexed()
    html = page(client, f"/suche?q=&{bound}")
    assert count(html) == "Es fehlt noch ein Wort"
    assert "Schreiben Sie bitte ein Wort oder eine Zahl in das Feld." in html
    assert "data-stays open" in html
    assert client.get(f"/suche?q=&{bound}", headers=FRAGMENT).headers["HX-Push-Url"] == f"/suche?{bound}"


def test_the_fields_stay_filled_while_a_word_is_asked_for(client: "TestClient", site: Site) -> None:
    add_recording(site, "Radweg")
    html = page(client, "/suche?gremium=1&jahr=2025-2026&redner=Amtmann&top=haushalt")
    assert '<option value="1" selected>Stadtrat</option>' in html
    for name, value in (("jahr", "2025-2026"), ("redner", "Amtmann"), ("top", "haushalt")):
        assert re.search(rf'name="{name}" value="{value}"', html)
    assert "Es fehlt noch ein Wort" not in page(client, "/suche?q=&gremium=&jahr=&redner=&top=")


def test_a_hit_leads_to_its_second(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    items = [("4", "Verkehrskonzept", True, 0)]
    recording = add_recording(site, "Guten Abend", "Es geht um Radwege & Straßen", items=items, word_times=True)
    indexed()
    html = page(client, "/suche?q=Radweg")
    assert count(html) == "1 Treffer in 1 Sitzung"
    assert f'href="/aufzeichnungen/{recording}?t=13&amp;q=Radweg"' in html
    assert "um <mark>Radwege</mark> &amp; Straßen" in html
    assert "TOP 4 Verkehrskonzept" in html
    assert "Clara Amtmann" in html
    assert 'value="Radweg"' in html
    english = page(client, "/en/suche?q=Radweg")
    assert f'href="/en/aufzeichnungen/{recording}?t=13&amp;q=Radweg"' in english


def test_what_was_said_around_a_hit_stands_beside_it(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    long = (
        "Davor war lange von ganz anderen Dingen die Rede, die hier niemand in voller Länge lesen möchte, bis es hieß:"
    )
    add_recording(site, long, "Der Radweg kommt.", "Darauf gab es Beifall.")
    indexed()
    html = page(client, "/suche?q=Radweg")
    before, after = re.findall(r'<span class="line__around">(.*?)</span>', html)
    assert before.startswith("… ")
    assert before.endswith("bis es hieß:")
    assert len(before) <= 82
    assert after == "Darauf gab es Beifall."


def test_agenda_items_papers_and_meetings_are_found_and_named(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    recording = add_recording(
        site,
        "Guten Abend",
        "Wir kommen zum nächsten Punkt.",
        name="Sondersitzung zum Radweg",
        items=[("1", "Eröffnung", True, 0), ("5", "Radweg an der Bonner Straße", True, 10_000)],
        references={"5": "DS0123/24"},
    )
    indexed()
    html = page(client, "/suche?q=Radweg")
    assert count(html) == "3 Treffer in 1 Sitzung"
    text = " ".join(re.sub(r"<[^>]*>", " ", re.sub("</?mark>", "", html)).split())
    assert "Tagesordnungspunkt und Drucksache TOP 5 Radweg an der Bonner Straße (DS0123/24)" in text
    assert f'href="/aufzeichnungen/{recording}?t=10&amp;q=Radweg"' in html
    assert 'href="/sitzungen/1">Ansehen</a>' in html
    by_number = page(client, "/suche?q=DS0123%2F24&art=drucksache")
    assert count(by_number) == "1 Treffer in 1 Sitzung"
    assert ">Drucksache</p>" in by_number


def test_an_agenda_item_and_its_paper_take_one_place_and_are_counted_as_two(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    said = [f"Radweg {number}" for number in range(3)]
    items = [("5", "Radweg", True, 0)]
    add_recording(site, *said, items=items, references={"5": "DS0123/24"}, name="Ratssitzung")
    indexed()
    html = page(client, "/suche?q=Radweg")
    assert count(html) == "5 Treffer in 1 Sitzung"
    assert re.findall(r'<li class="line line--(\w+)"', html).count("paper") == 0
    assert html.count('<li class="line ') == 3
    assert "1 weiterer Treffer in dieser Sitzung" in html
    assert page(client, "/suche?q=Radweg&sitzung=1").count('<li class="line ') == 4
    assert client.get("/api/v1/search?q=Radweg").json()["total"] == 5


def test_of_a_meeting_there_is_what_matched_beside_its_name(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    add_recording(site, "Guten Abend", name="Sitzung, außerordentlich", location="Altes Rathaus, Ratssaal & Foyer")
    indexed()

    def shown(typed: str) -> list[str]:
        html = page(client, f"/suche?q={typed}&art=sitzung")
        assert count(html) == "1 Treffer in 1 Sitzung"
        return re.findall(r'<p class="line__about">Sitzung</p>\s*<p class="line__text[^>]*>(.*?)</p>', html)

    assert shown("außerordentlich") == []
    assert shown("Ratssaal") == ["Altes Rathaus, <mark>Ratssaal</mark> &amp; Foyer"]
    assert shown("März+2026") == ["17. <mark>März</mark> <mark>2026</mark>"]
    assert shown("Stadtrat+Foyer") == ["<mark>Stadtrat</mark>, Altes Rathaus, Ratssaal &amp; <mark>Foyer</mark>"]


def test_only_what_can_be_heard_is_said_to_be_played(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    recording = add_recording(site, "Radweg")
    indexed()
    assert links(page(client, "/suche?q=Radweg"), "chip chip--time line__time").keys() == {"Zur Stelle 0:00"}
    with site.database.writing() as db:
        db.get_one(Recording, recording).media_token = "a-token"
    assert links(page(client, "/suche?q=Radweg"), "chip chip--time line__time").keys() == {"Abspielen ab 0:00"}


def test_the_best_three_hits_stand_for_a_meeting_and_a_link_shows_all(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    add_recording(site, *[f"Radweg Nummer {number}" for number in range(8)], name="Die lange Sitzung")
    add_recording(site, "Ein Radweg", name="Die kurze Sitzung")
    indexed()
    html = page(client, "/suche?q=Radweg")
    assert count(html) == "9 Treffer in 2 Sitzungen"
    assert html.count('<li class="line ') == 4
    assert "5 weitere Treffer in dieser Sitzung" in html
    whole = page(client, "/suche?q=Radweg&sitzung=1")
    assert count(whole) == "8 Treffer in dieser Sitzung"
    assert re.findall(r"</mark> Nummer (\d)", whole) == list("01234567")
    assert "Zurück zu allen Sitzungen" in whole
    assert links(whole, "search-chip") == {"Sitzung: Die lange Sitzung , aufheben": "/suche?q=Radweg"}


def test_many_meetings_come_page_by_page(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    for number in range(12):
        add_recording(site, "Radweg", name=f"Sitzung {number:02}")
    indexed()
    first, second = page(client, "/suche?q=Radweg"), page(client, "/suche?q=Radweg&seite=2")
    assert 'rel="next"' in first
    assert 'rel="next"' not in second
    names = [re.findall(r"Sitzung (\d\d)</a>", html) for html in (first, second)]
    assert [len(shown) for shown in names] == [10, 2]
    assert len({*names[0], *names[1]}) == 12
    beyond = page(client, "/suche?q=Radweg&seite=1000")
    assert count(beyond) == "So viele Seiten gibt es nicht"
    assert "Zur ersten Seite" in beyond


def test_beyond_a_thousand_hits_the_page_asks_to_narrow_the_search(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    add_recording(site, *["Radweg"] * 500, name="Die eine Sitzung")
    for number in range(10):
        add_recording(site, *["Radweg"] * 50 * (number < 9), *["Radweg"] * 51 * (number == 9), name=f"Sitzung {number}")
    indexed()
    html = page(client, "/suche?q=Radweg")
    assert count(html) == "1.001 Treffer in 11 Sitzungen"
    assert 'rel="next"' in html
    told = "Gezeigt werden die 1.000 besten Treffer."
    assert told in html
    assert told in page(client, "/suche?q=Radweg&seite=2")
    assert told not in page(client, "/suche?q=Radweg&gremium=1&jahr=2026&sitzung=1")


def test_one_address_serves_the_page_and_its_answer_alone(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    add_recording(site, "Radweg")
    indexed()
    whole = client.get("/suche?q=Radweg")
    assert whole.headers["Vary"].startswith("HX-Request")
    answer = client.get("/en/suche?q=Radweg&gremium=&jahr=&redner=&top=", headers=FRAGMENT)
    assert answer.headers["HX-Push-Url"] == "/en/suche?q=Radweg"
    assert answer.headers["Vary"].startswith("HX-Request")
    assert "<html" not in answer.text
    assert "<title>" in answer.text
    assert re.search(r'id="suchansage" hx-swap-oob="innerHTML">1 ', answer.text)
    assert 'id="suchfelder" hx-swap-oob="innerHTML"' in answer.text


def test_what_was_withdrawn_is_gone_at_once(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    recording = add_recording(site, "Radweg")
    indexed()
    assert count(page(client, "/suche?q=Radweg")) == "1 Treffer in 1 Sitzung"
    withdraw(site, recording)
    html = page(client, "/suche?q=Radweg")
    assert count(html) == "Nichts gefunden"
    assert "Sitzung des Stadtrats" not in html


def test_what_was_cut_is_gone_at_once_from_page_counts_and_api(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    recording = add_recording(site, "Radweg", "Das Geheimnis der Frau Sommer")
    indexed()
    add_cut(site, recording, 10_300, 20_000)  # words within 300 ms of a cut are left out too
    html = page(client, "/suche?q=%22Geheimnis+der+Frau%22")
    assert count(html) == "Nichts gefunden"
    assert "jahr=2026" not in html
    assert client.get("/api/v1/search?q=Geheimnis").json() == {"total": 0, "hits": []}
    indexed()
    assert count(page(client, "/suche?q=Radweg")) == "1 Treffer in 1 Sitzung"
    assert count(page(client, "/suche?q=Geheimnis")) == "Nichts gefunden"
