import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from council.base import changes
from council.base.site import Site
from search import indexing, queries
from search.engines import EVERYTHING, Cursor, SearchEngine, SearchReader, UnavailableError, open_engine, open_writer
from search.engines.files import IndexFiles
from tests.search.archive import add_cut, add_recording, correct, withdraw


@pytest.fixture
def writer(site: Site) -> Iterator[SearchEngine]:
    with closing(open_writer(site)) as engine:
        yield engine


def total(engine: SearchReader, typed: str) -> int:
    return engine.search(queries.parse(typed), EVERYTHING, 10).total


def eventually(engine: SearchReader, typed: str, wanted: int, within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            if total(engine, typed) == wanted:
                return True
        except UnavailableError:
            pass
        time.sleep(0.02)
    return False


@pytest.mark.db
def test_the_index_follows_publishing_correcting_cutting_and_withdrawing(site: Site, writer: SearchEngine) -> None:
    recording = add_recording(site, "Der Radweg", "Die Straße")
    add_recording(site, "Der Radweg", publish=False)
    indexing.index_once(site, writer)
    assert (total(writer, "Radweg"), total(writer, "Straße")) == (1, 1)

    correct(site, recording, 0, "Der Gehweg")
    assert indexing.index_once(site, writer) == 1
    assert (total(writer, "Radweg"), total(writer, "Gehweg")) == (0, 1)

    add_cut(site, recording, 0, 10_000)
    indexing.index_once(site, writer)
    assert (total(writer, "Gehweg"), total(writer, "Straße")) == (0, 1)

    withdraw(site, recording)
    indexing.index_once(site, writer)
    assert total(writer, "Straße") == 0
    assert indexing.index_once(site, writer) == 0


def test_what_is_of_no_concern_is_stepped_over(site: Site, writer: SearchEngine) -> None:
    indexing.index_once(site, writer)
    with site.database.writing() as db:
        changes.record(db, "something new", 1, site.clock())
    assert indexing.index_once(site, writer) == 1
    assert indexing.position(site) == 1


def test_a_commit_between_the_two_changes_of_a_cut_leaves_nothing_of_it(
    site: Site, writer: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = add_recording(site, "Der Radweg", "Ein Geheimnis")
    indexing.index_once(site, writer)
    add_cut(site, recording, 10_000, 20_000)
    monkeypatch.setattr(indexing, "MOST_CHANGES", 1)
    assert indexing.index_once(site, writer) == 1
    assert total(writer, "Geheimnis") == 0


def test_what_is_dealt_with_in_private_is_not_in_the_index(site: Site, writer: SearchEngine) -> None:
    items = [("1", "Öffentlich", True, 0), ("2", "Nicht öffentlich", False, 10_000), ("3", "Öffentlich", True, 20_000)]
    add_recording(site, "Radweg", "Grundstück", "Straße", items=items)
    indexing.index_once(site, writer)
    assert [total(writer, typed) for typed in ("Radweg", "Grundstück", "Straße")] == [1, 0, 1]


def test_without_recordings_there_is_an_empty_index(site: Site, writer: SearchEngine) -> None:
    assert indexing.index_once(site, writer) == 0
    assert total(writer, "Radweg") == 0


def test_a_commit_that_was_killed_before_its_cursor_was_kept_doubles_nothing(
    site: Site, writer: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexing.index_once(site, writer)
    add_recording(site, "Der Radweg")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(IndexFiles, "point", killed)
        with pytest.raises(KeyboardInterrupt):
            indexing.index_once(site, writer)
    writer.close()
    with closing(open_writer(site)) as again:
        assert indexing.index_once(site, again) > 0
        assert total(again, "Radweg") == 1


def test_the_index_of_another_history_is_built_anew(site: Site, writer: SearchEngine) -> None:
    add_recording(site, "Der Radweg")
    indexing.index_once(site, writer)
    cursor = writer.cursor()
    assert cursor is not None
    writer.replace(99, [])
    writer.delete(1)
    writer.commit(Cursor(cursor.change, "another time"))
    assert total(writer, "Radweg") == 0
    indexing.index_once(site, writer)
    assert total(writer, "Radweg") == 1
    assert writer.cursor() == cursor


def test_a_rebuild_takes_up_what_changes_meanwhile(site: Site, writer: SearchEngine) -> None:
    first, second = add_recording(site, "Radweg"), add_recording(site, "Gehweg")
    indexing.index_once(site, writer)
    seen: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        seen.append((done, of))
        if done == 1:
            withdraw(site, first)
            add_recording(site, "Straße")

    indexing.rebuild(site, writer, progress)
    assert seen == [(1, 2), (2, 2)]
    assert [total(writer, typed) for typed in ("Radweg", "Gehweg", "Straße")] == [0, 1, 1]
    assert second


def test_a_stopped_rebuild_leaves_the_live_index(site: Site, writer: SearchEngine) -> None:
    add_recording(site, "Radweg")
    indexing.index_once(site, writer)
    with pytest.raises(indexing.StoppedError):
        indexing.rebuild(site, writer, stopped=lambda: True)
    assert total(writer, "Radweg") == 1


def test_position_tells_how_far_the_index_is(site: Site, writer: SearchEngine) -> None:
    assert indexing.position(site) == 0
    add_recording(site, "Radweg")
    indexing.index_once(site, writer)
    with site.database.reading() as db:
        newest = changes.latest(db)
    assert indexing.position(site) == newest > 0


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
