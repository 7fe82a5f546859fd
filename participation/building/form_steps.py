"""A step of building a form, kept in one transaction so that it can be taken back, and told to those who saw an older state."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from participation import forms
from participation.forms import Form, versions
from participation.processes import Process, form_versions


class StaleError(Exception):
    """Somebody else changed what a person was looking at."""


def locked(db: Session, process_id: int) -> Process | None:
    """A process whose form nobody else changes until the transaction ends."""
    return db.get(Process, process_id, with_for_update=True, populate_existing=True)


def stand(form: Form) -> str:
    """Which state of the whole form somebody looks at; a step carries it along."""
    return form_versions.fingerprint(forms.to_json(form))


def change(
    db: Session, process: Process, seen: str, edit: Callable[[Form], Form], what: str, now: datetime
) -> tuple[Form, Form]:
    """Change the draft by a step that was decided looking at the state ``seen``; the form before and after. ``what`` is a German message
    of the catalogue. Raises StaleError, and what ``edit`` raises."""
    before = form_versions.draft(db, process)
    if seen != stand(before):
        raise StaleError
    after = edit(before)
    keep(db, process, before, after, what, now)
    return before, after


def keep(db: Session, process: Process, before: Form, after: Form, what: str, now: datetime) -> None:
    """Keep a changed form; one that is the same is no step."""
    if after != before:
        form_versions.keep(db, process, after, what, now)
        _follow(process, after)


def undo(db: Session, process: Process, seen: str) -> str:
    """Take the last step back; what was done in it, empty where there is none. Raises StaleError."""
    return _go(db, process, seen, form_versions.undo)


def redo(db: Session, process: Process, seen: str) -> str:
    """Do the step again that was taken back last; what is done in it, empty where there is none. Raises StaleError."""
    return _go(db, process, seen, form_versions.redo)


def untold(db: Session, process: Process) -> bool:
    """Whether the form at the desk is another than the one people answer now; never before a survey is released."""
    known = form_versions.versions(db, process.id or 0)
    if not known:
        return False
    public, draft = forms.from_json(known[-1].form), form_versions.draft(db, process)
    return bool(versions.rewordings(public, draft)) or not versions.is_correction(public, draft)


def _go(
    db: Session,
    process: Process,
    seen: str,
    way: Callable[[Session, Process], form_versions.FormDraft | None],
) -> str:
    if seen != stand(form_versions.draft(db, process)):
        raise StaleError
    step = way(db, process)
    _follow(process, form_versions.draft(db, process))
    return step.what if step else ""


def _follow(process: Process, form: Form) -> None:
    """Before it is released a process speaks the languages of its form; afterwards only once a change takes effect."""
    if process.released_at is None:
        process.languages = list(form.languages)
