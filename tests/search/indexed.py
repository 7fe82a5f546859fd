"""An index that is written by the test, in a language where each word is its own base form."""

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from council.base.site import Site
from search import vocabulary
from search.engines import (
    EVERYTHING,
    SearchEngine,
    SearchReader,
    UnavailableError,
    open_writer,
)
from search.german import analyse
from search.lexicon import Lexicon, Reading
from search.plans import All, Plan, Wanted
from search.spelling import fold


class NoWords:
    """A lexicon in which there are none, so that each word is its own base form."""

    def readings(self, word: str) -> tuple[Reading, ...]:
        return ()


NO_WORDS: Lexicon = NoWords()


@pytest.fixture(autouse=True)
def no_words(monkeypatch: pytest.MonkeyPatch) -> None:
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
