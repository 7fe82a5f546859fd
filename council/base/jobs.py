"""Long work: a lease table in the project's own database.

A job is claimed for ``LEASE`` and its holder renews the lease while it works. A holder that dies (kill -9, power) loses the lease and
anybody takes the job up again. All writes about a running job are conditional on still holding it, so two workers cannot both finish it.
Creating a job is part of the transaction that made the work necessary.
"""

import functools
import os
import secrets
import socket
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import ColumnElement, Index, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, or_, select

from council.base.database import UtcDateTime

LEASE = timedelta(seconds=20)
HEARTBEAT_S = 2.0
MOST_CRASHES = (
    25  # ended without a word and without progress, so often in a row: something in the work kills its worker
)
MOST_FAILURES = 6  # passing failures in a row
CRASHED = "Die Verarbeitung ist wiederholt abgestürzt. Bitte prüfen Sie die Datei und die Protokolle."


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


LIVE = (JobState.WAITING, JobState.RUNNING)


class Job(SQLModel, table=True):
    """One stage of work on one subject. ``progress`` runs from 0 to 1; ``message`` is for people."""

    __table_args__ = (Index("ix_job_claim", "state", "kind", "run_after"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    subject_id: int = Field(index=True)
    live_key: str | None = Field(default=None, unique=True)  # kind:subject while live, so that none is queued twice
    state: str = JobState.WAITING
    holder: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    run_after: datetime = Field(sa_type=UtcDateTime)
    attempt: int = 0
    crashes: int = 0
    failures: int = 0
    cancel_requested: bool = False
    again: bool = False  # asked for once more while it was running
    progress: float = 0.0
    detail: str = ""
    message: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True)
class Claim:
    """The right to work on a job until the lease ends."""

    job_id: int
    kind: str
    subject_id: int
    attempt: int
    holder: str


def holder_name() -> str:
    """A name for this process that no other has; machine and pid let its neighbours see that it died."""
    return f"{_machine()}:{os.getpid()}:{secrets.token_hex(4)}"


@functools.cache
def _machine() -> str:
    """The same only for processes that can see each other's pids: one boot, one pid namespace. Host names are not enough for that,
    since containers and cloned machines share them."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{os.readlink('/proc/self/ns/pid')}".replace(":", "")
    except OSError:
        return f"{socket.gethostname()}/{secrets.token_hex(8)}"


def enqueue(db: Session, kind: str, subject_id: int, now: datetime) -> Job:
    """Ask for work. Where the same is waiting that one serves; where it is running it will run once more."""
    live_key = f"{kind}:{subject_id}"
    live = select(Job).where(Job.live_key == live_key).with_for_update()  # waits for one who is just finishing it
    job = db.exec(live).first()
    if job is None:
        try:
            with db.begin_nested():
                job = Job(kind=kind, subject_id=subject_id, live_key=live_key, run_after=now, created_at=now)
                db.add(job)
            return job
        except IntegrityError:  # on PostgreSQL somebody else asked at the same moment
            job = db.exec(live).one()
    if job.state == JobState.RUNNING:
        job.again = True
        db.add(job)
        db.flush()
    return job


def claim(db: Session, kinds: Collection[str], holder: str, now: datetime) -> Claim | None:
    """Take the oldest job that is due, or whose holder let the lease run out. Those that may not go on are ended on the way."""
    due = or_(
        (col(Job.state) == JobState.WAITING) & (col(Job.run_after) <= now),
        (col(Job.state) == JobState.RUNNING) & (col(Job.lease_until) < now),
    )
    query = select(Job).where(col(Job.kind).in_(kinds), due).order_by(col(Job.id)).limit(1)
    while (job := db.exec(query.with_for_update(skip_locked=True)).first()) is not None:
        job.crashes += job.state == JobState.RUNNING
        if job.cancel_requested:
            _end(db, job, JobState.CANCELLED, now)
        elif job.crashes > MOST_CRASHES:
            _end(db, job, JobState.FAILED, now, CRASHED)
        else:
            return _hold(db, job, holder, now)
    return None


def _hold(db: Session, job: Job, holder: str, now: datetime) -> Claim:
    assert job.id is not None
    job.state, job.holder, job.lease_until = JobState.RUNNING, holder, now + LEASE
    job.attempt += 1
    job.started_at = job.started_at or now
    db.add(job)
    return Claim(job.id, job.kind, job.subject_id, job.attempt, holder)


def _held(db: Session, claimed: Claim) -> Job | None:
    """The job while it is still ours; nobody else can take it before this transaction ends."""
    return db.exec(select(Job).where(_mine(claimed)).with_for_update()).first()


def _mine(claimed: Claim) -> ColumnElement[bool]:
    return (
        (col(Job.id) == claimed.job_id)
        & (col(Job.holder) == claimed.holder)
        & (col(Job.attempt) == claimed.attempt)
        & (col(Job.state) == JobState.RUNNING)
    )


def renew(db: Session, claimed: Claim, now: datetime) -> bool:
    """Prolong the lease. False: stop working, the job was cancelled or is somebody else's by now."""
    job = _held(db, claimed)
    if job is None or job.cancel_requested:
        return False
    job.lease_until = now + LEASE
    db.add(job)
    return True


def report(db: Session, claimed: Claim, progress: float, detail: str = "", *, advanced: bool = False) -> bool:
    """Show how far the work is. ``advanced``: something was kept, so earlier crashes and failures are forgiven."""
    values: dict[str, object] = {"progress": min(max(progress, 0.0), 1.0), "detail": detail}
    if advanced:
        values |= {"crashes": 0, "failures": 0}
    return db.exec(update(Job).where(_mine(claimed)).values(**values)).rowcount == 1


def finish(db: Session, claimed: Claim, now: datetime, notice: str = "") -> bool:
    """The work is done; False where it was no longer ours. Call it in the transaction that stores the outcome. ``notice`` is what people
    should know of it all the same."""
    job = _held(db, claimed)
    if job is None:
        return False
    job.progress = 1.0
    _end(db, job, JobState.DONE, now, notice)
    return True


def fail(db: Session, claimed: Claim, message: str, now: datetime, *, permanent: bool) -> bool:
    """The work failed. A passing failure is tried again, later each time (5 s, 10 s, … 5 min)."""
    job = _held(db, claimed)
    if job is None:
        return False
    job.failures += 1
    if job.cancel_requested:
        _end(db, job, JobState.CANCELLED, now)
    elif permanent or job.failures >= MOST_FAILURES:
        _end(db, job, JobState.FAILED, now, message)
    else:
        job.state, job.holder, job.lease_until, job.message = JobState.WAITING, None, None, message
        job.run_after = now + timedelta(seconds=min(300, 5 * 2 ** (job.failures - 1)))
    db.add(job)
    return True


def release(db: Session, claimed: Claim, now: datetime) -> None:
    """Give the job back: cancelled where that was asked, else free for the next worker at once."""
    job = _held(db, claimed)
    if job is None:
        return
    if job.cancel_requested:
        _end(db, job, JobState.CANCELLED, now)
    else:
        job.state, job.holder, job.lease_until = JobState.WAITING, None, None
    db.add(job)


def request_cancel(db: Session, job_id: int, now: datetime) -> bool:
    """Ask for a live job to stop; a waiting one stops at once, a running one within seconds."""
    job = db.get(Job, job_id, with_for_update=True)
    if job is None or job.state not in LIVE:
        return False
    job.cancel_requested, job.again = True, False
    if job.state == JobState.WAITING:
        _end(db, job, JobState.CANCELLED, now)
    db.add(job)
    return True


def free_dead(db: Session, now: datetime) -> int:
    """Let go of leases whose holder is a dead process of this machine, so that a restart need not wait for them to run out."""
    freed = 0
    for job in db.exec(select(Job).where(Job.state == JobState.RUNNING).with_for_update(skip_locked=True)):
        host, _, rest = (job.holder or "").partition(":")
        pid = rest.partition(":")[0]
        if host == _machine() and pid.isdigit() and not alive(int(pid)):
            job.lease_until = now - timedelta(seconds=1)
            db.add(job)
            freed += 1
    return freed


def alive(pid: int) -> bool:
    """Whether a process with this id runs on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def of_subject(db: Session, subject_id: int, kinds: Collection[str]) -> Sequence[Job]:
    """All jobs of these kinds for a subject, oldest first."""
    return db.exec(
        select(Job).where(Job.subject_id == subject_id, col(Job.kind).in_(kinds)).order_by(col(Job.id))
    ).all()


def _end(db: Session, job: Job, state: JobState, now: datetime, message: str = "") -> None:
    """The end of a job. What was asked for once more while it ran, or after it was cancelled, is queued anew."""
    again = job.again
    job.state, job.live_key, job.holder, job.lease_until, job.again = state, None, None, None, False
    job.message, job.finished_at = message, now
    db.add(job)
    db.flush()
    if again:
        enqueue(db, job.kind, job.subject_id, now)
