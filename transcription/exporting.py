"""A recording's transcript as a file: what is public of it, and what the file says of itself."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from council.base.settings import Settings
from council.media.timeline import Range
from council.meetings import Meeting
from council.organizations import Organization
from council.recordings import Recording
from transcription import exports, transcripts
from transcription.exports import About


def export(db: Session, recording: Recording, hidden: Sequence[Range], form: str, settings: Settings) -> str:
    """The transcript without what lies in ``hidden``, as vtt, srt, txt or json; ValueError for another format."""
    assert recording.id is not None
    said = transcripts.public_segments(db, recording.id, hidden)
    return exports.export(
        [transcripts.draft_of(segment) for segment in said], form, about(db, recording, hidden, settings)
    )


def about(db: Session, recording: Recording, hidden: Sequence[Range], settings: Settings) -> About:
    """Which meeting it is of, where it can be heard, and who wrote it."""
    assert recording.id is not None
    meeting, organization = db.exec(
        select(Meeting, Organization)
        .join(Organization, col(Meeting.organization_id) == col(Organization.id))
        .where(Meeting.id == recording.meeting_id)
    ).one()
    return About(
        title=f"{meeting.name}, {organization.name}, {meeting.start.astimezone(settings.zone):%d.%m.%Y}",
        url=f"{settings.address}/aufzeichnungen/{recording.id}",
        made_by="" if recording.transcript_source == "import" else recording.transcript_source,
        checked_share=transcripts.checked_share(db, recording.id, hidden),
        language=recording.language,
    )
