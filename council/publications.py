"""Why a recording may be public, and until when: for sound and picture, and for the transcript."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from council.base.database import UtcDateTime


class LegalBasis(StrEnum):
    STATUTE = "statute"  # Hauptsatzung
    RULES_OF_PROCEDURE = "rules-of-procedure"  # Geschäftsordnung
    CONSENTS = "consents"  # of everybody who is heard or seen
    OTHER = "other"


class Until(StrEnum):
    DATE = "date"  # that day is the last
    MINUTES = "minutes"  # until the minutes are approved
    OPEN = "open"  # without end


class Publication(SQLModel, table=True):
    """What the office declared when it published a recording; the latest declaration counts."""

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recording.id", unique=True)
    legal_basis: str
    reference: str = Field(default="", max_length=500)  # "§ 7 Absatz 2 der Hauptsatzung"
    consents_given: bool = False
    media_until: str = Until.OPEN
    media_last_day: date | None = None
    text_until: str = Until.OPEN
    text_last_day: date | None = None
    declared_by: str = Field(max_length=200)
    declared_at: datetime = Field(sa_type=UtcDateTime)
