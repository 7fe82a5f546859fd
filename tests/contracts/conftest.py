"""The search engines that the contract (``test_search_*.py``) is run against. To plug another one in, add how a site is set up for it."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from council.base.settings import Settings
from council.base.site import Site
from search.engines import SearchEngine, SearchReader, open_engine, open_writer
from search.engines.meilisearch_server import Server
from tests.conftest import MovableClock, opened

MEILISEARCH_URL = os.environ.get("RATSFENSTER_TEST_MEILISEARCH_URL", "")

Setup = Callable[[], dict[str, Any]]


class EngineUnderTest:
    """An engine, by how a site opens it."""

    def __init__(self, site: Site) -> None:
        self._site = site

    @contextmanager
    def writer(self) -> Iterator[SearchEngine]:
        with closing(open_writer(self._site)) as engine:
            yield engine

    @contextmanager
    def reader(self) -> Iterator[SearchReader]:
        with closing(open_engine(self._site)) as engine:
            yield engine


def tantivy() -> dict[str, Any]:
    """What a site is without any settings."""
    return {}


def meilisearch() -> dict[str, Any]:
    """A server that was started for the tests; indexes of other names are left alone."""
    key = os.environ.get("RATSFENSTER_TEST_MEILISEARCH_KEY", "")
    return {"search_url": MEILISEARCH_URL, "search_key": key, "search_prefix": f"test-{secrets.token_hex(4)}"}


ENGINES: list[Setup] = [tantivy, meilisearch] if MEILISEARCH_URL else [tantivy]


@pytest.fixture(params=ENGINES, ids=lambda setup: setup.__name__)
def engine_under_test(
    request: pytest.FixtureRequest, settings: Settings, clock: MovableClock
) -> Iterator[EngineUnderTest]:
    """One engine after the other, its index not there yet."""
    with opened(settings.model_copy(update=request.param()), clock) as site:
        yield EngineUnderTest(site)
        if site.settings.search_url:
            _remove_indexes(site.settings)


def _remove_indexes(settings: Settings) -> None:
    """Leave the server as it was."""
    server = Server(settings.search_url, settings.search_key)
    for name in server.names():
        if name.startswith(settings.search_prefix):
            server.drop(name)


@pytest.fixture
def index(engine_under_test: EngineUnderTest) -> Iterator[SearchEngine]:
    """The engine of one process that writes and asks."""
    with engine_under_test.writer() as index:
        yield index
