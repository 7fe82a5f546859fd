"""What the working aid for the minutes is made of, read from the database: the public part, or for those who write the minutes of the
non-public part that as well, as far as its text still exists."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from council import cuts, meetings, office
from council.base.settings import Settings
from council.cuts import CutReason
from council.media.timeline import Range
from council.meetings import Meeting
from council.organizations import Organization
from council.recordings import Recording
from transcription import minutes, transcripts
from transcription.minutes import Entry, Minutes, Part, Spoken


def of_meeting(
    db: Session, meeting: Meeting, settings: Settings, *, confidential: bool, begins_at: Mapping[int, datetime]
) -> Minutes:
    """The document's content. ``begins_at`` are the clock's times of the first moments, by recording, in the town's zone."""
    assert meeting.id is not None
    items = meetings.items(db, meeting.id)
    agenda = [
        Entry(item.id, item.number, item.name, item.reference, item.state, item.public)
        for item in items
        if item.id is not None and (item.public or confidential)
    ]
    recorded = office.recordings(db, meeting.id)
    about = minutes.Meeting(
        town=settings.town,
        name=meeting.name,
        organization=db.get_one(Organization, meeting.organization_id).name,
        start=meeting.start.astimezone(settings.zone),
        location=meeting.location or "",
        confidential=confidential,
        has_secret_items=any(not item.public for item in items),
        written_by=_engines(recorded),
    )
    parts = [
        _part(db, recording, begins_at.get(recording.id or 0), confidential=confidential) for recording in recorded
    ]
    return minutes.compose(about, agenda, parts)


def _engines(recorded: Sequence[Recording]) -> tuple[str, ...]:
    return tuple(sorted({one.transcript_source for one in recorded} - {"", "import"}))


def _part(db: Session, recording: Recording, begins_at: datetime | None, *, confidential: bool) -> Part:
    assert recording.id is not None
    hidden = left_out(db, recording, confidential=confidential)
    said = transcripts.public_segments(db, recording.id, hidden)
    return Part(
        marks=tuple((stretch.start_ms, stretch.agenda_item_id) for stretch, _ in meetings.stretches(db, recording.id)),
        said=tuple(Spoken(one.start_ms, one.end_ms, one.text, one.speaker, one.checked) for one in said),
        left_out=tuple(hidden),
        duration_ms=recording.duration_ms,
        begins_at=begins_at,
    )


def left_out(db: Session, recording: Recording, *, confidential: bool) -> list[Range]:
    """What does not come into the document. A confidential one holds the non-public items and cuts; what was cut as a break, for want of
    consent or for another reason belongs into none."""
    assert recording.id is not None
    duration_ms = transcripts.length(db, recording.id, recording.duration_ms)
    if not confidential:
        return cuts.hidden(db, recording.id, duration_ms)
    by_hand = [
        (cut.start_ms, cut.end_ms) for cut in cuts.of_recording(db, recording.id) if cut.reason != CutReason.NON_PUBLIC
    ]
    return cuts.hidden_ranges(by_hand, [], duration_ms)
