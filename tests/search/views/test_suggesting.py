import re
from contextlib import closing
from html import unescape
from typing import TYPE_CHECKING

from council.base.site import Site
from search import indexing
from search.engines import open_writer
from tests.search.archive import add_recording

if TYPE_CHECKING:
    from starlette.testclient import TestClient

FRAGMENT = {"HX-Request": "true"}


def options(client: "TestClient", typed: str) -> list[str]:
    answer = client.get("/suche/vorschlaege", params={"q": typed}, headers=FRAGMENT)
    assert answer.status_code == 200
    return [unescape(text) for text in re.findall(r'role="option"[^>]*data-text="([^"]*)"', answer.text)]


def test_the_last_word_is_completed_and_its_end_stands_out(client: "TestClient", site: Site) -> None:
    add_recording(site, "Der Radweg an der Bonner Straße", "Der Radweg & die Radfahrer")
    with closing(open_writer(site)) as engine:
        indexing.index_once(site, engine)
    assert options(client, "Radw") == ["Radweg"]
    assert options(client, "bonner rad")[0] == "bonner Radweg"
    html = client.get("/suche/vorschlaege?q=Radw", headers=FRAGMENT).text
    assert "Radw<b>eg</b>" in html
    assert "Treffer" not in html, "the search counts compounds and synonyms, too"
    assert re.search(r'id="vorschlaege-zahl" hx-swap-oob="innerHTML">1 Vorschlag<', html)


def test_where_nothing_fits_the_list_is_empty(client: "TestClient", site: Site) -> None:
    assert options(client, "Radw") == []  # there is no index yet
    add_recording(site, "Der Radweg")
    with closing(open_writer(site)) as engine:
        indexing.index_once(site, engine)
    for typed in ("", " ", "xyzzy", '"', "a" * 5000, "<script>", "\x00"):
        assert options(client, typed) == []


def test_whoever_opens_the_list_as_a_page_comes_to_the_search(client: "TestClient") -> None:
    answer = client.get("/en/suche/vorschlaege?q=Radw", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/suche?q=Radw")
