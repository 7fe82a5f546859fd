"""The index follows the feed of changes.

For each source that changed, all its documents are replaced by what is public of it now, and its words by those in the vocabulary. A
full rebuild fills an index beside the live one, which goes on following meanwhile, and swaps.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass

from sqlmodel import Session

from council.base import changes
from council.base.changes import Change
from council.base.site import Site
from search import erasing, history, sources, vocabulary
from search.documents import Source
from search.engines import Cursor, SearchEngine, SearchError, SearchWriter, WriterBusyError, open_engine, open_writer

log = logging.getLogger(__name__)

POLL_S = 0.3  # between two looks at the feed, and while another process has the writer
PATIENCE_S = 1.0  # after a failure, twice as long after each further one …
MOST_PATIENCE_S = 15.0  # … up to this
MOST_CHANGES = 500  # taken up before a commit …
COMMIT_S = 1.0  # … or as many as this time allows, so that none waits for others to be searchable

Progress = Callable[[int, int], None]


class StoppedError(Exception):
    """The rebuild was stopped; the live index is as it was."""


@dataclass(frozen=True)
class _Progress:
    done: int
    cursor: Cursor


@dataclass(frozen=True)
class _Read:
    """The words of a source, and the newest change there was when it was read."""

    words: Mapping[str, int]
    change: int


def position(site: Site) -> int:
    """The newest change that can be found; 0 where there is no index of this database."""
    with closing(open_engine(site)) as engine:
        cursor = engine.cursor()
    return cursor.change if cursor and _is_followed(site, cursor) else 0


def follow(site: Site, stop: threading.Event) -> None:
    """Keep this machine's index until told to stop. Where another process writes it, wait to take over; where the engine cannot be
    reached, go on later from the same place in the feed."""
    waiting, failures = False, 0
    while not stop.is_set():
        try:
            with closing(open_writer(site)) as engine:
                waiting = False
                while not stop.is_set():
                    taken = index_once(site, engine, stop.is_set)
                    failures = 0
                    if not taken:
                        stop.wait(POLL_S)
        except StoppedError:
            return
        except WriterBusyError:
            if not waiting:
                log.info("another process keeps the search index; waiting to take over")
            waiting, failures = True, 0
            stop.wait(POLL_S)
        except Exception as error:
            failures += 1
            log.warning(
                "the search index could not be kept, trying again: %s",
                error,
                exc_info=not isinstance(error, SearchError),
            )
            stop.wait(patience(failures))


def patience(failures: int) -> float:
    """How many seconds to wait after so many failures in a row."""
    return float(min(PATIENCE_S * 2 ** min(failures - 1, 10), MOST_PATIENCE_S))


def index_once(site: Site, engine: SearchEngine, stopped: Callable[[], bool] = lambda: False) -> int:
    """Take up what changed since the index's cursor; how many changes that were. Where there is no index, or one that is damaged, of
    another history or asked to be rebuilt, it is built first."""
    if _must_rebuild(site, engine):
        rebuild(site, engine, stopped=stopped)
    cursor = engine.cursor()
    assert cursor is not None
    taken = _take_up(site, engine, cursor)
    if taken.done:
        engine.commit(taken.cursor)
    return taken.done


def reindex(site: Site, progress: Progress = lambda done, total: None) -> None:
    """Build the index anew, or have it built by the process that keeps it, and return when that is done."""
    asked = False
    while True:
        try:
            with closing(open_writer(site)) as engine:
                if not asked or engine.rebuild_wanted():
                    rebuild(site, engine, progress)
                return
        except WriterBusyError:
            with closing(open_engine(site)) as reader:
                if not asked:
                    reader.request_rebuild()
                elif not reader.rebuild_wanted():
                    return
            asked = True
            time.sleep(POLL_S)


def rebuild(
    site: Site,
    engine: SearchEngine,
    progress: Progress = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Build an index beside the live one, which follows the changes meanwhile, and swap. Raises StoppedError."""
    with site.database.reading() as db:
        cursor, wanted = history.newest(db), sources.everything(db)
    built = engine.beside()
    followed_at, read = time.monotonic(), dict[Source, _Read]()
    for done, source in enumerate(wanted, 1):
        if stopped():
            raise StoppedError
        read[source] = _replace(site, built, source)
        if time.monotonic() - followed_at > COMMIT_S or done == len(wanted):
            _learn(site, read)
            _keep_live(site, engine)
            followed_at, read = time.monotonic(), {}
        progress(done, len(wanted))
    while (taken := _take_up(site, built, cursor)).done:
        if stopped():
            raise StoppedError
        _keep_live(site, engine)
        cursor = taken.cursor
    built.commit(cursor)
    engine.take_over(built)
    _forget_gone(site)
    log.info("the search index was built from %d sources", len(wanted))


def _keep_live(site: Site, engine: SearchEngine) -> None:
    """Follow the changes in the index that is live during a rebuild, if there is one that still works."""
    cursor = engine.cursor()
    if cursor is None or not _is_followed(site, cursor):
        return
    try:
        taken = _take_up(site, engine, cursor)
        if taken.done:
            engine.commit(taken.cursor)
    except SearchError:
        log.warning("the live search index cannot be written; the new one will replace it")


def _must_rebuild(site: Site, engine: SearchEngine) -> bool:
    cursor = engine.cursor()
    if cursor is None or engine.rebuild_wanted() or not _is_followed(site, cursor):
        return True
    at = engine.rebuild_at()
    return at is not None and at <= site.clock()


def _is_followed(site: Site, cursor: Cursor) -> bool:
    with site.database.reading() as db:
        return history.is_followed(db, cursor)


def _take_up(site: Site, writer: SearchWriter, cursor: Cursor) -> _Progress:
    """Write what changed after the cursor, uncommitted, for as long as one commit may take."""
    with site.database.reading() as db:
        news = changes.since(db, cursor.change, MOST_CHANGES)
        moment = erasing.rebuild_at(site.clock(), site.settings.zone, len(sources.everything(db)) if news else 0)
    began, read, done = time.monotonic(), dict[Source, _Read](), 0
    for change in news:
        touched = _touched(site, change)
        fresh = [source for source in touched if source not in read]
        if fresh and done and time.monotonic() - began > COMMIT_S:
            break
        if sources.may_hide(change):
            for source in touched:
                writer.erase_by(source, moment)
        for source in fresh:
            read[source] = _replace(site, writer, source)  # as it is now, with all later changes of this batch in it
        cursor, done = history.cursor_at(change), done + 1
    _learn(site, read)  # before the commit: who is killed in between does both again
    return _Progress(done, cursor)


def _touched(site: Site, change: Change) -> list[Source]:
    with site.database.reading() as db:
        return sources.touched(db, change)


def _replace(site: Site, writer: SearchWriter, source: Source) -> _Read:
    """Let the index have what is public of a source, and give back its words for the vocabulary."""
    found = sources.content(site, source)
    writer.replace(source, found.documents)
    return _Read(found.words, found.change)


def _learn(site: Site, read: Mapping[Source, _Read]) -> None:
    """Let the vocabulary have the words of sources, but for those that changed since they were read: they are taken up once more."""

    def outdated(db: Session) -> set[Source]:
        later = changes.last_of_each(db, min(one.change for one in read.values()))
        return {
            source
            for change in later
            for source in sources.touched(db, change)
            if source in read and (change.id or 0) > read[source].change
        }

    vocabulary.learn_together(site, {source: one.words for source, one in read.items()}, outdated)


def _forget_gone(site: Site) -> None:
    """Let the vocabulary forget the sources of which nothing is public."""
    with site.database.reading() as db:
        change, learnt = changes.latest(db), vocabulary.learnt(db)
        gone = learnt.difference(sources.everything(db))
    _learn(site, {source: _Read({}, change) for source in gone})
