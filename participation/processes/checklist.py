"""The way of a process at the desk, from its first title to its results: what is done, and the one thing to do next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from council.base.i18n import message
from participation.processes import Access, Kind, Process, State
from participation.processes.opening_checks import Check, Standing

TITLE, QUESTIONS, ACCESS, PRIVACY, CODES, OPEN, RESULTS, IDEAS = (
    "/angaben", "/fragen", "/zugang", "/datenschutz", "/codes", "/oeffnen", "/ergebnisse", "/ideen",
)  # fmt: skip
_NAMES = {
    TITLE: message("Titel und Einleitung"),
    QUESTIONS: message("Fragen"),
    ACCESS: message("Zugang und Zeitraum"),
    PRIVACY: message("Datenschutz"),
    CODES: message("Codes anlegen"),
    OPEN: message("Öffnen"),
    RESULTS: message("Ergebnisse veröffentlichen"),
    IDEAS: message("Ideen beantworten"),
}
_WORDS = {
    TITLE: message("Schreiben Sie, worum es geht. Das lesen die Menschen zuerst."),
    QUESTIONS: message("Bauen Sie den Bogen, bis nichts mehr zu berichtigen ist."),
    ACCESS: message("Legen Sie fest, wer antworten darf und bis wann."),
    PRIVACY: message("Ergänzen Sie, was die Menschen über ihre Daten erfahren müssen."),
    CODES: message("Legen Sie die Codes an, die Sie verschicken."),
    OPEN: message("Alles ist bereit. Sehen Sie noch einmal hin und öffnen Sie."),
    RESULTS: message("Die Zeit ist um. Sehen Sie die Ergebnisse an und veröffentlichen Sie sie."),
    IDEAS: message("Lesen und beantworten Sie, was vorgeschlagen wird."),
}


@dataclass(frozen=True)
class Step:
    """A step of the way. ``path`` is the end of its page's; ``words`` say what to do; ``next``: it is the one to do now; ``points``: what
    is still missing there."""

    name: str
    path: str
    words: str
    done: bool
    next: bool = False
    points: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Standings:
    """What the way depends on besides the process itself. ``codes``: how many were made; ``published``: the public can see results."""

    state: State
    checks: Sequence[Check]
    codes: int = 0
    published: bool = False


def steps(process: Process, now: Standings) -> tuple[Step, ...]:
    """The way of a process, its steps in order; at most one of them is next. While answers come in there is none."""
    survey, released = process.kind == Kind.SURVEY, now.state is not State.DRAFT
    paths = [TITLE, *([QUESTIONS] if survey else []), ACCESS, PRIVACY]
    paths += [CODES] if survey and process.access == Access.CODES else []
    paths += [OPEN, RESULTS if survey else IDEAS]
    done = {path: _is_done(path, process, now, released=released) for path in paths}
    following = _next(paths, done, now.state)
    return tuple(
        Step(_NAMES[path], path, _WORDS[path], done[path], path == following, _points(path, now.checks))
        for path in paths
    )


def _is_done(path: str, process: Process, now: Standings, *, released: bool) -> bool:
    match path:
        case "/angaben":
            return bool(process.title.get(process.leading) and process.intro.get(process.leading))
        case "/codes":
            return now.codes > 0
        case "/oeffnen":
            return released
        case "/ergebnisse":
            return now.published
        case "/ideen":
            return False
        case _:
            return released or not _points(path, now.checks)


def _points(path: str, checks: Sequence[Check]) -> tuple[Check, ...]:
    """What keeps a process from being opened and is put right on a page."""
    page = "" if path == TITLE else path
    return tuple(check for check in checks if check.standing is Standing.OBSTACLE and check.step == page)


def _next(paths: list[str], done: dict[str, bool], state: State) -> str:
    """Before opening the first that is not done; then nothing until there are ideas or results to look at."""
    match state:
        case State.DRAFT:
            return next(path for path in paths if not done[path])
        case State.CLOSED:
            return next((path for path in (RESULTS, IDEAS) if path in paths and not done[path]), "")
        case State.OPEN if IDEAS in paths:
            return IDEAS
        case _:
            return ""
