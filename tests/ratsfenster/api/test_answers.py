"""What the API tells: all that is public, and nothing else."""

import json
from contextlib import closing

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from typer.testing import CliRunner

from council import publishing
from council.base.site import Site
from council.recordings import Recording
from participation import processes
from participation.processes import Process
from ratsfenster.api.operations import OPERATIONS
from ratsfenster.api.shapes import HitOut
from ratsfenster.cli import app as command
from search import engines, indexing, results
from search.engines import SearchError, open_writer
from tests import evening, surveys
from tests.participation import ideation
from tests.participation.townsurvey import EVERY_KIND, form
from tests.search.archive import add_recording

pytestmark = pytest.mark.usefixtures("evening_id")


def addresses(recording_id: int) -> list[str]:
    """Every address of the API, with this recording and its meeting."""
    return ["/api/v1" + operation.path.replace("{id}", str(recording_id)) for operation in OPERATIONS]


def said(client: TestClient, query: str, **parameters: object) -> dict:
    """What is found of what was said."""
    return client.get("/api/v1/search", params={"q": query, "kind": "segment", **parameters}).json()


def test_a_hit_has_the_documented_fields_and_the_moment_of_its_word(client: TestClient, evening_id: int) -> None:
    found = said(client, "Radweg", limit=1)
    assert found["total"] == 2
    (hit,) = found["hits"]
    assert set(hit) == set(HitOut.model_fields)
    assert (hit["kind"], hit["tier"]) == ("segment", 1)
    assert "<mark>Radweg</mark>" in hit["html"]
    assert hit["agenda_item"] == {"number": "2", "name": "Radweg an der Bonner Straße"}
    start_ms, speaker = next((start, speaker) for start, speaker, text in evening.SAID if text == hit["text"])
    assert hit["speaker"] == speaker
    assert hit["start_ms"] == start_ms + evening.WORD_MS * hit["text"].split().index("Radweg")
    assert hit["url"].startswith(f"/aufzeichnungen/{evening_id}?t={hit['start_ms'] // 1000}")


def test_a_hit_is_told_with_what_was_said_before_and_after(client: TestClient) -> None:
    (hit,) = said(client, "Herbst")["hits"]
    assert (hit["before"], hit["after"]) == (evening.SAID[0][2], evening.SAID[2][2])
    (hit,) = said(client, "Kosten")["hits"]
    assert (hit["before"], hit["after"]) == (evening.SAID[1][2], "")  # what follows is not public


def test_without_a_kind_everything_is_found_in_one_ranking(client: TestClient) -> None:
    hits = client.get("/api/v1/search?q=Radweg").json()["hits"]
    assert sorted(hit["kind"] for hit in hits) == ["agenda_item", "segment", "segment"]
    assert [hit["tier"] for hit in hits] == sorted(hit["tier"] for hit in hits)
    item = next(hit for hit in hits if hit["kind"] == "agenda_item")
    assert (item["text"], item["start_ms"], item["speaker"]) == ("2 Radweg an der Bonner Straße", 60_000, None)
    (meeting,) = client.get("/api/v1/search?q=Stadtrat&kind=meeting").json()["hits"]
    assert (meeting["start_ms"], meeting["url"]) == (None, f"/sitzungen/{meeting['meeting']['id']}")


def test_an_idea_is_told_with_its_collection(client: TestClient, site: Site) -> None:
    number = ideation.collection(site)
    ideation.idea(site, number, "Eine Bank am Mühlbach")
    with site.database.writing() as db:
        processes.changed(db, db.get_one(Process, number), site.clock())
    with closing(open_writer(site)) as writer:
        indexing.index_once(site, writer)
    (hit,) = client.get("/api/v1/search?q=Mühlbach&kind=idea").json()["hits"]
    assert (hit["kind"], hit["meeting"], hit["process"]["kind"]) == ("idea", None, "ideation")
    assert (hit["process"]["name"], hit["process"]["results"]) == ("Ideen für die Stadt", False)
    assert hit["url"] == "/mitmachen/ideen-stadt/ideen/1"


def test_a_survey_belongs_to_no_meeting(client: TestClient, site: Site) -> None:
    number = surveys.survey(site, form(*EVERY_KIND[:1]))
    with site.database.writing() as db:
        processes.changed(db, db.get_one(Process, number), site.clock())
    with closing(open_writer(site)) as writer:
        indexing.index_once(site, writer)
    (hit,) = client.get("/api/v1/search?q=Marktplatz&kind=process").json()["hits"]
    assert (hit["meeting"], hit["agenda_item"], hit["start_ms"]) == (None, None, None)
    assert (hit["process"]["kind"], hit["process"]["name"]) == ("survey", "Wie soll der Marktplatz werden?")
    assert hit["process"]["results"] is False
    assert hit["url"] == "/mitmachen/marktplatz"


@pytest.mark.parametrize(
    ("parameters", "total"),
    [
        ({}, 2),
        ({"speaker": "baumann"}, 1),
        ({"speaker": "Paul Baumann"}, 1),
        ({"speaker": "Niemand"}, 0),
        ({"item": "2"}, 2),
        ({"item": "TOP 3"}, 0),
        ({"item": "Radweg"}, 2),
        ({"year": 2026}, 2),
        ({"year": 2025}, 0),
        ({"organization": 1}, 2),
        ({"organization": 999}, 0),
        ({"kind": "paper"}, 0),
    ],
    ids=str,
)
def test_a_search_is_narrowed_as_in_the_form(client: TestClient, parameters: dict[str, object], total: int) -> None:
    assert said(client, "Radweg", **parameters)["total"] == total


def test_bounds_in_the_query_and_in_parameters_have_both_to_be_met(client: TestClient) -> None:
    assert said(client, "Radweg redner:Bürger")["total"] == 1
    assert said(client, "Radweg redner:Bürger", speaker="Baumann")["total"] == 0
    assert said(client, "Radweg jahr:2026", year=2025)["total"] == 0


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "a", '"', '"""', "-", "- -", "OR", "OR OR", "gremium:", "jahr:abc", "top:", "a" * 5_000, "wort " * 1_000, "\x00\x1b\r\n",
        "‮שלום 🚲", "'; DROP TABLE segment; --", "<script>alert(1)</script>", "*", "~", "\\", "(((", "%", "\ud83d\ude97",
    ],
    ids=lambda query: repr(query)[:20],
)  # fmt: skip
def test_whatever_is_asked_is_answered(client: TestClient, query: str) -> None:
    answer = client.get("/api/v1/search", params={"q": query.encode("utf-16", "surrogatepass").decode("utf-16")})
    assert answer.status_code == 200
    assert set(answer.json()) == {"total", "hits"}


def test_a_thousand_pages_deep_there_is_nothing_and_no_error(client: TestClient) -> None:
    assert said(client, "Radweg", limit=200, offset=200_000) == {"total": 2, "hits": []}


@pytest.mark.parametrize(("query", "total"), [("Radweg", 3), ("Stadtrat Radweg", 0), ("Kosten", 1), ("Straße", 2)])
def test_command_api_and_results_give_the_same_ranking(
    client: TestClient, site: Site, monkeypatch: pytest.MonkeyPatch, query: str, total: int
) -> None:
    with closing(engines.open_engine(site)) as engine:
        found = results.to_json(results.find(site, engine, query))
    assert (found["total"], len(found["hits"])) == (total, total)
    assert client.get("/api/v1/search", params={"q": query}).json() == found
    monkeypatch.setenv("RATSFENSTER_DATA", str(site.settings.data))
    monkeypatch.setenv("RATSFENSTER_MODELS", str(site.settings.models))
    told = CliRunner().invoke(command, ["search", query, "--limit", "20", "--json"])
    assert json.loads(told.stdout) == found


def test_the_limit_goes_up_to_200(client: TestClient) -> None:
    assert client.get("/api/v1/search?q=Radweg&limit=200").status_code == 200
    assert client.get("/api/v1/search?q=Radweg&limit=201").status_code == 400


def test_an_offset_pages_through_all_hits(client: TestClient) -> None:
    texts = [said(client, "Radweg", limit=1, offset=n)["hits"] for n in range(3)]
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


def test_a_transcript_ends_with_the_public_part_though_the_media_end_earlier(client: TestClient, site: Site) -> None:
    items = [("1", "Haushalt", True, 0), ("N 2", "Grundstück", False, 10_000)]
    number = add_recording(site, "Der Radweg", "Der Preis", "Der Käufer", items=items, word_times=True)
    with site.database.writing() as db:
        db.get_one(Recording, number).duration_ms = 15_000
    said = client.get(f"/api/v1/recordings/{number}/transcript").json()["segments"]
    assert [one["text"] for one in said] == ["Der Radweg"]


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
    "query", ["limit=abc", "limit=0", "offset=-1", "kind=survey", "nonsense=1", "limit=1&limit=2", "year=1"]
)
def test_a_wrong_parameter_is_named(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/v1/search?q=Radweg&{query}")
    assert answer.status_code == 400
    assert query.split("=")[0] in answer.json()["error"]


def test_what_was_found_is_never_kept_and_bounds_have_an_end(client: TestClient) -> None:
    assert client.get("/api/v1/search?q=Radweg").headers["cache-control"] == "no-cache"
    for name in ("speaker", "item"):
        assert client.get("/api/v1/search", params={"q": "Radweg", name: 200 * "a"}).status_code == 200
        answer = client.get("/api/v1/search", params={"q": "Radweg", name: 201 * "a"})
        assert answer.status_code == 400
        assert name in answer.json()["error"]


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


def test_an_engine_that_does_not_answer_is_named_plainly(published_app: Starlette) -> None:
    class Down:
        def cursor(self) -> None:
            raise SearchError("connection refused")

    published_app.state.search = Down()
    answer = TestClient(published_app).get("/api/v1/search?q=Radweg")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "does not answer" in answer.json()["error"]
    assert "refused" not in answer.text
