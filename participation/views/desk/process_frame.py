"""The head of all pages of one process at the desk: its name, where it stands, and the way through its steps."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request

from council.base import i18n
from council.base.access import account
from council.base.accounts import Role
from council.base.i18n import message
from participation import processes
from participation.building import form_steps
from participation.processes import Kind, Process

HOME = "/ratsbuero/beteiligung"

_BOTH = (Kind.SURVEY, Kind.IDEATION)
_PLANNERS = (Role.PLANNER,)
_ALL = (Role.PLANNER, Role.MODERATOR)
_TYPISTS = (*_ALL, Role.CLERK)
_STEPS: tuple[tuple[str, str, tuple[Kind, ...], tuple[Role, ...]], ...] = (
    (message("Übersicht"), "", _BOTH, _ALL),
    (message("Fragen"), "/fragen", (Kind.SURVEY,), _PLANNERS),
    (message("Zugang und Zeitraum"), "/zugang", _BOTH, _PLANNERS),
    (message("Datenschutz"), "/datenschutz", _BOTH, _PLANNERS),
    (message("Codes"), "/codes", (Kind.SURVEY,), _PLANNERS),
    (message("Öffnen"), "/oeffnen", _BOTH, _PLANNERS),
    (message("Papierbögen"), "/papier", (Kind.SURVEY,), _TYPISTS),
    (message("Texte prüfen"), "/texte", (Kind.SURVEY,), _ALL),
    (message("Ideen"), "/ideen", (Kind.IDEATION,), _ALL),
    (message("Ergebnisse"), "/ergebnisse", (Kind.SURVEY,), _PLANNERS),
)


@dataclass(frozen=True)
class StepLink:
    """A page of the process. ``current``: this one."""

    label: str
    path: str
    current: bool


@dataclass(frozen=True)
class ProcessFrame:
    """What stands above every page of a process. ``address`` is the public page's path; ``steps`` are those the account may open;
    ``draft``: it was not opened yet."""

    id: int
    name: str
    kind: str
    state: str
    address: str
    draft: bool
    steps: tuple[StepLink, ...]
    opens_at: datetime | None
    closes_at: datetime | None

    @property
    def home(self) -> str:
        return f"{HOME}/{self.id}"

    @property
    def overview(self) -> bool:
        """Whether this is the first page of the process, which has its name as heading."""
        return any(step.current and step.path == self.home for step in self.steps)


def load(db: Session, request: Request) -> Process:
    """The process a request is about; 404 where there is none."""
    process = db.get(Process, request.path_params["id"])
    if process is None:
        raise HTTPException(404)
    return process


def load_survey(db: Session, request: Request, *, locked: bool = False) -> Process:
    """The survey a request is about; 404 where there is none. ``locked``: nobody else changes its form until the transaction ends."""
    process = form_steps.locked(db, request.path_params["id"]) if locked else load(db, request)
    if process is None or process.kind != Kind.SURVEY:
        raise HTTPException(404)
    return process


def frame_of(process: Process, now: datetime, request: Request) -> ProcessFrame:
    """The head of the page a request asks for."""
    language = i18n.spoken(request)
    standing = processes.state(process, now)
    assert process.id is not None
    return ProcessFrame(
        id=process.id,
        name=process.name(process.leading) or language.gettext(message("Ohne Titel")),
        kind=process.kind,
        state=language.gettext(standing),
        address=f"/mitmachen/{process.slug}",
        draft=standing is processes.State.DRAFT,
        steps=_steps(process, f"{HOME}/{process.id}", request),
        opens_at=process.opens_at,
        closes_at=process.closes_at,
    )


def _steps(process: Process, home: str, request: Request) -> tuple[StepLink, ...]:
    language, here, who = i18n.spoken(request), i18n.page_path(request), account(request)
    return tuple(
        StepLink(
            language.gettext(label),
            home + path,
            here == home + path or (path != "" and here.startswith(f"{home}{path}/")),
        )
        for label, path, kinds, roles in _STEPS
        if process.kind in kinds and who.may((*roles, Role.ADMIN))
    )
