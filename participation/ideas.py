"""Ideas of residents: proposed, moderated, supported, commented, merged, and answered by the office."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint

from council.base.i18n import message


class Shown(StrEnum):
    """Whether the public sees an idea or a comment."""

    WAITING = "waiting"
    SHOWN = "shown"
    WITHHELD = "withheld"
    MERGED = "merged"  # its support and comments count for another idea


class Progress(StrEnum):
    """What the office says of an idea. The value is what people read."""

    NEW = message("neu")
    LOOKED_AT = message("wird geprüft")
    PLANNED = message("ist geplant")
    BEGUN = message("wird umgesetzt")
    DONE = message("ist umgesetzt")
    DECLINED = message("wird nicht umgesetzt")


class Idea(SQLModel, table=True):
    """A proposal. ``number`` counts within its process; ``receipt`` is the hash of the receipt its author has, unique so that a retry
    stores nothing twice. Days only, and nothing of who wrote it."""

    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="process.id", index=True)
    number: int
    receipt: str = Field(unique=True, max_length=64)
    title: str = Field(max_length=120)
    text: str = Field(max_length=4000)
    category: str = Field(default="", max_length=100)
    place: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    shown: str = Field(default=Shown.WAITING, max_length=20)
    reason: str = Field(default="", max_length=500)  # why it is withheld
    merged_into: int | None = Field(default=None, foreign_key="idea.id")
    progress: str = Field(default=Progress.NEW, max_length=40)
    answer: str = Field(default="", max_length=4000)
    answered_on: date | None = None
    sent_on: date


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
    text: str = Field(max_length=2000)
    office: bool = False
    shown: str = Field(default=Shown.WAITING, max_length=20)
    reason: str = Field(default="", max_length=500)
    sent_on: date
