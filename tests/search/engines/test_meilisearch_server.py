"""A Meilisearch that is not there, is slow or answers nonsense becomes a plain error; a real one is asked in tests/contracts."""

import time
from typing import Any

import pytest

from search.engines import SearchError, UnavailableError, UnreachableError, meilisearch_server
from search.engines.meilisearch_server import Server, told
from tests.search.engines.stub_server import Answer, Asked, Rule, enqueued, refusal, stub, tasks
from tests.server import free_socket

ASKED: list[dict[str, Any]] = [{"indexUid": "x", "hitsPerPage": 0}]


def ask(url: str, timeout_s: int = 5) -> list[Any]:
    return Server(url, "secret", timeout_s).search(ASKED, "totalHits")


def always(answer: Answer) -> Rule:
    return lambda _: answer


def test_nobody_listens() -> None:
    with free_socket() as listening:
        port = listening.getsockname()[1]
    with pytest.raises(UnreachableError, match="RATSFENSTER_SEARCH_URL"):
        ask(f"http://127.0.0.1:{port}")


@pytest.mark.parametrize("url", ["http://nirgends.invalid:7700", "http://[kaputt", "http://127.0.0.1:99999"])
def test_an_address_that_leads_nowhere(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with pytest.raises(UnreachableError):
        ask(url)


def test_who_does_not_answer_is_not_waited_for() -> None:
    began = time.monotonic()
    with stub(always(Answer({}, after_s=1.5))) as slow, pytest.raises(UnreachableError, match="rechtzeitig"):
        ask(slow.url, timeout_s=1)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"no json"),
        Answer(b""),
        Answer(b"\xff\xfe"),
        Answer([]),
        Answer("text"),
        Answer(None),
        Answer({}),
        Answer({"results": None}),
        Answer({"results": []}),
        Answer({"results": [{}]}),
        Answer({"results": [{"totalHits": 1}, {"totalHits": 2}]}),
        Answer(b"<h1>It works</h1>", 404),
        Answer(b"", 500),
        Answer(b"Bad Gateway", 502),
        refusal(500, "internal"),
        refusal(503, "too_many_search_requests"),
        Answer(b"slow down", 429),
        refusal(403, "invalid_api_key"),
        refusal(401, "missing_authorization_header"),
    ],
)
def test_what_is_no_answer_is_told_as_a_server_out_of_reach(answer: Answer) -> None:
    with stub(always(answer)) as broken, pytest.raises(UnreachableError) as error:
        ask(broken.url)
    assert "secret" not in str(error.value)


def test_a_key_that_is_refused_is_named() -> None:
    with stub(always(refusal(403, "invalid_api_key"))) as server, pytest.raises(UnreachableError, match="SEARCH_KEY"):
        ask(server.url)


@pytest.mark.parametrize("code", ["index_not_found", "invalid_search_filter", "invalid_search_facets"])
def test_an_index_that_is_missing_or_not_set_up_is_being_built(code: str) -> None:
    with stub(always(refusal(400, code))) as server, pytest.raises(UnavailableError):
        ask(server.url)


def test_any_other_refusal_is_told_with_its_code() -> None:
    error = told(400, "invalid_search_limit", "It should be an integer.")
    assert type(error) is SearchError
    assert "invalid_search_limit" in str(error)


@pytest.mark.parametrize("code", ["index_not_found", "document_not_found"])
def test_what_is_not_there_is_none(code: str) -> None:
    with stub(always(refusal(404, code))) as server:
        assert Server(server.url, "").document("x", "state") is None
        assert not Server(server.url, "").has("x")


def test_a_page_of_another_server_is_no_missing_document() -> None:
    with stub(always(Answer(b"not found", 404))) as server, pytest.raises(UnreachableError):
        Server(server.url, "").document("x", "state")


def test_the_key_is_sent_and_asking_goes_on_after_a_failure() -> None:
    answers = iter([Answer(b"", 500), Answer({"results": [{"totalHits": 7}]})])
    with stub(lambda _: next(answers)) as server:
        reader = Server(f"{server.url}/", "secret")
        with pytest.raises(UnreachableError):
            reader.search(ASKED, "totalHits")
        assert reader.search(ASKED, "totalHits") == [7]
    assert [asked.path for asked in server.asked] == ["/multi-search"] * 2
    assert {asked.key for asked in server.asked} == {"Bearer secret"}


# --- tasks


def test_tasks_are_waited_for_until_all_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meilisearch_server, "MOST_TASKS", 2)
    looks = iter(["enqueued", "processing", "succeeded", "succeeded", "succeeded"])

    def rule(asked: Asked) -> Answer:
        state = next(looks)
        wanted = asked.path.partition("uids=")[2].partition("&")[0].split("%2C")
        return tasks(*({"uid": int(number), "status": state} for number in wanted))

    with stub(rule) as server:
        Server(server.url, "").wait([3, 1, 2])
    assert [asked.path.partition("uids=")[2].partition("&")[0] for asked in server.asked] == ["1%2C2"] * 3 + ["3"]


@pytest.mark.parametrize(
    ("state", "told_of"),
    [
        (
            {"status": "failed", "error": {"code": "no_space_left_on_device", "message": "full"}},
            "no_space_left_on_device.*full",
        ),
        ({"status": "failed", "error": None}, "failed"),
        ({"status": "canceled"}, "canceled"),
    ],
)
def test_a_task_that_was_not_carried_out_is_an_error(state: dict[str, Any], told_of: str) -> None:
    answer = tasks({"uid": 1, "status": "succeeded"}, {"uid": 2} | state)
    with stub(lambda _: answer) as server, pytest.raises(SearchError, match=told_of):
        Server(server.url, "").wait([1, 2])


def test_a_task_that_the_key_may_not_see_is_an_error() -> None:
    with stub(lambda _: tasks()) as server, pytest.raises(SearchError, match="Schlüssel"):
        Server(server.url, "").wait([1])


def test_tasks_are_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meilisearch_server, "TASKS_S", 0.05)
    with stub(lambda _: tasks({"uid": 1, "status": "processing"})) as server, pytest.raises(UnreachableError):
        Server(server.url, "").wait([1])


def test_no_tasks_are_not_asked_for() -> None:
    with stub(lambda _: tasks()) as server:
        Server(server.url, "").wait([])
    assert server.asked == []


def test_dropping_what_is_not_there_is_fine_and_any_other_failure_is_not() -> None:
    codes = iter(["index_not_found", "internal"])

    def rule(asked: Asked) -> Answer:
        if asked.method == "DELETE":
            return enqueued(1)
        return tasks({"uid": 1, "status": "failed", "error": {"code": next(codes), "message": ""}})

    with stub(rule) as server:
        Server(server.url, "").drop("x")
        with pytest.raises(SearchError, match="internal"):
            Server(server.url, "").drop("x")
