"""Why a recording may be public, and until when: for sound and picture, and for the transcript."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select

from council.base.database import UtcDateTime
from council.base.settings import Settings
from council.meetings import Meeting
from council.recordings import Recording


class LegalBasis(StrEnum):
    STATUTE = "statute"  # Hauptsatzung
    RULES_OF_PROCEDURE = "rules-of-procedure"  # Geschäftsordnung
    CONSENTS = "consents"  # of everybody who is heard or seen
    OTHER = "other"


class Until(StrEnum):
    DATE = "date"  # that day is the last
    MINUTES = "minutes"  # until the end of the day on which the minutes are approved
    OPEN = "open"  # without end
    NEVER = "never"  # not public at all


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


@dataclass(frozen=True)
class Term:
    """How long something is public. ``day`` is the last one, in the town's time, where it lasts until a date."""

    until: Until = Until.OPEN
    day: date | None = None

    @property
    def public(self) -> bool:
        return self.until != Until.NEVER


@dataclass(frozen=True)
class Declaration:
    """What is declared with publishing."""

    legal_basis: LegalBasis
    reference: str = ""
    consents_given: bool = False
    media: Term = Term()
    text: Term = Term()


def by_settings(settings: Settings) -> Declaration:
    """What the command line declares where nothing else is said."""
    return Declaration(LegalBasis(settings.legal_basis), settings.legal_reference)


def of_recording(db: Session, recording_id: int) -> Publication | None:
    """What was declared last for a recording."""
    return db.exec(select(Publication).where(Publication.recording_id == recording_id)).first()


def declared(publication: Publication) -> Declaration:
    """The declaration a row holds."""
    return Declaration(
        LegalBasis(publication.legal_basis),
        publication.reference,
        publication.consents_given,
        Term(Until(publication.media_until), publication.media_last_day),
        Term(Until(publication.text_until), publication.text_last_day),
    )


def declare(db: Session, recording_id: int, declaration: Declaration, by: str, now: datetime) -> None:
    """Record a declaration in place of an earlier one."""
    row = of_recording(db, recording_id) or Publication(
        recording_id=recording_id, legal_basis="", declared_by=by, declared_at=now
    )
    row.legal_basis, row.reference = declaration.legal_basis, declaration.reference
    row.consents_given = declaration.consents_given
    row.media_until, row.media_last_day = declaration.media.until, declaration.media.day
    row.text_until, row.text_last_day = declaration.text.until, declaration.text.day
    row.declared_by, row.declared_at = by, now
    db.add(row)
    db.flush()


def last_of_body(db: Session, organization_id: int) -> tuple[Publication, Meeting] | None:
    """What was declared last for a meeting of this body, and that meeting."""
    return db.exec(
        select(Publication, Meeting)
        .join(Recording, col(Recording.id) == col(Publication.recording_id))
        .join(Meeting, col(Meeting.id) == col(Recording.meeting_id))
        .where(Meeting.organization_id == organization_id)
        .order_by(col(Publication.declared_at).desc(), col(Publication.id).desc())
    ).first()
