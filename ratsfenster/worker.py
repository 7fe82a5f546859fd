"""The worker: takes up jobs, lane by lane, keeps their leases alive, and lets the index follow the changes.

Each lane is a thread that runs one job at a time, so that a new upload can be played while a long transcription runs.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from council import arrivals, recordings
from council.base import jobs, workers
from council.base.children import ChildCancelledError
from council.base.jobs import Claim
from council.base.site import Site
from council.media import MediaError
from council.recordings import Recording
from participation.mails import notifying
from participation.results import due_countings
from ratsfenster import pipeline
from ratsfenster.housekeeping import Housekeeper
from search import indexing
from transcription.engines import TranscriptionError

log = logging.getLogger(__name__)

IDLE_S = 0.5
LANES: tuple[tuple[str, ...], ...] = (("prepare", "compose", "preview"), ("transcribe",), ("render",))
WITHOUT_ENCODING = LANES[:2]


class LostError(Exception):
    """The job was cancelled or went to another worker: stop and store nothing."""


@dataclass
class Work:
    """One job in hand, as the pipeline's stages see it."""

    site: Site
    claim: Claim
    stop: threading.Event
    _lost: threading.Event = field(default_factory=threading.Event)
    _shown_at: float = 0.0

    @property
    def recording_id(self) -> int:
        return self.claim.subject_id

    def cancelled(self) -> bool:
        """Whether to stop: cancelled by a person, taken over by another worker, or the worker is ending."""
        return self._lost.is_set() or self.stop.is_set()

    def lose(self) -> None:
        self._lost.set()

    def report(self, progress: float, detail: str = "", *, advanced: bool = False) -> None:
        """Show progress, at most once a second unless something was kept (``advanced``)."""
        if self.cancelled():
            raise LostError
        now = time.monotonic()
        if not advanced and now - self._shown_at < 1:
            return
        self._shown_at = now
        with self.site.database.writing() as db:
            if not jobs.report(db, self.claim, progress, detail, advanced=advanced):
                raise LostError

    @contextmanager
    def finishing(self, notice: str = "") -> Iterator[Session]:
        """The transaction that stores the outcome and ends the job; nothing is stored where the job is no longer ours."""
        with self.site.database.writing() as db:
            if (recording := db.get(Recording, self.recording_id)) is not None:
                recordings.lock(db, recording)
            if not jobs.finish(db, self.claim, self.site.clock(), notice):
                raise LostError
            yield db


class Worker:
    """Runs jobs until told to stop."""

    def __init__(self, site: Site, lanes: tuple[tuple[str, ...], ...] = LANES, *, index: bool = True) -> None:
        self.site = site
        self.name = jobs.holder_name()
        self.stop = threading.Event()
        self._lanes = lanes
        self._index = index
        self._active: dict[int, Work] = {}
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._housekeeper = Housekeeper(site, deleting=True, stop=self.stop)

    def start(self) -> None:
        """Begin; returns at once."""
        with self.site.database.writing() as db:
            jobs.free_dead(db, self.site.clock())
            workers.seen(db, self.name, "worker", self.site.clock())
        pipeline.sweep(self.site)
        pipeline.sweep_orphans(self.site)
        targets: list[Callable[[], None]] = [self._beat, *(partial(self._run_lane, lane) for lane in self._lanes)]
        if self._index:
            targets.append(self._follow)
        targets.extend((self._take_in, self._count_surveys, self._send_mails))
        self._threads = [threading.Thread(target=target, daemon=True) for target in targets]
        for thread in self._threads:
            thread.start()
        self._housekeeper.start()

    def end(self, patience_s: float = 10) -> None:
        """Stop: running jobs are given back, children killed."""
        self.stop.set()
        deadline = time.monotonic() + patience_s
        self._housekeeper.end(patience_s / 2)
        for thread in self._threads:
            thread.join(max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(OperationalError), self.site.database.writing() as db:
            workers.gone(db, self.name)

    def _follow(self) -> None:
        indexing.follow(self.site, self.stop)

    def _take_in(self) -> None:
        arrivals.follow(self.site, self.stop)

    def _count_surveys(self) -> None:
        due_countings.follow(self.site, self.stop)

    def _send_mails(self) -> None:
        notifying.follow(self.site, self.stop)

    def _beat(self) -> None:
        """Renew the leases; a lease that cannot be renewed in time is a lost one. Whatever goes wrong, the heart goes on beating."""
        renewed_at = time.monotonic()
        while not self.stop.wait(jobs.HEARTBEAT_S):
            try:
                self._renew_all()
                renewed_at = time.monotonic()
            except Exception:
                log.exception("the leases could not be renewed; trying again")
                if time.monotonic() - renewed_at > jobs.LEASE.total_seconds():
                    for work in self._running():
                        work.lose()

    def _renew_all(self) -> None:
        """One transaction a job, so that no two are locked at once and nobody waits in a circle."""
        for work in self._running():
            with self.site.database.writing() as db:
                if not jobs.renew(db, work.claim, self.site.clock()):
                    work.lose()
        with self.site.database.writing() as db:
            workers.seen(db, self.name, "worker", self.site.clock())
            jobs.free_dead(db, self.site.clock())

    def _running(self) -> list[Work]:
        with self._lock:
            return list(self._active.values())

    def _run_lane(self, kinds: Collection[str]) -> None:
        while not self.stop.is_set():
            try:
                worked = self.run_one(kinds)
            except OperationalError:
                log.warning("the database does not answer; trying again")
                worked = False
            except Exception:
                log.exception("a job could not be taken up")
                worked = False
            if not worked:
                self.stop.wait(IDLE_S)

    def run_one(self, kinds: Collection[str]) -> bool:
        """Claim and run one job; False when there was none."""
        with self.site.database.writing() as db:
            claimed = jobs.claim(db, kinds, self.name, self.site.clock())
        if claimed is None:
            return False
        work = Work(self.site, claimed, self.stop)
        with self._lock:
            self._active[claimed.job_id] = work
        try:
            self._attempt(work)
        finally:
            with self._lock:
                self._active.pop(claimed.job_id, None)
        return True

    def _attempt(self, work: Work) -> None:
        kind, subject = work.claim.kind, work.claim.subject_id
        log.info("%s of recording %s, attempt %s", kind, subject, work.claim.attempt)
        try:
            pipeline.STAGES[kind](work)
        except (LostError, ChildCancelledError):
            log.info("%s of recording %s stopped", kind, subject)
            with self.site.database.writing() as db:
                jobs.release(db, work.claim, self.site.clock())
        except (MediaError, TranscriptionError, pipeline.PipelineError) as error:
            self._fail(work, str(error), permanent=error.permanent)
        except OSError as error:
            self._fail(
                work,
                f"Dateien konnten nicht gelesen oder geschrieben werden: {error.strerror or error}",
                permanent=False,
            )
        except Exception as error:
            log.exception("%s of recording %s failed", kind, subject)
            self._fail(
                work,
                f"Unerwarteter Fehler ({type(error).__name__}); Einzelheiten stehen im Protokoll.",
                permanent=False,
            )

    def _fail(self, work: Work, message: str, *, permanent: bool) -> None:
        log.warning("%s of recording %s: %s", work.claim.kind, work.claim.subject_id, message)
        with self.site.database.writing() as db:
            jobs.fail(db, work.claim, message, self.site.clock(), permanent=permanent)
