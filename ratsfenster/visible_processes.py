"""What the public may see of participation processes, for the file that outlives backups (``visibility``), and applying it to a restored
database: what was withdrawn, taken back or deleted since stays so (``withholding``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from council.base import audit
from council.base.site import Site
from participation import processes, results
from participation.processes import Process


@dataclass(frozen=True)
class SeenProcess:
    """What of a process is public: itself, which final counting (0: none), and when its texts and answers go."""

    public: bool
    counting: int
    texts_until: date | None
    delete_on: date | None


GONE = SeenProcess(public=False, counting=0, texts_until=None, delete_on=None)


def of(db: Session) -> dict[str, SeenProcess]:
    """All processes that were ever released, by their address."""
    released = db.exec(select(Process).where(col(Process.released_at).is_not(None)))
    return {one.slug: _seen(db, one) for one in released}


def hold_back(db: Session, process: Process, known: Mapping[str, SeenProcess], site: Site) -> bool:
    """Take back what of a restored process must not be public any more; whether there was any. When its texts and answers go is as it was
    set last, for ``participation.privacy.answer_deletion`` to follow."""
    assert process.id is not None
    seen, now, subject = known.get(process.slug, GONE), site.clock(), process.name(process.leading)
    if seen is not GONE:
        process.texts_until, process.delete_on = seen.texts_until, seen.delete_on
        db.add(process)
    withdrawn = processes.is_public(process) and not seen.public
    if withdrawn:
        process.withdrawn_at = now
    result = results.published(db, process.id)
    replaced = result is not None and result.final and result.number != seen.counting
    if replaced:  # a later one may lack what should not have been shown
        results.take_back(db, process.id, now)
    if withdrawn or replaced:
        processes.changed(db, process, now)
        audit.record(db, None, "Nach der Wiederherstellung nicht wieder öffentlich", now, subject=subject)
    return withdrawn or replaced


def to_json(seen: SeenProcess) -> dict[str, Any]:
    """As it is written."""
    return {
        "public": seen.public,
        "counting": seen.counting,
        "texts_until": seen.texts_until.isoformat() if seen.texts_until else None,
        "delete_on": seen.delete_on.isoformat() if seen.delete_on else None,
    }


def from_json(raw: dict[str, Any]) -> SeenProcess:
    """What was written. Raises ValueError, KeyError or TypeError where it is none."""
    texts_until, delete_on = (
        date.fromisoformat(raw[name]) if raw[name] is not None else None for name in ("texts_until", "delete_on")
    )
    return SeenProcess(raw["public"] is True, int(raw["counting"]), texts_until, delete_on)


def _seen(db: Session, process: Process) -> SeenProcess:
    assert process.id is not None
    result = results.published(db, process.id)
    counting = result.number if result is not None and result.final else 0
    return SeenProcess(processes.is_public(process), counting, process.texts_until, process.delete_on)
