"""The jobs of a database, worked on step by step, for tests."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sqlmodel import Session, col, select

from council.base import jobs
from council.base.database import Database
from council.base.jobs import Claim, Job
from tests.conftest import MovableClock

T = TypeVar("T")
KINDS = ("transcribe", "encode")


class Queue:
    """The jobs of a database, each step a transaction of its own."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        self.database, self.clock = database, clock

    def do(self, work: Callable[[Session], T]) -> T:
        with self.database.writing() as db:
            return work(db)

    def ask(self, kind: str = "transcribe", subject: int = 1) -> int:
        job = self.do(lambda db: jobs.enqueue(db, kind, subject, self.clock()))
        assert job.id is not None
        return job.id

    def claim(self, holder: str = "one", kinds: tuple[str, ...] = KINDS) -> Claim | None:
        return self.do(lambda db: jobs.claim(db, kinds, holder, self.clock()))

    def claimed(self, holder: str = "one") -> Claim:
        claim = self.claim(holder)
        assert claim is not None
        return claim

    def renew(self, claim: Claim) -> bool:
        return self.do(lambda db: jobs.renew(db, claim, self.clock()))

    def finish(self, claim: Claim) -> bool:
        return self.do(lambda db: jobs.finish(db, claim, self.clock()))

    def fail(self, claim: Claim, *, permanent: bool = False) -> bool:
        return self.do(lambda db: jobs.fail(db, claim, "Die Platte ist voll.", self.clock(), permanent=permanent))

    def release(self, claim: Claim) -> None:
        self.do(lambda db: jobs.release(db, claim, self.clock()))

    def cancel(self, job_id: int) -> bool:
        return self.do(lambda db: jobs.request_cancel(db, job_id, self.clock()))

    def free_dead(self) -> int:
        return self.do(lambda db: jobs.free_dead(db, self.clock()))

    def job(self, job_id: int) -> Job:
        with self.database.reading() as db:
            return db.get_one(Job, job_id)

    def states(self) -> list[str]:
        with self.database.reading() as db:
            return list(db.exec(select(Job.state).order_by(col(Job.id))))

    def crash(self, holder: str = "one") -> None:
        """Somebody takes the job and is never heard of again."""
        self.claimed(holder)
        self.clock.advance(jobs.LEASE + timedelta(seconds=1))
