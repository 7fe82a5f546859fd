"""What became of an idea, day by day: where the office said it stands, and when it answered.

A day has one step at most, so what is put right on the same day replaces what was wrong. Who did it stands in the log alone, and the
words of an answer stand with the idea. The rules are pure; ``say``, ``undo`` and ``forget`` apply them in the caller's write transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Field, Session, SQLModel, col, delete, insert, select

from participation.ideas import Idea, Progress


class IdeaStep(SQLModel, table=True):
    """A row of a ``Step``."""

    __tablename__ = "idea_step"

    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    day: date = Field(primary_key=True)
    progress: str = Field(max_length=40)
    answered: bool = False


@dataclass(frozen=True)
class Step:
    """Where an idea stands since a day. ``answered``: the office's answer, which can still be read, was written or changed on it."""

    day: date
    progress: Progress
    answered: bool = False


def said(steps: Sequence[Step], progress: Progress, today: date, *, answer: bool, changed: bool) -> tuple[Step, ...]:
    """The steps once the office has said something today. ``answer``: there is an answer to read; ``changed``: its words are new."""
    day = max([today, *(one.day for one in steps)])  # whatever clocks do, what is said last stands last
    replaced = any(one.answered for one in steps if one.day == day)
    earlier = [replace(one, answered=one.answered and answer) for one in steps if one.day != day]
    return _telling([*earlier, Step(day, progress, answer and (changed or replaced))])


def undone(steps: Sequence[Step], day: date) -> tuple[Step, ...]:
    """The steps without the change of that day. That the office answered on it stays, as long as the answer does."""
    before = {one.day: other.progress for one, other in zip(steps[1:], steps, strict=False)}
    return _telling(replace(one, progress=before.get(day, Progress.NEW)) if one.day == day else one for one in steps)


def changes(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Those from which on the idea stood elsewhere than before."""
    before = [Progress.NEW, *(one.progress for one in steps)]
    return tuple(one for one, last in zip(steps, before, strict=False) if one.progress != last)


def since(steps: Sequence[Step]) -> date | None:
    """Since when an idea stands where it does; None for a new one."""
    found = changes(steps)
    return found[-1].day if found and found[-1].progress != Progress.NEW else None


def last_answer(steps: Sequence[Step]) -> date | None:
    """When the office wrote or changed its answer last; None where there is none."""
    return max((one.day for one in steps if one.answered), default=None)


def _telling(steps: Iterable[Step]) -> tuple[Step, ...]:
    """By day, without those that say nothing new."""
    kept: list[Step] = []
    for one in sorted(steps, key=lambda step: step.day):
        if one.answered or one.progress != (kept[-1].progress if kept else Progress.NEW):
            kept.append(one)
    return tuple(kept)


def of(db: Session, idea: Idea) -> tuple[Step, ...]:
    """The steps of an idea, the first one first."""
    assert idea.id is not None
    return of_ideas(db, [idea.id]).get(idea.id, ())


def of_ideas(db: Session, idea_ids: Iterable[int]) -> Mapping[int, tuple[Step, ...]]:
    """The steps of ideas by the ideas' ids, the first one first; those that have none are missing."""
    query = select(col(IdeaStep.idea_id), col(IdeaStep.day), col(IdeaStep.progress), col(IdeaStep.answered))
    found: dict[int, list[Step]] = {}
    rows = db.exec(query.where(col(IdeaStep.idea_id).in_(idea_ids)).order_by(col(IdeaStep.idea_id), col(IdeaStep.day)))
    for idea_id, day, progress, answered in rows:
        found.setdefault(idea_id, []).append(Step(day, Progress(progress), answered))
    return {idea_id: tuple(steps) for idea_id, steps in found.items()}


def say(db: Session, idea: Idea, progress: Progress, words: str, today: date) -> None:
    """The office says where an idea stands, and why."""
    steps = said(of(db, idea), progress, today, answer=bool(words), changed=words != idea.answer)
    idea.answer = words
    _keep(db, idea, steps)


def undo(db: Session, idea: Idea, day: date) -> bool:
    """Take back what changed on a day, as if it had not been; the words of the answer stay. Whether there was anything."""
    steps = of(db, idea)
    if day not in {one.day for one in changes(steps)}:
        return False
    _keep(db, idea, undone(steps, day))
    return True


def forget(db: Session, idea: Idea) -> None:
    """As if the office had never said anything about it."""
    idea.answer = ""
    _keep(db, idea, ())


def _keep(db: Session, idea: Idea, steps: Sequence[Step]) -> None:
    """Store the steps; the idea says of itself what the last of them says."""
    idea.progress = steps[-1].progress if steps else Progress.NEW
    idea.answered_on = steps[-1].day if steps else None
    db.add(idea)
    db.exec(delete(IdeaStep).where(col(IdeaStep.idea_id) == idea.id))
    if steps:
        rows = [
            {"idea_id": idea.id, "day": one.day, "progress": one.progress.value, "answered": one.answered}
            for one in steps
        ]
        db.execute(insert(IdeaStep), rows)
