"""The index follows the feed of changes.

For each recording that changed, all its documents are replaced by what is public of it now. A full rebuild fills an index beside the
live one, which goes on following meanwhile, and swaps.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from sqlmodel import Session, col, select

from council import cuts
from council.base import changes
from council.base.changes import Change
from council.base.site import Site
from council.meetings import Meeting
from council.recordings import EDITION_KIND, KIND, Recording, text_is_public
from search.documents import Document, Origin, documents_of
from search.engines import Cursor, SearchEngine, SearchError, SearchWriter, WriterBusyError, open_engine, open_writer
from transcription import transcripts

log = logging.getLogger(__name__)

FOLLOWED = (KIND, EDITION_KIND)  # both: a commit may end between the two changes that tell of one cut
POLL_S = 0.3
PATIENCE_S = 2.0  # until the writer is tried again after a failure, or while another process has it
MOST_CHANGES = 500  # taken up before a commit …
COMMIT_S = 1.0  # … or as many as this time allows, so that none waits for others to be searchable

Progress = Callable[[int, int], None]


class StoppedError(Exception):
    """The rebuild was stopped; the live index is as it was."""


@dataclass(frozen=True)
class _Progress:
    done: int
    cursor: Cursor


def position(site: Site) -> int:
    """The newest change that can be found; 0 where there is no index."""
    with closing(open_engine(site)) as engine:
        cursor = engine.cursor()
    return cursor.change if cursor else 0


def follow(site: Site, stop: threading.Event) -> None:
    """Keep this machine's index until told to stop. Where another process writes it, wait to take over."""
    waiting = False
    while not stop.is_set():
        try:
            with closing(open_writer(site)) as engine:
                waiting = False
                while not stop.is_set():
                    if not index_once(site, engine, stop.is_set):
                        stop.wait(POLL_S)
        except StoppedError:
            return
        except WriterBusyError:
            if not waiting:
                log.info("another process keeps the search index; waiting to take over")
            waiting = True
        except Exception:
            log.exception("the search index could not be kept; trying again")
        stop.wait(PATIENCE_S if not waiting else POLL_S)


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
    cursor = _newest(site)
    built = engine.beside()
    with site.database.reading() as db:
        wanted = db.exec(select(Recording.id).where(text_is_public()).order_by(col(Recording.id))).all()
    followed_at = time.monotonic()
    for done, recording_id in enumerate(wanted, 1):
        if stopped():
            raise StoppedError
        assert recording_id is not None
        built.replace(recording_id, _documents(site, recording_id))
        if time.monotonic() - followed_at > COMMIT_S:
            _keep_live(site, engine)
            followed_at = time.monotonic()
        progress(done, len(wanted))
    while (taken := _take_up(site, built, cursor)).done:
        cursor = taken.cursor
    built.commit(cursor)
    engine.take_over(built)
    log.info("the search index was built from %d recordings", len(wanted))


def _keep_live(site: Site, engine: SearchEngine) -> None:
    """Follow the changes in the index that is live during a rebuild, if there is one that still works."""
    cursor = engine.cursor()
    if cursor is None or not _of_this_history(site, cursor):
        return
    try:
        taken = _take_up(site, engine, cursor)
        if taken.done:
            engine.commit(taken.cursor)
    except SearchError:
        log.warning("the live search index cannot be written; the new one will replace it")


def _must_rebuild(site: Site, engine: SearchEngine) -> bool:
    cursor = engine.cursor()
    return cursor is None or engine.rebuild_wanted() or not _of_this_history(site, cursor)


def _of_this_history(site: Site, cursor: Cursor) -> bool:
    """Whether the index followed this very database: a restored backup may have other changes with the same ids."""
    if cursor.change == 0:
        return True
    with site.database.reading() as db:
        change = db.get(Change, cursor.change)
    return change is not None and _cursor_at(change) == cursor


def _newest(site: Site) -> Cursor:
    with site.database.reading() as db:
        newest = changes.latest(db)
        change = db.get(Change, newest) if newest else None
    return _cursor_at(change) if change else Cursor()


def _cursor_at(change: Change) -> Cursor:
    return Cursor(change.id or 0, change.at.isoformat())


def _take_up(site: Site, writer: SearchWriter, cursor: Cursor) -> _Progress:
    """Write what changed after the cursor, uncommitted, for as long as one commit may take."""
    with site.database.reading() as db:
        news = changes.since(db, cursor.change, MOST_CHANGES)
    began, seen, done = time.monotonic(), set[int](), 0
    for change in news:
        if change.kind in FOLLOWED and change.subject_id not in seen:
            writer.replace(change.subject_id, _documents(site, change.subject_id))
            seen.add(change.subject_id)  # its state was read just now, with all later changes of this batch in it
        cursor, done = _cursor_at(change), done + 1
        if time.monotonic() - began > COMMIT_S:
            break
    return _Progress(done, cursor)


def _documents(site: Site, recording_id: int) -> Iterator[Document]:
    """All documents of a recording; none where it is not public. The transaction ends before the engine gets them."""
    with site.database.reading() as db:
        origin, segments = _public_text(db, recording_id, site)
    return documents_of(origin, segments) if origin else iter(())


def _public_text(db: Session, recording_id: int, site: Site) -> tuple[Origin | None, list[transcripts.PublicSegment]]:
    recording = db.get(Recording, recording_id)
    if recording is None or not recording.shows_text:
        return None, []
    meeting = db.get_one(Meeting, recording.meeting_id)
    year = meeting.start.astimezone(site.settings.zone).year
    hidden = cuts.hidden(db, recording_id, recording.duration_ms)
    origin = Origin(recording_id, recording.meeting_id, meeting.organization_id, year)
    return origin, transcripts.public_segments(db, recording_id, hidden)
