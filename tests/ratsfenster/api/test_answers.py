"""What the API tells: all that is public, and nothing else."""

import json

import pytest
from starlette.testclient import TestClient

from council import publishing
from council.base.site import Site
from council.recordings import Recording
from ratsfenster.api.operations import OPERATIONS
from tests import evening

pytestmark = pytest.mark.usefixtures("evening_id")


def addresses(recording_id: int) -> list[str]:
    """Every address of the API, with this recording and its meeting."""
    return ["/api/v1" + operation.path.replace("{id}", str(recording_id)) for operation in OPERATIONS]


def test_a_hit_has_the_documented_fields_and_the_moment_of_its_word(client: TestClient, evening_id: int) -> None:
    found = client.get("/api/v1/search", params={"q": "Radweg", "kind": "segment", "limit": 1}).json()
    assert found["total"] == 2
    (hit,) = found["hits"]
    assert {"kind", "text", "html", "start_ms", "meeting", "agenda_item", "url"} <= set(hit)
    assert "<mark>Radweg</mark>" in hit["html"]
    assert hit["agenda_item"] == {"number": "2", "name": "Radweg an der Bonner Straße"}
    said = next(start for start, _, text in evening.SAID if text == hit["text"])
    assert hit["start_ms"] == said + evening.WORD_MS * hit["text"].split().index("Radweg")
    assert hit["url"].startswith(f"/aufzeichnungen/{evening_id}?t={hit['start_ms'] // 1000}")


def test_the_limit_goes_up_to_200(client: TestClient) -> None:
    assert client.get("/api/v1/search?q=Radweg&limit=200").status_code == 200
    assert client.get("/api/v1/search?q=Radweg&limit=201").status_code == 400


def test_an_offset_pages_through_all_hits(client: TestClient) -> None:
    texts = [client.get(f"/api/v1/search?q=Radweg&limit=1&offset={n}").json()["hits"] for n in range(3)]
    assert len(texts[0]) == len(texts[1]) == 1
    assert texts[0] != texts[1]
    assert texts[2] == []


def test_nothing_of_a_non_public_item_is_told_anywhere(client: TestClient, evening_id: int) -> None:
    asked = [*addresses(evening_id), f"/api/v1/search?q={evening.SECRET}", "/api/v1/search?q=Million"]
    told = " ".join(client.get(address).text for address in asked)
    assert "Radweg" in told
    for secret in (evening.SECRET, "Million", "Mühle", "N 1"):
        assert secret not in told


def test_the_transcript_says_that_a_machine_wrote_it(client: TestClient, evening_id: int) -> None:
    told = client.get(f"/api/v1/recordings/{evening_id}/transcript").json()
    assert told["total"] == 4
    assert "machine" in told["note"]
    assert [segment["checked"] for segment in told["segments"]] == [False] * 4


def test_an_unpublished_recording_does_not_exist(client: TestClient, evening_id: int) -> None:
    assert client.get(f"/api/v1/recordings/{evening_id + 1}").status_code == 404
    assert client.get(f"/api/v1/recordings/{evening_id + 1}/transcript").status_code == 404
    assert [one["name"] for one in client.get("/api/v1/meetings").json()["meetings"]] == ["12. Sitzung des Stadtrats"]


def test_a_withdrawn_recording_is_gone_at_once(client: TestClient, site: Site, evening_id: int) -> None:
    with site.database.writing() as db:
        publishing.withdraw(db, db.get_one(Recording, evening_id), site)
    assert client.get("/api/v1/search?q=Radweg").json() == {"total": 0, "hits": []}
    assert client.get("/api/v1/meetings").json()["total"] == 0
    assert all("Radweg" not in client.get(address).text for address in addresses(evening_id))


@pytest.mark.parametrize(
    "query", ["limit=abc", "limit=0", "offset=-1", "kind=paper", "nonsense=1", "limit=1&limit=2", "year=1"]
)
def test_a_wrong_parameter_is_named(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/v1/search?q=Radweg&{query}")
    assert answer.status_code == 400
    assert query.split("=")[0] in answer.json()["error"]


def test_the_document_names_every_operation_and_describes_every_parameter(client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert set(document["paths"]) == {operation.path for operation in OPERATIONS}
    for path in document["paths"].values():
        assert all(p["in"] == "path" or p["description"] for p in path["get"]["parameters"])
    assert "$defs" not in json.dumps(document)


def test_without_an_index_the_search_says_so_and_when_to_come_back(client: TestClient, site: Site) -> None:
    site.storage.drop(site.storage.index)
    answer = client.get("/api/v1/search?q=Radweg")
    assert answer.status_code == 503
    assert "index" in answer.json()["error"]
    assert answer.headers["Retry-After"]
