"""How far a recording is on its way through the pipeline, as people see it: worked out from its jobs and the clock alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from council.base.i18n import message
from council.base.jobs import LIVE, Job, JobState

NAMES = {
    "prepare": message("Dateien prüfen und vorbereiten"),
    "compose": message("Wiedergabe zusammenstellen"),
    "transcribe": message("Text erkennen"),
    "render": message("Für Telefone umrechnen, Bilder machen"),
}
# The stages that ask for another when they are done.
BEFORE = {"compose": ("prepare",), "transcribe": ("prepare",), "render": ("prepare", "transcribe")}
SOONEST = timedelta(seconds=5)  # before that, and …
LEAST = 0.03  # … below this share, a rate says nothing


class StageState(StrEnum):
    LATER = "later"  # its turn comes when another is done
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Stage:
    """One stage. ``left_ms`` is 0 while nothing can be said of it; ``message`` and ``detail`` are German."""

    kind: str
    name: str
    state: StageState
    percent: int = 0
    left_ms: int = 0
    detail: str = ""
    message: str = ""
    again_at: datetime | None = None  # a passing failure is tried again then


@dataclass(frozen=True)
class Stages:
    """All stages of a recording, in their order; none where it has no files. ``helped``: a worker is there to do the work."""

    recording_id: int
    stages: tuple[Stage, ...]
    helped: bool = True

    @property
    def live(self) -> bool:
        """Whether something is going on or about to."""
        return any(stage.state in (StageState.WAITING, StageState.RUNNING) for stage in self.stages)

    @property
    def stopped(self) -> bool:
        """Whether it stands still before it is done, and can be taken up again."""
        ended = (StageState.FAILED, StageState.CANCELLED)
        return not self.live and any(stage.state in ended for stage in self.stages)

    @property
    def current(self) -> Stage | None:
        """The stage people are told of: what runs, else what waits, else what went wrong."""
        for state in (StageState.RUNNING, StageState.WAITING, StageState.FAILED, StageState.CANCELLED):
            for stage in self.stages:
                if stage.state == state:
                    return stage
        return None


def of(recording_id: int, found: Sequence[Job], now: datetime, *, helped: bool = True) -> Stages:
    """The stages by a recording's jobs, oldest first."""
    newest = {job.kind: job for job in found}
    shown = tuple(_stage(kind, newest, now) for kind in NAMES) if "prepare" in newest else ()
    return Stages(recording_id, shown, helped)


def _stage(kind: str, newest: dict[str, Job], now: datetime) -> Stage:
    job = newest.get(kind)
    if job is None or _outdated(job, newest):
        return Stage(kind, NAMES[kind], StageState.LATER)
    state = StageState(job.state)
    if state == StageState.WAITING:
        again_at = job.run_after if job.message and job.run_after > now else None
        return Stage(kind, NAMES[kind], state, round(100 * job.progress), message=job.message, again_at=again_at)
    if state == StageState.RUNNING:
        left_ms = time_left_ms(job.progress, job.started_at, now)
        return Stage(kind, NAMES[kind], state, int(100 * job.progress), left_ms, job.detail)
    return Stage(kind, NAMES[kind], state, 100 if state == StageState.DONE else 0, message=job.message)


def _outdated(job: Job, newest: dict[str, Job]) -> bool:
    """Whether a stage before it was begun anew, so that its own end no longer counts."""
    if job.state in (*LIVE, JobState.DONE):
        return False
    before = [newest[kind] for kind in BEFORE.get(job.kind, ()) if kind in newest]
    return any((earlier.id or 0) > (job.id or 0) for earlier in before)


def time_left_ms(progress: float, started_at: datetime | None, now: datetime) -> int:
    """How long the rest takes at the pace so far; 0 while that is not known."""
    if started_at is None or progress < LEAST or progress >= 1 or now - started_at < SOONEST:
        return 0
    return round((now - started_at).total_seconds() * 1000 * (1 - progress) / progress)
