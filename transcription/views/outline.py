"""The outline of a published recording: what it is, what of it is public, how it is divided. No text is read for it."""

from dataclasses import dataclass

from sqlmodel import Session, col, select
from starlette.exceptions import HTTPException
from starlette.requests import Request

from council import cuts, recordings
from council.media.timeline import Range
from council.meetings import Meeting, stretches
from council.organizations import Organization
from council.recordings import Recording
from transcription import transcripts
from transcription.transcripts import PublicSegment, Segment
from transcription.views.sections import Mark, Part, Section, divide


@dataclass(frozen=True)
class Outline:
    """A recording as the public may know it. ``duration_ms`` covers the last utterance too, so that cuts reach it."""

    recording: Recording
    meeting: Meeting
    organization: str
    duration_ms: int
    hidden: tuple[Range, ...]
    sections: tuple[Section, ...]
    has_text: bool

    @property
    def id(self) -> int:
        assert self.recording.id is not None
        return self.recording.id

    @property
    def divided(self) -> bool:
        """Whether it is divided by an agenda."""
        return any(section.labels for section in self.sections)

    @property
    def playable(self) -> bool:
        """Whether its public media are there."""
        return self.recording.media_token is not None and bool(self.recording.media_files)


def published(db: Session, recording_id: int) -> Outline | None:
    """The outline of a recording the public may know of."""
    recording = recordings.public(db, recording_id)
    if recording is None:
        return None
    times = db.execute(
        select(Segment.start_ms, Segment.end_ms)
        .where(Segment.recording_id == recording_id)
        .order_by(col(Segment.start_ms))
    ).all()
    duration_ms = max([recording.duration_ms, *(end_ms for _, end_ms in times)])
    hidden = tuple(cuts.hidden(db, recording_id, duration_ms))
    marks = [
        Mark(stretch.start_ms, item.number, item.name, item.public) for stretch, item in stretches(db, recording_id)
    ]
    sections = divide(marks, hidden, [start_ms for start_ms, _ in times], duration_ms)
    meeting, organization = db.exec(
        select(Meeting, Organization)
        .join(Organization, col(Meeting.organization_id) == col(Organization.id))
        .where(Meeting.id == recording.meeting_id)
    ).one()
    return Outline(recording, meeting, organization.name, duration_ms, hidden, sections, bool(times))


def asked_for(db: Session, request: Request) -> Outline:
    """The outline of the recording an address names; 404 for everything the public may not know of."""
    outline = published(db, request.path_params["id"])
    if outline is None:
        raise HTTPException(404)
    return outline


def said_in(db: Session, outline: Outline, part: Part) -> list[PublicSegment]:
    """The public utterances of a part."""
    return transcripts.public_segments(db, outline.id, outline.hidden, part.from_ms, part.until_ms)
