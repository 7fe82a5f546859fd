"""The clerk's way with one recording: five steps, which of them are done, and which one is next."""

from dataclasses import dataclass
from enum import StrEnum


class StepName(StrEnum):
    FILES = "files"  # uploaded, and what the machine does with them
    MARKING = "marking"  # where items begin, and what is not public
    TEXT = "text"  # checking what the machine wrote
    PUBLISHING = "publishing"
    MINUTES = "minutes"  # working aid and lasting links


class StepState(StrEnum):
    DONE = "done"
    NEXT = "next"  # what the clerk does now
    RUNNING = "running"  # goes on by itself
    FAILED = "failed"
    OPEN = "open"  # can be done, but something else comes first
    LATER = "later"  # cannot be done yet
    NEVER = "never"  # not for this recording


class WorkState(StrEnum):
    RESTING = "resting"
    RUNNING = "running"  # or waiting for its turn
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Work:
    """What the machine does with a recording. ``stage`` is its German name, ``left_ms`` is 0 while nothing can be said of it."""

    state: WorkState = WorkState.RESTING
    stage: str = ""
    percent: int = 0
    left_ms: int = 0
    message: str = ""


@dataclass(frozen=True)
class Standing:
    """How far a recording is.

    ``items`` counts what is on the agenda and was not withdrawn, ``placed`` those of which it is known where they begin,
    ``secret_unplaced`` the non-public ones of which it is not. ``utterances`` and ``checked`` count the text outside of cuts.
    """

    work: Work = Work()
    playable: bool = True
    transcribed: bool = True
    internal: bool = False  # nur für die Niederschrift
    public: bool = False
    text_public: bool = False
    ended: bool = False  # was public, and was withdrawn or is over
    items: int = 0
    placed: int = 0
    secret_unplaced: int = 0
    utterances: int = 0
    checked: int = 0

    @property
    def percent(self) -> int:
        """How much of the text a person has checked; 100 only when nothing is left."""
        return self.checked * 100 // self.utterances if self.utterances else 0

    @property
    def marked(self) -> bool:
        """Whether nothing non-public is without a place, and somebody has marked items where there are any."""
        return not self.secret_unplaced and (self.placed > 0 or not self.items)

    @property
    def awaits_text(self) -> bool:
        """Whether the machine is still writing."""
        return not self.transcribed and self.work.state is WorkState.RUNNING

    @property
    def read(self) -> bool:
        """Whether there is nothing left to check; so it is where nobody spoke."""
        return self.checked >= self.utterances


@dataclass(frozen=True)
class Step:
    """One of the five."""

    name: StepName
    state: StepState


def next_step(standing: Standing) -> StepName | None:
    """What the clerk does now; None while only the machine is at work, and when all is done."""
    if standing.work.state in (WorkState.FAILED, WorkState.CANCELLED):
        return StepName.FILES
    if not standing.playable:
        return None
    if standing.public or standing.ended:
        return StepName.MARKING if standing.secret_unplaced and standing.public else None
    if not standing.marked:
        return StepName.MARKING
    if standing.awaits_text:
        return None
    if not standing.read:
        return StepName.TEXT
    return StepName.MINUTES if standing.internal else StepName.PUBLISHING


def steps(standing: Standing) -> tuple[Step, ...]:
    """All five in order."""
    following = next_step(standing)
    states = {
        StepName.FILES: _files(standing),
        StepName.MARKING: _marking(standing),
        StepName.TEXT: _text(standing),
        StepName.PUBLISHING: _publishing(standing),
        StepName.MINUTES: StepState.OPEN if standing.transcribed else StepState.LATER,
    }
    if following is not None and states[following] is not StepState.FAILED:
        states[following] = StepState.NEXT
    return tuple(Step(name, state) for name, state in states.items())


def _files(standing: Standing) -> StepState:
    if standing.work.state in (WorkState.FAILED, WorkState.CANCELLED):
        return StepState.FAILED
    return StepState.RUNNING if standing.work.state is WorkState.RUNNING or not standing.playable else StepState.DONE


def _marking(standing: Standing) -> StepState:
    if not standing.playable:
        return StepState.LATER
    return StepState.DONE if standing.marked else StepState.OPEN


def _text(standing: Standing) -> StepState:
    if not standing.transcribed:
        return StepState.RUNNING if standing.awaits_text else StepState.LATER
    return StepState.DONE if standing.read else StepState.OPEN


def _publishing(standing: Standing) -> StepState:
    if standing.internal:
        return StepState.NEVER
    if standing.public:
        return StepState.DONE
    return StepState.OPEN if standing.playable else StepState.LATER
