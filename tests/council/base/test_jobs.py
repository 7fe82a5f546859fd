"""Long work: claimed by one worker, held by renewing, finished once."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session

from council.base import jobs
from council.base.database import Database
from council.base.jobs import Claim, JobState
from tests.conftest import MovableClock
from tests.council.base.queues import Queue
from tests.council.base.test_database import in_parallel

pytestmark = pytest.mark.db


@pytest.fixture
def queue(database: Database, clock: MovableClock) -> Queue:
    return Queue(database, clock)


# --- asking for work


def test_the_same_work_is_queued_once(queue: Queue) -> None:
    assert queue.ask("transcribe", 1) == queue.ask("transcribe", 1)
    assert queue.ask("encode", 1) != queue.ask("transcribe", 2)
    assert len(queue.states()) == 3


def test_work_is_asked_for_in_the_transaction_that_makes_it_necessary(queue: Queue) -> None:
    def change_mind(db: Session) -> None:
        jobs.enqueue(db, "transcribe", 1, queue.clock())
        raise KeyError

    with pytest.raises(KeyError):
        queue.do(change_mind)
    assert queue.states() == []


def test_asking_while_it_runs_runs_it_once_more(queue: Queue) -> None:
    first = queue.ask()
    claim = queue.claimed()
    assert queue.ask() == queue.ask() == first
    assert queue.claim("two") is None
    assert queue.finish(claim)
    again = queue.claimed()
    assert again.job_id != first
    assert queue.finish(again)
    assert queue.claim() is None


def test_asking_while_it_runs_is_not_lost_when_it_fails(queue: Queue) -> None:
    queue.ask()
    claim = queue.claimed()
    queue.ask()
    assert queue.fail(claim, permanent=True)
    assert queue.states() == [JobState.FAILED, JobState.WAITING]


def test_many_who_ask_at_once_get_one_job(queue: Queue) -> None:
    barrier = threading.Barrier(6)

    def ask() -> None:
        barrier.wait(10)
        queue.ask()

    in_parallel(*[ask] * 6)
    assert queue.states() == [JobState.WAITING]


def test_asking_while_somebody_finishes_is_never_lost(queue: Queue) -> None:
    """Either the finisher sees the request, or the one who asks sees that it is finished."""

    def finish(claim: Claim) -> None:
        assert queue.finish(claim)

    for round_ in range(15):
        queue.ask(subject=round_)
        claim = queue.claimed()
        in_parallel(
            partial(finish, claim),
            partial(queue.ask, "transcribe", round_),
        )
        assert queue.finish(queue.claimed()), round_
        assert queue.claim() is None


# --- taking it


def test_the_oldest_job_of_the_wanted_kinds_is_taken(queue: Queue) -> None:
    queue.ask("encode", 1)
    transcribing = queue.ask("transcribe", 2)
    queue.ask("transcribe", 3)
    claim = queue.claim(kinds=("transcribe",))
    assert claim == Claim(transcribing, "transcribe", 2, 1, "one")
    job = queue.job(transcribing)
    assert (job.state, job.holder, job.started_at) == ("running", "one", queue.clock())


def test_each_job_goes_to_one_worker_only(queue: Queue) -> None:
    for subject in range(12):
        queue.ask(subject=subject)
    taken: list[int] = []

    def work(holder: str) -> None:
        while (claim := queue.claim(holder)) is not None:
            taken.append(claim.subject_id)

    in_parallel(*[partial(work, holder) for holder in ("one", "two", "three")])
    assert sorted(taken) == list(range(12))


def test_nothing_to_do(queue: Queue) -> None:
    assert queue.claim() is None


# --- holding it


def test_a_lease_is_kept_by_renewing(queue: Queue) -> None:
    queue.ask()
    claim = queue.claimed()
    for _ in range(5):
        queue.clock.advance(jobs.LEASE - timedelta(seconds=1))
        assert queue.renew(claim)
        assert queue.claim("two") is None


def test_who_lets_the_lease_run_out_loses_the_job(queue: Queue) -> None:
    job = queue.ask()
    lost = queue.claimed("one")
    queue.clock.advance(jobs.LEASE + timedelta(seconds=1))
    taken = queue.claimed("two")
    assert (taken.job_id, taken.attempt) == (job, 2)
    assert not queue.renew(lost)
    assert not queue.do(lambda db: jobs.report(db, lost, 0.9))
    assert not queue.fail(lost, permanent=True)
    queue.release(lost)
    assert not queue.finish(lost)
    assert queue.job(job).holder == "two"
    assert queue.finish(taken)
    assert queue.states() == [JobState.DONE]


def test_the_same_worker_cannot_finish_an_attempt_it_lost(queue: Queue) -> None:
    queue.ask()
    first = queue.claimed("one")
    queue.clock.advance(jobs.LEASE + timedelta(seconds=1))
    second = queue.claimed("one")
    assert not queue.finish(first)
    assert queue.finish(second)


def test_two_workers_never_both_finish(queue: Queue) -> None:
    def finish(claim: Claim, done: list[bool]) -> None:
        done.append(queue.finish(claim))

    def take_over(done: list[bool]) -> None:
        claim = queue.claim("two")
        done.append(claim is not None and queue.finish(claim))

    for subject in range(10):
        queue.ask(subject=subject)
        late = queue.claimed("one")
        queue.clock.advance(jobs.LEASE + timedelta(seconds=1))
        done: list[bool] = []

        in_parallel(partial(finish, late, done), partial(take_over, done))
        assert sorted(done) == [False, True]


def test_a_finished_job_is_finished_once(queue: Queue) -> None:
    job = queue.ask()
    claim = queue.claimed()
    assert queue.finish(claim)
    assert not queue.finish(claim)
    found = queue.job(job)
    assert (found.progress, found.finished_at, found.holder, found.live_key) == (1.0, queue.clock(), None, None)


def test_progress_is_shown(queue: Queue) -> None:
    job = queue.ask()
    claim = queue.claimed()
    for progress, shown in ((0.4, 0.4), (1.7, 1.0), (-1, 0.0)):
        assert queue.do(partial(jobs.report, claimed=claim, progress=progress, detail="Teil 2 von 5"))
        assert queue.job(job).progress == shown
    assert queue.job(job).detail == "Teil 2 von 5"
