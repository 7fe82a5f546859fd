"""Which surveys take sheets that come back on paper: while people answer, and afterwards until final results were public."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from participation import processes, results
from participation.processes import Kind, Process, State

TAKING = (State.OPEN, State.CLOSED)  # letters arrive after the last day


def takes(process: Process, now: datetime, *, settled: bool) -> bool:
    """Whether sheets can be entered at a moment. ``settled``: final results were public, and what came later would be single people."""
    survey = process.kind == Kind.SURVEY and process.deleted_on is None
    return survey and not settled and processes.state(process, now) in TAKING


def taking(db: Session, now: datetime) -> Sequence[Process]:
    """The surveys that take sheets, the one that ends first first."""
    query = select(Process).where(col(Process.released_at).is_not(None), col(Process.withdrawn_at).is_(None))
    known = db.exec(query.order_by(col(Process.closes_at), col(Process.id))).all()
    settled = results.all_settled(db, [process.id or 0 for process in known])
    return [process for process in known if takes(process, now, settled=process.id in settled)]
