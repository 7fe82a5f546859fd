"""What the draft changes of a form people are answering: ``/ratsbuero/beteiligung/{id}/aenderungen``."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from participation import forms as survey_forms
from participation import processes
from participation.building import form_changes
from participation.building.form_changes import Differences, FormChangeError
from participation.forms import Form, form_faults, languages
from participation.forms.versions import Rewording
from participation.processes import Process, form_versions
from participation.processes.form_versions import FormChange
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load_survey

PATH = f"{HOME}/{{id:int}}/aenderungen"
LARGEST_BODY = 20_000
_NAMES = {
    "title": message("Titel der Seite"),
    "text": message("Text der Frage"),
    "help": message("Hilfetext"),
    "unit": message("Einheit"),
    "label": message("Beschriftung einer Stufe"),
    "row": message("Zeile"),
    "column": message("Spalte"),
    "option": message("Antwort"),
}


@dataclass(frozen=True)
class Change:
    """A text that is changed: where it stands, its language, before and after; each empty for none."""

    where: str
    what: str
    language: str
    code: str
    before: str
    after: str


@dataclass(frozen=True)
class Named:
    """Questions by their texts."""

    new: tuple[str, ...]
    dropped: tuple[str, ...]
    other: tuple[str, ...]
    same: int


@dataclass(frozen=True)
class Past:
    """A change that was published."""

    at: datetime
    correction: bool
    version: int
    reason: str


@dataclass(frozen=True)
class ChangesPage:
    """``changes`` are texts; ``named`` questions that are new, gone or other. ``seen`` tells which draft is shown. ``possible``: the
    survey can be changed; ``changed``: the draft differs; ``faulty``: it has to be put right first."""

    process: ProcessFrame
    possible: bool
    changed: bool
    faulty: bool
    correctable: bool
    changes: tuple[Change, ...]
    named: Named
    version: int
    seen: str
    past: tuple[Past, ...]
    reason: str = ""
    way: str = ""
    notice: str = ""
    problem: str = ""
    error: str = ""


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """What the draft changes."""
    language = i18n.spoken(request)
    said = {
        "berichtigt": language.gettext("Die Berichtigung gilt ab sofort."),
        "fassung": language.gettext("Die neue Fassung wird ab sofort beantwortet."),
        "verworfen": language.gettext("Der Entwurf ist wieder der Bogen, der beantwortet wird."),
    }
    return _show(request, notice=said.get(request.query_params.get("hinweis", ""), ""))


@allowed(Role.PLANNER)
async def publish(request: Request) -> Response:
    """Make the draft the form that is answered."""
    async with request.form(max_files=0, max_fields=6) as given:
        seen, way = forms.line(given, "stand"), forms.line(given, "art")
        return await run_in_threadpool(_publish, request, seen, way, forms.text(given, "grund"))


def _publish(request: Request, seen: str, way: str, reason: str) -> Response:
    site: Site = request.app.state.site
    language, process_id = i18n.spoken(request), request.path_params["id"]
    error = ""
    if way not in ("berichtigung", "fassung"):
        error = language.gettext("Bitte wählen Sie, ob es eine Berichtigung oder eine neue Fassung ist.")
        return _show(request, reason=reason, error=error)
    if not reason or len(reason) > form_changes.LONGEST_REASON:
        error = language.gettext("Bitte schreiben Sie in höchstens 1000 Zeichen, warum sich etwas ändert.")
        return _show(request, reason=reason, way=way, error=error)
    correction = way == "berichtigung"
    try:
        with site.database.writing() as db:
            load_survey(db, request)
            form_changes.publish(
                db, process_id, seen=seen, correction=correction, reason=reason, site=site, who=account(request)
            )
    except FormChangeError as failure:
        return _show(request, reason=reason, way=way, problem=failure.told(language))
    return _back(request, "berichtigt" if correction else "fassung")


@allowed(Role.PLANNER)
def discard(request: Request) -> Response:
    """Set the draft back."""
    site: Site = request.app.state.site
    try:
        with site.database.writing() as db:
            load_survey(db, request)
            form_changes.discard(db, request.path_params["id"], site, account(request))
    except FormChangeError as failure:
        return _show(request, problem=failure.told(i18n.spoken(request)))
    return _back(request, "verworfen")


def _back(request: Request, notice: str) -> Response:
    target = f"{HOME}/{request.path_params['id']}/aenderungen?hinweis={notice}"
    return RedirectResponse(i18n.spoken(request).link(target), 303)


def _show(
    request: Request, *, reason: str = "", way: str = "", notice: str = "", problem: str = "", error: str = ""
) -> Response:
    site: Site = request.app.state.site
    language, now = i18n.spoken(request), site.clock()
    with site.database.reading() as db:
        process = load_survey(db, request)
        before, after, number = _both(db, process)
        past = form_changes.history(db, request.path_params["id"])
    found = form_changes.differences(before, after) if number else None
    shown = ChangesPage(
        process=frame_of(process, now, request),
        possible=form_changes.is_changeable(process, processes.state(process, now)),
        changed=found is not None,
        faulty=bool(form_faults.faults(after)),
        correctable=found is not None and found.correctable,
        changes=tuple(_change(one, before, after, language) for one in found.rewordings) if found else (),
        named=_named(found, before, after),
        version=number,
        seen=form_changes.mark(after),
        past=tuple(_past(one) for one in reversed(past)),
        reason=reason,
        way=way,
        notice=notice,
        problem=problem,
        error=error,
    )
    status = 409 if problem else 422 if error else 200
    return pages.render(request, "participation/desk/changes.html", shown, status=status, cache=pages.KEEP_NOTHING)


def _both(db: Session, process: Process) -> tuple[Form, Form, int]:
    """The form that is answered, the draft, and the number of the version; 0 where none is answered yet."""
    draft = form_versions.draft(db, process)
    assert process.id is not None
    version = form_changes.answered(db, process.id)
    return (survey_forms.from_json(version.form), draft, version.number) if version else (draft, draft, 0)


def _change(one: Rewording, before: Form, after: Form, language: Language) -> Change:
    sort = one.name.partition(".")[0]
    return Change(
        where=_called(one.key, after) or _called(one.key, before),
        what=language.gettext(_NAMES[sort]),
        language=languages.name(one.language, language),
        code=languages.TAGS.get(one.language, one.language),
        before=one.before,
        after=one.after,
    )


def _called(key: str, form: Form) -> str:
    """A question by its text, a page by its title, else by its key."""
    if key in form.questions:
        return form.shown(form.questions[key].text, form.leading) or key
    page_at = form.positions.get(key)
    return "" if page_at is None else form.shown(form.pages[page_at].title, form.leading) or key


def _named(found: Differences | None, before: Form, after: Form) -> Named:
    if found is None:
        return Named((), (), (), 0)
    return Named(
        tuple(_called(key, after) for key in found.new),
        tuple(_called(key, before) for key in found.dropped),
        tuple(_called(key, after) for key in found.other),
        len(found.same),
    )


def _past(change: FormChange) -> Past:
    return Past(change.at, change.correction, change.version, change.reason)


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_process_changes"),
    Route(PATH, publish, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_process_changes_publish"),
    Route(
        f"{PATH}/verwerfen", discard, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_process_changes_discard"
    ),
]
