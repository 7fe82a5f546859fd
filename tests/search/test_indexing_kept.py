"""The index is kept whatever happens: engines that are down, rebuilds, one follower after another."""

import shutil
import threading
from collections.abc import Iterator

import pytest

from council.base.site import Site
from search import indexing
from search.engines import (
    SearchEngine,
    SearchError,
    open_engine,
    open_writer,
)
from search.engines.files import IndexFiles
from tests.search.archive import add_recording
from tests.search.indexed import eventually, no_words, total, writer

__all__ = ["no_words", "writer"]  # fixtures


class Unreliable:
    """A writer that cannot be reached at first."""

    def __init__(self, engine: SearchEngine, failures: int) -> None:
        self.engine, self.failures = engine, failures

    def __getattr__(self, name: str) -> object:
        if self.failures and name in ("replace", "commit"):
            self.failures -= 1
            raise SearchError("Die Suche ist nicht erreichbar.")
        return getattr(self.engine, name)

    def close(self) -> None:
        """It goes on being used by the test."""


def test_an_engine_that_is_down_loses_no_change(
    site: Site, writer: SearchEngine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    indexing.index_once(site, writer)
    add_recording(site, "Radweg")
    waited: list[int] = []
    stop = threading.Event()

    def patience(failures: int) -> float:
        waited.append(failures)
        return 0.0

    unreliable = Unreliable(writer, failures=3)
    monkeypatch.setattr(indexing, "open_writer", lambda site: unreliable)
    monkeypatch.setattr(indexing, "patience", patience)
    thread = threading.Thread(target=indexing.follow, args=(site, stop))
    thread.start()
    try:
        assert eventually(writer, "Radweg", 1, within_s=10)
    finally:
        stop.set()
        thread.join(30)
    assert waited == [1, 2, 3]
    assert "nicht erreichbar" in caplog.text
    assert "Traceback" not in caplog.text


def test_patience_grows_and_has_an_end() -> None:
    assert [indexing.patience(failures) for failures in range(1, 8)] == [1, 2, 4, 8, 15, 15, 15]
    assert indexing.patience(10_000) == 15


@pytest.fixture
def follower(site: Site) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=indexing.follow, args=(site, stop))
    thread.start()
    yield
    stop.set()
    thread.join(30)
    assert not thread.is_alive()


def test_published_is_found_within_two_seconds_and_a_lost_index_comes_back(site: Site, follower: None) -> None:
    reader = open_engine(site)
    assert eventually(reader, "Radweg", 0, within_s=10)
    add_recording(site, "Radweg")
    assert eventually(reader, "Radweg", 1, within_s=2)
    for path in site.storage.index.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    fresh = open_engine(site)
    assert eventually(fresh, "Radweg", 1, within_s=10)


def test_reindexing_is_done_by_whoever_keeps_the_index(site: Site, follower: None) -> None:
    add_recording(site, "Radweg")
    reader = open_engine(site)
    assert eventually(reader, "Radweg", 1, within_s=10)
    before = IndexFiles(site.storage.index).pointer()
    indexing.reindex(site)
    after = IndexFiles(site.storage.index).pointer()
    assert before is not None
    assert after is not None
    assert before.folder != after.folder
    assert total(reader, "Radweg") == 1


def test_a_second_follower_takes_over_when_the_first_ends(site: Site) -> None:
    first = open_writer(site)
    stop = threading.Event()
    thread = threading.Thread(target=indexing.follow, args=(site, stop))
    thread.start()
    try:
        add_recording(site, "Radweg")
        reader = open_engine(site)
        assert not eventually(reader, "Radweg", 1, within_s=0.5)
        first.close()
        assert eventually(reader, "Radweg", 1, within_s=5)
    finally:
        stop.set()
        thread.join(30)
