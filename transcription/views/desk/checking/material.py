"""What the pages about a recording's text work with: the recording, what of it will not be public, its agenda, and known names."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select
from starlette.exceptions import HTTPException
from starlette.requests import Request

from council import cuts, inside, meetings, streets
from council.base.site import Site
from council.media.timeline import Range
from council.meetings import Meeting
from council.organizations import Organization
from council.people import Person
from council.recordings import Recording
from transcription import editing, names, worklist
from transcription.transcripts import Segment, words_of
from transcription.views.desk.checking import lines
from transcription.views.desk.checking.lines import Addresses, Conflict, Editor
from transcription.words import Word
from transcription.worklist import NOBODY, Stretch


@dataclass(frozen=True)
class Topic:
    """An agenda item that is dealt with in the recording."""

    id: int
    number: str
    name: str
    public: bool


@dataclass(frozen=True)
class Material:
    """A recording at the desk. ``hidden`` is empty for one that is kept for the minutes alone: all of its text is worked with."""

    recording: Recording
    meeting: Meeting
    organization: str
    hidden: tuple[Range, ...]
    topics: tuple[Topic, ...]
    stretches: tuple[Stretch, ...]
    has_text: bool

    @property
    def id(self) -> int:
        assert self.recording.id is not None
        return self.recording.id

    def topic_at(self, moment_ms: int) -> Topic | None:
        """The agenda item dealt with at a moment."""
        item_id = worklist.item_at(moment_ms, self.stretches)
        return next((topic for topic in self.topics if topic.id == item_id), None)


def asked_for(db: Session, request: Request) -> Material:
    """The recording an address names, whether public or not; 404 where there is none."""
    recording_id = request.path_params["id"]
    recording = db.get(Recording, recording_id) if recording_id < 2**31 else None
    if recording is None:
        raise HTTPException(404)
    meeting, organization = db.exec(
        select(Meeting, Organization)
        .join(Organization, col(Meeting.organization_id) == col(Organization.id))
        .where(Meeting.id == recording.meeting_id)
    ).one()
    dealt_with = meetings.stretches(db, recording_id)
    items = {item.id: item for _, item in dealt_with}
    last_ms = db.exec(select(func.max(Segment.end_ms)).where(Segment.recording_id == recording_id)).one()
    duration_ms = max(recording.duration_ms, last_ms or 0)
    return Material(
        recording=recording,
        meeting=meeting,
        organization=organization.name,
        hidden=() if recording.internal else tuple(cuts.hidden(db, recording_id, duration_ms)),
        topics=tuple(Topic(item.id or 0, item.number, item.name, item.public) for item in items.values()),
        stretches=tuple(Stretch(stretch.start_ms, stretch.agenda_item_id) for stretch, _ in dealt_with),
        has_text=last_ms is not None,
    )


def segment_of(db: Session, found: Material, segment_id: int) -> Segment:
    """An utterance of this recording; 404 for every other."""
    row = db.get(Segment, segment_id) if segment_id < 2**62 else None
    if row is None or row.recording_id != found.id:
        raise HTTPException(404, editing.GONE)
    return row


def segments_of(db: Session, found: Material, ids: Sequence[int]) -> list[Segment]:
    """These utterances as far as they are of this recording, in the order of ``ids``."""
    rows = db.exec(select(Segment).where(Segment.recording_id == found.id, col(Segment.id).in_(ids))).all()
    by_id = {row.id: row for row in rows}
    return [by_id[one] for one in ids if one in by_id]


def spoken_before(db: Session, found: Material, moment_ms: int) -> int:
    """When the last utterance that began before a moment ended; 0 where none did."""
    earlier = (Segment.recording_id == found.id, Segment.start_ms < moment_ms)
    return db.exec(select(func.max(Segment.end_ms)).where(*earlier)).one() or 0


def editor(
    db: Session,
    found: Material,
    row: Segment,
    addresses: Addresses,
    *,
    text: str | None = None,
    conflict: Conflict | None = None,
    problem: str = "",
) -> Editor | None:
    """The field for an utterance, with names that may be meant; none where it touches what will not be public."""
    if worklist.touches(row.start_ms, row.end_ms, found.hidden):
        return None
    offered = names.suggest(_words(row), known_names(db)) if row.checked_at is None else []
    return lines.editor(
        row, addresses, editing.LONGEST, text=text, suggestions=offered, conflict=conflict, problem=problem
    )


def known_names(db: Session) -> names.Known:
    """The names of all people in office (who is spoken of need not be at the meeting), of organizations and of streets."""
    return names.known(
        tuple(db.exec(select(Person.name).order_by(Person.name))),
        tuple(db.exec(select(Organization.name).order_by(Organization.name))),
        tuple(streets.names(db)),
    )


def playlist(site: Site, recording: Recording) -> str:
    """Where the desk plays the whole recording; empty while it cannot be played."""
    if inside.whole(site, recording) is None:
        return ""
    return f"/ratsbuero/aufzeichnungen/{recording.id}/medien/{inside.PLAYLIST}"


def speakers(db: Session, found: Material) -> tuple[tuple[str, str], ...]:
    """Who speaks, as values of a form and names; NOBODY, without a name, where that is not known of all."""
    names = db.exec(
        select(Segment.speaker).where(Segment.recording_id == found.id).distinct().order_by(col(Segment.speaker))
    ).all()
    known = tuple((name, name) for name in names if name)
    return ((NOBODY, ""), *known) if known and None in names else known


def _words(row: Segment) -> list[Word]:
    """An utterance's words; where their times are not known, as if the machine had been sure of each."""
    return words_of(row) or [Word(token, row.start_ms, row.end_ms) for token in row.text.split()]


def path_of(found: Material) -> str:
    """The address of the page, without language."""
    return f"/ratsbuero/aufzeichnungen/{found.id}/text"
