"""Sending ideas and comments: each is stored once, however often it is sent. ``store`` and ``comment`` are the only ways in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, func, select

from council.base import locks
from council.base.locks import Decision
from participation import ideas
from participation.answers import receipts
from participation.answers.receipts import Receipt
from participation.answers.submissions import NotOpenError
from participation.ideas import Idea, IdeaComment, Shown
from participation.processes import Process, State, state


@dataclass(frozen=True)
class Proposal:
    """An idea as somebody sends it, checked already."""

    title: str
    text: str = field(repr=False)
    category: str = ""
    place: dict[str, Any] | None = None


@dataclass(frozen=True)
class Sending:
    """Where and when something is sent, and the receipt of the key it came with."""

    process_id: int
    receipt: Receipt
    clock: Callable[[], datetime]
    zone: ZoneInfo


def store(db: Session, sending: Sending, proposal: Proposal) -> Idea:
    """Store an idea; what came with this receipt before is given again, whatever else is true by now. NotOpenError."""
    now = _begin(db, sending)
    hashed = receipts.published(sending.receipt)
    known = idea_of(db, sending.process_id, sending.receipt)
    if known is not None:
        return known
    _open(db, sending, now)
    last = db.exec(select(func.max(Idea.number)).where(Idea.process_id == sending.process_id)).one()
    idea = Idea(
        process_id=sending.process_id,
        number=(last or 0) + 1,
        receipt=hashed,
        title=proposal.title,
        text=proposal.text,
        category=proposal.category,
        place=proposal.place,
        sent_on=now.astimezone(sending.zone).date(),
    )
    db.add(idea)
    db.flush()
    return idea


def comment(db: Session, sending: Sending, number: int, text: str) -> IdeaComment | None:
    """Store a comment on an idea; None where no such idea can be read. NotOpenError."""
    now = _begin(db, sending)
    known = comment_of(db, sending.process_id, sending.receipt)
    if known is not None:
        return known
    process = _open(db, sending, now)
    idea = ideas.by_number(db, sending.process_id, number)
    if idea is None or idea.shown == Shown.MERGED or not ideas.is_visible(process, idea.shown) or not process.comments:
        return None
    assert idea.id is not None
    made = IdeaComment(
        idea_id=idea.id,
        receipt=receipts.published(sending.receipt),
        text=text,
        sent_on=now.astimezone(sending.zone).date(),
    )
    db.add(made)
    db.flush()
    return made


def idea_of(db: Session, process_id: int, receipt: Receipt) -> Idea | None:
    """The idea somebody has the receipt of."""
    query = select(Idea).where(Idea.process_id == process_id, Idea.receipt == receipts.published(receipt))
    return db.exec(query).first()


def comment_of(db: Session, process_id: int, receipt: Receipt) -> IdeaComment | None:
    """The comment somebody has the receipt of."""
    query = (
        select(IdeaComment)
        .join(Idea)
        .where(Idea.process_id == process_id, IdeaComment.receipt == receipts.published(receipt))
    )
    return db.exec(query).first()


def _begin(db: Session, sending: Sending) -> datetime:
    """Wait for whoever sends or decides in this process, so that numbers are given in order and nothing arrives after the end."""
    locks.alone(db, Decision.PROCESS, sending.process_id)
    return sending.clock()


def _open(db: Session, sending: Sending, now: datetime) -> Process:
    process = db.get_one(Process, sending.process_id, populate_existing=True)
    standing = state(process, now)
    if standing is not State.OPEN:
        raise NotOpenError(standing)
    return process
