"""Deleting a recording for good: files, text, marks and history. Only what is not public can be deleted."""

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col

from council import meetings, recordings
from council.base import audit, changes
from council.base.accounts import Account
from council.base.jobs import Job
from council.base.site import Site
from council.consents import Consent
from council.cuts import Cut
from council.markings import MarkingStep
from council.meetings import Meeting, Stretch
from council.publications import Publication
from council.recordings import EDITION_KIND, KIND, Original, Recording
from transcription.revisions import Revision
from transcription.transcripts import Chunk, Segment

_PARTS: tuple[type[SQLModel], ...] = (
    Segment, Chunk, Revision, Stretch, Cut, Consent, MarkingStep, Publication, Original,
)  # fmt: skip
ROOMS = ("originals", "masters", "inside", "work")


class StillPublicError(Exception):
    """What is public has to be withdrawn first."""


def delete_recording(db: Session, recording: Recording, site: Site, account: Account | None, why: str = "") -> None:
    """Delete all that the database has of a recording, and stop the work on it. Its files are ``drop_files``' to remove, after this
    transaction. Raises StillPublicError."""
    recordings.lock(db, recording)
    assert recording.id is not None
    if recording.published_at is not None:
        raise StillPublicError
    now = site.clock()
    _note(db, recording, site, account, "Aufzeichnung gelöscht", why)
    _stop_work(db, recording.id)
    for part in _PARTS:
        table = SQLModel.metadata.tables[str(part.__tablename__)]
        db.execute(delete(table).where(table.c.recording_id == recording.id))
    for kind in (KIND, EDITION_KIND):
        changes.record(db, kind, recording.id, now)
    changes.record(db, meetings.KIND, recording.meeting_id, now)  # afterwards nobody knows whose recording it was
    db.delete(recording)


def delete_media(db: Session, recording: Recording, site: Site, why: str = "") -> None:
    """Forget the files of a recording of which only the transcript is public. Raises StillPublicError."""
    recordings.lock(db, recording)
    assert recording.id is not None
    if recording.shows_media:
        raise StillPublicError
    _note(db, recording, site, None, "Video und Ton gelöscht", why)
    _stop_work(db, recording.id)
    db.execute(delete(Original).where(col(Original.recording_id) == recording.id))
    recording.has_video = recording.has_audio = recording.media_public = False
    recordings.text_changed(db, recording, site.clock())


def drop_files(site: Site, key: str) -> None:
    """Remove all files of a recording that has none any more. What is left by a crash the worker's sweep finds later."""
    for room in ROOMS:
        site.storage.drop(getattr(site.storage, room)(key))


def _stop_work(db: Session, recording_id: int) -> None:
    """Whoever holds a job that is gone stops within seconds."""
    db.execute(delete(Job).where(col(Job.subject_id) == recording_id))


def _note(db: Session, recording: Recording, site: Site, account: Account | None, action: str, why: str) -> None:
    meeting = db.get_one(Meeting, recording.meeting_id)
    held = meeting.start.astimezone(site.settings.zone)
    subject = f"{meeting.name}, {held:%d.%m.%Y} (Aufzeichnung {recording.id})" + (f": {why}" if why else "")
    path = f"/ratsbuero/sitzungen/{meeting.id}"
    audit.record(db, account, action, site.clock(), subject=subject, path=path)
