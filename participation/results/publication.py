"""Showing results: when the public may see a counting, and what the office decides about it. Everything here runs in the caller's
write transaction, under the survey's lock (``locks.alone(db, Decision.PROCESS, id)``)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from council.base.errors import ReadableError
from council.base.i18n import message
from participation import processes, results
from participation.answers import submissions
from participation.counting import disclosure
from participation.counting.disclosure import Block, Publication
from participation.processes import Process, Showing
from participation.results import Result


class ShowingError(ReadableError):
    """Results that cannot be shown, and what to do."""


def publication(blocks: Iterable[Mapping[str, Any]]) -> Publication:
    """The division into groups that a result was counted by."""
    return Publication(tuple(Block(tuple(block["strata"]), block["people"]) for block in blocks))


def may_follow(db: Session, process: Process, result: Result) -> bool:
    """Whether a result may be shown after all that were: of whatever differs at least ``k`` people are the reason."""
    k = process.least_people
    before = results.last_published(db, result.process_id, final=True)
    if before is not None:
        return result.final and disclosure.may_publish(publication(before.blocks), publication(result.blocks), k)
    shown = results.last_published(db, result.process_id, final=False)
    earlier = None if shown is None else _everybody(shown)
    if result.final and not disclosure.may_publish(None, publication(result.blocks), k):
        return False
    return disclosure.may_publish(earlier, _everybody(result), k)


def at_once(db: Session, process: Process, result: Result) -> bool:
    """Whether a new counting is shown without anybody's looking at it first. What the office took back stays away."""
    if process.showing == Showing.BY_HAND or process.withdrawn_at is not None:
        return False
    if not result.final and process.showing != Showing.LIVE:
        return False
    before = results.last_published(db, result.process_id, final=True) or results.last_published(
        db, result.process_id, final=False
    )
    return before is None or before.is_public


def show(db: Session, process: Process, number: int, now: datetime) -> Result:
    """Publish a counting, which has to be the latest and complete. Raises ShowingError."""
    assert process.id is not None
    result = results.last(db, process.id)
    if result is None or result.number != number:
        raise ShowingError(
            message("Inzwischen wurde noch einmal gezählt. Bitte sehen Sie sich die neuen Ergebnisse an.")
        )
    if results.ordered(db, process.id) or _is_outdated(db, result):
        raise ShowingError(
            message("Seit dieser Zählung hat sich etwas geändert. Es wird gerade neu gezählt; bitte warten Sie kurz.")
        )
    if not may_follow(db, process, result):
        raise ShowingError(
            message(
                "Diese Ergebnisse können nicht gezeigt werden: Aus dem Unterschied zu den früher gezeigten ließe sich "
                "schließen, was einzelne Menschen geantwortet haben."
            )
        )
    results.publish(db, result, now)
    processes.changed(db, process, now)
    return result


def take_back(db: Session, process: Process, now: datetime) -> None:
    """Show none of the results any more."""
    assert process.id is not None
    results.take_back(db, process.id, now)
    processes.changed(db, process, now)


def _is_outdated(db: Session, result: Result) -> bool:
    """Whether answers came or went since it was counted; once results were public, none can."""
    settled = not result.final or results.is_settled(db, result.process_id)
    return not settled and submissions.changes(db, result.process_id) != result.changes


def _everybody(result: Result) -> Publication:
    """A result as what it tells of all people together."""
    return Publication((Block(("",), result.people),))
