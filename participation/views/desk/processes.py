"""All processes at the desk, and beginning a new one: from a template, or as a copy of an earlier one."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import audit, i18n, pages
from council.base import forms as entering
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from participation import building, processes
from participation.building import starting_forms
from participation.building.starting_forms import StartingForm
from participation.cards import KIND_NAMES
from participation.forms import Form, languages
from participation.forms.texts import LANGUAGES
from participation.processes import Kind, Process, State, copying, form_versions, new_slug, periods, process_rows
from participation.processes.process_rows import Overview
from participation.views.desk import paper_surveys
from participation.views.desk.builder_conditions import Choice
from participation.views.desk.process_details import LONGEST_TITLE
from participation.views.desk.process_frame import HOME

NEW = f"{HOME}/neu"
LARGEST_BODY = 32_000
LATEST = 6  # processes that can be copied at a glance
TEMPLATE, COPY = "vorlage", "kopie"
_GROUPS: tuple[tuple[State, str], ...] = (
    (State.OPEN, message("Jetzt offen")),
    (State.DRAFT, message("In Vorbereitung")),
    (State.COMING, message("Bald")),
    (State.CLOSED, message("Beendet")),
    (State.WITHDRAWN, message("Zurückgezogen")),
)


@dataclass(frozen=True)
class ProcessRow:
    """A process in the list. ``answers``: how many there are, in words; ``next`` is what to do, with the path where."""

    id: int
    name: str
    kind: str
    opens_at: datetime | None
    last_day: datetime | None
    answers: str
    draft: bool
    next: str
    next_path: str


@dataclass(frozen=True)
class ProcessGroup:
    """The processes that stand alike."""

    heading: str
    rows: tuple[ProcessRow, ...]


@dataclass(frozen=True)
class ProcessesPage:
    """All processes by where they stand. ``planner``: somebody who may begin one."""

    groups: tuple[ProcessGroup, ...]
    planner: bool
    notice: str = ""


@dataclass(frozen=True)
class TemplateChoice:
    """A template to choose. ``minutes``: 0 where it takes none."""

    value: str
    name: str
    good_for: str
    minutes: str
    kind: str
    questions: int


@dataclass(frozen=True)
class NewPage:
    """Beginning a process: from which ``source``, under which title, in which languages. What can be copied are the ``latest`` processes
    and all ``earlier`` ones; ``unfolded``: one of these is chosen."""

    templates: tuple[TemplateChoice, ...]
    latest: tuple[Choice, ...]
    earlier: tuple[Choice, ...]
    offered: tuple[Choice, ...]
    source: str
    title: str
    languages: tuple[str, ...]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def unfolded(self) -> bool:
        return any(one.value == self.source for one in self.earlier)


@allowed(Role.PLANNER, Role.MODERATOR, Role.CLERK)
def page(request: Request) -> Response:
    """``/ratsbuero/beteiligung``; clerks find what they can enter sheets for."""
    if not account(request).may((Role.PLANNER, Role.MODERATOR, Role.ADMIN)):
        return paper_surveys.show(request)
    site: Site = request.app.state.site
    language, now = i18n.spoken(request), site.clock()
    with site.database.reading() as db:
        every = processes.everything(db)
        found = process_rows.overviews(db, every, now, site)
    rows = [(one.state, _row(process, one, language)) for process, one in zip(every, found, strict=True)]
    groups = tuple(
        ProcessGroup(language.gettext(heading), tuple(row for standing, row in rows if standing is state))
        for state, heading in _GROUPS
    )
    deleted = request.query_params.get("hinweis") == "geloescht"
    shown = ProcessesPage(
        tuple(group for group in groups if group.rows),
        account(request).may((Role.PLANNER, Role.ADMIN)),
        language.gettext(message("Der Entwurf ist gelöscht.")) if deleted else "",
    )
    return pages.render(request, "participation/desk/processes.html", shown, cache=pages.KEEP_NOTHING)


@allowed(Role.PLANNER)
def new(request: Request) -> Response:
    """``/ratsbuero/beteiligung/neu``"""
    source = request.query_params.get("von", "")
    chosen = f"{COPY}:{source}" if entering.number(source) is not None else ""
    return _show_new(request, NewPage((), (), (), (), chosen, "", ("de",)))


@allowed(Role.PLANNER)
async def create(request: Request) -> Response:
    """Begin a process."""
    async with request.form(max_files=0, max_fields=20) as given:
        return await run_in_threadpool(_create, request, given)


def _create(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    languages = tuple(one for one in LANGUAGES if one in entering.lines(given, "sprache"))
    entered = NewPage((), (), (), (), entering.line(given, "quelle")[:40], entering.line(given, "titel"), languages)
    with site.database.writing() as db:
        begun = _begun(db, entered, site.clock())
        errors = _errors(entered, begun, language)
        if begun is not None and not errors:
            process, form = begun
            db.add(process)
            db.flush()
            form_versions.keep(db, process, form, message("Umfrage angelegt"), site.clock())
            path = f"{HOME}/{process.id}"
            what = "Beteiligung angelegt"
            audit.record(db, account(request), what, site.clock(), subject=entered.title, path=path)
            return RedirectResponse(language.link(f"{path}?hinweis=angelegt"), 303)
    return _show_new(request, replace(entered, errors=errors))


def _errors(entered: NewPage, begun: object, language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    if begun is None:
        found["quelle"] = language.gettext(message("Bitte wählen Sie, womit Sie beginnen möchten."))
    if not entered.title:
        found["titel"] = language.gettext(message("Bitte geben Sie der Beteiligung einen Titel."))
    elif len(entered.title) > LONGEST_TITLE:
        found["titel"] = language.gettext(message("Der Titel ist zu lang (höchstens 200 Zeichen)."))
    if not entered.languages:
        found["sprachen"] = language.gettext(message("Bitte wählen Sie mindestens eine Sprache aus."))
    return found


def _begun(db: Session, entered: NewPage, now: datetime) -> tuple[Process, Form] | None:
    """A new process and its form; None where nothing was chosen that there is."""
    what, _, which = entered.source.partition(":")
    title = {entered.languages[0]: entered.title} if entered.languages else {}
    if what == COPY and (number := entering.number(which)) is not None:
        source = db.get(Process, number)
        return _copy(db, source, title, entered.languages, now) if source else None
    template = starting_forms.BY_KEY.get(which) if what == TEMPLATE else None
    return _from_template(template, title, entered.languages, now) if template else None


def _copy(
    db: Session, source: Process, title: dict[str, str], languages: tuple[str, ...], now: datetime
) -> tuple[Process, Form]:
    """In the languages that were chosen, the one that led before leading again where it is among them."""
    form = copying.form_of(db, source)
    process = copying.copied(source, title, now)
    ordered = sorted(languages, key=lambda one: one != form.leading) or list(form.languages)
    process.languages, process.title = ordered, {ordered[0]: next(iter(title.values()), "")}
    return process, building.with_languages(form, ordered)


def _from_template(
    template: StartingForm, title: dict[str, str], languages: tuple[str, ...], now: datetime
) -> tuple[Process, Form]:
    wanted = languages or ("de",)
    process = Process(
        slug=new_slug(), kind=template.kind, title=title, intro=template.introduced(wanted), languages=list(wanted),
        categories=list(template.categories), created_at=now,
    )  # fmt: skip
    return process, building.with_languages(template.form, wanted)


def _show_new(request: Request, entered: NewPage) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        known = tuple(
            Choice(f"{COPY}:{one.id}", one.name(one.leading) or language.gettext(message("Ohne Titel")))
            for one in processes.everything(db)
        )
    shown = replace(
        entered,
        templates=tuple(_template(one, language) for one in starting_forms.STARTING_FORMS),
        latest=known[:LATEST],
        earlier=known[LATEST:],
        offered=tuple(Choice(code, languages.name(code, language)) for code in LANGUAGES),
    )
    status = 422 if entered.errors else 200
    return pages.render(request, "participation/desk/new.html", shown, status=status, cache=pages.KEEP_NOTHING)


def _template(one: StartingForm, language: Language) -> TemplateChoice:
    minutes = language.ngettext("etwa %(count)s Minute", "etwa %(count)s Minuten", one.minutes) % {"count": one.minutes}
    return TemplateChoice(
        f"{TEMPLATE}:{one.key}",
        language.gettext(one.name),
        language.gettext(one.good_for),
        minutes if one.minutes else "",
        language.gettext(KIND_NAMES[one.kind]),
        one.form.asked,
    )


def _row(process: Process, found: Overview, language: Language) -> ProcessRow:
    assert process.id is not None
    following = found.next
    return ProcessRow(
        id=process.id,
        name=process.name(process.leading) or language.gettext(message("Ohne Titel")),
        kind=language.gettext(KIND_NAMES[Kind(process.kind)]),
        opens_at=process.opens_at,
        last_day=periods.last_day(process.closes_at) if process.closes_at else None,
        answers=found.answers(language),
        draft=found.state is State.DRAFT,
        next=language.gettext(following.name) if following else "",
        next_path=f"{HOME}/{process.id}{following.path}" if following else "",
    )


routes: list[BaseRoute] = [
    Route(HOME, page, name="desk_processes"),
    Route(NEW, new, name="desk_process_new"),
    Route(NEW, create, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_process_create"),
]
