"""The word list: a file made once, and what it knows."""

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import lexicon
from search.lexicon import Reading, TrieLexicon, built
from search.spelling import fold


def words(**lemmas: str) -> TrieLexicon:
    return TrieLexicon(built(lemmas))


def test_a_form_has_the_readings_it_is_listed_with() -> None:
    listed = words(Rate="Rate", rate="raten", Räte="Rat", Bäume="Baum")
    assert set(listed.readings("rate")) == {Reading("rate", noun=True), Reading("raten", noun=False)}
    assert listed.readings("raete") == (Reading("rat", noun=True),)
    assert listed.readings("baeume") == (Reading("baum", noun=True),)


def test_what_is_not_listed_has_none() -> None:
    assert words(Rat="Rat").readings("rad") == ()
    assert words(Rat="Rat").readings("") == ()


@given(st.text("abcäß", min_size=1), st.text("abcäß", min_size=1))
def test_every_base_form_comes_back(form: str, lemma: str) -> None:
    assert TrieLexicon(built({form: lemma})).readings(fold(form)) == (Reading(fold(lemma), noun=False),)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short list in the package's place; making the real one takes seconds."""
    monkeypatch.setattr(lexicon, "_simplemma", lambda: {"Radwege": "Radweg"})


@pytest.mark.usefixtures("few")
def test_the_file_is_made_where_it_is_missing_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lexicon.opened(tmp_path / "models").readings("radwege") == (Reading("radweg", noun=True),)
    assert [path.name for path in (tmp_path / "models").iterdir()] == [lexicon.NAME]
    monkeypatch.setattr(lexicon, "_simplemma", dict)
    lexicon.opened.cache_clear()
    assert lexicon.opened(tmp_path / "models").readings("radwege"), "it is read, not made again"
    lexicon.opened.cache_clear()


@pytest.mark.usefixtures("few")
def test_where_it_cannot_be_kept_it_is_made_in_memory(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    with caplog.at_level(logging.WARNING):
        assert lexicon.opened(tmp_path / "file" / "models").readings("radwege")
    assert "cannot be kept" in caplog.text
    lexicon.opened.cache_clear()


def test_a_list_that_was_not_finished_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> dict[str, str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(lexicon, "_simplemma", broken)
    with pytest.raises(KeyboardInterrupt):
        lexicon.make(tmp_path)
    assert list(tmp_path.iterdir()) == []
