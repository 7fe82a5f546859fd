"""The published data as downloads: there when published, gone when not, and asked for again only when they changed."""

import pytest
from starlette.testclient import TestClient

from council.base.site import Site
from participation import results
from participation.processes import Process
from participation.results import publication
from tests.conftest import MovableClock
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form

FILES = ("daten.csv", "daten.xlsx", "daten.json", "daten.jsonl", "daten.geojson", "daten-felder.csv", "daten-texte.csv")


@pytest.fixture
def number(site: Site, clock: MovableClock) -> int:
    """A survey that was answered, closed and counted, and not yet published."""
    made = counted.answered(site, form(*EVERY_KIND), 12)
    counted.close(clock)
    counted.count(site, made)
    return made


def publish(site: Site, number: int) -> None:
    with site.database.writing() as db:
        publication.show(db, db.get_one(Process, number), 1, site.clock())


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_there_from_publishing_until_it_is_taken_back(
    site: Site, client: TestClient, number: int, name: str
) -> None:
    path = f"/mitmachen/marktplatz/{name}"
    assert client.get(path).status_code == 404
    publish(site, number)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="marktplatz{name[5:]}"')
    assert answer.headers["cache-control"].startswith("public, max-age=")
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "last-modified" in answer.headers
    with site.database.writing() as db:
        results.take_back(db, number, site.clock())
    assert client.get(path).status_code == 404


def test_the_types_are_those_of_the_formats(site: Site, client: TestClient, number: int) -> None:
    publish(site, number)
    types = {name: client.get(f"/mitmachen/marktplatz/{name}").headers["content-type"] for name in FILES}
    assert types["daten.csv"].startswith("text/csv; charset=utf-8")
    assert types["daten.geojson"] == "application/geo+json"
    assert types["daten.xlsx"].endswith("spreadsheetml.sheet")


@pytest.mark.parametrize(
    "name", ["daten.exe", "daten.tar.gz", "daten-2.csv", "daten-worte.json", "daten..csv", "daten.jsonl.gz"]
)
def test_what_is_not_there_is_not_found(site: Site, client: TestClient, number: int, name: str) -> None:
    publish(site, number)
    assert client.get(f"/mitmachen/marktplatz/{name}").status_code == 404


def test_a_withdrawn_survey_has_no_downloads(site: Site, client: TestClient, number: int) -> None:
    publish(site, number)
    with site.database.writing() as db:
        db.get_one(Process, number).withdrawn_at = site.clock()
    assert client.get("/mitmachen/marktplatz/daten.csv").status_code == 404
    assert client.get("/mitmachen/gibtesnicht/daten.csv").status_code == 404
