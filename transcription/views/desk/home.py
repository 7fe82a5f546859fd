"""The desk opens with what is to be done, the most urgent first, each with one clear next step."""

from dataclasses import dataclass
from datetime import datetime, time
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.site import Site
from council.further_work import FurtherWork, FurtherWorkOf
from transcription import open_matters, tasks
from transcription.steps import WorkState
from transcription.tasks import EndingFact, RecordingFact, Task, TaskKind, UploadFact

_STEP_OF = {
    TaskKind.FAILED: "",
    TaskKind.PROCESSING: "",
    TaskKind.MARK: "/markieren",
    TaskKind.CHECK: "/text",
    TaskKind.FINISH_CHECKING: "/text",
    TaskKind.PUBLISH: "/veroeffentlichen",
    TaskKind.ENDING: "/veroeffentlichen",
    TaskKind.ENDING_SOON: "/veroeffentlichen",
    TaskKind.MINUTES: "/niederschrift",
}


@dataclass(frozen=True)
class TaskRow:
    """A task as shown. ``path`` leads to its next step, ``beside`` to what can be done instead; ``percent`` is the
    kind's own."""

    kind: str
    name: str
    organization: str
    start: datetime
    path: str
    beside: str = ""
    percent: int = 0
    message: str = ""
    cancelled: bool = False
    stage: str = ""  # what the machine does meanwhile
    stage_percent: int = 0
    left_ms: int = 0
    placed: int = 0
    items: int = 0
    files: int = 0
    received: int = 0
    size: int = 0
    last_day: datetime | None = None
    media: bool = False
    text: bool = False


@dataclass(frozen=True)
class HomePage:
    """``records``: whether the person's roles have to do with recordings; ``further`` is other work of theirs, if they have any. ``more``:
    there are more recordings than are shown. ``goes_on``: something runs, so that the page will not stay true."""

    name: str
    records: bool = False
    further: FurtherWork | None = None
    todo: tuple[TaskRow, ...] = ()
    running: tuple[TaskRow, ...] = ()
    more: bool = False

    @property
    def works_here(self) -> bool:
        """Whether the person has any work at this desk."""
        return self.records or self.further is not None

    @property
    def count(self) -> int:
        """How much is to be done."""
        return len(self.todo) + (len(self.further.tasks) if self.further else 0)

    @property
    def goes_on(self) -> bool:
        return any(row.stage for row in self.todo) or bool(self.running)


@allowed()
def home(request: Request) -> Response:
    """``/ratsbuero``"""
    site: Site = request.app.state.site
    further_work: FurtherWorkOf = request.app.state.further_work
    who, now, zone = account(request), site.clock(), site.settings.zone
    records = who.may((Role.CLERK, Role.ADMIN))
    with site.database.reading() as db:
        further = further_work(request, db)
        facts = open_matters.facts(db, now, zone) if records else None
    if facts is None:
        return _show(request, HomePage(who.name, further=further))
    found = tasks.tasks(facts, now.astimezone(zone))
    page = HomePage(
        who.name,
        records=True,
        further=further,
        todo=tuple(_row(task, zone) for task in found if not task.by_itself),
        running=tuple(_row(task, zone) for task in found if task.by_itself),
        more=len(facts.recordings) == open_matters.MOST,
    )
    return _show(request, page)


def _show(request: Request, page: HomePage) -> Response:
    return pages.render(
        request,
        "transcription/desk/home.html",
        page,
        cache=pages.KEEP_NOTHING,
        fragment="transcription/desk/_home.html",
    )


def _row(task: Task, zone: ZoneInfo) -> TaskRow:
    meeting, subject = task.meeting, task.subject
    if isinstance(subject, UploadFact):
        return TaskRow(
            task.kind, meeting.name, meeting.organization, meeting.start, upload_path(meeting.id),
            percent=subject.received * 100 // max(subject.size, 1),
            files=subject.files, received=subject.received, size=subject.size,
        )  # fmt: skip
    if isinstance(subject, RecordingFact):
        return _of_recording(task.kind, subject)
    if isinstance(subject, EndingFact):
        noon = datetime.combine(subject.last_day, time(12), zone)
        path = f"/ratsbuero/aufzeichnungen/{subject.recording_id}{_STEP_OF[task.kind]}"
        return TaskRow(
            task.kind, meeting.name, meeting.organization, meeting.start, path,
            last_day=noon, media=subject.media, text=subject.text,
        )  # fmt: skip
    path = upload_path(meeting.id) if task.kind is TaskKind.NO_RECORDING else f"/ratsbuero/sitzungen/{meeting.id}"
    return TaskRow(task.kind, meeting.name, meeting.organization, meeting.start, path)


def _of_recording(kind: TaskKind, recording: RecordingFact) -> TaskRow:
    meeting, standing = recording.meeting, recording.standing
    path = f"/ratsbuero/aufzeichnungen/{recording.id}"
    running = standing.work.state is WorkState.RUNNING
    may_publish = kind is TaskKind.CHECK and not standing.internal
    return TaskRow(
        kind, meeting.name, meeting.organization, meeting.start, path + _STEP_OF[kind],
        beside=f"{path}/veroeffentlichen" if may_publish else "",
        percent=standing.percent,
        message=standing.work.message,
        cancelled=standing.work.state is WorkState.CANCELLED,
        stage=standing.work.stage if running else "",
        stage_percent=standing.work.percent,
        left_ms=standing.work.left_ms,
        placed=standing.placed,
        items=standing.items,
    )  # fmt: skip


def upload_path(meeting_id: int) -> str:
    """Where the files of a meeting are handed in."""
    return "/ratsbuero/hochladen?" + urlencode({"sitzung": meeting_id})


routes: list[BaseRoute] = [Route("/ratsbuero", home, name="desk")]
