"""What people answer: a survey as answering needs it, by one light query, and the forms of its versions, each read once and kept in memory.

Who sends goes by what was read up to half a second ago (``recent``); storing looks again, under the lock.
A form is known by process, version and revision, so a corrected text shows at once and nothing has to be told that it changed. Boundaries
are known by their text.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any

from sqlalchemy import Text, bindparam, cast, select
from sqlmodel import Session, SQLModel
from sqlmodel import select as rows_of
from starlette.applications import Starlette

from council.base.site import Site
from participation import forms
from participation.forms import Form
from participation.forms.kinds import Place
from participation.forms.texts import Texts
from participation.maps import boundary
from participation.maps.boundary import Boundary, BoundaryError
from participation.processes import Process, form_versions
from participation.processes.form_versions import FormVersion

MOST_KEPT = 100
RECENT_S = 0.5


@dataclass(frozen=True)
class Survey:
    """What answering needs of a process, and the revisions of its form's versions by number, of which drafts have none. ``boundary`` is
    the text of its GeoJSON."""

    id: int
    slug: str
    kind: str
    title: Texts
    languages: Sequence[str]
    access: str
    once_a_device: bool
    strata: Sequence[str]
    strata_question: Texts
    showing: str
    opens_at: datetime | None
    closes_at: datetime | None
    released_at: datetime | None
    withdrawn_at: datetime | None
    boundary: str | None
    revisions: Mapping[int, int]

    @property
    def latest(self) -> int:
        """The version that is answered now; 0: there is none yet."""
        return max(self.revisions, default=0)

    def version(self, asked: str) -> int:
        """The version a page was made of, where it is one of this survey, else the latest."""
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0
        return number if number in self.revisions else self.latest


_PROCESS, _VERSION = (SQLModel.metadata.tables[name] for name in ("process", "form_version"))
LIGHT = tuple(field.name for field in fields(Survey) if field.name != "revisions")
_AT_ADDRESS = (
    select(
        *(cast(_PROCESS.c[name], Text) if name == "boundary" else _PROCESS.c[name] for name in LIGHT),
        _VERSION.c.number,
        _VERSION.c.revision,
    )
    .select_from(_PROCESS.outerjoin(_VERSION, _VERSION.c.process_id == _PROCESS.c.id))
    .where(_PROCESS.c.slug == bindparam("slug"))
)


class OpenForms:
    """The forms of one site's surveys; several threads may use it."""

    def __init__(self) -> None:
        self._forms: dict[tuple[int, int, int], Form] = {}
        self._surveys: dict[str, tuple[float, Survey]] = {}
        self._lock = Lock()

    def recent(self, site: Site, slug: str) -> Survey | None:
        """The survey at an address as it was half a second ago or later: for those who send when everybody does, where reading it for
        each takes as long as storing the answers. Whoever decides by it has to look again under the lock."""
        found = self._surveys.get(slug)
        if found is not None and time.monotonic() - found[0] < RECENT_S:
            return found[1]
        began = time.monotonic()
        with site.database.reading() as db:
            read = survey(db, slug)
        with self._lock:
            if len(self._surveys) >= MOST_KEPT:
                self._surveys.clear()
            if read is not None:
                self._surveys[slug] = began, read
        return read

    def kept(self, survey: Survey, number: int) -> Form | None:
        """A version of a survey where it is in memory."""
        return self._forms.get((survey.id, number, survey.revisions.get(number, 0)))

    def form(self, db: Session, survey: Survey, number: int) -> Form:
        """A version of a survey that exists; of a draft its present state, whatever the number."""
        if not survey.revisions:
            return form_versions.draft(db, db.get_one(Process, survey.id))
        return self.version(db, survey.id, number, survey.revisions[number])

    def version(self, db: Session, process_id: int, number: int, revision: int) -> Form:
        """A version of a process as it was in this revision or is in a newer one."""
        found = self._forms.get((process_id, number, revision))
        return found if found is not None else self._read(db, process_id, number)

    def _read(self, db: Session, process_id: int, number: int) -> Form:
        row = db.exec(
            rows_of(FormVersion).where(FormVersion.process_id == process_id, FormVersion.number == number)
        ).one()
        form = forms.from_json(row.form)
        with self._lock:
            while len(self._forms) >= MOST_KEPT:
                del self._forms[next(iter(self._forms))]
            self._forms[process_id, number, row.revision] = form
        return form


def of_app(app: Starlette) -> OpenForms:
    """The forms of a running site."""
    if not hasattr(app.state, "open_forms"):
        app.state.open_forms = OpenForms()
    found: OpenForms = app.state.open_forms
    return found


def survey(db: Session, slug: str) -> Survey | None:
    """The survey or collection of ideas at an address, drafts too."""
    rows = db.connection().execute(_AT_ADDRESS, {"slug": slug}).all()
    if not rows:
        return None
    revisions = {row.number: row.revision for row in rows if row.number is not None}
    known: dict[str, Any] = dict(zip(LIGHT, rows[0], strict=False))
    return Survey(**known, revisions=revisions)


def boundary_of(survey: Survey, form: Form) -> Boundary | None:
    """Where places have to lie; None where the form asks for none, or anywhere will do."""
    if not survey.boundary or not any(isinstance(question.asks, Place) for question in form.questions.values()):
        return None
    return _read_boundary(survey.boundary)


@lru_cache(maxsize=MOST_KEPT)
def _read_boundary(text: str) -> Boundary | None:
    try:
        return boundary.from_json(json.loads(text))
    except (ValueError, BoundaryError):
        return None
