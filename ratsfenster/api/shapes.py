"""What goes into the API and comes out of it."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

LARGEST_ID = 2**31 - 1


class Problem(BaseModel):
    """What went wrong, in words."""

    error: str


class Page(BaseModel):
    """A part of a list."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(50, ge=1, le=200, description="How many at most.")
    offset: int = Field(0, ge=0, le=1_000_000, description="How many to skip.")


class SearchParameters(BaseModel):
    """What to look for."""

    model_config = ConfigDict(extra="forbid")
    q: str = Field("", max_length=10_000, description="Words, all of them wanted; a phrase in quotation marks.")
    kind: Literal["segment"] = Field("segment", description="What to look in.")
    organization: int | None = Field(None, ge=1, le=LARGEST_ID, description="Only meetings of this organization.")
    year: int | None = Field(None, ge=1900, le=2999, description="Only meetings of this year.")
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
    """Where a hit was said."""

    id: int
    name: str
    date: dt.date
    organization: str


class HitItem(BaseModel):
    """The agenda item a hit belongs to."""

    number: str
    name: str


class HitOut(BaseModel):
    """A moment. ``start_ms`` is that of the first matching word where word times exist, else the utterance's."""

    kind: str
    text: str
    html: str
    start_ms: int
    meeting: HitMeeting
    agenda_item: HitItem | None
    url: str


class SearchOut(BaseModel):
    """Hits, best first."""

    total: int
    hits: list[HitOut]
