"""Search within a transcript finds and marks what the search found."""

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from council.base.site import Site
from search import indexing, searches
from search.engines import open_engine, open_writer
from search.views.within import SearchFinder
from tests.search.archive import add_cut, add_recording

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def index(site: Site) -> None:
    with closing(open_writer(site)) as engine:
        indexing.index_once(site, engine)


@pytest.fixture
def finder(site: Site) -> Callable[[str], SearchFinder]:
    """What looks for something in the archive as it is then."""

    def looking_for(typed: str) -> SearchFinder:
        engine = open_engine(site)
        with site.database.reading() as db:
            return SearchFinder(searches.prepare(site, db, engine, typed), engine)

    return looking_for


def test_only_what_may_match_in_this_recording_is_looked_at(site: Site, finder: Callable[[str], SearchFinder]) -> None:
    here = add_recording(site, "Guten Abend", "An den Radwegen steht die Kita.")
    add_recording(site, "Noch ein Radweg.")
    index(site)
    found = finder("radweg").candidates(here)
    assert found is not None
    assert len(found) == 1


def test_while_the_index_is_behind_every_utterance_is_looked_at(
    site: Site, finder: Callable[[str], SearchFinder]
) -> None:
    here = add_recording(site, "An den Radwegen steht die Kita.", "Der Gehweg.")
    index(site)
    add_cut(site, here, 10_000, 20_000)
    assert finder("radweg").candidates(here) is None
    index(site)
    assert finder("radweg").candidates(here) is not None


def test_a_text_is_a_hit_as_a_whole_or_not_at_all(site: Site, finder: Callable[[str], SearchFinder]) -> None:
    index(site)
    assert finder("radweg kita").spans("An den Radwegen") == []
    assert not finder("radweg kita").matches("An den Radwegen")
    assert len(finder("radweg kita").spans("An den Radwegen die Kitas")) == 2


def test_nothing_is_found_where_nothing_is_looked_for(site: Site, finder: Callable[[str], SearchFinder]) -> None:
    index(site)
    assert not finder("").matches("Radweg")
    assert finder("").spans("Radweg") == []
    assert finder("").candidates(1) is None


@pytest.mark.parametrize(
    ("typed", "marked"), [("weg", "Radwegen"), ("Kindergarten", "Kita"), ('"den Radwegen"', "den Radwegen")]
)
def test_a_hit_of_the_search_is_marked_on_the_recordings_page(
    client: "TestClient", site: Site, typed: str, marked: str
) -> None:
    recording = add_recording(site, "Guten Abend", "An den Radwegen steht die Kita.")
    index(site)
    assert client.get("/api/v1/search", params={"q": typed}).json()["total"] == 1
    html = client.get(f"/aufzeichnungen/{recording}", params={"q": typed, "t": "10"}).text
    assert html.count(f"<mark>{marked}</mark>") == 2  # in the list of hits and in the text
    assert f"1 Treffer für „{typed.replace(chr(34), '&#34;')}“" in html


@pytest.mark.parametrize("follows", [True, False])
def test_what_is_not_wanted_tells_nothing_of_what_is_cut(client: "TestClient", site: Site, follows: bool) -> None:
    recording = add_recording(site, "Die Kita baut der Unternehmer Baumann.", word_times=True)
    index(site)
    add_cut(site, recording, 3_500, 10_000)
    if follows:
        index(site)
    for typed in ("Kita", "Kita -Baumann", "Kita -Unternehmer", "Kita -Zeppelin"):
        assert "1 Treffer" in client.get(f"/aufzeichnungen/{recording}", params={"q": typed}).text, typed
    assert "Nichts gefunden" in client.get(f"/aufzeichnungen/{recording}", params={"q": "Baumann"}).text


def test_while_there_is_no_index_words_are_found_by_their_stems(client: "TestClient", site: Site) -> None:
    recording = add_recording(site, "An den Radwegen steht die Kita.")
    assert "<mark>Radwegen</mark>" in client.get(f"/aufzeichnungen/{recording}?q=Radweg").text
