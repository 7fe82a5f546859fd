"""Where processes stand, for the desk: what there is in the database about each, and what is next. However many there are, as many
statements are asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from council.base.i18n import Language
from council.base.site import Site
from participation import processes, results
from participation.answers import submissions
from participation.codes import access_codes
from participation.processes import Kind, Process, State, checklist, opening_checks, openings
from participation.processes.checklist import Standings, Step
from participation.processes.opening_checks import Check
from participation.results import turnout


@dataclass(frozen=True)
class Overview:
    """One process. ``tests``: the planner's own answers. How many other people gave is said by ``answers`` alone."""

    state: State
    steps: tuple[Step, ...]
    tests: int
    _people: int | None
    _least: int

    def answers(self, language: Language) -> str:
        """How many answered, in words; empty where nobody can have, and where it is no survey."""
        return "" if self._people is None else turnout.told(self._people, self._least, self.state, language)

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if step.next), None)


def overview(db: Session, process: Process, now: datetime, site: Site) -> Overview:
    """Where a process stands."""
    return overviews(db, [process], now, site)[0]


def overviews(db: Session, every: Sequence[Process], now: datetime, site: Site) -> list[Overview]:
    """Where each of these processes stands, in their order."""
    ids = [process.id or 0 for process in every]
    checks = _checks(db, every, now, site)
    codes, shown = access_codes.all_invited(db, ids), results.all_published(db, ids)
    counts = submissions.counts(db, ids)
    found = []
    for process, number in zip(every, ids, strict=True):
        state = processes.state(process, now)
        standings = Standings(state, checks.get(number, ()), codes.get(number, 0), number in shown)
        found.append(_overview(process, standings, counts.get(number, 0)))
    return found


def _checks(db: Session, every: Sequence[Process], now: datetime, site: Site) -> dict[int, tuple[Check, ...]]:
    """What drafts lack, by process."""
    drafts = [process for process in every if processes.state(process, now) is State.DRAFT]
    subjects = openings.subjects(db, drafts, now, site) if drafts else []
    return {subject.process.id or 0: opening_checks.checks(subject) for subject in subjects}


def _overview(process: Process, standings: Standings, count: int) -> Overview:
    draft = standings.state is State.DRAFT
    people = None if draft or process.kind != Kind.SURVEY else count
    steps = checklist.steps(process, standings)
    return Overview(standings.state, steps, count if draft else 0, people, process.least_people)
