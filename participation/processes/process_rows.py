"""Where processes stand, for the desk: what there is in the database about each, and what is next."""

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
    assert process.id is not None
    state = processes.state(process, now)
    found = opening_checks.checks(openings.subject(db, process, now, site)) if state is State.DRAFT else ()
    published = process.kind == Kind.SURVEY and results.published(db, process.id) is not None
    standings = Standings(state, found, sum(access_codes.invited(db, process.id).values()), published)
    count = submissions.count(db, process.id)
    draft = state is State.DRAFT
    people = None if draft or process.kind != Kind.SURVEY else count
    steps = checklist.steps(process, standings)
    return Overview(state, steps, count if draft else 0, people, process.least_people)
