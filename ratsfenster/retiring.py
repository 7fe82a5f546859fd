"""Deleting what is kept no longer, by the rules of ``council/retention.py``; batch by batch, so that nobody has to wait."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, exists, select

from council import retention
from council.base import audit, sign_ins
from council.base.jobs import LIVE, Job
from council.base.site import Site
from council.recordings import Recording
from council.reports import BarrierReport
from participation.privacy import answer_deletion as answers
from transcription import deletion
from transcription.transcripts import Chunk

WHY = "Aufbewahrungsfrist abgelaufen"


def retire(site: Site) -> None:
    """All of it, once."""
    now, settings = site.clock(), site.settings
    with site.database.writing() as db:
        audit.forget(db, now - timedelta(days=settings.keep_audit_days))
    with site.database.writing() as db:
        sign_ins.forget(db, now - retention.SIGN_INS)
    with site.database.writing() as db:
        before = now - timedelta(days=settings.keep_reports_days)
        db.execute(delete(BarrierReport).where(col(BarrierReport.at) < before))
    for recording_id in _ids(site, _joined):
        with site.database.writing() as db:
            db.execute(delete(Chunk).where(col(Chunk.recording_id) == recording_id))
    for recording_id in _ids(site, lambda db: _ended(db, site)):
        _delete(site, recording_id)
    answers.retire(site)


def _ids(site: Site, query: Callable[[Session], list[int]]) -> list[int]:
    with site.database.reading() as db:
        return query(db)


def _joined(db: Session) -> list[int]:
    """Recordings whose chunks were joined to a transcript: nobody needs them any more."""
    at_work = exists().where(
        col(Job.subject_id) == col(Recording.id), col(Job.kind) == "transcribe", col(Job.state).in_(LIVE)
    )
    has_chunks = exists().where(col(Chunk.recording_id) == col(Recording.id))
    found = db.exec(select(Recording.id).where(Recording.transcript_source != "", has_chunks, ~at_work))
    return [key for key in found if key is not None]


def _ended(db: Session, site: Site) -> list[int]:
    """Recordings of which something stopped being public long enough ago."""
    now, days = site.clock(), site.settings.keep_withdrawn_days
    query = select(Recording).where(
        col(Recording.media_ended_at).is_not(None) | col(Recording.text_ended_at).is_not(None)
    )
    return [
        recording.id or 0
        for recording in db.exec(query)
        if retention.is_over(recording.ended_at, now, days) or _media_are_over(recording, site)
    ]


def _media_are_over(recording: Recording, site: Site) -> bool:
    """Whether only the transcript goes on being public."""
    over = retention.is_over(recording.media_ended_at, site.clock(), site.settings.keep_withdrawn_days)
    return over and recording.shows_text and not recording.media_public and (recording.has_audio or recording.has_video)


def _delete(site: Site, recording_id: int) -> None:
    """Look again under the lock: somebody may just have published it anew."""
    with site.database.writing() as db:
        recording = db.get(Recording, recording_id, with_for_update=True)
        if recording is None:
            return
        key = recording.key
        if retention.is_over(recording.ended_at, site.clock(), site.settings.keep_withdrawn_days):
            deletion.delete_recording(db, recording, site, None, WHY)
        elif _media_are_over(recording, site):
            deletion.delete_media(db, recording, site, WHY)
        else:
            return
    deletion.drop_files(site, key)
