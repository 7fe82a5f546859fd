"""What the API answers, from the same queries as the pages. None stands for what does not exist or is not public."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select
from starlette.requests import Request

from council import cuts, published, recordings
from council.base.site import Site
from council.meetings import Meeting
from council.organizations import Organization
from council.recordings import Recording
from ratsfenster.api.shapes import (
    AgendaItemOut,
    MeetingDetail,
    MeetingList,
    MeetingOut,
    MeetingParameters,
    RangeOut,
    RecordingList,
    RecordingOut,
    SearchParameters,
    SegmentOut,
    StretchOut,
    TranscriptOut,
)
from search import bounds, engines, lexicon, results
from search.engines import EVERYTHING, Filters
from search.lexicon import Lexicon
from transcription import transcripts

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Call:
    """One request, its parameters checked."""

    request: Request
    parameters: Any
    number: int

    @property
    def site(self) -> Site:
        site: Site = self.request.app.state.site
        return site


def _meeting_query(parameters: MeetingParameters, site: Site) -> list[Any]:
    wanted: list[Any] = [
        col(Meeting.id).in_(select(Recording.meeting_id).where(col(Recording.published_at).is_not(None)))
    ]
    if parameters.organization is not None:
        wanted.append(Meeting.organization_id == parameters.organization)
    if parameters.year is not None:
        zone = site.settings.zone
        wanted.append(Meeting.start >= dt.datetime(parameters.year, 1, 1, tzinfo=zone))
        wanted.append(Meeting.start < dt.datetime(parameters.year + 1, 1, 1, tzinfo=zone))
    return wanted


def list_meetings(call: Call) -> MeetingList:
    wanted = _meeting_query(call.parameters, call.site)
    with call.site.database.reading() as db:
        total = db.exec(select(func.count()).select_from(Meeting).where(*wanted)).one()
        found = db.exec(
            select(Meeting)
            .where(*wanted)
            .order_by(col(Meeting.start).desc(), col(Meeting.id).desc())
            .limit(call.parameters.limit)
            .offset(call.parameters.offset)
        ).all()
        return MeetingList(total=total, meetings=_meetings(db, call.site, found))


def _meetings(db: Session, site: Site, found: Sequence[Meeting]) -> list[MeetingOut]:
    ids = [meeting.id for meeting in found]
    names = {row.id: row.name for row in db.exec(select(Organization)).all()}
    public: dict[int, list[int]] = {}
    query = select(Recording.meeting_id, Recording.id).where(
        col(Recording.meeting_id).in_(ids), col(Recording.published_at).is_not(None)
    )
    for meeting_id, recording_id in db.exec(query.order_by(col(Recording.id))):
        public.setdefault(meeting_id, []).append(recording_id or 0)
    return [
        MeetingOut(
            id=meeting.id or 0, name=meeting.name, start=meeting.start.astimezone(site.settings.zone), location=meeting.location,
            organization=names[meeting.organization_id], recordings=public.get(meeting.id or 0, []),
            url=f"{site.settings.address}/sitzungen/{meeting.id}",
        )
        for meeting in found
    ]  # fmt: skip


def one_meeting(call: Call) -> MeetingDetail | None:
    with call.site.database.reading() as db:
        meeting = db.get(Meeting, call.number)
        found = _meetings(db, call.site, [meeting])[0] if meeting else None
        if meeting is None or found is None or not found.recordings:
            return None
        heard = [db.get_one(Recording, recording_id) for recording_id in found.recordings]
        agenda = [
            AgendaItemOut(
                number=item.number,
                name=item.name,
                stretches=[
                    StretchOut(recording=moment.recording_id, start_ms=moment.start_ms) for moment in item.moments
                ],
            )
            for item in published.agenda(db, call.number, heard)
        ]
    return MeetingDetail(**found.model_dump(), agenda=agenda)


def list_recordings(call: Call) -> RecordingList:
    with call.site.database.reading() as db:
        public = col(Recording.published_at).is_not(None)
        total = db.exec(select(func.count()).select_from(Recording).where(public)).one()
        found = db.exec(
            select(Recording)
            .where(public)
            .order_by(col(Recording.id).desc())
            .limit(call.parameters.limit)
            .offset(call.parameters.offset)
        ).all()
        return RecordingList(total=total, recordings=[_recording(db, call.site, recording) for recording in found])


def one_recording(call: Call) -> RecordingOut | None:
    with call.site.database.reading() as db:
        recording = recordings.public(db, call.number)
        return _recording(db, call.site, recording) if recording else None


def _recording(db: Session, site: Site, recording: Recording) -> RecordingOut:
    assert recording.id is not None
    assert recording.published_at is not None
    address = site.settings.address
    hidden = cuts.hidden(db, recording.id, recording.duration_ms)
    return RecordingOut(
        id=recording.id,
        meeting=recording.meeting_id,
        language=recording.language,
        duration_ms=recording.duration_ms,
        published_at=recording.published_at,
        not_public=[RangeOut(start_ms=start, end_ms=end) for start, end in hidden],
        media={name: f"{address}/medien/{recording.media_token}/{name}" for name in recording.media_files},
        transcript=f"{address}{PREFIX}/recordings/{recording.id}/transcript" if recording.shows_text else None,
        checked_share=round(transcripts.checked_share(db, recording.id, hidden), 4) if recording.shows_text else 0.0,
        url=f"{address}/aufzeichnungen/{recording.id}",
    )


def transcript(call: Call) -> TranscriptOut | None:
    with call.site.database.reading() as db:
        recording = recordings.public(db, call.number)
        if recording is None or not recording.shows_text:
            return None
        hidden = cuts.hidden(db, call.number, transcripts.length(db, call.number, recording.duration_ms))
        segments = transcripts.public_segments(db, call.number, hidden)
    first, last = call.parameters.offset, call.parameters.offset + call.parameters.limit
    machine = recording.transcript_source not in ("", "import")
    return TranscriptOut(
        recording=call.number,
        source=recording.transcript_source,
        note="Written by a machine, except segments marked as checked." if machine else "Imported.",
        total=len(segments),
        segments=[
            SegmentOut(
                start_ms=segment.start_ms, end_ms=segment.end_ms, speaker=segment.speaker, text=segment.text,
                checked=segment.checked,
            )
            for segment in segments[first:last]
        ],
    )  # fmt: skip


def search(call: Call) -> dict[str, Any]:
    """Raises SearchError where the engine cannot answer."""
    wanted: SearchParameters = call.parameters
    engine = engines.reader_of(call.request.app)
    within = _within(wanted, lexicon.of(call.site)) if wanted.q.strip() else EVERYTHING
    found = results.find(call.site, engine, wanted.q, within, limit=wanted.limit, offset=wanted.offset)
    return results.to_json(found)


def _within(wanted: SearchParameters, known: Lexicon) -> Filters:
    return Filters(
        kinds=None if wanted.kind is None else frozenset({wanted.kind}),
        organizations=None if wanted.organization is None else frozenset({wanted.organization}),
        years=None if wanted.year is None else frozenset({wanted.year}),
        speaker_words=bounds.speaker_words(wanted.speaker, known),
        item_words=bounds.item_words(wanted.item, known),
    )
