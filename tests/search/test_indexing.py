"""The index follows the feed of changes."""

from contextlib import closing

import pytest

from council.base import changes
from council.base.site import Site
from search import indexing, sources, vocabulary
from search.documents import ITEM, MEETING, Source
from search.engines import (
    EVERYTHING,
    Cursor,
    SearchEngine,
    open_writer,
)
from search.engines.files import IndexFiles
from tests.search.archive import add_cut, add_recording, correct, withdraw
from tests.search.indexed import is_learnt, no_words, plan, total, writer

__all__ = ["no_words", "writer"]  # fixtures


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
