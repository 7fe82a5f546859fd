"""Results as they were counted: written when a survey closes, or in batches while it is open, and never worked out while somebody waits.

Who counts is ``counting``, and when is decided by ``due_countings``. Here is what was counted, what of it the public sees, and what the
office asked for.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, delete, func, select

from council.base import locks
from council.base.database import UtcDateTime
from council.base.locks import Decision


class Result(SQLModel, table=True):
    """One counting of a survey. ``final``: counted after closing; others are live, which have no groups, no places and no ``bundle``.

    The public sees it from ``published_at`` until ``taken_back_at`` or until a later one is published; ask ``published()``.

    ``figures`` is what ``tally`` counts. ``blocks``: the groups of strata, as ``disclosure`` divided them, in the order of "strata" in the
    figures: ``[{"strata": ["Nord"], "people": 80}, …]``; a single one is everybody. ``rates``, the return rates where there are codes:
    first that of all, then, where there are several blocks, one a block: ``[{"strata": […], "people": 80, "invited": 200}, …]``; None
    under "invited" where it is not told. ``weighted`` is None where nothing was to be weighted, ``{"problem": {"text": German message,
    "values": {…}}}`` where it failed (for the office only), and else ::

        {"people": 812, "effective": 640.2, "design_effect": 1.2683, "largest_gap": 0.0, "trimmed": false,
         "divisions": ["strata", "age"],                 the known divisions: "strata", or the key of a question
         "questions": {"trees": {"options": {"more": 0.4312, …}}, "quiet": {"points": {"1": 0.1203, …}}}}

    with the shares among all who answered, for single and multiple choice ("other" is an option there) and scales of the first section.
    ``notes``: messages for the office about this counting, ``[{"text": …, "values": {…}}]``. ``bundle`` names the file of the published
    data in ``Storage.participation(process_id)``, with the exports beside it (``exports``); ``checksum`` is what the file says last.
    ``reviewed`` is ``text_reviews.stand()`` of what was released when it was counted.
    """

    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="process.id", index=True)
    number: int
    final: bool
    people: int
    changes: int = 0  # how far the answers had changed (``submissions.changes``): any other number means other answers
    figures: dict[str, Any] = Field(sa_type=JSON)
    blocks: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    rates: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    weighted: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    notes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    bundle: str = Field(default="", max_length=100)
    checksum: str = Field(default="", max_length=64)
    reviewed: str = Field(default="", max_length=64)
    made_at: datetime = Field(sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def is_public(self) -> bool:
        """Whether it was published and not taken back; a later one may have taken its place."""
        return self.published_at is not None and self.taken_back_at is None


class ResultOrder(SQLModel, table=True):
    """A counting the office asked for, until a worker has done it."""

    __tablename__ = "result_order"

    process_id: int = Field(foreign_key="process.id", primary_key=True)
    asked_at: datetime = Field(sa_type=UtcDateTime)


class CountingFailure(SQLModel, table=True):
    """The latest counting of a survey failed; the row is gone once one has succeeded. ``reason`` is the name of what went wrong."""

    __tablename__ = "counting_failure"

    process_id: int = Field(foreign_key="process.id", primary_key=True)
    failed_at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(max_length=100)


def last(db: Session, process_id: int, *, final: bool | None = None) -> Result | None:
    """The latest counting, for the desk; only of those that are final, or live, where that is said."""
    query = select(Result).where(Result.process_id == process_id).order_by(col(Result.number).desc())
    if final is not None:
        query = query.where(col(Result.final).is_(final))
    return db.exec(query.limit(1)).first()


def published(db: Session, process_id: int) -> Result | None:
    """The latest that the public may see. Whether the process itself is public is for who asks."""
    query = select(Result).where(
        Result.process_id == process_id, col(Result.published_at).is_not(None), col(Result.taken_back_at).is_(None)
    )
    return db.exec(query.order_by(col(Result.number).desc()).limit(1)).first()


def all_published(db: Session, process_ids: Collection[int]) -> frozenset[int]:
    """Of which of these processes the public may see a result."""
    query = select(Result.process_id).where(
        col(Result.process_id).in_(process_ids),
        col(Result.published_at).is_not(None),
        col(Result.taken_back_at).is_(None),
    )
    return frozenset(db.exec(query.distinct()).all())


def all_settled(db: Session, process_ids: Collection[int]) -> frozenset[int]:
    """Of which of these processes final results were ever public."""
    query = select(Result.process_id).where(
        col(Result.process_id).in_(process_ids), col(Result.final), col(Result.published_at).is_not(None)
    )
    return frozenset(db.exec(query.distinct()).all())


def last_published(db: Session, process_id: int, *, final: bool) -> Result | None:
    """The latest that ever was public: people may have kept what was taken back."""
    query = select(Result).where(
        Result.process_id == process_id, col(Result.final).is_(final), col(Result.published_at).is_not(None)
    )
    return db.exec(query.order_by(col(Result.number).desc()).limit(1)).first()


def is_settled(db: Session, process_id: int) -> bool:
    """Whether final results were ever public. From then on no answer may be added, not even from paper: the difference between two
    publications would be what single people answered."""
    return last_published(db, process_id, final=True) is not None


def of_process(db: Session, process_id: int) -> Sequence[Result]:
    """All countings, the first one first."""
    return db.exec(select(Result).where(Result.process_id == process_id).order_by(col(Result.number))).all()


def publish(db: Session, result: Result, now: datetime) -> None:
    """Show a result to the public, from now on and instead of any before it."""
    result.published_at, result.taken_back_at = now, None
    db.add(result)
    db.flush()


def take_back(db: Session, process_id: int, now: datetime) -> None:
    """Show none of a survey's results any more."""
    for result in of_process(db, process_id):
        if result.is_public:
            result.taken_back_at = now
            db.add(result)
    db.flush()


def order(db: Session, process_id: int, now: datetime) -> None:
    """Ask for another counting; asking twice is asking once, at the same moment too."""
    locks.alone(db, Decision.PROCESS, process_id)
    if db.get(ResultOrder, process_id) is None:
        db.add(ResultOrder(process_id=process_id, asked_at=now))
        db.flush()


def ordered(db: Session, process_id: int) -> bool:
    """Whether a counting is waiting to be done."""
    return db.get(ResultOrder, process_id) is not None


def done(db: Session, process_id: int, asked_until: datetime) -> None:
    """What was asked for until a moment is done."""
    db.execute(
        delete(ResultOrder).where(col(ResultOrder.process_id) == process_id, col(ResultOrder.asked_at) <= asked_until)
    )


def next_number(db: Session, process_id: int) -> int:
    """The number of the next counting."""
    return (db.exec(select(func.max(Result.number)).where(Result.process_id == process_id)).one() or 0) + 1


def drop_live(db: Session, process_id: int, before: int) -> None:
    """Forget live results that a later one has replaced."""
    db.execute(
        delete(Result).where(
            col(Result.process_id) == process_id, col(Result.final).is_(False), col(Result.number) < before
        )
    )


def failed(db: Session, process_id: int, reason: str, now: datetime) -> None:
    """A counting failed."""
    db.merge(CountingFailure(process_id=process_id, failed_at=now, reason=reason))


def failure(db: Session, process_id: int) -> CountingFailure | None:
    """How the latest counting failed; None where it did not."""
    return db.get(CountingFailure, process_id)


def failures(db: Session) -> Sequence[CountingFailure]:
    """All surveys that could not be counted, the latest first."""
    return db.exec(select(CountingFailure).order_by(col(CountingFailure.failed_at).desc())).all()


def succeeded(db: Session, process_id: int) -> None:
    """It could be counted again."""
    db.execute(delete(CountingFailure).where(col(CountingFailure.process_id) == process_id))
