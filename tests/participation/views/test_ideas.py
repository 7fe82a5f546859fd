"""The list of ideas, one idea, and the open data: what may be read, in the order that was asked for."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest

from council.base.site import Site
from participation.ideas import Progress, Shown
from participation.processes import Moderation
from tests.desk import sign_in
from tests.participation.ideation import PATH, SQUARE, answer, collection, idea


@pytest.fixture
def process(site: Site) -> int:
    return collection(site, boundary=SQUARE)


def test_the_first_idea_is_invited(client: Any, process: int) -> None:
    page = client.get(PATH).text
    assert "Die erste Idee ist vielleicht Ihre" in page
    assert "Die Stadt prüft jeden Beitrag, bevor er hier erscheint." in page


@pytest.mark.parametrize(
    ("shown", "moderation", "status"),
    [
        (Shown.SHOWN, Moderation.BEFORE, 200),
        (Shown.WAITING, Moderation.BEFORE, 404),
        (Shown.WAITING, Moderation.AFTER, 200),
        (Shown.WITHHELD, Moderation.AFTER, 404),
        (Shown.TAKEN_BACK, Moderation.AFTER, 404),
    ],
)
def test_who_reads_what(client: Any, site: Site, shown: Shown, moderation: Moderation, status: int) -> None:
    process = collection(site, moderation=moderation)
    idea(site, process, "Wildblumen", shown=shown, ground="Werbung", reason="Nur für den Menschen selbst.")
    answer = client.get(f"{PATH}/1")
    assert answer.status_code == status
    for path in ("", "/1", ".csv", ".geojson"):
        assert "Nur für den Menschen" not in client.get(PATH + path).text
        if status == 404:
            assert "Wildblumen" not in client.get(PATH + path).text
    assert ("noch nicht geprüft" in answer.text) == (shown == Shown.WAITING and status == 200)
    if shown == Shown.WITHHELD:
        assert "Grund: Werbung" in " ".join(answer.text.split())
        assert "1 Idee ist nicht veröffentlicht." in client.get(PATH).text


def test_order_and_selection(client: Any, site: Site, process: int) -> None:
    idea(site, process, "Alt und beliebt", kept_support=5)
    idea(site, process, "Beantwortet", answered_on=date(2026, 4, 1), progress=Progress.PLANNED, category="Verkehr")
    idea(site, process, "Neu")

    def order(query: str) -> list[str]:
        page = client.get(f"{PATH}?{query}").text
        at = {title: page.find(f">{title}</a>") for title in ("Alt und beliebt", "Beantwortet", "Neu")}
        return [title for title, found in sorted(at.items(), key=lambda pair: pair[1]) if found > 0]

    assert order("") == ["Neu", "Beantwortet", "Alt und beliebt"]
    assert order("sortierung=zuspruch")[0] == "Alt und beliebt"
    assert order("sortierung=beantwortet")[0] == "Beantwortet"
    assert order("thema=Verkehr") == ["Beantwortet"]
    assert order("stand=geplant") == ["Beantwortet"]
    assert order("sortierung=x&thema=y&stand=z&seite=99999999&ansicht=q") == order("")


def test_the_list_tells_since_when(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    answer(site, process, 1, Progress.LOOKED_AT, "Wir sehen nach.", date(2026, 4, 2))
    answer(site, process, 1, Progress.PLANNED, "Wir sehen nach.", date(2026, 4, 9))
    page = client.get(PATH).text
    assert "seit 9. April 2026" in page
    assert "beantwortet am 2. April 2026" in page


def test_pages_of_twenty(client: Any, site: Site, process: int) -> None:
    for number in range(1, 22):
        idea(site, process, f"Idee {number}")
    assert client.get(PATH).text.count('class="idea-line"') == 20
    last = client.get(f"{PATH}?seite=2").text
    assert last.count('class="idea-line"') == 1
    assert 'rel="prev"' in last
    assert "Idee 1<" in client.get(f"{PATH}?seite=7").text, "beyond the end is the last page"


def test_the_map_has_its_text_alternative(client: Any, site: Site, process: int) -> None:
    idea(site, process, "Mit Punkt", place={"lon": 8.05, "lat": 49.05})
    idea(site, process, "Ohne Punkt", place={"text": "am Bach"})
    page = client.get(f"{PATH}?ansicht=karte").text
    assert "data-markers" in page
    assert "49,0500 Grad Nord, 8,0500 Grad Ost" in page
    assert "Ohne Punkt" not in page
    (feature,) = client.get(f"{PATH}.geojson").json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [8.05, 49.05]}
    assert feature["properties"]["adresse"] == f"{PATH}/1"


def test_merged_ideas_are_named_on_both_sides(client: Any, site: Site, process: int) -> None:
    first = idea(site, process, "Bänke", kept_support=2)
    idea(site, process, "Noch eine Bank", shown=Shown.MERGED, merged_into=first.id, kept_support=3)
    target = client.get(f"{PATH}/1").text
    assert "Nr. 2: Noch eine Bank" in target
    assert "5 Menschen unterstützen das" in target
    assert "zählt mehrfach" in target
    assert "Nr. 1: Bänke" in client.get(f"{PATH}/2").text
    assert "Noch eine Bank" not in client.get(PATH).text


def test_open_data_hold_what_is_public(client: Any, site: Site, process: int) -> None:
    idea(site, process, "=1+1", kept_support=4)
    idea(site, process, "Geheim", shown=Shown.WITHHELD)
    answer(site, process, 1, Progress.LOOKED_AT, "Kommt bald.", date(2026, 4, 2))
    answer(site, process, 1, Progress.PLANNED, "Kommt bald.", date(2026, 4, 9))
    table = client.get(f"{PATH}.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table), delimiter=";")
    assert row["titel"] == "'=1+1", "no spreadsheet takes it for a formula"
    assert (row["zuspruch"], row["antwort"], row["beantwortet_am"]) == ("4", "Kommt bald.", "2026-04-02")
    assert (row["stand"], row["stand_seit"]) == ("ist geplant", "2026-04-09")
    assert row["verlauf"] == "2026-04-02 wird geprüft (Antwort)\n2026-04-09 ist geplant"


def test_after_the_end_all_is_there_to_read(client: Any, site: Site, process: int, clock: Any) -> None:
    idea(site, process, "Bleibt")
    clock.advance(days=15)
    assert "Die Ideensammlung ist beendet." in client.get(PATH).text
    page = client.get(f"{PATH}/1").text
    assert "Bleibt" in page
    assert "Das unterstütze ich" not in page
    assert "Kommentar absenden" not in page


def test_a_draft_is_shown_to_planners_alone(client: Any, site: Site, cast: Any) -> None:
    collection(site, released=False)
    assert client.get(PATH).status_code == 404
    sign_in(client, site, cast.planner)
    assert "Das ist ein Entwurf" in client.get(PATH).text
    assert client.get(f"{PATH}/neu", follow_redirects=False).status_code == 303


def test_what_was_withdrawn_is_gone(client: Any, site: Site, clock: Any) -> None:
    process = collection(site, withdrawn_at=clock.now - timedelta(minutes=1))
    assert client.get(PATH).status_code == 410
    assert client.get(f"{PATH}/1").status_code == 410
    assert process
