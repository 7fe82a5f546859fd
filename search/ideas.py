"""What is found of ideas of residents: those that moderators have released, by their title, their text, and what the office answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from participation.ideas import Idea, Shown
from participation.processes import Kind, Process
from search import processes
from search.processes import PublicProcess


@dataclass(frozen=True)
class PublicIdea:
    """An idea as the search knows it. ``text`` is what it is found by, its title on the first line."""

    id: int
    process_id: int
    number: int
    text: str


def is_found() -> ColumnElement[bool]:
    """The condition under which an idea is found: a moderator has released it, wherever it was merged into, and its collection is public.
    What nobody has looked at is not found, also where it can be read already."""
    return col(Idea.shown).in_((Shown.SHOWN, Shown.MERGED)) & (Process.kind == Kind.IDEATION) & processes.is_released()


def of_process(db: Session, process_id: int) -> Sequence[PublicIdea]:
    """The ideas of a collection, by number."""
    query = select(Idea).join(Process).where(Idea.process_id == process_id, is_found())
    return [_public(row) for row in db.exec(query.order_by(col(Idea.number)))]


def public(db: Session, numbers: Collection[int]) -> list[tuple[PublicIdea, PublicProcess]]:
    """Those of the ideas that are found now, each with its collection, which is told as the idea's: with its path and its text."""
    found = [_public(row) for row in db.exec(select(Idea).join(Process).where(col(Idea.id).in_(numbers), is_found()))]
    held = {one.id: one for one in processes.public(db, {idea.process_id for idea in found})}
    return [(idea, _told(idea, held[idea.process_id])) for idea in found if idea.process_id in held]


def _told(idea: PublicIdea, process: PublicProcess) -> PublicProcess:
    path = f"{process.path}/ideen/{idea.number}"
    return replace(process, path=path, text=idea.text, results=False, idea=idea.number)


def _public(row: Idea) -> PublicIdea:
    lines = (" ".join(row.title.split()), " ".join(row.text.split()), " ".join(row.answer.split()))
    return PublicIdea(row.id or 0, row.process_id, row.number, "\n".join(filter(None, lines)))
