"""What people changed in a transcript: who, when, and what stood there before."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from council.base.database import UtcDateTime


class Revision(SQLModel, table=True):
    """One change of an utterance. Kept by its time, since utterances are divided; erased where a cut lies over it."""

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recording.id", index=True)
    segment_id: int | None = Field(default=None, index=True)  # as it was then; no foreign key, utterances are replaced
    start_ms: int
    end_ms: int
    text_before: str
    text_after: str
    speaker_before: str | None = None
    speaker_after: str | None = None
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
