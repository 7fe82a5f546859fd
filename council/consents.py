"""Consents to being heard and seen, for ranges of a recording in which somebody speaks who did not agree by holding an office."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from council.base.database import UtcDateTime


class Consent(SQLModel, table=True):
    """What was agreed for [start_ms, end_ms). Names nobody: who spoke is not the site's to know."""

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recording.id", index=True)
    start_ms: int
    end_ms: int
    given: bool
    noted_by: str = Field(max_length=200)
    noted_at: datetime = Field(sa_type=UtcDateTime)
