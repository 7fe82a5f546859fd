"""The archive's words: what sources teach, and what must be forgotten."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from council.base.site import Site
from search import vocabulary
from search.documents import Source
from search.vocabulary import VocabularySource, VocabularyState, VocabularyWord
from search.words import Vocabulary

SPEECH, OTHER, MEETING = Source("recording", 1), Source("recording", 2), Source("meeting", 1)


def learnt(site: Site) -> dict[str, int]:
    """All words as they are written, and in how many sources."""
    with site.database.reading() as db:
        return dict(db.exec(select(VocabularyWord.written, VocabularyWord.sources)).all())


def revision(site: Site) -> int:
    with site.database.reading() as db:
        return db.exec(select(VocabularyState.revision)).one_or_none() or 0


def current(site: Site) -> Vocabulary:
    with site.database.reading() as db:
        return vocabulary.current(site, db)


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


# --- learning and forgetting


@pytest.mark.db
def test_words_are_counted_by_the_sources_that_have_them(site: Site) -> None:
    vocabulary.learn(site, SPEECH, {"Radweg": 3, "Größe": 1})
    vocabulary.learn(site, OTHER, {"Radweg": 1})
    vocabulary.learn(site, MEETING, {"Radweg": 1, "Straße": 1})
    assert learnt(site) == {"Radweg": 3, "Größe": 1, "Straße": 1}
    words = current(site)
    assert words.frequency("radweg") == 3
    assert words.shown("groesse") == "Größe"


@pytest.mark.db
def test_a_source_has_a_word_in_the_way_it_writes_it_most_often(site: Site) -> None:
    vocabulary.learn(site, SPEECH, {"wir": 90, "Wir": 30, "WIR": 1})
    vocabulary.learn(site, OTHER, {"WIR": 5})
    assert learnt(site) == {"wir": 1, "WIR": 1}
    assert current(site).frequency("wir") == 2
    assert current(site).shown("wir") == "wir"


@pytest.mark.db
def test_what_is_no_longer_said_is_no_word_any_more(site: Site) -> None:
    vocabulary.learn(site, SPEECH, {"Radweg": 1, "Geheimplan": 1})
    vocabulary.learn(site, OTHER, {"Radweg": 1})
    vocabulary.learn(site, SPEECH, {"Radweg": 1, "Gehweg": 1})
    assert learnt(site) == {"Radweg": 2, "Gehweg": 1}
    assert "geheimplan" not in current(site)
    vocabulary.learn(site, SPEECH, {})
    vocabulary.learn(site, OTHER, {})
    assert learnt(site) == {}
    with site.database.reading() as db:
        assert db.exec(select(VocabularySource)).all() == []


@pytest.mark.db
def test_learning_the_same_again_changes_nothing(site: Site) -> None:
    vocabulary.learn(site, SPEECH, {"Radweg": 1})
    before = revision(site)
    vocabulary.learn(site, SPEECH, {"Radweg": 7})
    vocabulary.learn(site, OTHER, {})
    assert learnt(site) == {"Radweg": 1}
    assert revision(site) == before


@pytest.mark.db
def test_the_sources_that_taught_a_word_are_known(site: Site) -> None:
    for source in (SPEECH, OTHER, MEETING):
        vocabulary.learn(site, source, {"Radweg": 1})
    vocabulary.learn(site, OTHER, {})
    with site.database.reading() as db:
        assert vocabulary.learnt(db) == {SPEECH, MEETING}


@pytest.mark.db
def test_what_is_outdated_in_the_moment_of_learning_is_not_learnt(site: Site) -> None:
    vocabulary.learn(site, SPEECH, {"Radweg": 1})
    words = {SPEECH: {"Geheimplan": 1}, OTHER: {"Gehweg": 1}}
    vocabulary.learn_together(site, words, lambda db: {SPEECH})
    assert learnt(site) == {"Radweg": 1, "Gehweg": 1}


def test_what_is_no_word_is_not_kept(site: Site) -> None:
    odd = {"": 1, "a": 1, "…": 1, "zwei Wörter": 1, "x" * 61: 1, "Zeile\nUmbruch": 1, "halb\ud800": 1, "nichts\x00": 1}
    vocabulary.learn(site, SPEECH, odd)
    assert learnt(site) == {}


@pytest.mark.db
def test_words_with_any_letters_are_kept_exactly(site: Site) -> None:
    odd = ["Çelik", "O'Neill", "радвег", 'Anf"ührung', "Back\\slash", "emoji🙂wort", "R%weg", "{rows}", ":changes"]
    vocabulary.learn(site, SPEECH, dict.fromkeys(odd, 1))
    assert set(learnt(site)) == set(odd)
    assert [current(site).shown(word) for word in ("celik", "oneill")] == ["Çelik", "O'Neill"]
    vocabulary.learn(site, SPEECH, {})
    assert learnt(site) == {}


@pytest.mark.db
def test_words_are_folded_anew_where_a_later_version_does_it_otherwise(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    vocabulary.learn(site, SPEECH, {"Größe": 1, "Radweg": 1})
    monkeypatch.setattr(vocabulary, "fold", lambda word: word.casefold().replace("ö", "o"))
    vocabulary.learn(site, SPEECH, {"Größe": 1, "Radweg": 1})
    assert learnt(site) == {"Größe": 1, "Radweg": 1}
    assert current(site).shown("grosse") == "Größe"


@pytest.mark.db
def test_many_may_learn_the_same_at_once(site: Site) -> None:
    """As the indexers of several machines do."""
    words = [f"Wort{number}" for number in range(300)]
    texts = {Source("recording", number): [*words[number * 20 :], "Rat"] for number in range(5)}

    def index_all(turn: int) -> None:
        for source in sorted(texts, key=lambda source: (source.number * (turn + 1)) % 7):
            vocabulary.learn(site, source, dict.fromkeys(texts[source][turn:], 1))
            vocabulary.learn(site, source, dict.fromkeys(texts[source], 1))

    with ThreadPoolExecutor(4) as machines:
        list(machines.map(index_all, range(4)))
    expected = {word: sum(word in said for said in texts.values()) for word in {*words, "Rat"}}
    assert learnt(site) == {word: count for word, count in expected.items() if count}


LESSONS = st.tuples(
    st.sampled_from((SPEECH, OTHER, MEETING)),
    st.dictionaries(st.sampled_from(("ab", "aB", "Ab", "bc", "cd")), st.integers(1, 3)),
)


@given(st.lists(LESSONS))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_learnt_in_between_the_last_counts(
    site: Site, lessons: list[tuple[Source, dict[str, int]]]
) -> None:
    for source in (SPEECH, OTHER, MEETING):
        vocabulary.learn(site, source, {})
    for source, words in lessons:
        vocabulary.learn(site, source, words)
    last = dict(lessons)
    words = current(site)
    assert {word: words.frequency(word) for word in ("ab", "bc", "cd") if word in words} == {
        word: count
        for word in ("ab", "bc", "cd")
        if (count := sum(word in {written.lower() for written in said} for said in last.values()))
    }


# --- what is said now


@pytest.mark.db
def test_a_word_is_said_where_a_source_has_it_that_is_not_left_out(site: Site) -> None:
    vocabulary.learn(site, SPEECH, {"Radweg": 1, "Geheimplan": 1})
    vocabulary.learn(site, OTHER, {"Radweg": 1})
    with site.database.reading() as db:
        asked = ["Radweg", "Geheimplan", "Gehweg"]
        assert vocabulary.said(db, asked) == {"Radweg", "Geheimplan"}
        assert vocabulary.said(db, asked, {SPEECH}) == {"Radweg"}
        assert vocabulary.said(db, asked, {SPEECH, OTHER}) == set()
        assert vocabulary.said(db, asked, {MEETING}) == {"Radweg", "Geheimplan"}
        assert vocabulary.said(db, [], {SPEECH}) == set()


def test_while_very_much_is_left_out_rare_words_are_not_said(site: Site) -> None:
    for number in range(vocabulary.MOST_LEFT_OUT + 2):
        vocabulary.learn(site, Source("recording", number), {"Radweg": 1})
    vocabulary.learn(site, MEETING, {"Gehweg": 1})
    without = [Source("recording", number) for number in range(vocabulary.MOST_LEFT_OUT + 1)]
    with site.database.reading() as db:
        assert vocabulary.said(db, ["Radweg", "Gehweg"], without) == {"Radweg"}


# --- the snapshot


def test_a_small_vocabulary_is_never_old(site: Site) -> None:
    assert len(current(site)) == 0
    vocabulary.learn(site, SPEECH, {"Radweg": 1})
    assert "radweg" in current(site)
    assert current(site) is current(site)


def test_a_large_one_is_read_in_the_background(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary.learn(site, SPEECH, {"Radweg": 1})
    before = current(site)
    monkeypatch.setattr(vocabulary, "SMALL", 0)
    monkeypatch.setattr(vocabulary, "PAUSE_S", 0)
    monkeypatch.setattr(vocabulary, "SHARE", 0)
    vocabulary.learn(site, SPEECH, {"Gehweg": 1})
    assert current(site) is before
    wait_until(lambda: "gehweg" in current(site))
    assert "radweg" not in current(site)


def test_after_it_was_read_there_is_a_pause(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    current(site)
    monkeypatch.setattr(vocabulary, "SMALL", 0)
    monkeypatch.setattr(vocabulary, "PAUSE_S", 60)
    vocabulary.learn(site, SPEECH, {"Radweg": 1})
    wait_until(lambda: "radweg" in current(site))
    vocabulary.learn(site, SPEECH, {"Gehweg": 1})
    for _ in range(20):
        assert "radweg" in current(site)
        time.sleep(0.01)


def test_where_it_cannot_be_read_the_earlier_one_is_used(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    vocabulary.learn(site, SPEECH, {"Radweg": 1})
    current(site)
    monkeypatch.setattr(vocabulary, "SMALL", 0)
    monkeypatch.setattr(vocabulary, "Vocabulary", lambda rows: 1 // 0)
    vocabulary.learn(site, SPEECH, {"Gehweg": 1})
    current(site)
    wait_until(lambda: "could not be read" in caplog.text)
    assert "radweg" in current(site)


def test_many_threads_may_ask_first(site: Site) -> None:
    vocabulary.learn(site, SPEECH, {f"Wort{number}": 1 for number in range(500)})
    with ThreadPoolExecutor(8) as requests:
        found = list(requests.map(lambda _: current(site), range(40)))
    assert {len(words) for words in found} == {500}
    assert len(set(map(id, found))) == 1
