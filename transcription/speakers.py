"""Who speaks: people of the meeting by name, and roles for all others. Citizens' names are never typed, offered or searched for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import groupby

from sqlmodel import Session, col, select

from council import people
from council.base.i18n import message
from council.marks import MarkingError
from council.media.timeline import Range
from council.meetings import Meeting
from council.people import Person
from transcription.transcripts import Segment

CITIZEN = message("Bürger/in")
ADMINISTRATION = message("Verwaltung")
CHAIR = message("Vorsitz")
ROLES = {"chair": CHAIR, "citizen": CITIZEN, "administration": ADMINISTRATION}
NOBODY = "nobody"
NeedsConsent = Callable[[str | None], bool]
NEAR_MS = 1000  # who presses a key that little before a speaker ends means the one who follows


@dataclass(frozen=True)
class Choice:
    """Somebody who can be said to speak. ``name`` is what the transcript then shows, people's with their faction."""

    key: str
    name: str


@dataclass(frozen=True)
class Spoken:
    """Utterances of one speaker in a row; None: nobody is said to speak."""

    start_ms: int
    end_ms: int
    speaker: str | None


def choices(db: Session, meeting: Meeting, zone: tzinfo) -> list[Choice]:
    """Who can be chosen: the roles, then the people of the meeting, those of the body that met first. ``zone`` is the town's."""
    roles = [Choice(key, name) for key, name in ROLES.items()]
    return [*roles, *(Choice(f"person-{one.person_id}", one.label) for one in people.at(db, meeting, zone))]


def chosen(db: Session, meeting: Meeting, zone: tzinfo, key: str) -> str | None:
    """The speaker's name behind a choice; None for nobody. Raises MarkingError for what cannot be chosen."""
    if key == NOBODY:
        return None
    for choice in choices(db, meeting, zone):
        if choice.key == key:
            return choice.name
    raise MarkingError(message("Wählen Sie bitte aus der Liste, wer spricht."))


def who_needs_consent(db: Session) -> NeedsConsent:
    """Tells of a speaker whether they may only be heard with their consent: citizens, and people who refused theirs."""
    rows = db.exec(select(Person.name, Person.former_names).where(col(Person.consent).is_(False))).all()
    refused = {name for current, former in rows for name in (current, *former)}
    with_faction = tuple(f"{name} (" for name in refused)  # a faction's name may have brackets itself

    def needs_consent(speaker: str | None) -> bool:
        if speaker is None or speaker == CITIZEN:
            return speaker == CITIZEN
        return speaker in refused or speaker.startswith(with_faction)

    return needs_consent


def turns(db: Session, recording_id: int) -> list[Spoken]:
    """Who speaks when, in the order of time."""
    rows = db.exec(
        select(Segment.start_ms, Segment.end_ms, Segment.speaker)
        .where(Segment.recording_id == recording_id)
        .order_by(col(Segment.start_ms), col(Segment.position))
    ).all()
    groups = ((speaker, list(said)) for speaker, said in groupby(rows, key=lambda row: row[2]))
    return [Spoken(said[0][0], max(end_ms for _, end_ms, _ in said), speaker) for speaker, said in groups]


def needing(db: Session, recording_id: int, spoken: Sequence[Spoken] | None = None) -> list[Range]:
    """When somebody speaks who may only be heard with their consent, in the order of time; pauses within one turn count to it. ``spoken``
    are the recording's turns, where they were read already."""
    needs_consent = who_needs_consent(db)
    known = turns(db, recording_id) if spoken is None else spoken
    return [(turn.start_ms, turn.end_ms) for turn in known if needs_consent(turn.speaker)]


def until_next(spoken: Sequence[Spoken], start_ms: int, duration_ms: int) -> int:
    """When somebody else begins than who speaks from ``start_ms`` on."""
    left = [turn for turn in spoken if turn.end_ms > start_ms]
    if len(left) > 1 and left[0].end_ms < start_ms + NEAR_MS:
        left.pop(0)
    return left[1].start_ms if len(left) > 1 else duration_ms


def within(spoken: Sequence[Spoken], start_ms: int, end_ms: int) -> list[Spoken]:
    """The part of the turns in a range."""
    return [
        Spoken(max(turn.start_ms, start_ms), min(turn.end_ms, end_ms), turn.speaker)
        for turn in spoken
        if turn.start_ms < end_ms and start_ms < turn.end_ms
    ]
