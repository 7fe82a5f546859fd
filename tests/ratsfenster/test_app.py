"""What people and programs are told when something goes wrong."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.testclient import TestClient

from ratsfenster import app as application
from ratsfenster.app import ERRORS, create_app
from tests import pages


def broken(request):
    raise RuntimeError("the cellar is flooded")


def locked(request):
    raise OperationalError("SELECT 1", {}, Exception("database is locked"))


def crossed(request):
    raise IntegrityError("INSERT", {}, type("Violation", (Exception,), {"sqlstate": "23503"})())


def doubled(request):
    raise IntegrityError("INSERT", {}, type("Violation", (Exception,), {"sqlstate": "23505"})())


def explained(request):
    raise HTTPException(400, "Diese Datei ist leer.")


async def swallowing(request):
    await request.body()


@pytest.fixture
def unlucky(site, monkeypatch):
    """The site with addresses at which things go wrong."""
    extra = [Route(f"{prefix}/broken", broken, methods=["GET", "POST"]) for prefix in ("", "/api/v1")]
    extra += [Route("/crossed", crossed), Route("/doubled", doubled)]
    extra += [Route("/locked", locked), Route("/explained", explained), Route("/swallow", swallowing, methods=["POST"])]
    monkeypatch.setattr(application, "ROUTES", [*extra, *application.ROUTES])
    with TestClient(create_app(site), base_url=site.settings.address, raise_server_exceptions=False) as client:
        client.event_hooks["response"].append(lambda response: (response.read(), pages.check(response)))
        yield client


def test_what_is_not_there_is_explained_with_a_way_on(client):
    answer = client.get("/nirgends")
    assert answer.status_code == 404
    assert "Diese Seite gibt es hier nicht" in answer.text
    assert 'action="/suche"' in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_errors_speak_the_readers_language(client):
    assert "This page does not exist" in client.get("/en/nirgends").text


def test_the_wrong_method_is_explained_and_the_right_one_named(client):
    answer = client.post("/sitzungen")
    assert answer.status_code == 405
    assert "Das geht auf dieser Seite nicht" in answer.text
    assert "GET" in answer.headers["allow"]


def test_an_unexpected_error_has_an_id_that_is_in_the_log(unlucky, caplog):
    with caplog.at_level(logging.ERROR):
        answer = unlucky.get("/broken")
    assert answer.status_code == 500
    assert "cellar" not in answer.text
    request_id = re.search(r'class="figures">([0-9a-f]{8})<', answer.text)
    assert request_id
    assert request_id[1] in caplog.text
    assert "the cellar is flooded" in caplog.text


def test_a_line_that_goes_down_while_somebody_sends_is_no_failure_of_ours(site, unlucky, caplog):
    """A survey's deadline on a crowded network: hundreds of them, and each with its moment would stand in the log."""
    scope = {
        "type": "http", "method": "POST", "path": "/swallow", "raw_path": b"/swallow", "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-length", b"100")], "scheme": "http", "http_version": "1.1",
        "server": ("localhost", 80), "client": ("127.0.0.1", 1), "root_path": "",
    }  # fmt: skip
    messages = iter([{"type": "http.request", "body": b"half", "more_body": True}, {"type": "http.disconnect"}])

    async def receive():
        return next(messages)

    async def send(message):
        pass

    with (
        caplog.at_level(logging.INFO),
        ThreadPoolExecutor(1) as elsewhere,
    ):  # a browser's tests leave a loop running in this thread
        elsewhere.submit(anyio.run, unlucky.app, scope, receive, send).result()
    assert caplog.text == ""


def test_programs_get_errors_as_json(client, unlucky):
    answer = client.get("/api/v1/nirgends")
    assert answer.status_code == 404
    assert answer.json()["error"]
    answer = unlucky.get("/api/v1/broken")
    assert answer.status_code == 500
    assert set(answer.json()) == {"error", "request_id"}


def test_who_joins_what_is_just_removed_is_told_to_look_again(unlucky):
    answer = unlucky.get("/crossed")
    assert answer.status_code == 409
    assert "Da war gerade jemand schneller" in answer.text
    assert unlucky.get("/doubled").status_code == 500, "any other breach is a fault of ours"


def test_a_database_out_of_reach_asks_to_come_back(unlucky):
    answer = unlucky.get("/locked")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert "Die Seite ist gerade nicht erreichbar" in answer.text


def test_an_explanation_of_its_own_is_shown(unlucky):
    assert "Diese Datei ist leer." in unlucky.get("/explained").text


@pytest.mark.parametrize("chunked", [False, True])
def test_too_much_at_once_is_refused_with_a_page(unlucky, chunked):
    content = (b"x" * 100_000 for _ in range(20)) if chunked else b"x" * 2_000_000
    answer = unlucky.post("/swallow", content=content)
    assert answer.status_code == 413
    assert "Das ist zu viel auf einmal" in answer.text


def test_every_kind_of_error_says_what_to_do(client):
    for page in ERRORS.values():
        assert page.title
        assert page.explanation
        assert page.advice


def test_pages_are_sent_compressed(client):
    assert client.get("/").headers["content-encoding"] == "gzip"
    assert "accept-encoding" in client.get("/").headers["vary"].lower()
