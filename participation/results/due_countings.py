"""Which surveys are to be counted, and doing it: the worker's part in results, with the reports of those that are public.

A survey is counted a minute after it closed, when all requests that were on their way have ended, and again whenever answers came
from paper or the office asks for it. One whose results are shown live is counted in batches while it is open.
"""

import logging
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from council.base import audit, locks
from council.base.locks import Decision
from council.base.site import Site
from participation import processes, results
from participation.answers import submissions
from participation.counting.disclosure import DisclosureError
from participation.processes import Kind, Process, Showing, State
from participation.results import Result, counting, due_reports, exports, publication

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=1)
LIVE_EVERY = timedelta(minutes=5)
LOOK_S = 5.0
AFTER_TROUBLE = timedelta(minutes=10)


@dataclass(frozen=True)
class Due:
    """A survey to be counted."""

    process_id: int
    final: bool


def due(db: Session, now: datetime) -> Sequence[Due]:
    """All surveys that are to be counted now."""
    released = select(Process).where(
        Process.kind == Kind.SURVEY,
        col(Process.released_at).is_not(None),
        col(Process.withdrawn_at).is_(None),
        col(Process.deleted_on).is_(None),
    )
    found = []
    for process in db.exec(released.order_by(col(Process.id))):
        assert process.id is not None
        standing = processes.state(process, now)
        if standing is State.CLOSED and process.closes_at is not None and now >= process.closes_at + GRACE:
            if _final_is_due(db, process):
                found.append(Due(process.id, True))
        elif standing is State.OPEN and process.showing == Showing.LIVE and _live_is_due(db, process, now):
            found.append(Due(process.id, False))
    return found


def can_be_renewed(process: Process, now: datetime, today: date) -> bool:
    """Whether the answers are all there to be counted again: none of them, and no texts, were deleted yet."""
    texts_there = process.texts_until is None or today <= process.texts_until
    return process.deleted_on is None and texts_there and processes.state(process, now) is State.CLOSED


def count(site: Site, wanted: Due) -> Result | None:
    """Count a survey and keep the result, shown to the public where the office wants that at once. None where there were too few answers,
    or something changed meanwhile; then it is due again."""
    began, folder = site.clock(), site.storage.participation(wanted.process_id)
    with site.database.reading() as db:
        process = db.get_one(Process, wanted.process_id)
        try:
            result = counting.final(db, process, folder, began) if wanted.final else counting.live(db, process, began)
        except DisclosureError:
            result = None
    if result is None:
        with site.database.writing() as db:
            results.done(db, wanted.process_id, began)
        return None
    if wanted.final:
        exports.write(folder / result.bundle, process.name(process.leading))
    kept = _keep(site, result, began)
    if wanted.final:
        exports.tidy(folder, kept) if kept is not None else exports.drop(folder, result.bundle)
    return result if kept is not None else None


def mend(site: Site) -> None:
    """Make what is missing of the published files, as after a backup was restored: exports from the bundle, and the bundle by counting
    again, where that is still possible."""
    with site.database.reading() as db:
        kept = select(Process, Result).join(Result, col(Result.process_id) == col(Process.id))
        known = [(process, result) for process, result in db.exec(kept.where(col(Result.bundle) != ""))]
        wanted = {
            result.id
            for process, _ in known
            for result in (results.last(db, process.id or 0), results.published(db, process.id or 0))
            if result is not None
        }
    now = site.clock()
    for process, result in known:
        bundle = site.storage.participation(result.process_id) / result.bundle
        if bundle.is_file():
            if not exports.are_there(bundle):
                exports.write(bundle, process.name(process.leading))
        elif result.id in wanted and can_be_renewed(process, now, now.astimezone(site.settings.zone).date()):
            with site.database.writing() as db:
                results.order(db, result.process_id, now)


def follow(site: Site, stop: threading.Event) -> None:
    """Count what is due until told to stop."""
    try:
        mend(site)
    except Exception:
        log.exception("files of published surveys could not be looked after")
    rests: dict[int, datetime] = {}
    writer = due_reports.Writer(site)
    while not stop.wait(LOOK_S):
        try:
            with site.database.reading() as db:
                wanted = due(db, site.clock())
        except OperationalError:
            log.warning("the database does not answer; surveys are counted soon")
            continue
        for one in wanted:
            if stop.is_set():
                return
            if rests.get(one.process_id, site.clock()) <= site.clock() and not counted(site, one):
                rests[one.process_id] = site.clock() + AFTER_TROUBLE
        writer.keep_up(stop)


def counted(site: Site, wanted: Due) -> bool:
    """Count a survey, and keep for the desk whether that failed. Never raises."""
    try:
        count(site, wanted)
        _tell(site, wanted.process_id, None)
    except Exception as error:
        log.exception("survey %s could not be counted; trying again later", wanted.process_id)
        _tell(site, wanted.process_id, error)
        return False
    return True


def _tell(site: Site, process_id: int, error: Exception | None) -> None:
    """For the desk; where the database does not answer, the log has to do."""
    with suppress(OperationalError):
        with site.database.reading() as db:
            known = results.failure(db, process_id) is not None
        if error is None and not known:
            return
        with site.database.writing() as db:
            if error is None:
                results.succeeded(db, process_id)
            else:
                results.failed(db, process_id, type(error).__name__, site.clock())


def _final_is_due(db: Session, process: Process) -> bool:
    assert process.id is not None
    if results.ordered(db, process.id):
        return True
    if results.is_settled(db, process.id):
        return False
    latest, people = results.last(db, process.id, final=True), counting.answered(db, process.id)
    return people >= process.least_people and (latest is None or latest.changes != submissions.changes(db, process.id))


def _live_is_due(db: Session, process: Process, now: datetime) -> bool:
    assert process.id is not None
    latest, k = results.last(db, process.id, final=False), process.least_people
    new = counting.answered(db, process.id) - k - (latest.people if latest else 0)
    if latest is None:
        return new >= k
    return new >= k and latest.is_public and now - latest.made_at >= LIVE_EVERY


def _keep(site: Site, result: Result, began: datetime) -> frozenset[str] | None:
    """Store a result unless something changed since it was counted; the names of the bundles that are still needed."""
    with site.database.writing() as db:
        locks.alone(db, Decision.PROCESS, result.process_id)
        process = db.get_one(Process, result.process_id, populate_existing=True)
        now = site.clock()
        late = result.final and submissions.changes(db, result.process_id) != result.changes
        if late or process.deleted_on is not None or results.next_number(db, result.process_id) != result.number:
            return None
        results.done(db, result.process_id, began)
        wanted = publication.at_once(db, process, result)
        shown = wanted and publication.may_follow(db, process, result)
        if not result.final and not shown:
            return frozenset()
        db.add(result)
        db.flush()
        if shown:
            results.publish(db, result, now)
            processes.changed(db, process, now)
        if result.final and shown:
            subject = process.name(process.leading)
            path = f"/ratsbuero/beteiligung/{process.id}"
            audit.record(db, None, "Ergebnisse veröffentlicht", now, subject=subject, path=path)
        if not result.final:
            results.drop_live(db, result.process_id, result.number)
        public = results.published(db, result.process_id)
        return frozenset({result.bundle, public.bundle if public else ""})
