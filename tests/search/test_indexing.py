import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import tantivy

from council.base import changes
from council.base.site import Site
from search import erasing, indexing, sources, vocabulary
from search.documents import ITEM, MEETING, Source
from search.engines import (
    EVERYTHING,
    Cursor,
    SearchEngine,
    SearchError,
    SearchReader,
    UnavailableError,
    open_engine,
    open_writer,
)
from search.engines.files import IndexFiles
from search.german import analyse
from search.lexicon import Lexicon, Reading
from search.plans import All, Plan, Wanted
from search.spelling import fold
from tests.conftest import MovableClock
from tests.search.archive import add_cut, add_recording, correct, withdraw


class NoWords:
    """A lexicon in which there are none, so that each word is its own base form."""

    def readings(self, word: str) -> tuple[Reading, ...]:
        return ()


NO_WORDS: Lexicon = NoWords()


@pytest.fixture(autouse=True)
def _lexicon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.lexicon.of", lambda site: NO_WORDS)


@pytest.fixture
def writer(site: Site) -> Iterator[SearchEngine]:
    with closing(open_writer(site)) as engine:
        yield engine


def plan(word: str) -> Plan:
    (token,) = analyse(word, NO_WORDS)
    return Plan((Wanted(((All(token.terms[:1]),),)),))


def total(engine: SearchReader, word: str) -> int:
    """In how many utterances a word is found."""
    return sum(hit.id.startswith("segment-") for hit in engine.search(plan(word), EVERYTHING, 100).hits)


def is_learnt(site: Site, word: str) -> bool:
    with site.database.reading() as db:
        return fold(word) in vocabulary.current(site, db)


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


def test_meetings_and_their_agendas_are_followed_as_well(site: Site, writer: SearchEngine) -> None:
    items = [("1", "Sporthalle", True, 0), ("2", "Grundstück", False, 10_000)]
    recording = add_recording(site, "Radweg", "Straße", items=items, name="Sondersitzung")
    indexing.index_once(site, writer)
    kinds = {
        word: writer.facets(plan(word), EVERYTHING).kinds for word in ("Sporthalle", "Sondersitzung", "Grundstück")
    }
    assert kinds == {"Sporthalle": {ITEM: 1}, "Sondersitzung": {MEETING: 1}, "Grundstück": {}}
    withdraw(site, recording)
    indexing.index_once(site, writer)
    assert writer.facets(plan("Sporthalle"), EVERYTHING).kinds == {}


@pytest.mark.db
def test_the_vocabulary_is_learnt_with_the_index_and_forgotten_with_it(site: Site, writer: SearchEngine) -> None:
    recording = add_recording(site, "Der Radweg", "Die Fahrradstraße")
    indexing.index_once(site, writer)
    assert is_learnt(site, "Fahrradstraße")
    correct(site, recording, 1, "Die Brücke")
    indexing.index_once(site, writer)
    assert [is_learnt(site, word) for word in ("Fahrradstraße", "Radweg", "Brücke")] == [False, True, True]
    withdraw(site, recording)
    indexing.index_once(site, writer)
    assert not is_learnt(site, "Radweg")


def test_a_rebuild_learns_what_is_there_and_forgets_what_is_not(site: Site, writer: SearchEngine) -> None:
    add_recording(site, "Der Radweg")
    vocabulary.learn(site, Source("recording", 99), {"Luftschloss": 3})
    indexing.rebuild(site, writer)
    assert (is_learnt(site, "Radweg"), is_learnt(site, "Luftschloss")) == (True, False)


def test_a_source_is_read_once_for_all_its_changes(
    site: Site, writer: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexing.index_once(site, writer)
    recording = add_recording(site, "Radweg")
    for text in ("Gehweg", "Fahrweg", "Feldweg"):
        correct(site, recording, 0, text)
    read: list[Source] = []

    def content(site: Site, source: Source) -> sources.Content:
        read.append(source)
        return original(site, source)

    original = sources.content
    monkeypatch.setattr(sources, "content", content)
    monkeypatch.setattr(indexing, "COMMIT_S", 0)
    assert indexing.index_once(site, writer) > 3
    assert sorted(map(str, read)) == ["meeting-1", "recording-1"]
    assert total(writer, "Feldweg") == 1


def test_a_batch_ends_when_its_time_is_over_and_nothing_is_lost(
    site: Site, writer: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexing.index_once(site, writer)
    for text in ("Radweg", "Gehweg", "Feldweg"):
        add_recording(site, text)
    monkeypatch.setattr(indexing, "COMMIT_S", 0)
    found = []
    while indexing.index_once(site, writer):
        found.append([total(writer, word) for word in ("Radweg", "Gehweg", "Feldweg")])
    assert found == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]


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
    writer.replace(Source("recording", 1), [])
    writer.commit(Cursor(cursor.change, "another time"))
    assert total(writer, "Radweg") == 0
    indexing.index_once(site, writer)
    assert total(writer, "Radweg") == 1
    assert writer.cursor() == cursor


def test_an_index_of_another_history_is_as_good_as_none(site: Site, writer: SearchEngine) -> None:
    add_recording(site, "Der Radweg")
    indexing.index_once(site, writer)
    cursor = writer.cursor()
    assert cursor is not None
    assert indexing.position(site) == cursor.change
    writer.commit(Cursor(cursor.change + 1_000, cursor.stamp))
    assert indexing.position(site) == 0
    indexing.index_once(site, writer)
    assert indexing.position(site) == cursor.change


# --- what was erased


def folders_with(site: Site, word: str) -> list[str]:
    """The index folders in whose files a word stands, be it of documents that are deleted."""
    folders = [path for path in site.storage.index.iterdir() if path.is_dir()]
    return [path.name for path in folders if tantivy.Index.open(str(path)).searcher().doc_freq("terms", word)]


@pytest.mark.parametrize(
    "act", [lambda site, recording: add_cut(site, recording, 10_000, 20_000), withdraw], ids=["cut", "withdrawn"]
)
def test_what_was_erased_is_soon_in_no_file_of_the_index(
    site: Site, writer: SearchEngine, clock: MovableClock, act: Callable[[Site, int], None]
) -> None:
    recording = add_recording(site, "Der Radweg", "Ein Geheimnis")
    add_recording(site, "Die Straße")
    indexing.index_once(site, writer)
    assert folders_with(site, "geheimnis")
    act(site, recording)
    indexing.index_once(site, writer)
    assert total(writer, "Geheimnis") == 0
    clock.advance(minutes=4)
    indexing.index_once(site, writer)
    assert folders_with(site, "geheimnis"), "deleted, but there"
    clock.advance(minutes=1)
    indexing.index_once(site, writer)
    assert folders_with(site, "geheimnis") == []
    assert total(writer, "Straße") == 1
    assert writer.rebuild_at() is None


def test_what_is_erased_from_a_large_archive_is_in_no_file_after_the_next_night(
    site: Site, writer: SearchEngine, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "SMALL", 1)
    recording = add_recording(site, "Ein Geheimnis")
    add_recording(site, "Die Straße")
    indexing.index_once(site, writer)
    withdraw(site, recording)
    indexing.index_once(site, writer)
    clock.advance(minutes=5)
    indexing.index_once(site, writer)
    at = writer.rebuild_at()
    assert at is not None
    clock.advance(at - clock())
    indexing.index_once(site, writer)
    assert folders_with(site, "geheimnis") == []
    assert writer.rebuild_at() is None


def test_publishing_and_correcting_erase_nothing(site: Site, writer: SearchEngine) -> None:
    indexing.index_once(site, writer)
    recording = add_recording(site, "Der Radweg")
    indexing.index_once(site, writer)
    correct(site, recording, 0, "Der Gehweg")
    indexing.index_once(site, writer)
    assert writer.rebuild_at() is None


# --- two who index


@pytest.mark.db
def test_who_read_a_source_before_it_was_cut_does_not_teach_its_words_again(
    site: Site, writer: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One indexer stands still between reading and learning while another takes up a withdrawal."""
    recording = add_recording(site, "Ein Geheimnis")
    original = sources.content
    waiting = [Source("recording", recording)]

    def slow(site: Site, source: Source) -> sources.Content:
        found = original(site, source)
        if source in waiting:
            waiting.remove(source)
            withdraw(site, recording)
            vocabulary.learn(site, source, {})
        return found

    monkeypatch.setattr(sources, "content", slow)
    indexing.rebuild(site, writer)
    assert not is_learnt(site, "Geheimnis")


@pytest.mark.db
def test_who_forgets_what_is_gone_forgets_nothing_that_was_published_meanwhile(
    site: Site, writer: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    vocabulary.learn(site, Source("recording", 1), {"Radweg": 1})
    vocabulary.learn(site, Source("recording", 99), {"Luftschloss": 1})
    original = vocabulary.learn_together

    def slow(site: Site, words: dict[Source, dict[str, int]], *outdated: vocabulary.Outdated) -> None:
        if Source("recording", 99) in words:
            add_recording(site, "Der Radweg")
        original(site, words, *outdated)

    monkeypatch.setattr(vocabulary, "learn_together", slow)
    indexing.rebuild(site, writer)
    assert (is_learnt(site, "Radweg"), is_learnt(site, "Luftschloss")) == (True, False)


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
    assert seen == [(done, 4) for done in range(1, 5)]  # two recordings, two meetings
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
