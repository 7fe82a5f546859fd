"""A site that searches with Meilisearch, where the server is not there. What it finds is told by tests/contracts."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from council.base.site import Site
from search import engines, indexing
from search.engines import EVERYTHING, Cursor, SearchError, UnreachableError, WriterBusyError, open_engine, open_writer
from search.engines.meilisearch import MeilisearchEngine, MeilisearchReader, live_name
from search.plans import All, Plan, Wanted
from tests.search.engines.stub_server import Answer, Asked, Rule, refusal, stub
from tests.server import free_socket

RADWEG = Plan((Wanted(((All(("radweg",)),),)),))


def searching_at(site: Site, url: str, **settings: Any) -> Site:
    changed = site.settings.model_copy(update={"search_url": url, **settings})
    return Site(changed, site.database, site.storage, site.clock)


@contextmanager
def answering(site: Site, rule: Rule) -> Iterator[Site]:
    with stub(rule) as server:
        yield searching_at(site, server.url)


@pytest.fixture
def deserted(site: Site) -> Site:
    """A site whose search server is down."""
    with free_socket() as listening:
        port = listening.getsockname()[1]
    return searching_at(site, f"http://127.0.0.1:{port}")


def test_the_address_of_a_server_chooses_the_engine(deserted: Site) -> None:
    with closing(open_engine(deserted)) as reader, closing(open_writer(deserted)) as writer:
        assert isinstance(reader, MeilisearchReader)
        assert isinstance(writer, MeilisearchEngine)


def test_opening_asks_nothing_and_everything_else_says_that_the_server_is_away(deserted: Site) -> None:
    with closing(open_engine(deserted)) as reader:
        for asking in (
            lambda: reader.search(RADWEG, EVERYTHING, 10),
            lambda: reader.facets(RADWEG, EVERYTHING),
            lambda: reader.counts(["radweg"], EVERYTHING),
            reader.cursor,
            reader.request_rebuild,
            reader.rebuild_wanted,
        ):
            with pytest.raises(UnreachableError):
                asking()
    with closing(open_writer(deserted)) as writer:
        for writing in (lambda: writer.commit(Cursor(1)), writer.beside):
            with pytest.raises(UnreachableError):
                writing()


def test_one_process_writes_even_where_each_machine_has_a_folder_for_an_index(deserted: Site, tmp_path: Path) -> None:
    other = Site.of(deserted.settings.model_copy(update={"index": tmp_path / "elsewhere"}))
    with closing(open_writer(deserted)), pytest.raises(WriterBusyError):
        open_writer(other)
    open_writer(other).close()


def test_the_indexer_fails_without_a_server_and_takes_nothing_for_done(deserted: Site) -> None:
    with closing(open_writer(deserted)) as writer, pytest.raises(UnreachableError):
        indexing.index_once(deserted, writer)
    with pytest.raises(UnreachableError):
        indexing.position(deserted)


def test_an_index_that_vanished_is_not_made_by_writing_to_it(site: Site) -> None:
    def rule(asked: Asked) -> Answer:
        if asked.path.endswith("/documents/state"):
            return Answer({"id": "state", "made": "m1", "change": 1, "stamp": ""})
        return refusal(404, "index_not_found")

    with stub(rule) as server:
        writer = open_writer(searching_at(site, server.url))
        with closing(writer), pytest.raises(SearchError, match="entfernt"):
            writer.commit(Cursor(2))
    assert not [asked for asked in server.asked if asked.method == "POST"]


def test_an_index_of_another_format_has_another_name() -> None:
    assert live_name("a") != live_name("b")
    assert live_name("a").startswith("a-documents-")


# --- what the doctor is told


def test_the_built_in_engine_needs_no_look(site: Site) -> None:
    assert engines.examined(site) == "tantivy"


def test_a_server_that_can_be_used_is_named_with_its_version(site: Site) -> None:
    def rule(asked: Asked) -> Answer:
        if asked.path == "/version":
            return Answer({"pkgVersion": "1.54.0"})
        if asked.path.startswith("/tasks"):
            return Answer({"results": [], "limit": 1, "total": 0, "from": None, "next": None})
        return refusal(400 if asked.path == "/multi-search" else 404, "index_not_found")

    with answering(site, rule) as asking:
        assert engines.examined(asking) == "Meilisearch 1.54.0"


@pytest.mark.parametrize("forbidden", ["/version", "/tasks", "/multi-search", "/indexes"])
def test_a_key_that_may_not_do_all_is_noticed(site: Site, forbidden: str) -> None:
    def rule(asked: Asked) -> Answer:
        if asked.path.startswith(forbidden):
            return refusal(403, "invalid_api_key")
        if asked.path == "/version":
            return Answer({"pkgVersion": "1.54.0"})
        if asked.path.startswith("/tasks"):
            return Answer({"results": [], "limit": 1, "total": 0, "from": None, "next": None})
        return refusal(404, "index_not_found")

    with answering(site, rule) as asking, pytest.raises(UnreachableError, match="SEARCH_KEY"):
        engines.examined(asking)


def test_a_server_that_is_too_old_is_noticed(site: Site) -> None:
    old = Answer({"pkgVersion": "1.9.0"})
    with answering(site, lambda _: old) as asking, pytest.raises(SearchError, match=r"1\.9\.0 ist zu alt"):
        engines.examined(asking)
