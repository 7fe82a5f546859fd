"""The operations of the API: each is declared once; its route and its part of the OpenAPI document follow from that."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from ratsfenster.api import answers
from ratsfenster.api.answers import Call
from ratsfenster.api.shapes import (
    MeetingDetail,
    MeetingList,
    MeetingParameters,
    Nothing,
    Page,
    RecordingList,
    RecordingOut,
    SearchOut,
    SearchParameters,
    TranscriptOut,
)

Answer = BaseModel | dict[str, Any] | None


@dataclass(frozen=True)
class Operation:
    """An address of the API. ``answer`` gives None for what does not exist. ``kept``: others may keep it for a while."""

    path: str
    name: str
    summary: str
    result: type[BaseModel]
    answer: Callable[[Call], Answer]
    parameters: type[BaseModel] = field(default=Nothing)
    kept: bool = True


OPERATIONS = (
    Operation(
        "/meetings",
        "listMeetings",
        "Meetings with public recordings",
        MeetingList,
        answers.list_meetings,
        MeetingParameters,
    ),
    Operation("/meetings/{id}", "getMeeting", "One meeting with its public agenda", MeetingDetail, answers.one_meeting),
    Operation("/recordings", "listRecordings", "Public recordings", RecordingList, answers.list_recordings, Page),
    Operation("/recordings/{id}", "getRecording", "One public recording", RecordingOut, answers.one_recording),
    Operation(
        "/recordings/{id}/transcript",
        "getTranscript",
        "What was said, as far as it is public",
        TranscriptOut,
        answers.transcript,
        Page,
    ),
    Operation(
        "/search",
        "search",
        "What was said, agenda items, meetings, papers and surveys, as one ranking",
        SearchOut,
        answers.search,
        SearchParameters,
        kept=False,  # what is withdrawn or cut is found no more at once
    ),
)
