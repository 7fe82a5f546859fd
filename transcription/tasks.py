"""What is to be done at the desk, the most urgent first, each with one clear next step. Pure: told the facts and the time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from transcription.steps import Standing, StepName, WorkState, next_step

SILENCE = timedelta(minutes=5)  # without a byte an upload is interrupted; a chunk takes minutes on a slow line
ENDS_WITHIN = timedelta(days=14)
ENDS_SOON = timedelta(days=3)
RECORDED_WITHIN = timedelta(days=7)  # after a meeting
MEETING_LASTS = timedelta(hours=6)
AGENDA_BEFORE = timedelta(days=14)
CHECKED_AFTER = timedelta(days=30)  # how long the text of what is public already stays on the list


class TaskKind(StrEnum):
    """In the order of their urgency; what runs by itself comes last, since nobody need do anything."""

    FAILED = "failed"
    INTERRUPTED = "interrupted"
    ENDING_SOON = "ending-soon"
    MARK = "mark"
    CHECK = "check"
    PUBLISH = "publish"
    ENDING = "ending"
    NO_RECORDING = "no-recording"
    NO_AGENDA = "no-agenda"
    FINISH_CHECKING = "finish-checking"
    MINUTES = "minutes"
    UPLOADING = "uploading"
    PROCESSING = "processing"


_ORDER = list(TaskKind)
_BY_ITSELF = (TaskKind.UPLOADING, TaskKind.PROCESSING)
_OF_STEP = {
    StepName.FILES: TaskKind.FAILED,
    StepName.MARKING: TaskKind.MARK,
    StepName.TEXT: TaskKind.CHECK,
    StepName.PUBLISHING: TaskKind.PUBLISH,
    StepName.MINUTES: TaskKind.MINUTES,
}


@dataclass(frozen=True)
class MeetingFact:
    """A meeting as tasks name it."""

    id: int
    name: str
    organization: str
    start: datetime


@dataclass(frozen=True)
class UploadFact:
    """Files on their way in for one recording, together; sizes in bytes."""

    batch: str
    meeting: MeetingFact
    files: int
    received: int
    size: int
    touched_at: datetime
    complete: bool  # all of them are there


@dataclass(frozen=True)
class RecordingFact:
    """A recording that is not done with, or at which the machine is at work."""

    id: int
    meeting: MeetingFact
    standing: Standing
    published_at: datetime | None = None


@dataclass(frozen=True)
class EndingFact:
    """The last day of something public."""

    recording_id: int
    meeting: MeetingFact
    last_day: date
    media: bool  # sound and picture end that day
    text: bool  # the transcript ends that day


@dataclass(frozen=True)
class Facts:
    """All that is open. Meetings are those near today that lack a recording or an agenda."""

    uploads: tuple[UploadFact, ...] = ()
    recordings: tuple[RecordingFact, ...] = ()
    endings: tuple[EndingFact, ...] = ()
    unrecorded: tuple[MeetingFact, ...] = ()
    without_agenda: tuple[MeetingFact, ...] = ()


@dataclass(frozen=True)
class Task:
    """One thing to do. ``subject`` is what it is about; the page puts it into words."""

    kind: TaskKind
    subject: UploadFact | RecordingFact | EndingFact | MeetingFact

    @property
    def meeting(self) -> MeetingFact:
        return self.subject if isinstance(self.subject, MeetingFact) else self.subject.meeting

    @property
    def by_itself(self) -> bool:
        """Whether it goes on without anybody."""
        return self.kind in _BY_ITSELF


def tasks(facts: Facts, now: datetime) -> list[Task]:
    """What is to be done. ``now`` is in the town's time zone, since a last day is the town's."""
    found = [
        *(Task(_of_upload(upload, now), upload) for upload in facts.uploads),
        *(Task(kind, one) for one in facts.recordings if (kind := _of_recording(one, now)) is not None),
        *(Task(kind, ending) for ending in facts.endings if (kind := _of_ending(ending, now)) is not None),
        *(Task(TaskKind.NO_RECORDING, one) for one in facts.unrecorded if _lacks_recording(one, now)),
        *(Task(TaskKind.NO_AGENDA, one) for one in facts.without_agenda if _lacks_agenda(one, now)),
    ]
    return sorted(found, key=lambda task: (_ORDER.index(task.kind), _within_kind(task)))


def _within_kind(task: Task) -> float:
    """What has a date comes in its order; else the latest meeting first, which people are waiting for."""
    if isinstance(task.subject, EndingFact):
        return task.subject.last_day.toordinal()
    start = task.meeting.start.timestamp()
    return start if task.kind is TaskKind.NO_AGENDA else -start


def _of_upload(upload: UploadFact, now: datetime) -> TaskKind:
    silent = now - upload.touched_at > SILENCE
    return TaskKind.INTERRUPTED if silent and not upload.complete else TaskKind.UPLOADING


def _of_recording(recording: RecordingFact, now: datetime) -> TaskKind | None:
    standing = recording.standing
    if (step := next_step(standing)) is not None:
        return _OF_STEP[step]
    if standing.work.state is WorkState.RUNNING or not standing.playable:
        return TaskKind.PROCESSING
    fresh = recording.published_at is not None and now - recording.published_at <= CHECKED_AFTER
    return TaskKind.FINISH_CHECKING if standing.text_public and fresh and not standing.read else None


def _of_ending(ending: EndingFact, now: datetime) -> TaskKind | None:
    left = ending.last_day - now.date()
    if not timedelta(0) <= left <= ENDS_WITHIN:
        return None
    return TaskKind.ENDING_SOON if left <= ENDS_SOON else TaskKind.ENDING


def _lacks_recording(meeting: MeetingFact, now: datetime) -> bool:
    return MEETING_LASTS <= now - meeting.start <= RECORDED_WITHIN


def _lacks_agenda(meeting: MeetingFact, now: datetime) -> bool:
    return timedelta(0) <= meeting.start - now <= AGENDA_BEFORE
