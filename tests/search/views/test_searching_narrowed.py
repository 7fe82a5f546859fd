"""The search page: narrowing, what was searched, too, what helps where nothing is found, and whatever is typed."""

import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING

import pytest

from council.base.site import Site
from search.engines import Cursor
from search.engines.tantivy import TantivyReader
from tests.search.archive import add_recording

if TYPE_CHECKING:
    from starlette.testclient import TestClient
from tests.search.views.searched import FRAGMENT, count, indexed, links, page, two_bodies

__all__ = ["indexed"]  # fixtures


def test_synonyms_are_told_and_can_be_left_out(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    add_recording(site, "Die Niederschrift liegt vor.", "Das Protokoll liegt vor.")
    indexed()
    html = page(client, "/suche?q=Protokoll")
    assert count(html) == "2 Treffer in 1 Sitzung"
    assert re.search(r'Auch gesucht: <span lang="de">Niederschrift</span>', html)
    literal = page(client, "/suche?q=Protokoll&synonyme=0")
    assert 'href="/suche?q=Protokoll&amp;synonyme=0"' in html
    assert count(literal) == "1 Treffer in 1 Sitzung"
    assert "Auch nach gleichbedeutenden suchen" in literal
    nothing = page(client, "/suche?q=Protokoll+Tunnel")
    assert count(nothing) == "Nichts gefunden"
    assert "Auch gesucht:" in nothing
    assert "Nur nach Ihren Wörtern suchen" not in nothing


def test_a_misspelt_word_is_offered_as_it_is_written(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    add_recording(site, "Der Bebauungsplan wird ausgelegt.", "Zum Bebauungsplan gibt es Fragen.")
    indexed()
    html = page(client, "/suche?q=Bebaungsplan")
    assert "Meinten Sie" in html
    assert links(html, "target search-hint__word") == {"Bebauungsplan": "/suche?q=Bebauungsplan"}
    assert "Meinten Sie" not in page(client, "/suche?q=Bebauungsplan")


def test_choices_show_their_hits_and_can_be_let_go(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    two_bodies(site)
    indexed()
    html = page(client, "/suche?q=Radweg")
    assert links(html, "search-choice") == {
        "Wortbeiträge 3 Treffer": "/suche?q=Radweg&art=wortbeitrag",
        "Stadtrat 2 Treffer": "/suche?q=Radweg&gremium=1",
        "Bauausschuss 1 Treffer": "/suche?q=Radweg&gremium=2",
        "2026 2 Treffer": "/suche?q=Radweg&jahr=2026",
        "2025 1 Treffer": "/suche?q=Radweg&jahr=2025",
        "Clara Amtmann 2 Treffer": "/suche?q=Radweg&redner=%22Clara+Amtmann%22",
        "Mona Richter 1 Treffer": "/suche?q=Radweg&redner=%22Mona+Richter%22",
    }
    narrowed = page(client, "/suche?q=Radweg&gremium=2")
    assert count(narrowed) == "1 Treffer in 1 Sitzung"
    assert links(narrowed, "search-choice")["Bauausschuss , gewählt; aufheben 1 Treffer"] == "/suche?q=Radweg"
    assert links(narrowed, "search-choice")["Stadtrat 2 Treffer"] == "/suche?q=Radweg&gremium=2&gremium=1"
    assert links(narrowed, "search-chip") == {"Gremium: Bauausschuss , aufheben": "/suche?q=Radweg"}
    assert count(page(client, "/suche?q=Radweg&gremium=2&gremium=1")) == "3 Treffer in 2 Sitzungen"
    assert count(page(client, "/suche?q=Radweg&redner=%22Mona+Richter%22")) == "1 Treffer in 1 Sitzung"


def test_bounds_typed_into_the_query_can_be_let_go_like_the_others(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    two_bodies(site)
    indexed()
    html = page(client, "/suche?q=Radweg+redner:Richter&jahr=2025")
    assert count(html) == "1 Treffer in 1 Sitzung"
    assert links(html, "search-chip") == {
        "Jahr: 2025 , aufheben": "/suche?q=Radweg+redner%3ARichter",
        "Wer spricht: Richter , aufheben": "/suche?q=Radweg&jahr=2025",
    }
    assert links(html, "target")["Alles aufheben"] == "/suche?q=Radweg"


def test_the_form_has_fields_for_what_can_be_typed(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    two_bodies(site)
    indexed()
    html = page(client, "/suche?q=Radweg&gremium=1&jahr=2025-2026&redner=amtmann&top=haushalt")
    assert count(html) == "2 Treffer in 1 Sitzung"
    assert '<option value="1" selected>Stadtrat</option>' in html
    for name, value in (("jahr", "2025-2026"), ("redner", "amtmann"), ("top", "haushalt")):
        assert re.search(rf'name="{name}" value="{value}"', html)
    assert count(page(client, "/suche?q=Radweg&top=kultur")) == "Nichts gefunden"
    several = page(client, "/suche?q=Radweg&gremium=1&gremium=2&redner=%22Mona+Richter%22&art=wortbeitrag")
    for name, value in (("gremium", "2"), ("redner", "&#34;Mona Richter&#34;"), ("art", "wortbeitrag")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in several


def test_nothing_found_says_what_helps(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    add_recording(site, "Radweg", "Radweg")
    indexed()
    html = page(client, "/suche?q=Tunnel+Radweg")
    assert count(html) == "Nichts gefunden"
    assert "weniger Wörter" in html
    assert 'href="/sitzungen"' in html
    assert links(html, "target")["Ohne „Tunnel“ suchen"] == "/suche?q=Radweg"
    assert re.search(r"Ohne „Tunnel“ suchen</a> <span class=\"muted\">2 Treffer", html)
    narrowed = page(client, "/suche?q=Radweg&jahr=2020")
    assert links(narrowed, "target")["Ohne „2020“ suchen"] == "/suche?q=Radweg"
    several = page(client, "/suche?q=Tunnel+Zeppelin+Radweg")
    assert links(several, "target")["Nur nach „Radweg“ suchen"] == "/suche?q=Radweg"


def test_what_may_be_shown_is_asked_once_for_all_that_is_tried(
    client: "TestClient", site: Site, indexed: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_recording(site, "Radweg", "Kita", "Bebauungsplan")
    indexed()
    cursor, asked = TantivyReader.cursor, []

    def counted(reader: TantivyReader) -> Cursor | None:
        asked.append(reader)
        return cursor(reader)

    monkeypatch.setattr(TantivyReader, "cursor", counted)
    html = page(client, "/suche?q=Kita-Radweg+Bebaungsplan+Zeppelin+-Schule+-Haus&jahr=2020")
    assert count(html) == "Nichts gefunden"
    assert len(asked) == 1


def test_an_offer_finds_as_much_as_it_says(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    add_recording(
        site, "Kita und Radweg", "Radweg und Schule", "Der öffentliche Nahverkehr", "Bus und Bahn", "ÖPNV und Radweg"
    )
    indexed()
    queries = (
        "Kita-Radweg Schule",
        "öffentlicher Nahverkehr Kita",
        "Radweg Zeppelin -Kita -Schule",
        "Radweg -Radwege",
        "Kita Radweg OR Hort Bahn",
    )
    for typed in queries:
        html = page(client, f"/suche?q={typed.replace(' ', '+')}")
        found = re.findall(
            r'<a class="target" href="([^"]*)">(?:Ohne|Nur nach) [^<]*</a> <span class="muted">(\d+) Treffer', html
        )
        assert found, typed
        for href, hits in found:
            assert count(page(client, unescape(href))).startswith(f"{hits} Treffer"), (typed, href)


def test_a_body_that_is_not_there_is_told(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    add_recording(site, "Radweg")
    indexed()
    html = page(client, "/suche?q=Radweg+gremium:Kreistag")
    assert count(html) == "Nichts gefunden"
    assert "Ein Gremium „Kreistag“ gibt es hier nicht. Es gibt: <span>Stadtrat</span>." in html
    assert "ist kein Jahr" in page(client, "/suche?q=Radweg+jahr:gestern")


HOSTILE = [
    "",
    "a",
    '"',
    '""""',
    "<script>alert(1)</script>",
    "'; DROP TABLE segment; --",
    "a" * 5000,
    "\x00\x1f\x7f",
    "\u202eRadweg",
    "😀👩‍👩‍👧",
    "AND OR NOT (",
    "- -- -radweg",
    "gremium: jahr: redner: top:",
    "*",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_gets_a_helpful_page(
    client: "TestClient", site: Site, indexed: Callable[[], None], typed: str
) -> None:
    add_recording(site, "Radweg")
    indexed()
    names = ("q", "gremium", "jahr", "seite", "sitzung", "redner", "top", "art", "synonyme")
    for asked in (dict.fromkeys(names, typed), {"q": f"Radweg {typed}"}, {"q": "Radweg", "seite": "1000"}):
        response = client.get("/suche", params=asked)
        assert response.status_code == 200
        assert "<script>alert" not in response.text
        assert 'role="search"' in response.text
    assert client.get("/suche/vorschlaege", params={"q": typed}, headers=FRAGMENT).status_code == 200
