import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from council.base.site import Site
from search import indexing
from search.engines import open_writer
from tests.search.archive import add_cut, add_recording, withdraw

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.fixture
def indexed(site: Site) -> Callable[[], None]:
    """Brings the index up to date."""

    def index() -> None:
        with closing(open_writer(site)) as engine:
            indexing.index_once(site, engine)

    return index


def page(client: "TestClient", address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.text


def status(html: str) -> str:
    found = re.search(r'role="status">(.*?)</', html, re.S)
    return " ".join(found[1].split()) if found else ""


def test_without_a_question_the_page_explains_how_to_ask(client: "TestClient") -> None:
    html = page(client, "/suche")
    assert "So finden Sie, was gesagt wurde" in html
    assert 'href="/suche?q=Radweg"' in html


def test_while_there_is_no_index_the_page_says_so(client: "TestClient") -> None:
    assert "Die Suche wird gerade aufgebaut" in page(client, "/suche?q=Radweg")


def test_a_hit_leads_to_its_second(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    items = [("4", "Radverkehrskonzept", True, 0)]
    recording = add_recording(site, "Guten Abend", "Es geht um Radwege & Straßen", items=items, word_times=True)
    indexed()
    html = page(client, "/suche?q=Radweg")
    assert status(html) == "1 Stelle in 1 Sitzung"
    assert f'href="/aufzeichnungen/{recording}?t=13&amp;q=Radweg"' in html
    assert "um <mark>Radwege</mark> &amp; Straßen" in html
    assert "TOP 4: Radverkehrskonzept" in html
    assert "Clara Amtmann" in html
    assert 'value="Radweg"' in html
    english = page(client, "/en/suche?q=Radweg")
    assert f'href="/en/aufzeichnungen/{recording}?t=13&amp;q=Radweg"' in english


def test_the_best_three_moments_stand_for_a_meeting_and_a_link_shows_all(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    add_recording(site, *[f"Radweg Nummer {number}" for number in range(8)], name="Die lange Sitzung")
    add_recording(site, "Ein Radweg", name="Die kurze Sitzung")
    indexed()
    html = page(client, "/suche?q=Radweg")
    assert status(html) == "9 Stellen in 2 Sitzungen"
    assert html.count('class="line"') == 4
    assert "5 weitere Stellen in dieser Sitzung" in html
    whole = page(client, "/suche?q=Radweg&sitzung=1")
    assert status(whole) == "8 Stellen in dieser Sitzung"
    assert re.findall(r"Nummer (\d)", whole) == list("01234567")
    assert "Die kurze Sitzung" not in whole


def test_filters_show_counts_and_can_be_let_go(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    add_recording(site, "Radweg", "Radweg")
    add_recording(site, "Radweg", organization="Bauausschuss", name="Bau", start=datetime(2025, 5, 1, tzinfo=UTC))
    indexed()
    html = page(client, "/suche?q=Radweg")
    assert 'href="/suche?q=Radweg&amp;gremium=2"' in html
    assert 'href="/suche?q=Radweg&amp;jahr=2025"' in html
    narrowed = page(client, "/suche?q=Radweg&gremium=2")
    assert status(narrowed) == "1 Stelle in 1 Sitzung"
    assert re.search(r'href="/suche\?q=Radweg" aria-current="true"', narrowed)
    assert '<input type="hidden" name="gremium" value="2">' in narrowed
    nothing = page(client, "/suche?q=Radweg&gremium=2&jahr=2026")
    assert status(nothing) == "Keine Stelle gefunden"
    assert 'href="/suche?q=Radweg"' in nothing


def test_nothing_found_says_what_helps(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    add_recording(site, "Radweg")
    indexed()
    html = page(client, "/suche?q=Tunnel+Radweg")
    assert status(html) == "Keine Stelle gefunden"
    assert "weniger Wörter" in html
    assert 'href="/sitzungen"' in html


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
    assert "Zur ersten Seite" in page(client, "/suche?q=Radweg&seite=1000")


def test_what_was_withdrawn_is_gone_at_once(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    recording = add_recording(site, "Radweg")
    indexed()
    assert status(page(client, "/suche?q=Radweg")) == "1 Stelle in 1 Sitzung"
    withdraw(site, recording)
    html = page(client, "/suche?q=Radweg")
    assert status(html) == "Keine Stelle gefunden"
    assert "Sitzung des Stadtrats" not in html


def test_what_was_cut_is_gone_at_once_from_page_counts_and_api(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    recording = add_recording(site, "Radweg", "Das Geheimnis der Frau Sommer")
    indexed()
    add_cut(site, recording, 10_300, 20_000)  # words within 300 ms of a cut are left out too
    html = page(client, "/suche?q=%22Geheimnis+der+Frau%22")
    assert status(html) == "Keine Stelle gefunden"
    assert "jahr=2026" not in html
    assert client.get("/api/v1/search?q=Geheimnis").json() == {"total": 0, "hits": []}
    indexed()
    assert status(page(client, "/suche?q=Radweg")) == "1 Stelle in 1 Sitzung"
    assert status(page(client, "/suche?q=Geheimnis")) == "Keine Stelle gefunden"


HOSTILE = [
    '"',
    '""""',
    "<script>alert(1)</script>",
    "'; DROP TABLE segment; --",
    "a" * 5000,
    "\x00\x1f\x7f",
    "\u202eRadweg",
    "😀👩‍👩‍👧",
    "AND OR NOT (",
    "*",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_gets_a_helpful_page(
    client: "TestClient", site: Site, indexed: Callable[[], None], typed: str
) -> None:
    add_recording(site, "Radweg")
    indexed()
    response = client.get(
        "/suche", params={"q": typed, "gremium": typed, "jahr": typed, "seite": typed, "sitzung": typed}
    )
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert 'role="search"' in response.text
