"""What is open at the desk, read from the database in a fixed number of queries. Only what is not done with is looked at: a town keeps
the recordings of decades."""

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, exists, select

from council import expiry, publications
from council.base.jobs import Job
from council.meetings import AgendaItem, Meeting
from council.organizations import Organization
from council.publications import Publication
from council.recordings import Recording
from council.uploads import Upload, UploadState
from transcription import standings, tasks
from transcription.tasks import EndingFact, Facts, MeetingFact, RecordingFact, UploadFact

MOST = 30  # recordings on the list: those at work, then the latest meetings


def facts(db: Session, now: datetime, zone: ZoneInfo) -> Facts:
    """All that is open now."""
    return Facts(
        uploads=tuple(_uploads(db)),
        recordings=tuple(_recordings(db, now)),
        endings=tuple(_endings(db, now.astimezone(zone))),
        unrecorded=tuple(_unrecorded(db, now)),
        without_agenda=tuple(_without_agenda(db, now)),
    )


def _uploads(db: Session) -> list[UploadFact]:
    """Files that became no recording yet, by what was chosen together."""
    rows = db.exec(
        select(Upload, Meeting, Organization)
        .join(Meeting, col(Upload.meeting_id) == col(Meeting.id))
        .join(Organization, col(Meeting.organization_id) == col(Organization.id))
        .where(col(Upload.state).in_((UploadState.RECEIVING, UploadState.COMPLETE)))
        .order_by(col(Upload.id))
    ).all()
    batches: dict[str, list[tuple[Upload, MeetingFact]]] = defaultdict(list)
    for upload, meeting, organization in rows:
        batches[upload.batch].append((upload, _meeting_fact(meeting, organization)))
    return [
        UploadFact(
            batch=batch,
            meeting=files[0][1],
            files=len(files),
            received=sum(upload.received for upload, _ in files),
            size=sum(upload.size for upload, _ in files),
            touched_at=max(upload.touched_at for upload, _ in files),
            complete=all(upload.state == UploadState.COMPLETE for upload, _ in files)
            and len(files) >= files[0][0].batch_size,
        )
        for batch, files in batches.items()
    ]


def _recordings(db: Session, now: datetime) -> list[RecordingFact]:
    never_public = (
        col(Recording.published_at).is_(None)
        & col(Recording.media_ended_at).is_(None)
        & col(Recording.text_ended_at).is_(None)
    )
    not_done = never_public & or_(~col(Recording.internal), col(Meeting.minutes_approved_on).is_(None))
    fresh = col(Recording.published_at) >= now - tasks.CHECKED_AFTER
    at_work = col(Recording.id).in_(select(Job.subject_id).where(standings.unsettled()))
    rows = db.exec(
        select(Recording, Meeting, Organization)
        .join(Meeting, col(Recording.meeting_id) == col(Meeting.id))
        .join(Organization, col(Meeting.organization_id) == col(Organization.id))
        .where(or_(not_done, fresh, at_work))
        .order_by(at_work.desc(), col(Meeting.start).desc(), col(Recording.id))
        .limit(MOST)
    ).all()
    standing = standings.of(db, [recording for recording, _, _ in rows], now)
    return [
        RecordingFact(
            recording.id, _meeting_fact(meeting, organization), standing[recording.id], recording.published_at
        )
        for recording, meeting, organization in rows
        if recording.id is not None
    ]


def _endings(db: Session, now: datetime) -> list[EndingFact]:
    """What ends soon. ``now`` is in the town's time zone."""
    soon = (now.date(), now.date() + tasks.ENDS_WITHIN)
    days = (Publication.media_last_day, Publication.text_last_day, Meeting.minutes_approved_on)
    rows = db.exec(
        select(Publication, Recording, Meeting, Organization)
        .join(Recording, col(Publication.recording_id) == col(Recording.id))
        .join(Meeting, col(Recording.meeting_id) == col(Meeting.id))
        .join(Organization, col(Meeting.organization_id) == col(Organization.id))
        .where(col(Recording.published_at).is_not(None), or_(*(col(day).between(*soon) for day in days)))
    ).all()
    found = []
    for publication, recording, meeting, organization in rows:
        terms, approved = publications.declared(publication), meeting.minutes_approved_on
        media = expiry.last_day(terms.media, approved) if recording.media_public else None
        text = expiry.last_day(terms.text, approved) if recording.text_public else None
        for day in {media, text} - {None}:
            assert day is not None
            fact = _meeting_fact(meeting, organization)
            found.append(EndingFact(publication.recording_id, fact, day, media == day, text == day))
    return found


def _unrecorded(db: Session, now: datetime) -> list[MeetingFact]:
    without = ~exists().where(col(Recording.meeting_id) == col(Meeting.id))
    nothing_comes = ~exists().where(
        col(Upload.meeting_id) == col(Meeting.id),
        col(Upload.state).in_((UploadState.RECEIVING, UploadState.COMPLETE)),
    )
    span = (now - tasks.RECORDED_WITHIN, now - tasks.MEETING_LASTS)
    return _meetings(db, span, without & nothing_comes)


def _without_agenda(db: Session, now: datetime) -> list[MeetingFact]:
    without = ~exists().where(col(AgendaItem.meeting_id) == col(Meeting.id))
    return _meetings(db, (now, now + tasks.AGENDA_BEFORE), without)


def _meetings(db: Session, span: tuple[datetime, datetime], condition: ColumnElement[bool]) -> list[MeetingFact]:
    rows = db.exec(
        select(Meeting, Organization)
        .join(Organization, col(Meeting.organization_id) == col(Organization.id))
        .where(col(Meeting.start).between(*span), condition)
        .order_by(col(Meeting.start))
        .limit(MOST)
    ).all()
    return [_meeting_fact(meeting, organization) for meeting, organization in rows]


def _meeting_fact(meeting: Meeting, organization: Organization) -> MeetingFact:
    assert meeting.id is not None
    return MeetingFact(meeting.id, meeting.name, organization.name, meeting.start)
