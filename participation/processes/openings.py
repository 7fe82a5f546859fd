"""How a process goes on: opened, prolonged, closed, withdrawn. Each is decided by the clock read once answers that are just being stored
are through, and is one transaction with its entry in the log and its row in the feed of changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from council.base import audit, i18n, locks
from council.base.accounts import Account
from council.base.errors import ReadableError
from council.base.i18n import message
from council.base.locks import Decision
from council.base.site import Site
from participation import forms, processes, survey_secrets
from participation.answers import submissions
from participation.codes import access_codes
from participation.forms import Form
from participation.processes import Kind, Process, State, form_versions, opening_checks, periods
from participation.processes.form_versions import FormVersion
from participation.processes.opening_checks import Subject

PATH = "/ratsbuero/beteiligung"  # in the log
_SHORTEST = timedelta(seconds=1)
_OPENED = {Kind.SURVEY: "Umfrage geöffnet", Kind.IDEATION: "Ideensammlung geöffnet"}


class OpeningError(ReadableError):
    """A process cannot go on that way from where it stands."""


@dataclass(frozen=True)
class Decided:
    """A process nobody else changes until the transaction ends, and the moment by which it is decided."""

    process: Process
    now: datetime

    @property
    def state(self) -> State:
        return processes.state(self.process, self.now)

    @property
    def id(self) -> int:
        assert self.process.id is not None
        return self.process.id


def decide(db: Session, process_id: int, clock: Callable[[], datetime]) -> Decided:
    """Wait for answers that are being stored, then read the process and the clock. NoResultFound where it is gone."""
    locks.alone(db, Decision.PROCESS, process_id)
    return Decided(db.get_one(Process, process_id, populate_existing=True), clock())


def subject(db: Session, process: Process, now: datetime, site: Site) -> Subject:
    """What opening depends on."""
    return subjects(db, [process], now, site)[0]


def subjects(db: Session, every: Sequence[Process], now: datetime, site: Site) -> list[Subject]:
    """What opening each of these processes depends on."""
    known, codes = form_versions.drafts(db, every), access_codes.usable(db, [one.id or 0 for one in every])
    return [
        Subject(
            one,
            known.get(one.id or 0, Form(tuple(one.languages))),
            codes.get(one.id or 0, {}),
            now,
            site.settings.zone,
        )
        for one in every
    ]


def release(db: Session, process_id: int, site: Site, who: Account) -> None:
    """Open a draft: at once, or at its opening time. Test answers are deleted, and the draft of the form becomes its first version.
    OpeningError where something stands in the way."""
    decided = decide(db, process_id, site.clock)
    process, now = decided.process, decided.now
    if decided.state is not State.DRAFT:
        raise OpeningError(message("Diese Beteiligung ist schon geöffnet."))
    looked_at = subject(db, process, now, site)
    if opening_checks.obstacles(opening_checks.checks(looked_at)):
        raise OpeningError(message("Es steht noch etwas im Weg. Bitte sehen Sie die Liste durch."))
    survey_secrets.make(site.storage.root, process_id)
    submissions.drop(db, process_id)
    if process.kind == Kind.SURVEY:
        db.add(FormVersion(process_id=process_id, number=1, form=forms.to_json(looked_at.form), at=now))
    process.released_at, process.opens_at = now, max(now, process.opens_at or now)
    done(db, decided, who, _OPENED[Kind(process.kind)], _until(process, site))


def prolong(db: Session, process_id: int, closes_at: datetime, site: Site, who: Account) -> None:
    """Let a process that is not over end later. OpeningError where it is over, or where that is no later end."""
    decided = decide(db, process_id, site.clock)
    process = decided.process
    if decided.state not in (State.COMING, State.OPEN):
        raise OpeningError(message("Diese Beteiligung läuft nicht mehr. Sie kann nicht verlängert werden."))
    assert process.closes_at is not None
    if closes_at <= process.closes_at:
        raise OpeningError(message("Das neue Ende muss nach dem bisherigen liegen. Früher schließen geht nur sofort."))
    if too_short := opening_checks.kept_too_short(process, closes_at, site.settings.zone):
        raise OpeningError(too_short)
    process.closes_at = closes_at
    done(db, decided, who, "Beteiligung verlängert", _until(process, site))


def close(db: Session, process_id: int, site: Site, who: Account) -> None:
    """End an open process at this moment. OpeningError where it is not open."""
    decided = decide(db, process_id, site.clock)
    process = decided.process
    if decided.state is not State.OPEN:
        raise OpeningError(message("Diese Beteiligung läuft nicht. Sie kann nicht geschlossen werden."))
    assert process.opens_at is not None
    process.closes_at = max(decided.now, process.opens_at + _SHORTEST)
    done(db, decided, who, "Beteiligung vorzeitig geschlossen")


def withdraw(db: Session, process_id: int, site: Site, who: Account) -> None:
    """Take a process back from the public for good. OpeningError where the public does not know it."""
    decided = decide(db, process_id, site.clock)
    if decided.state in (State.DRAFT, State.WITHDRAWN):
        raise OpeningError(message("Diese Beteiligung ist nicht öffentlich. Sie kann nicht zurückgezogen werden."))
    decided.process.withdrawn_at = decided.now
    done(db, decided, who, "Beteiligung zurückgezogen")


def done(db: Session, decided: Decided, who: Account, action: str, more: str = "") -> None:
    """Store what was decided: with its entry in the log, and told to search and feeds where the public knows of the process."""
    process = decided.process
    db.add(process)
    if process.released_at is not None:
        processes.changed(db, process, decided.now)
    said = ": ".join(filter(None, (process.name(process.leading), more)))
    audit.record(db, who, action, decided.now, subject=said, path=f"{PATH}/{process.id}")


def _until(process: Process, site: Site) -> str:
    assert process.closes_at is not None
    return f"bis {periods.end(process.closes_at, i18n.language('de'), site.settings.zone)}"
