"""The forms of a survey: drafts as the planner builds them, with undo, and the versions people answer, which never change but for
corrections of texts."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, and_
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, delete, select

from council.base.database import UtcDateTime
from participation import forms
from participation.counting.canonical import canonical
from participation.forms import Form
from participation.processes import Process

KEPT_DRAFTS = 100


class FormDraft(SQLModel, table=True):
    """A state of the form at the desk. Undoing goes back to the position before; a new state drops those after it."""

    __tablename__ = "form_draft"
    __table_args__ = (UniqueConstraint("process_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="process.id", index=True)
    position: int
    form: dict[str, Any] = Field(sa_type=JSON)
    what: str = Field(default="", max_length=200)  # what was done, for the button that takes it back
    at: datetime = Field(sa_type=UtcDateTime)


class FormVersion(SQLModel, table=True):
    """A form people answer. ``number`` counts from 1; ``revision`` counts its corrections."""

    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="process.id", index=True)
    number: int
    revision: int = 0
    form: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = Field(sa_type=UtcDateTime)


class FormChange(SQLModel, table=True):
    """A change of an open survey, which the public can read. ``rewordings`` hold key, name, language, before and after."""

    __tablename__ = "form_change"

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="process.id", index=True)
    version: int
    correction: bool
    reason: str = Field(default="", max_length=1000)
    rewordings: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    at: datetime = Field(sa_type=UtcDateTime)


def draft(db: Session, process: Process) -> Form:
    """The form as it stands at the desk; an empty one where nothing was built yet."""
    row = _draft(db, process, process.draft_position)
    return forms.from_json(row.form) if row else Form(tuple(process.languages))


def drafts(db: Session, every: Collection[Process]) -> Mapping[int, Form]:
    """The forms of several processes as they stand at the desk, by process; those of which nothing was built are missing."""
    present = col(FormDraft.process_id) == col(Process.id), col(FormDraft.position) == col(Process.draft_position)
    query = select(FormDraft).join(Process, and_(*present)).where(col(Process.id).in_([one.id for one in every]))
    return {row.process_id: forms.from_json(row.form) for row in db.exec(query).all()}


def keep(db: Session, process: Process, form: Form, what: str, now: datetime) -> None:
    """A new state of the draft; those that were undone are gone."""
    assert process.id is not None
    mine = col(FormDraft.process_id) == process.id
    at = process.draft_position
    db.execute(
        delete(FormDraft).where(mine, (col(FormDraft.position) > at) | (col(FormDraft.position) <= at - KEPT_DRAFTS))
    )
    process.draft_position = at + 1
    db.add(FormDraft(process_id=process.id, position=at + 1, form=forms.to_json(form), what=what, at=now))
    db.add(process)
    db.flush()


def undoable(db: Session, process: Process) -> FormDraft | None:
    """The step that can be taken back: the present state, where one before it is known."""
    present = _draft(db, process, process.draft_position)
    return present if present and _draft(db, process, process.draft_position - 1) else None


def redoable(db: Session, process: Process) -> FormDraft | None:
    """The step that was taken back last."""
    return _draft(db, process, process.draft_position + 1)


def undo(db: Session, process: Process) -> FormDraft | None:
    """Take the last step back; which one that was, None where there is nothing to take back."""
    step = undoable(db, process)
    if step is not None:
        process.draft_position -= 1
        db.add(process)
        db.flush()
    return step


def redo(db: Session, process: Process) -> FormDraft | None:
    """Do the step again that was taken back last; which one that was, None where there is none."""
    step = redoable(db, process)
    if step is not None:
        process.draft_position += 1
        db.add(process)
        db.flush()
    return step


def fingerprint(value: object) -> str:
    """Tells two states of a form, or of a part of it, apart; ``value`` is its JSON. A number of the draft would not do: after undoing, the
    same number is given to another state."""
    return hashlib.sha256(canonical(value)).hexdigest()[:16]


def versions(db: Session, process_id: int) -> Sequence[FormVersion]:
    """The versions of a survey, the first one first; none before it is opened."""
    return db.exec(
        select(FormVersion).where(FormVersion.process_id == process_id).order_by(col(FormVersion.number))
    ).all()


def all_forms(db: Session, process_id: int) -> Mapping[int, Form]:
    """The forms of all versions by number."""
    return {row.number: forms.from_json(row.form) for row in versions(db, process_id)}


def forms_of(db: Session, process_ids: Collection[int]) -> Mapping[int, Mapping[int, Form]]:
    """The forms of all versions by number, of several processes; those that were never opened are missing."""
    found: dict[int, dict[int, Form]] = {}
    for row in db.exec(select(FormVersion).where(col(FormVersion.process_id).in_(process_ids))).all():
        found.setdefault(row.process_id, {})[row.number] = forms.from_json(row.form)
    return found


def _draft(db: Session, process: Process, position: int) -> FormDraft | None:
    return db.exec(select(FormDraft).where(FormDraft.process_id == process.id, FormDraft.position == position)).first()
