"""Building the form of a survey: its pages and questions in order, and the steps that change their order."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms as entering
from council.base import i18n, pages
from council.base.access import allowed
from council.base.accounts import Role
from council.base.i18n import message
from council.base.site import Site
from participation import building
from participation.building import BuildError, form_steps
from participation.building.form_steps import StaleError
from participation.forms import Form, durations
from participation.processes import Process, form_versions
from participation.views.desk import builder_cards, builder_languages, builder_new, builder_page, builder_question
from participation.views.desk.builder_cards import FaultLine, LanguageLine, PageCard
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load_survey

PATH = f"{HOME}/{{id:int}}/fragen"
LARGEST_BODY = 32_000
STALE = message(
    "Inzwischen wurde der Bogen geändert, vielleicht in einem anderen Fenster oder von jemand anderem. Sie sehen ihn jetzt, wie er ist; "
    "Ihr Schritt wurde nicht ausgeführt."
)

Edit = Callable[[Form, str], Form]


@dataclass(frozen=True)
class Step:
    """A change of the order: what it is called when it can be taken back, and what it does with a page or question."""

    what: str
    edit: Edit


STEPS: dict[str, Step] = {
    "frage:hoch": Step(message("Frage verschoben"), lambda form, key: building.move_question(form, key, -1)),
    "frage:runter": Step(message("Frage verschoben"), lambda form, key: building.move_question(form, key, 1)),
    "frage:doppelt": Step(message("Frage verdoppelt"), lambda form, key: building.duplicate_question(form, key)[0]),
    "frage:weg": Step(message("Frage gelöscht"), building.without_question),
    "seite:hoch": Step(message("Seite verschoben"), lambda form, key: building.move_page(form, key, -1)),
    "seite:runter": Step(message("Seite verschoben"), lambda form, key: building.move_page(form, key, 1)),
    "seite:doppelt": Step(message("Seite verdoppelt"), lambda form, key: building.duplicate_page(form, key)[0]),
    "seite:weg": Step(message("Seite gelöscht"), building.without_page),
    "seite:neu": Step(message("Seite hinzugefügt"), lambda form, _: building.add_page(form)[0]),
}


@dataclass(frozen=True)
class BuilderPage:
    """The whole form, with ``count`` questions and ``told`` texts to read. ``stand`` is carried along with each step; ``undo`` and
    ``redo`` name what can be taken back and done again, empty where nothing can. ``released``: people may be answering; ``untold``:
    what stands here differs from what they answer."""

    process: ProcessFrame
    stand: str
    pages: tuple[PageCard, ...]
    count: int
    told: int
    minutes: int
    undo: str
    redo: str
    faults: tuple[FaultLine, ...]
    concerns: tuple[str, ...]
    languages: tuple[LanguageLine, ...]
    released: bool
    untold: bool
    focus: str
    notice: str = ""
    problem: str = ""


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """``/ratsbuero/beteiligung/{id}/fragen``"""
    return _show(request)


@allowed(Role.PLANNER)
async def step(request: Request) -> Response:
    """Change the order of pages and questions, take a step back, or do it again."""
    async with request.form(max_files=0, max_fields=10) as given:
        wanted, seen = entering.line(given, "schritt"), entering.line(given, "stand")
    return await run_in_threadpool(_step, request, wanted, seen)


def _step(request: Request, wanted: str, seen: str) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    try:
        with site.database.writing() as db:
            process = load_survey(db, request, locked=True)
            told, focus = _done(db, process, wanted, seen, site)
    except StaleError:
        return _show(request, problem=language.gettext(STALE), status=409)
    except BuildError as error:
        return _show(request, problem=error.told(language), status=422)
    query = urlencode({"getan": told, "fokus": focus})
    return RedirectResponse(language.link(f"{HOME}/{process.id}/fragen?{query}"), 303)


def _done(db: Session, process: Process, wanted: str, seen: str, site: Site) -> tuple[str, str]:
    """Do a step; how it is told, and what gets the focus then."""
    if wanted == "zurueck":
        form_steps.undo(db, process, seen)
        return "zurueck", "zurueck"
    if wanted == "vor":
        form_steps.redo(db, process, seen)
        return "schritt", "vor"
    what, _, act = wanted.partition(":")
    act, _, key = act.partition(":")
    chosen = STEPS.get(f"{what}:{act}")
    if chosen is None:
        raise BuildError(message("Diesen Schritt gibt es nicht. Bitte laden Sie die Seite neu."))
    before, after = form_steps.change(db, process, seen, lambda form: chosen.edit(form, key), chosen.what, site.clock())
    return "schritt", _focus(what, act, key, before, after)


def _focus(what: str, act: str, key: str, before: Form, after: Form) -> str:
    """The id of the element to go on from: the button that was pressed, or what is new, or what stands where something was taken away."""
    old = list(before.questions if what == "frage" else before.positions)
    new = list(after.questions if what == "frage" else after.positions)
    if act in ("hoch", "runter"):
        at_end = key == (new[0] if act == "hoch" else new[-1])
        return f"{what}-{key}-{('runter' if act == 'hoch' else 'hoch') if at_end else act}"
    made = [one for one in new if one not in old]
    if made:
        return f"{what}-{made[0]}-titel"
    at = min(old.index(key) if key in old else 0, len(new) - 1)
    return f"{what}-{new[at]}-titel" if new else "bogen"


def _show(request: Request, *, problem: str = "", status: int = 200) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        process = load_survey(db, request)
        form = form_versions.draft(db, process)
        undo, redo = form_versions.undoable(db, process), form_versions.redoable(db, process)
        untold = form_steps.untold(db, process)
    base = f"{HOME}/{process.id}/fragen"
    shown = BuilderPage(
        process=frame_of(process, site.clock(), request),
        stand=form_steps.stand(form),
        pages=builder_cards.cards(form, language),
        count=form.asked,
        told=len(form.questions) - form.asked,
        minutes=durations.minutes(form, form.leading),
        undo=language.gettext(undo.what) if undo else "",
        redo=language.gettext(redo.what) if redo else "",
        faults=builder_cards.fault_lines(form, base, language),
        concerns=builder_cards.concerns(form, process, language),
        languages=builder_cards.languages(form, process, language),
        released=process.released_at is not None,
        untold=untold,
        focus=request.query_params.get("fokus", "")[:120],
        notice="" if problem else _notice(request, undo, redo),
        problem=problem,
    )
    return pages.render(request, "participation/desk/builder.html", shown, status=status, cache=pages.KEEP_NOTHING)


def _notice(request: Request, undo: form_versions.FormDraft | None, redo: form_versions.FormDraft | None) -> str:
    """What was done last, as it can be seen from the drafts."""
    _ = i18n.spoken(request).gettext
    match request.query_params.get("getan"):
        case "schritt" if undo:
            return _("Erledigt: %(what)s.") % {"what": _(undo.what)}
        case "zurueck" if redo:
            return _("Zurückgenommen: %(what)s.") % {"what": _(redo.what)}
        case _:
            return ""


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_builder"),
    Route(f"{PATH}/schritt", step, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_builder_step"),
    *builder_new.routes,
    *builder_question.routes,
    *builder_page.routes,
    *builder_languages.routes,
]
