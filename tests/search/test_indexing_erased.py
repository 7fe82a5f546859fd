"""What was erased goes from the index's files and from the vocabulary, too."""

from collections.abc import Callable

import pytest
import tantivy

from council.base import changes
from council.base.site import Site
from search import erasing, indexing, sources, vocabulary
from search.documents import Source
from search.engines import (
    SearchEngine,
)
from tests.conftest import MovableClock
from tests.search.archive import add_cut, add_recording, correct, withdraw
from tests.search.indexed import is_learnt, no_words, total, writer

__all__ = ["no_words", "writer"]  # fixtures


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
