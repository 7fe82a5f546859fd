"""The outline of a published recording: what it is, what of it is public, how it is divided. No text is read for it."""

from collections.abc import Callable
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

Find = Callable[[Session, Request], "Outline"]  # raises HTTPException where nobody may know of it


@dataclass(frozen=True)
class Place:
    """Where a recording is shown: the address of its page, and that of its media with the files there; none while there are none."""

    page: str
    media: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outline:
    """A recording as the public may know it. ``duration_ms`` covers the last utterance too, so that cuts reach it. ``has_text``,
    ``has_media``: there is some, or may yet be, and it is public."""

    place: Place
    recording: Recording
    meeting: Meeting
    organization: str
    duration_ms: int
    hidden: tuple[Range, ...]
    sections: tuple[Section, ...]
    has_text: bool
    has_media: bool = True

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
        return bool(self.place.media and self.place.files)


def published(db: Session, recording_id: int) -> Outline | None:
    """The outline of a recording the public may know of."""
    recording = recordings.public(db, recording_id)
    if recording is None:
        return None
    page = f"/aufzeichnungen/{recording_id}"
    if recording.shows_media and recording.media_token is not None:
        place = Place(page, f"/medien/{recording.media_token}", tuple(recording.media_files))
    else:
        place = Place(page)
    return outlined(db, recording, place, media=recording.shows_media, text=recording.shows_text)


def outlined(db: Session, recording: Recording, place: Place, *, media: bool, text: bool) -> Outline:
    """The outline of any recording as it would be public in a place, with or without its media and its text."""
    recording_id = recording.id
    assert recording_id is not None
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
    sections = divide(marks, hidden, [start_ms for start_ms, _ in times] if text else [], duration_ms)
    meeting, organization = db.exec(
        select(Meeting, Organization)
        .join(Organization, col(Meeting.organization_id) == col(Organization.id))
        .where(Meeting.id == recording.meeting_id)
    ).one()
    return Outline(
        place, recording, meeting, organization.name, duration_ms, hidden, sections, text and bool(times), media
    )


def asked_for(db: Session, request: Request) -> Outline:
    """The outline of the recording an address names; 404 for everything the public may not know of."""
    outline = published(db, request.path_params["id"])
    if outline is None:
        raise HTTPException(404)
    return outline


def said_in(db: Session, outline: Outline, part: Part) -> list[PublicSegment]:
    """The public utterances of a part; none where the text is not public."""
    if not outline.has_text:
        return []
    return transcripts.public_segments(db, outline.id, outline.hidden, part.from_ms, part.until_ms)
