"""Long work that fails, is cancelled, or whose holder dies."""

import subprocess
import sys
from datetime import timedelta

import pytest

from council.base import jobs
from council.base.database import Database
from council.base.jobs import JobState
from tests.conftest import MovableClock
from tests.council.base.queues import KINDS, Queue

pytestmark = pytest.mark.db


@pytest.fixture
def queue(database: Database, clock: MovableClock) -> Queue:
    return Queue(database, clock)


# --- failing


def test_a_passing_failure_is_tried_again_later_each_time(queue: Queue) -> None:
    job = queue.ask()
    waits = []
    for _ in range(jobs.MOST_FAILURES - 1):
        failed_at = queue.clock()
        assert queue.fail(queue.claimed())
        assert queue.job(job).message == "Die Platte ist voll."
        assert queue.claim() is None
        waits.append((queue.job(job).run_after - failed_at).total_seconds())
        queue.clock.advance(seconds=waits[-1])
    assert waits == [5, 10, 20, 40, 80]
    assert queue.fail(queue.claimed())
    assert queue.states() == [JobState.FAILED]
    assert queue.job(job).message == "Die Platte ist voll."


def test_a_permanent_failure_is_final_and_says_why(queue: Queue) -> None:
    job = queue.ask()
    assert queue.fail(queue.claimed(), permanent=True)
    queue.clock.advance(days=1)
    assert queue.claim() is None
    assert (queue.job(job).state, queue.job(job).message) == ("failed", "Die Platte ist voll.")
    assert queue.ask() != job, "asking anew is a new job"


def test_what_kills_its_worker_every_time_is_given_up(queue: Queue) -> None:
    job, other = queue.ask(subject=1), queue.ask(subject=2)
    for _ in range(jobs.MOST_CRASHES + 1):
        queue.crash()
    claim = queue.claimed()
    assert claim.job_id == other, "the next job is not kept waiting"
    assert queue.job(job).state == JobState.FAILED
    assert "abgestürzt" in queue.job(job).message


def test_crashes_and_failures_are_forgiven_once_something_was_kept(queue: Queue) -> None:
    job = queue.ask()
    for _ in range(jobs.MOST_CRASHES):
        queue.crash()
    claim = queue.claimed()
    assert queue.do(lambda db: jobs.report(db, claim, 0.5, advanced=True))
    assert (queue.job(job).crashes, queue.job(job).failures) == (0, 0)
    queue.clock.advance(jobs.LEASE + timedelta(seconds=1))
    assert queue.claim() is not None


def test_a_job_given_back_is_free_at_once_and_counts_no_crash(queue: Queue) -> None:
    job = queue.ask()
    queue.release(queue.claimed("one"))
    assert queue.job(job).state == JobState.WAITING
    assert queue.claimed("two").job_id == job
    assert queue.job(job).crashes == 0


# --- cancelling


def test_a_waiting_job_is_cancelled_at_once(queue: Queue) -> None:
    job = queue.ask()
    assert queue.cancel(job)
    assert queue.states() == [JobState.CANCELLED]
    assert queue.claim() is None
    assert not queue.cancel(job)
    assert not queue.cancel(4711)


def test_the_holder_of_a_cancelled_job_is_told_when_it_renews(queue: Queue) -> None:
    job = queue.ask()
    claim = queue.claimed()
    assert queue.cancel(job)
    assert queue.job(job).state == JobState.RUNNING
    assert not queue.renew(claim)
    queue.release(claim)
    assert queue.states() == [JobState.CANCELLED]


def test_cancelling_drops_what_was_asked_for_once_more(queue: Queue) -> None:
    job = queue.ask()
    claim = queue.claimed()
    queue.ask()
    queue.cancel(job)
    queue.release(claim)
    assert queue.states() == [JobState.CANCELLED]


def test_what_is_asked_for_after_cancelling_is_done(queue: Queue) -> None:
    job = queue.ask()
    claim = queue.claimed()
    queue.cancel(job)
    queue.ask()
    queue.release(claim)
    assert queue.states() == [JobState.CANCELLED, JobState.WAITING]


def test_a_cancelled_job_is_not_tried_again_after_a_failure(queue: Queue) -> None:
    job = queue.ask()
    claim = queue.claimed()
    queue.cancel(job)
    assert queue.fail(claim)
    assert queue.states() == [JobState.CANCELLED]


def test_a_cancelled_job_whose_holder_died_ends_when_somebody_looks(queue: Queue) -> None:
    job, other = queue.ask(subject=1), queue.ask(subject=2)
    queue.claimed("one")
    queue.cancel(job)
    queue.clock.advance(jobs.LEASE + timedelta(seconds=1))
    assert queue.claimed("two").job_id == other
    assert queue.job(job).state == JobState.CANCELLED


# --- dead holders


def test_the_lease_of_a_dead_process_is_freed_at_once(queue: Queue) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    host = jobs.holder_name().split(":")[0]
    for subject in (1, 2, 3):
        queue.ask(subject=subject)
    dead = queue.claimed(f"{host}:{ended.pid}:abcd")
    queue.claimed(jobs.holder_name())
    queue.claimed(f"another-machine:{ended.pid}:abcd")
    assert queue.free_dead() == 1
    taken = queue.claimed("heir")
    assert taken.job_id == dead.job_id
    assert queue.claim("heir") is None


def test_odd_holders_are_left_alone(queue: Queue) -> None:
    queue.ask()
    queue.claimed("somebody")
    assert queue.free_dead() == 0


def test_names_of_holders_differ_within_one_process() -> None:
    assert jobs.holder_name() != jobs.holder_name()


def test_the_jobs_of_a_subject_are_listed_oldest_first(queue: Queue) -> None:
    ids = [queue.ask("transcribe", 1), queue.ask("encode", 1)]
    queue.ask("transcribe", 2)
    with queue.database.reading() as db:
        assert [job.id for job in jobs.of_subject(db, 1, KINDS)] == ids
        assert [job.id for job in jobs.of_subject(db, 1, ["encode"])] == ids[1:]
