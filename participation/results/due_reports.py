"""Which reports are still to be written, and writing them: the worker does it soon after results were published, so that nobody who
wants the PDF has to wait for it."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from council.base import i18n
from council.base.site import Site
from participation.processes import Process
from participation.results import Result, printing, reports, result_pages

log = logging.getLogger(__name__)

AFTER_TROUBLE = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """A report of a public result that is not there yet."""

    result_id: int
    language: str


def due(db: Session, site: Site) -> Sequence[Due]:
    """All reports that are missing, in the languages of the site."""
    public = (
        select(Result.id, Result.process_id, Result.bundle)
        .join(Process, col(Process.id) == Result.process_id)
        .where(col(Process.released_at).is_not(None), col(Process.withdrawn_at).is_(None))
        .where(col(Result.published_at).is_not(None), col(Result.taken_back_at).is_(None))
        .order_by(col(Result.number))
    )
    latest = {process_id: (result_id, bundle) for result_id, process_id, bundle in db.exec(public)}
    found = []
    for process_id, (result_id, bundle) in latest.items():
        file = site.storage.participation(process_id) / bundle
        if bundle and result_id is not None and file.is_file():
            codes = [one for one in i18n.CODES if not reports.path(file, i18n.language(one)).is_file()]
            found += [Due(result_id, one) for one in codes]
    return found


def write(site: Site, wanted: Due) -> None:
    """Write a report, unless the result is public no more. Raises PrintingError."""
    language = i18n.language(wanted.language)
    with site.database.reading() as db:
        result = db.get(Result, wanted.result_id)
        process = db.get(Process, result.process_id) if result is not None and result.is_public else None
        if result is None or process is None:
            return
        page, bundle = (
            result_pages.gather(db, site, process, result, language),
            result_pages.bundle_file(site, result),
        )
    if page is not None and bundle is not None:
        reports.written(site, bundle, page, language)


@dataclass
class Writer:
    """Writes what is missing; what failed has its turn again after a while."""

    site: Site
    _rests: dict[Due, datetime] = field(default_factory=dict)

    def keep_up(self, stop: threading.Event) -> None:
        """Write all that are missing now, or until told to stop."""
        if printing.missing_library() is not None:
            return
        try:
            with self.site.database.reading() as db:
                wanted = due(db, self.site)
        except OperationalError:
            log.warning("the database does not answer; reports are written soon")
            return
        for one in wanted:
            if stop.is_set():
                return
            if self._rests.get(one, self.site.clock()) <= self.site.clock():
                self._try(one)

    def _try(self, wanted: Due) -> None:
        try:
            write(self.site, wanted)
        except Exception:  # whatever it is, surveys have to be counted meanwhile
            self._rests[wanted] = self.site.clock() + AFTER_TROUBLE
            log.exception("no report of result %s in %r; trying again later", wanted.result_id, wanted.language)
