"""The head of all pages of one process at the desk: its name, where it stands, and the way through its steps."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request

from council.base import i18n
from council.base.i18n import Language, message
from participation import processes
from participation.processes import Kind, Process

HOME = "/ratsbuero/beteiligung"

_STEPS: tuple[tuple[str, str, tuple[Kind, ...]], ...] = (
    (message("Übersicht"), "", (Kind.SURVEY, Kind.IDEATION)),
    (message("Fragen"), "/fragen", (Kind.SURVEY,)),
    (message("Zugang und Zeitraum"), "/zugang", (Kind.SURVEY, Kind.IDEATION)),
    (message("Datenschutz"), "/datenschutz", (Kind.SURVEY, Kind.IDEATION)),
    (message("Codes"), "/codes", (Kind.SURVEY,)),
    (message("Öffnen"), "/oeffnen", (Kind.SURVEY, Kind.IDEATION)),
    (message("Papierbögen"), "/papier", (Kind.SURVEY,)),
    (message("Texte prüfen"), "/texte", (Kind.SURVEY,)),
    (message("Ideen"), "/ideen", (Kind.IDEATION,)),
    (message("Ergebnisse"), "/ergebnisse", (Kind.SURVEY,)),
)


@dataclass(frozen=True)
class StepLink:
    """A page of the process. ``current``: this one."""

    label: str
    path: str
    current: bool


@dataclass(frozen=True)
class ProcessFrame:
    """What stands above every page of a process. ``address`` is the public page's path."""

    id: int
    name: str
    kind: str
    state: str
    address: str
    steps: tuple[StepLink, ...]
    opens_at: datetime | None
    closes_at: datetime | None

    @property
    def home(self) -> str:
        return f"{HOME}/{self.id}"


def load(db: Session, request: Request) -> Process:
    """The process a request is about; 404 where there is none."""
    process = db.get(Process, request.path_params["id"])
    if process is None:
        raise HTTPException(404)
    return process


def frame_of(process: Process, now: datetime, request: Request) -> ProcessFrame:
    """The head of the page a request asks for."""
    language, here = i18n.spoken(request), i18n.page_path(request)
    assert process.id is not None
    home = f"{HOME}/{process.id}"
    return ProcessFrame(
        id=process.id,
        name=process.name(process.leading) or language.gettext(message("Ohne Titel")),
        kind=process.kind,
        state=language.gettext(processes.state(process, now)),
        address=f"/mitmachen/{process.slug}",
        steps=_steps(process, home, here, language),
        opens_at=process.opens_at,
        closes_at=process.closes_at,
    )


def _steps(process: Process, home: str, here: str, language: Language) -> tuple[StepLink, ...]:
    return tuple(
        StepLink(
            language.gettext(label),
            home + path,
            here == home + path or (path != "" and here.startswith(f"{home}{path}/")),
        )
        for label, path, kinds in _STEPS
        if process.kind in kinds
    )
