"""Surveys on the search page: named, told where they stand, and led to."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from council.base.site import Site
from participation import processes
from participation.processes import Process
from participation.results import Result
from tests import surveys
from tests.participation.townsurvey import form, question
from tests.search.archive import add_recording

if TYPE_CHECKING:
    from starlette.testclient import TestClient
from tests.search.views.searched import count, indexed, links, page

__all__ = ["indexed"]  # fixtures

ASKED = form({**question("seats", "long", max=100), "text": {"de": "Wo fehlt ein Radweg? <b>"}})


def test_a_survey_stands_by_itself_and_says_what_it_is(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    add_recording(site, "Der Radweg wird gebaut.")
    surveys.survey(site, ASKED)
    indexed()
    html = page(client, "/suche?q=Radwege")
    assert count(html) == "2 Treffer in 1 Sitzung und beim Mitmachen"
    assert "Umfrage, noch 14 Tage" in html
    assert "Wo fehlt ein <mark>Radweg</mark>? &lt;b&gt;" in html
    assert 'href="/mitmachen/marktplatz"' in html
    assert 'href="/en/mitmachen/marktplatz"' in page(client, "/en/suche?q=Radwege")


def test_the_title_is_marked_where_it_matched(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    surveys.survey(site, ASKED)
    indexed()
    html = page(client, "/suche?q=Marktplatz")
    assert count(html) == "1 Treffer beim Mitmachen"
    assert "Wie soll der <mark>Marktplatz</mark> werden?" in html
    assert "es gilt das gesprochene Wort" not in html


def test_when_it_is_over_the_hit_leads_to_the_results(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    now = site.clock()
    number = surveys.survey(site, ASKED, opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    indexed()
    assert "Umfrage, beendet am 15. April 2026<" in page(client, "/suche?q=Radweg")
    with site.database.writing() as db:
        db.add(Result(process_id=number, number=1, final=True, people=9, figures={}, made_at=now, published_at=now))
        processes.changed(db, db.get_one(Process, number), now)
    indexed()
    html = page(client, "/suche?q=Radweg")
    assert "Umfrage, beendet am 15. April 2026, mit Ergebnissen" in html
    assert 'href="/mitmachen/marktplatz/ergebnisse"' in html


def test_what_was_withdrawn_is_gone_at_once_from_page_counts_and_api(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    number = surveys.survey(site, ASKED)
    indexed()
    assert "1 Treffer" in page(client, "/suche?q=Radweg")
    with site.database.writing() as db:
        process = db.get_one(Process, number)
        process.withdrawn_at = site.clock()
        db.add(process)
        processes.changed(db, process, site.clock())
    assert count(page(client, "/suche?q=Radweg")) == "Nichts gefunden"
    assert client.get("/api/v1/search?q=Radweg").json() == {"total": 0, "hits": []}
    indexed()
    assert count(page(client, "/suche?q=Radweg")) == "Nichts gefunden"


def test_it_is_checked_although_nobody_told_the_index(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    number = surveys.survey(site, ASKED)
    indexed()
    with site.database.writing() as db:
        process = db.get_one(Process, number)
        process.released_at = None
        db.add(process)
    assert "/mitmachen/marktplatz" not in page(client, "/suche?q=Radweg")


def test_the_search_can_be_narrowed_to_surveys_and_away_from_them(
    client: "TestClient", site: Site, indexed: Callable[[], None]
) -> None:
    add_recording(site, "Der Radweg wird gebaut.")
    surveys.survey(site, ASKED)
    indexed()
    choices = links(page(client, "/suche?q=Radweg"), "search-choice")
    assert choices["Umfragen und Ideensammlungen 1 Treffer"] == "/suche?q=Radweg&art=mitmachen"
    assert choices["2026 2 Treffer"] == "/suche?q=Radweg&jahr=2026"
    assert count(page(client, "/suche?q=Radweg&art=mitmachen")) == "1 Treffer beim Mitmachen"
    for narrowed in ("gremium=1", "art=wortbeitrag", "redner=Amtmann"):
        assert count(page(client, f"/suche?q=Radweg&{narrowed}")) == "1 Treffer in 1 Sitzung"
    assert count(page(client, "/suche?q=Radweg&sitzung=1")) == "1 Treffer in dieser Sitzung"


def test_many_surveys_come_page_by_page(client: "TestClient", site: Site, indexed: Callable[[], None]) -> None:
    for number in range(11):
        surveys.survey(site, ASKED, slug=f"umfrage-{number}")
    indexed()
    first, second = page(client, "/suche?q=Radweg"), page(client, "/suche?q=Radweg&seite=2")
    assert first.count("found--process") == 10
    assert second.count("found--process") == 1
