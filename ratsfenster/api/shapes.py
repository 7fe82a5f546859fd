"""What goes into the API and comes out of it."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

LARGEST_ID = 2**31 - 1
LONGEST_BOUND = 200  # characters

Kind = Literal["segment", "agenda_item", "meeting", "paper", "process", "idea"]


class Problem(BaseModel):
    """What went wrong, in words."""

    error: str


class Page(BaseModel):
    """A part of a list."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(50, ge=1, le=200, description="How many at most.")
    offset: int = Field(0, ge=0, le=1_000_000, description="How many to skip.")


class SearchParameters(BaseModel):
    """What to look for, and within what."""

    model_config = ConfigDict(extra="forbid")
    q: str = Field(
        "",
        description='Words, all of them wanted; a phrase in quotation marks; -without; OR between alternatives; "gremium:", "jahr:", '
        '"redner:" and "top:" narrow the search as the parameters do. Anything is a query; what follows the 500th character is not read.',
    )
    kind: Kind | None = Field(None, description="Only what is of this kind; all kinds without it.")
    organization: int | None = Field(None, ge=1, le=LARGEST_ID, description="Only meetings of this organization.")
    year: int | None = Field(None, ge=1900, le=2999, description="Only meetings of this year.")
    speaker: str = Field(
        "", max_length=LONGEST_BOUND, description="Only what somebody said whose name has all these words."
    )
    item: str = Field(
        "",
        max_length=LONGEST_BOUND,
        description="Only what belongs to an agenda item: its number, or words of its title.",
    )
    limit: int = Field(20, ge=1, le=200, description="How many hits at most.")
    offset: int = Field(0, ge=0, le=1_000_000, description="How many hits to skip, best first.")


class MeetingParameters(Page):
    """Which meetings, newest first."""

    organization: int | None = Field(None, ge=1, le=LARGEST_ID, description="Only meetings of this organization.")
    year: int | None = Field(None, ge=1900, le=2999, description="Only meetings of this year.")


class Nothing(BaseModel):
    """No parameters."""

    model_config = ConfigDict(extra="forbid")


class MeetingOut(BaseModel):
    """A meeting with public recordings."""

    id: int
    name: str
    start: dt.datetime
    organization: str
    location: str | None
    recordings: list[int]
    url: str


class AgendaItemOut(BaseModel):
    """A public agenda item; ``start_ms`` where it is dealt with in each recording."""

    number: str
    name: str
    stretches: list["StretchOut"]


class StretchOut(BaseModel):
    """The beginning of an agenda item in a recording."""

    recording: int
    start_ms: int


class MeetingDetail(MeetingOut):
    """A meeting with its public agenda."""

    agenda: list[AgendaItemOut]


class MeetingList(BaseModel):
    """Meetings, newest first."""

    total: int
    meetings: list[MeetingOut]


class RangeOut(BaseModel):
    """A range of a recording in ms, half-open."""

    start_ms: int
    end_ms: int


class RecordingOut(BaseModel):
    """A public recording. ``media`` maps file names to addresses; they change with every publishing. ``transcript`` is null where the
    transcript is not public, or no longer."""

    id: int
    meeting: int
    language: str
    duration_ms: int
    published_at: dt.datetime
    not_public: list[RangeOut]
    media: dict[str, str]
    transcript: str | None
    checked_share: float
    url: str


class RecordingList(BaseModel):
    """Recordings, newest first."""

    total: int
    recordings: list[RecordingOut]


class SegmentOut(BaseModel):
    """An utterance. ``checked``: a person has checked it; all else a machine wrote."""

    start_ms: int
    end_ms: int
    speaker: str | None
    text: str
    checked: bool


class TranscriptOut(BaseModel):
    """A transcript, or a part of it."""

    recording: int
    source: str
    note: str
    total: int
    segments: list[SegmentOut]


class HitMeeting(BaseModel):
    """The meeting a hit belongs to."""

    id: int
    name: str
    date: dt.date
    organization: str


class HitItem(BaseModel):
    """The agenda item a hit belongs to, or is."""

    number: str
    name: str


class HitProcess(BaseModel):
    """The survey or collection of ideas that a hit of the kind "process" is, or the collection that one of the kind "idea" belongs to.
    It is open from ``opens_at`` until just before ``closes_at``; ``results``: those after its end are published, false with an idea."""

    id: int
    kind: Literal["survey", "ideation"]
    name: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    results: bool


class HitOut(BaseModel):
    """Something found. ``html`` is the text with the matching words in mark elements. ``start_ms`` is that of the first matching word where
    word times exist, else that of the utterance or of the agenda item; null for what has no moment. ``tier``: 1 the word itself, inflected
    or spelt otherwise; 2 as a part of a compound; 3 a synonym; 4 a guess at what was meant. ``before`` and ``after`` are of the
    neighbouring utterances. Surveys and collections of ideas are of the kind "process", a resident's idea, once a moderator has released
    it, is of the kind "idea"; these alone have a ``process`` and no ``meeting``, and their text is the title and the lines that match.
    What people answered in a survey is never found. ``url`` is a path on this site."""

    kind: Kind
    text: str
    html: str
    start_ms: int | None
    tier: int
    speaker: str | None
    meeting: HitMeeting | None
    agenda_item: HitItem | None
    process: HitProcess | None
    before: str
    after: str
    url: str


class SearchOut(BaseModel):
    """Hits, best first: by tier, whatever their kind."""

    total: int
    hits: list[HitOut]
