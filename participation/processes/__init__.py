"""Participation processes: a survey, or a collection of ideas, from the planner's first draft to its deletion."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select

from council.base import changes
from council.base.database import UtcDateTime
from council.base.i18n import message
from participation.counting import disclosure
from participation.counting.disclosure import PEOPLE
from participation.processes import phases

CHANGE_KIND = "process"  # in the feed of changes: what the public may read of a process changed
SLUG_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


class Kind(StrEnum):
    SURVEY = "survey"
    IDEATION = "ideation"


class Access(StrEnum):
    """Who may answer a survey."""

    ANYONE = "anyone"
    CODES = "codes"


class Showing(StrEnum):
    """When results are shown."""

    BY_HAND = "by-hand"  # after closing, when the office says so
    AT_CLOSING = "at-closing"
    LIVE = "live"  # also while it is open, in batches


class Moderation(StrEnum):
    """When moderators look at ideas and comments."""

    BEFORE = "before"
    AFTER = "after"


class State(StrEnum):
    """Where a process stands. The value is what the desk and the site call it."""

    DRAFT = message("Entwurf")
    COMING = message("bald")
    OPEN = message("läuft")
    CLOSED = message("beendet")
    WITHDRAWN = message("zurückgezogen")


class Process(SQLModel, table=True):
    """What the town asks. ``released_at``: from when on the public knows of it; before, it is a draft.

    ``title`` and the other texts are by language, as ``participation.forms.texts`` has them; ``intro`` and ``privacy`` are Markdown.
    Answers are taken in [``opens_at``, ``closes_at``). ``strata`` are the groups results can be filtered by: they come with access
    codes, or are asked for first (``strata_question``) where anyone may answer. ``boundary`` and ``overlay`` are GeoJSON.
    """

    __table_args__ = {"sqlite_autoincrement": True}  # a deleted draft's number, and so its secret, is never another's

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True, max_length=60)
    kind: str = Field(default=Kind.SURVEY, max_length=20)
    title: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    intro: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    languages: list[str] = Field(default_factory=lambda: ["de"], sa_type=JSON)

    access: str = Field(default=Access.ANYONE, max_length=20)
    once_a_device: bool = False
    strata: list[str] = Field(default_factory=list, sa_type=JSON)
    strata_question: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    least_people: int = PEOPLE  # k
    showing: str = Field(default=Showing.BY_HAND, max_length=20)
    opens_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closes_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    released_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    formal: bool = False  # a participation by law (§ 3 BauGB); all others say that they do not replace it
    controller: str = Field(default="", max_length=500)  # who is responsible by the GDPR, with the address
    contact: str = Field(default="", max_length=500)  # whom to ask: telephone, e-mail
    officer: str = Field(default="", max_length=500)  # the data protection officer, with how to reach them
    authority: str = Field(default="", max_length=500)  # to which people can complain
    recipients: str = Field(default="", max_length=1000)  # who gets the data besides; empty: nobody
    purpose: str = Field(default="", max_length=1000)
    legal_basis: str = Field(default="", max_length=500)
    delete_on: date | None = None  # all answers are deleted, published figures stay
    texts_until: date | None = None  # last day free texts and contact data are kept; empty: until delete_on
    privacy: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # information by Art. 13 DSGVO

    boundary: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    overlay: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    weighting: dict[str, Any] | None = Field(default=None, sa_type=JSON)

    moderation: str = Field(default=Moderation.BEFORE, max_length=20)  # of ideas and comments
    comments: bool = True
    categories: list[str] = Field(default_factory=list, sa_type=JSON)

    taken_back: int = 0  # how many sheets from paper were taken back again; see ``submissions.changes``
    mixed: int = 0  # how far the answers had changed when their rows were last mixed (``participation.answers.mixing``)
    forgotten: int = (
        0  # how far they had changed when their texts were deleted (``participation.privacy.answer_deletion``)
    )
    draft_position: int = 0  # which of its form drafts is the present one
    created_at: datetime = Field(sa_type=UtcDateTime)
    deleted_on: date | None = None  # when its answers were deleted

    def name(self, language: str) -> str:
        """Its title in a language, else in its leading one."""
        return self.title.get(language) or self.title.get(self.leading) or next(iter(self.title.values()), "")

    @property
    def least_in_groups(self) -> int:
        """From how many people on a group's results are shown."""
        return disclosure.least_in_groups(self.least_people, by_code=self.access == Access.CODES)

    @property
    def leading(self) -> str:
        return self.languages[0] if self.languages else "de"


def new_slug() -> str:
    """A short random address until somebody chooses one; without characters that are taken for one another."""
    return "".join(secrets.choice(SLUG_LETTERS) for _ in range(8))


class Timed(Protocol):
    """What it takes to say where a process stands."""

    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def released_at(self) -> datetime | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


def state(process: Timed, now: datetime) -> State:
    """Where a process stands at a moment."""
    if process.withdrawn_at is not None:
        return State.WITHDRAWN
    if process.released_at is None or process.opens_at is None or process.closes_at is None:
        return State.DRAFT
    match phases.state(now, process.opens_at, process.closes_at):
        case phases.State.PLANNED:
            return State.COMING
        case phases.State.OPEN:
            return State.OPEN
        case phases.State.CLOSED:
            return State.CLOSED


def by_slug(db: Session, slug: str) -> Process | None:
    """The process at an address, drafts too."""
    return db.exec(select(Process).where(Process.slug == slug)).first()


def public(db: Session, now: datetime) -> Sequence[Process]:
    """All that the public knows of: those that close next first, then those that are over, the latest first."""
    released = select(Process).where(col(Process.released_at).is_not(None), col(Process.withdrawn_at).is_(None))
    found = db.exec(released.order_by(col(Process.closes_at))).all()
    going_on = [one for one in found if state(one, now) in (State.OPEN, State.COMING)]
    return [*going_on, *reversed([one for one in found if state(one, now) is State.CLOSED])]


def is_public(process: Process) -> bool:
    """Whether the public may know of it."""
    return process.released_at is not None and process.withdrawn_at is None


def everything(db: Session) -> Sequence[Process]:
    """All processes for the desk, the newest first."""
    return db.exec(select(Process).order_by(col(Process.id).desc())).all()


def changed(db: Session, process: Process, now: datetime) -> None:
    """Tell search and feeds, in the transaction that changes what the public may read of a process."""
    assert process.id is not None
    changes.record(db, CHANGE_KIND, process.id, now)
