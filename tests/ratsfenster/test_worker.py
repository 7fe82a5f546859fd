"""The worker: every way a job can end, and that two workers never end the same one."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from council.base import jobs
from council.base.jobs import Job, JobState
from council.base.site import Site
from council.media import MediaError
from ratsfenster import pipeline
from ratsfenster.worker import LostError, Work, Worker
from transcription.engines import TranscriptionError

Stage = Callable[[Work], None]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Callable[[Stage], None]:
    """Puts a stage of our own in the place of "prepare"."""
    return lambda replacement: monkeypatch.setitem(pipeline.STAGES, "prepare", replacement)


@pytest.fixture
def job_id(site: Site) -> int:
    with site.database.writing() as db:
        job = jobs.enqueue(db, "prepare", 1, site.clock())
        assert job.id is not None
        return job.id


def job(site: Site, job_id: int) -> Job:
    with site.database.reading() as db:
        return db.get_one(Job, job_id)


def done(work: Work) -> None:
    with work.finishing():
        pass


def test_a_job_that_is_done_is_done(site: Site, job_id: int, stage: Callable) -> None:
    stage(done)
    assert Worker(site).run_one(["prepare"])
    assert job(site, job_id).state == JobState.DONE
    assert not Worker(site).run_one(["prepare"])


def test_a_permanent_failure_says_what_is_wrong(site: Site, job_id: int, stage: Callable) -> None:
    def broken(work: Work) -> None:
        raise MediaError("Die Datei ist keine Aufnahme.", permanent=True)

    stage(broken)
    Worker(site).run_one(["prepare"])
    assert (job(site, job_id).state, job(site, job_id).message) == (JobState.FAILED, "Die Datei ist keine Aufnahme.")


@pytest.mark.parametrize(
    "error", [MediaError("voll", permanent=False), TranscriptionError("weg"), OSError(28, "voll"), ValueError("?")]
)
def test_a_passing_failure_is_tried_again_later(
    site: Site, clock, job_id: int, stage: Callable, error: Exception
) -> None:
    def fails_once(work: Work) -> None:
        if work.claim.attempt == 1:
            raise error
        done(work)

    stage(fails_once)
    worker = Worker(site)
    worker.run_one(["prepare"])
    assert job(site, job_id).state == JobState.WAITING
    assert not worker.run_one(["prepare"])
    clock.advance(seconds=6)
    worker.run_one(["prepare"])
    assert job(site, job_id).state == JobState.DONE


def test_nothing_is_stored_by_a_worker_that_lost_its_job(site: Site, clock, job_id: int, stage: Callable) -> None:
    other = Worker(site)

    def slow(work: Work) -> None:
        if work.claim.attempt == 1:
            clock.advance(seconds=60)
            assert other.run_one(["prepare"])
            with pytest.raises(LostError), work.finishing():
                pytest.fail("the lost job was finished")
            raise LostError
        done(work)

    stage(slow)
    Worker(site).run_one(["prepare"])
    assert job(site, job_id).state == JobState.DONE
    assert job(site, job_id).attempt == 2


def test_cancelling_takes_effect_within_five_seconds(site: Site, job_id: int, stage: Callable) -> None:
    working = threading.Event()

    def endless(work: Work) -> None:
        working.set()
        while not work.cancelled():
            time.sleep(0.05)
        raise LostError

    stage(endless)
    real = Site(site.settings, site.database, site.storage, lambda: datetime.now(UTC))
    worker = Worker(real, (("prepare",),), index=False)
    with site.database.writing() as db:
        db.get_one(Job, job_id).run_after = datetime(2020, 1, 1, tzinfo=UTC)
    worker.start()
    try:
        assert working.wait(60)
        with site.database.writing() as db:
            jobs.request_cancel(db, job_id, real.clock())
        began = time.monotonic()
        while job(site, job_id).state != JobState.CANCELLED:
            assert time.monotonic() - began < 5
            time.sleep(0.05)
    finally:
        worker.end()


def test_a_worker_that_ends_gives_its_job_back(site: Site, job_id: int, stage: Callable) -> None:
    working = threading.Event()

    def endless(work: Work) -> None:
        working.set()
        while not work.cancelled():
            time.sleep(0.05)
        raise LostError

    stage(endless)
    worker = Worker(site, (("prepare",),), index=False)
    worker.start()
    assert working.wait(60)
    worker.end()
    assert job(site, job_id).state == JobState.WAITING


def test_progress_is_shown_and_what_was_kept_forgives_crashes(site: Site, job_id: int, stage: Callable) -> None:
    with site.database.writing() as db:
        db.get_one(Job, job_id).crashes = 7

    def reports(work: Work) -> None:
        work.report(0.5, "halb", advanced=True)
        with site.database.reading() as db:
            shown = db.exec(select(Job)).one()
        assert (shown.progress, shown.detail, shown.crashes) == (0.5, "halb", 0)
        done(work)

    stage(reports)
    Worker(site).run_one(["prepare"])
    assert job(site, job_id).state == JobState.DONE


def test_a_worker_takes_in_what_was_uploaded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    followed = threading.Event()
    monkeypatch.setattr("council.arrivals.follow", lambda of, stop: followed.set() if of is site else None)
    worker = Worker(site, (), index=False)
    worker.start()
    worker.end()
    assert followed.is_set()
