"""Marking a recording: where items begin and what is cut, step by step, so that every step can be undone."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from council.base.database import UtcDateTime


class MarkingStep(SQLModel, table=True):
    """What a step changed: ``before`` and ``after`` hold stretches, cuts and consents as plain rows, never text.

    Steps that were undone stay for redoing until a new one is made.
    """

    __tablename__ = "marking_step"

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recording.id", index=True)
    label: str  # what people read: "Schnitt 0:12:30–0:15:02"
    before: dict[str, Any] = Field(sa_type=JSON)
    after: dict[str, Any] = Field(sa_type=JSON)
    undone: bool = False
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
