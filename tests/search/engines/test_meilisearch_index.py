"""In which order an index is written, and what becomes of a failure; what a server makes of it is told by tests/contracts."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import SEGMENT, Document, Source
from search.engines import Cursor, SearchError, UnreachableError, meilisearch_index
from search.engines.meilisearch_index import State, WrittenIndex, batches, check_version, made, state_of
from search.engines.meilisearch_server import Server
from tests.search.engines.stub_server import Answer, Asked, Stub, enqueued, refusal, stub, tasks

ONE, OTHER = Source("recording", 1), Source("recording", 2)


@dataclass
class Willing:
    """Takes every task on, and carries out all but those that a test lets fail."""

    failing: set[int] = field(default_factory=set)
    taken: int = 0

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == "/version":
            return Answer({"pkgVersion": "1.54.0"})
        if asked.path.startswith("/tasks"):
            wanted = [
                int(number)
                for number in re.findall(r"\d+", asked.path.partition("uids=")[2].partition("&")[0].replace("%2C", ","))
            ]
            return tasks(*map(self.state, wanted))
        self.taken += 1
        return enqueued(self.taken)

    def state(self, number: int) -> dict[str, Any]:
        if number in self.failing:
            return {"uid": number, "status": "failed", "error": {"code": "io_error", "message": "disk"}}
        return {"uid": number, "status": "succeeded"}


@contextmanager
def written(willing: Willing, *, at_once: bool = False) -> Iterator[tuple[WrittenIndex, Stub]]:
    with stub(willing) as server:
        yield WrittenIndex(Server(server.url, ""), "x", "m1", at_once=at_once), server


def document(number: int, source: Source = ONE) -> Document:
    return Document(SEGMENT, number, source, 1, 1, 2026, 1, 0, ("rad",), ("rad",))


def steps(server: Stub) -> list[str]:
    """What was asked for, tasks aside."""
    return [f"{asked.method} {asked.path}" for asked in server.asked]


ADD, DELETE = "POST /indexes/x/documents?primaryKey=id", "POST /indexes/x/documents/delete"


def wait(*numbers: int) -> str:
    return f"GET /tasks?uids={'%2C'.join(map(str, numbers))}&limit={len(numbers)}"


def test_nothing_is_sent_before_the_commit() -> None:
    with written(Willing()) as (index, server):
        index.replace(ONE, [document(1)])
        assert server.asked == []


def test_new_documents_are_there_before_the_earlier_ones_go_and_the_cursor_comes_last() -> None:
    with written(Willing()) as (index, server):
        index.replace(ONE, [document(1), document(2)])
        index.replace(OTHER, [])
        index.commit(Cursor(7, "then"))
        assert steps(server) == [ADD, wait(1), DELETE, wait(2), ADD, wait(3)]
        added = [json.loads(each) for each in server.asked[0].body.splitlines()]
        assert [each["id"] for each in added] == ["segment-1", "segment-2"]
        (stamp,) = {each["written"] for each in added}
        gone = json.loads(server.asked[2].body)["filter"]
        assert gone == f'(source IN ["recording-1", "recording-2"] AND NOT written = "{stamp}")'
        assert json.loads(server.asked[4].body) == {"id": "state", "made": "m1", "change": 7, "stamp": "then"}


def test_each_writing_has_a_stamp_of_its_own() -> None:
    with written(Willing()) as (index, server):
        for change in (1, 2):
            index.replace(ONE, [document(1)])
            index.commit(Cursor(change))
        stamps = {json.loads(asked.body)["written"] for asked in server.asked if '"written":' in asked.body}
        assert len(stamps) == 2


def test_a_commit_of_nothing_only_moves_the_cursor() -> None:
    with written(Willing()) as (index, server):
        index.commit(Cursor(9))
        assert steps(server) == [ADD, wait(1)]


@pytest.mark.parametrize("failing", [1, 2])
def test_a_task_that_failed_leaves_the_cursor_where_it_was(failing: int) -> None:
    with written(Willing({failing})) as (index, server):
        index.replace(ONE, [document(1)])
        with pytest.raises(SearchError, match="io_error"):
            index.commit(Cursor(7))
        assert not any('"state"' in asked.body for asked in server.asked)


def test_what_was_collected_for_a_commit_that_failed_is_not_sent_with_the_next() -> None:
    with written(Willing({1})) as (index, server):
        index.replace(ONE, [document(1)])
        with pytest.raises(SearchError):
            index.commit(Cursor(7))
        index.replace(OTHER, [document(2, OTHER)])
        index.commit(Cursor(7))
        sent = [asked.body for asked in server.asked if asked.path.endswith("primaryKey=id")]
        assert [json.loads(each)["id"] for each in sent] == ["segment-1", "segment-2", "state"]


def test_a_server_that_goes_away_in_between_is_told() -> None:
    with written(Willing()) as (index, _):
        index.replace(ONE, [document(1)])
    with pytest.raises(UnreachableError):
        index.commit(Cursor(1))


# --- an index that nobody asks yet


def test_many_documents_are_sent_as_they_come_one_batch_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meilisearch_index, "BATCH_BYTES", 300)
    with written(Willing(), at_once=True) as (index, server):
        index.replace(ONE, [document(1), document(2)])
        assert steps(server) == [ADD]
        index.replace(OTHER, [document(3, OTHER), document(4, OTHER)])
        assert steps(server) == [ADD, wait(1), ADD]
        index.commit(Cursor(1))
        assert steps(server) == [ADD, wait(1), ADD, wait(2), ADD, wait(3)]


def test_only_a_source_that_is_in_it_already_is_deleted_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meilisearch_index, "BATCH_BYTES", 1)
    with written(Willing(), at_once=True) as (index, server):
        index.replace(ONE, [document(1)])
        index.replace(OTHER, [document(2, OTHER)])
        index.replace(ONE, [document(3)])
        assert steps(server)[-3:] == [ADD, wait(3), DELETE]
        assert '\\"recording-1\\"' in server.asked[-1].body
        assert "recording-2" not in server.asked[-1].body


def test_a_new_index_is_set_up_before_it_gets_documents() -> None:
    with stub(Willing()) as server:
        index = made(Server(server.url, ""), "x", at_once=True)
        assert [step for step in steps(server) if "tasks" not in step] == [
            "GET /version",
            "DELETE /indexes/x",
            "POST /indexes",
            "PATCH /indexes/x/settings",
        ]
        assert json.loads(server.asked[3].body) == {"primaryKey": "id", "uid": "x"}
        assert index.made != made(Server(server.url, ""), "x", at_once=True).made


def test_a_server_that_is_too_old_is_left_alone() -> None:
    with (
        stub(lambda _: Answer({"pkgVersion": "1.11.3"})) as server,
        pytest.raises(SearchError, match=r"1\.11\.3.*1\.12"),
    ):
        made(Server(server.url, ""), "x", at_once=True)
    check_version("1.12.0")


# --- how far it goes


@pytest.mark.parametrize(
    "answer",
    [
        refusal(404, "index_not_found"),
        refusal(404, "document_not_found"),
        Answer({"id": "state"}),
        Answer({"id": "state", "made": "x", "change": "viele", "stamp": ""}),
    ],
)
def test_an_index_without_a_state_that_can_be_read_has_none(answer: Answer) -> None:
    with stub(lambda _: answer) as server:
        assert state_of(Server(server.url, ""), "x") is None


def test_the_state_is_read() -> None:
    stored = {"id": "state", "made": "m1", "change": 7, "stamp": "then"}
    with stub(lambda _: Answer(stored)) as server:
        assert state_of(Server(server.url, ""), "x") == State("m1", Cursor(7, "then"))


def test_a_state_that_nobody_can_tell_is_an_error() -> None:
    with stub(lambda _: Answer(b"", 500)) as server, pytest.raises(UnreachableError):
        state_of(Server(server.url, ""), "x")


@given(st.lists(st.integers(1, 50).map(lambda size: b"x" * (size - 1) + b"\n"), max_size=40), st.integers(1, 100))
def test_batches_hold_all_lines_in_order_and_are_no_larger_than_one_line_makes_them(
    lines: list[bytes], largest: int
) -> None:
    found = list(batches(lines, largest))
    assert b"".join(found) == b"".join(lines)
    assert all(len(batch) <= largest or batch.count(b"\n") == 1 for batch in found)
