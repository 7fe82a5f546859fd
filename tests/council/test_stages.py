"""What people are told of a recording's way: from its jobs and the clock alone."""

from datetime import UTC, datetime, timedelta

import pytest

from council import stages
from council.base.jobs import Job
from council.stages import StageState
from ratsfenster import pipeline

NOW = datetime(2026, 4, 16, 17, 0, tzinfo=UTC)


def job(number: int, kind: str, state: str = "done", progress: float = 0.0, **fields: object) -> Job:
    return Job(
        id=number, kind=kind, subject_id=1, state=state, progress=progress, run_after=NOW, created_at=NOW, **fields
    )  # fmt: skip


def states(*jobs: Job) -> list[str]:
    return [stage.state for stage in stages.of(1, jobs, NOW).stages]


def test_every_stage_shown_is_one_of_the_pipeline() -> None:
    assert set(stages.NAMES) <= set(pipeline.STAGES)


def test_what_was_not_asked_for_yet_comes_later() -> None:
    assert states(job(1, "prepare", "running")) == ["running", "later", "later", "later"]
    assert states(job(1, "prepare"), job(2, "transcribe", "waiting"), job(3, "compose")) == [
        "done",
        "done",
        "waiting",
        "later",
    ]


def test_without_files_there_are_no_stages() -> None:
    shown = stages.of(1, [], NOW)
    assert (shown.stages, shown.live, shown.stopped, shown.current) == ((), False, False, None)


def test_the_newest_attempt_counts() -> None:
    assert states(job(1, "prepare", "failed"), job(2, "prepare", "running"))[0] == "running"


def test_an_end_that_was_followed_by_a_new_beginning_no_longer_counts() -> None:
    cancelled = [job(1, "prepare"), job(2, "compose"), job(3, "transcribe", "cancelled")]
    assert states(*cancelled) == ["done", "done", "cancelled", "later"]
    assert states(*cancelled, job(4, "prepare", "waiting")) == ["waiting", "done", "later", "later"]


def test_a_failure_stays_one_when_only_the_playback_is_composed_anew() -> None:
    assert states(job(1, "prepare"), job(2, "transcribe", "failed"), job(3, "compose", "running")) == [
        "done", "running", "failed", "later",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("progress", "seconds", "left_s"),
    [(0.5, 60, 60), (0.25, 60, 180), (0.02, 60, 0), (0.5, 4, 0), (0.0, 60, 0), (1.0, 60, 0), (0.5, -10, 0)],
)
def test_the_time_left_follows_the_pace_and_is_hidden_before_it_means_something(progress, seconds, left_s) -> None:
    assert stages.time_left_ms(progress, NOW - timedelta(seconds=seconds), NOW) == left_s * 1000
    assert stages.time_left_ms(progress, None, NOW) == 0


def test_a_passing_failure_says_when_it_is_tried_again() -> None:
    waiting = job(1, "prepare", "waiting", message="Kein Platz.")
    waiting.run_after = NOW + timedelta(seconds=20)
    (stage, *_) = stages.of(1, [waiting], NOW).stages
    assert (stage.state, stage.message, stage.again_at) == (StageState.WAITING, "Kein Platz.", waiting.run_after)


def test_people_are_told_first_of_what_runs_then_of_what_went_wrong() -> None:
    shown = stages.of(
        1, [job(1, "prepare"), job(2, "transcribe", "failed", message="Die Datei ist keine Aufnahme.")], NOW
    )
    assert shown.current is not None
    assert (shown.current.kind, shown.stopped, shown.live) == ("transcribe", True, False)
    shown = stages.of(1, [job(1, "prepare"), job(2, "transcribe", "failed"), job(3, "compose", "running", 0.317)], NOW)
    assert shown.current is not None
    assert (shown.current.kind, shown.current.percent, shown.stopped, shown.live) == ("compose", 31, False, True)
