"""What else is to be done at the desk, of which those who show it know nothing: the roof gives them a ``FurtherWorkOf``
(``app.state.further_work``)."""

from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session
from starlette.requests import Request


@dataclass(frozen=True)
class FurtherTask:
    """Something to be done, with one clear next step. All texts are in the reader's language but ``name``, what it is about, which is
    German. ``kind`` is for the looks; ``urgent`` tasks come before all others."""

    kind: str
    title: str
    name: str
    about: str
    reason: str
    action: str
    path: str
    urgent: bool = False


@dataclass(frozen=True)
class Shortcut:
    """Something that can be done at any time."""

    label: str
    path: str


@dataclass(frozen=True)
class FurtherWork:
    """``tasks`` are in the order of their urgency; ``idle`` says what comes next where there are none, and ``start`` begins it."""

    tasks: tuple[FurtherTask, ...]
    shortcuts: tuple[Shortcut, ...]
    idle: str
    start: Shortcut | None = None

    @property
    def urgent(self) -> tuple[FurtherTask, ...]:
        return tuple(task for task in self.tasks if task.urgent)

    @property
    def others(self) -> tuple[FurtherTask, ...]:
        return tuple(task for task in self.tasks if not task.urgent)


class FurtherWorkOf(Protocol):
    """What the person of a request has to do; None where it is not theirs."""

    def __call__(self, request: Request, db: Session) -> FurtherWork | None: ...
