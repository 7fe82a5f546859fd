"""Ideas of residents: their tables, and what the public reads of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, select

from council.base.i18n import message
from participation.processes import Moderation, Process

LONGEST_TITLE, LONGEST_TEXT, LONGEST_COMMENT, LONGEST_ANSWER, LONGEST_REASON = 120, 4000, 2000, 4000, 500


class Shown(StrEnum):
    """Whether the public sees an idea or a comment."""

    WAITING = "waiting"  # nobody has looked at it; seen where moderation comes after
    SHOWN = "shown"
    WITHHELD = "withheld"
    MERGED = "merged"  # its support and comments count for another idea
    TAKEN_BACK = "taken-back"  # by who wrote it: the words are gone, the number stays
    HELD = "held"  # nobody reads it until a moderator has decided, wherever moderation comes after too


UNDECIDED = (Shown.WAITING, Shown.HELD)


class Progress(StrEnum):
    """What the office says of an idea. The value is what people read."""

    NEW = message("neu")
    LOOKED_AT = message("wird geprüft")
    PLANNED = message("ist geplant")
    BEGUN = message("wird umgesetzt")
    DONE = message("ist umgesetzt")
    DECLINED = message("wird nicht umgesetzt")


class Ground(StrEnum):
    """Why something is withheld, or was reported. The value is what people read."""

    INSULT = message("Beleidigung oder Hetze")
    PERSONAL = message("persönliche Angaben über Menschen")
    ADVERTISING = message("Werbung")
    OFF_TOPIC = message("gehört nicht zum Thema")
    UNLAWFUL = message("verstößt gegen ein Gesetz")
    OTHER = message("anderer Grund")


class Idea(SQLModel, table=True):
    """A proposal. ``number`` counts within its process; ``receipt`` is the hash of the receipt its author has, unique so that a retry
    stores nothing twice. Days only, and nothing of who wrote it. ``place`` is {"lon", "lat"} or {"text"}. ``ground`` and ``reason``, the
    moderator's own words, say why it is withheld. ``progress`` and ``answered_on`` are what the last of its steps says (``idea_steps``).
    ``kept_support`` counts supporters of whom nothing is known any more."""

    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="process.id", index=True)
    number: int
    receipt: str = Field(unique=True, max_length=64)
    title: str = Field(max_length=LONGEST_TITLE)
    text: str = Field(max_length=LONGEST_TEXT)
    category: str = Field(default="", max_length=100)
    place: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    shown: str = Field(default=Shown.WAITING, max_length=20)
    ground: str = Field(default="", max_length=60)
    reason: str = Field(default="", max_length=LONGEST_REASON)
    merged_into: int | None = Field(default=None, foreign_key="idea.id")
    progress: str = Field(default=Progress.NEW, max_length=40)
    answer: str = Field(default="", max_length=LONGEST_ANSWER)
    answered_on: date | None = None
    sent_on: date
    kept_support: int = 0


class IdeaSupport(SQLModel, table=True):
    """That somebody supports an idea. ``supporter`` is a seal of a random value only their browser has, another one for each idea."""

    __tablename__ = "idea_support"
    __table_args__ = {"sqlite_with_rowid": False}

    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    supporter: str = Field(primary_key=True, max_length=64)


class IdeaComment(SQLModel, table=True):
    """What somebody, or the office, says about an idea."""

    __tablename__ = "idea_comment"

    id: int | None = Field(default=None, primary_key=True)
    idea_id: int = Field(foreign_key="idea.id", index=True)
    receipt: str = Field(unique=True, max_length=64)
    text: str = Field(max_length=LONGEST_COMMENT)
    office: bool = False
    shown: str = Field(default=Shown.WAITING, max_length=20)
    ground: str = Field(default="", max_length=60)
    reason: str = Field(default="", max_length=LONGEST_REASON)
    sent_on: date


class IdeaReport(SQLModel, table=True):
    """That somebody wants moderators to look at an idea, or at a comment on it; nothing of who. Gone once a moderator has decided."""

    __tablename__ = "idea_report"

    id: int | None = Field(default=None, primary_key=True)
    idea_id: int = Field(foreign_key="idea.id", index=True)
    comment_id: int | None = Field(default=None, foreign_key="idea_comment.id")
    ground: str = Field(max_length=60)
    words: str = Field(default="", max_length=LONGEST_REASON)
    on: date


def is_visible(process: Process, shown: str) -> bool:
    """Whether the public may read an idea or a comment that stands so."""
    return shown in (Shown.SHOWN, Shown.MERGED) or (shown == Shown.WAITING and process.moderation == Moderation.AFTER)


def by_number(db: Session, process_id: int, number: int) -> Idea | None:
    """An idea by what people call it."""
    return db.exec(select(Idea).where(Idea.process_id == process_id, Idea.number == number)).first()


def listed(db: Session, process: Process) -> Sequence[Idea]:
    """All ideas that stand for themselves and may be read, the newest first. Merged ones stand with those they were merged into."""
    query = select(Idea).where(Idea.process_id == process.id, col(Idea.shown).in_(_listed(process)))
    return db.exec(query.order_by(col(Idea.number).desc())).all()


def merged(db: Session, idea_ids: Sequence[int]) -> Sequence[Idea]:
    """The ideas that were merged into these, by number."""
    query = select(Idea).where(col(Idea.merged_into).in_(idea_ids), Idea.shown == Shown.MERGED)
    return db.exec(query.order_by(col(Idea.number))).all()


def comments(db: Session, process: Process, idea_ids: Sequence[int]) -> Sequence[IdeaComment]:
    """What may be read of the comments on these ideas, the oldest first."""
    query = select(IdeaComment).where(col(IdeaComment.idea_id).in_(idea_ids), _readable(process))
    return db.exec(query.order_by(col(IdeaComment.id))).all()


def comment_counts(db: Session, process: Process) -> Mapping[int, int]:
    """How many comments there are to read on each idea, those on ideas merged into it included."""
    target = func.coalesce(col(Idea.merged_into), col(Idea.id))
    query = (
        select(target, func.count())
        .join(IdeaComment, col(IdeaComment.idea_id) == col(Idea.id))
        .where(Idea.process_id == process.id, _readable(process))
        .group_by(target)
    )
    return dict(db.exec(query).all())


def withheld(db: Session, process_id: int) -> Mapping[str, int]:
    """How many ideas are not published, by their ground."""
    query = select(Idea.ground, func.count()).where(Idea.process_id == process_id, Idea.shown == Shown.WITHHELD)
    return dict(db.exec(query.group_by(Idea.ground)).all())


def _listed(process: Process) -> list[str]:
    return [one for one in (Shown.WAITING, Shown.SHOWN) if is_visible(process, one)]


def _readable(process: Process) -> ColumnElement[bool]:
    return col(IdeaComment.shown).in_(_listed(process))
