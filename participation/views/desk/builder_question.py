"""One question at the desk: choosing its kind, its texts, what can be answered, and when it is shown."""

from dataclasses import dataclass, field, replace

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms as entering
from council.base import i18n, pages
from council.base.access import allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from participation import building
from participation.building import BuildError, branching, form_steps
from participation.forms import Form, choices, languages, questions
from participation.forms.kinds import Matrix
from participation.forms.questions import Question
from participation.processes import Process, form_versions
from participation.views import answering_questions
from participation.views.answering_questions import Shown, Telling
from participation.views.desk import builder_cards, builder_conditions, builder_fields
from participation.views.desk.builder_conditions import ConditionBox
from participation.views.desk.builder_fields import QuestionFields
from participation.views.desk.builder_kinds import BY_KIND, KindChoice
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load_survey

PATH = f"{HOME}/{{id:int}}/fragen/frage/{{key}}"
LARGEST_BODY = 3_000_000  # 200 options with a text each, and whatever somebody pastes
MOST_FIELDS = 500
CHANGED = message("Frage geändert")
CONFLICT = message(
    "Diese Frage wurde inzwischen geändert, vielleicht in einem anderen Fenster oder von jemand anderem. In den Feldern steht noch, was "
    "Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."
)


@dataclass(frozen=True)
class QuestionPage:
    """The form about a question. ``seen`` is carried along to notice that somebody else changed it; ``newer`` is then what it says now.
    ``then``: of a question that was just added, what comes next; what it still lacks is no mistake yet."""

    process: ProcessFrame
    key: str
    number: int
    kind: KindChoice
    fields: QuestionFields
    language: str
    seen: str
    condition: ConditionBox
    earlier_pages: bool
    told: str
    faults: tuple[str, ...]
    several: bool
    focus: str
    notice: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    newer: str = ""
    then: str = ""
    preview: Shown | None = None
    preview_tag: str = ""


@dataclass(frozen=True)
class PreviewFragment:
    """A question as people will see it, with what was just typed."""

    preview: Shown
    preview_tag: str


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """``/ratsbuero/beteiligung/{id}/fragen/frage/{key}``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process, form = load(db, request)
        asked = find(form, request)
    notice = i18n.spoken(request).gettext(CHANGED) if request.query_params.get("getan") else ""
    return show(request, process, form, asked, builder_fields.of(asked, form.leading), notice=notice)


@allowed(Role.PLANNER)
async def change(request: Request) -> Response:
    """Store what was entered, with a step such as moving an option."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
        return await run_in_threadpool(_change, request, given)


def _change(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    fields, step = builder_fields.entered(given), entering.line(given, "schritt")
    with site.database.writing() as db:
        process, form = load(db, request, locked=True)
        before = find(form, request)
        reading = builder_fields.read(fields, before, form.leading, language)
        entered = replace(reading.question, shown_if=builder_conditions.entered(given, before.shown_if, form))
        stale = entering.line(given, "gesehen") != form_versions.fingerprint(questions.to_json(before))
        if not stale and not reading.errors:
            after = _stepped(entered, step, given, form)
            form_steps.keep(db, process, form, building.with_question(form, after), CHANGED, site.clock())
            return RedirectResponse(language.link(_next(process, form, after, step)), 303)
    if stale:
        newer = before.text.get(form.leading, "")
        told = language.gettext(CONFLICT)
        fields = builder_fields.rebased(fields, before, form.leading)
        return show(request, process, form, entered, fields, before=before, problem=told, newer=newer, status=409)
    return show(request, process, form, entered, fields, before=before, errors=dict(reading.errors), status=422)


@allowed(Role.PLANNER)
async def preview(request: Request) -> Response:
    """``/ansicht``: the question as people would see it with what stands in the fields; nothing is stored."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
        return await run_in_threadpool(_preview, request, builder_fields.entered(given))


def _preview(request: Request, fields: QuestionFields) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        _, form = load(db, request)
    asked = builder_fields.read(fields, find(form, request), form.leading, language).question
    shown = PreviewFragment(_previewed(asked, form, language), _tag(form, language))
    template = "participation/desk/_builder_preview.html"
    return pages.render(request, template, shown, cache=pages.KEEP_NOTHING)


def _previewed(asked: Question, form: Form, language: Language) -> Shown:
    return answering_questions.one(asked, None, Telling(form, form.leading, language))


def _tag(form: Form, language: Language) -> str:
    return languages.tag(form.leading, language)


def load(db: Session, request: Request, *, locked: bool = False) -> tuple[Process, Form]:
    """The survey a request is about with its draft; 404 where there is none."""
    process = load_survey(db, request, locked=locked)
    return process, form_versions.draft(db, process)


def find(form: Form, request: Request) -> Question:
    """The question a request is about; 404 where there is none."""
    try:
        return building.question(form, request.path_params["key"])
    except BuildError:
        raise HTTPException(404) from None


def show(
    request: Request,
    process: Process,
    form: Form,
    asked: Question,
    fields: QuestionFields,
    *,
    before: Question | None = None,
    errors: dict[str, str] | None = None,
    problem: str = "",
    newer: str = "",
    notice: str = "",
    status: int = 200,
) -> Response:
    """The form about a question; ``before`` is the one that is stored, where what was entered could not be."""
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    added = before is None and not errors and request.query_params.get("neu") == "1"
    card = next(one for page in builder_cards.cards(form, language) for one in page.questions if one.key == asked.key)
    shown = QuestionPage(
        process=frame_of(process, site.clock(), request),
        key=asked.key,
        number=card.number,
        kind=BY_KIND[asked.kind],
        fields=fields,
        language=languages.name(form.leading, language),
        seen=form_versions.fingerprint(questions.to_json(before or asked)),
        condition=builder_conditions.box(asked.shown_if, asked.key, form, language),
        earlier_pages=bool(building.earlier(form, asked.key)),
        told=branching.told(building.page_with(form, asked.key).shown_if, form, language),
        faults=() if before or added else card.faults,
        several=len(form.languages) > 1,
        focus=request.query_params.get("fokus", "")[:120],
        notice=notice,
        errors=errors or {},
        problem=problem,
        newer=newer,
        then=language.gettext(BY_KIND[asked.kind].then) if added else "",
        preview=_previewed(asked, form, language),
        preview_tag=_tag(form, language),
    )
    return pages.render(
        request, "participation/desk/builder_question.html", shown, status=status, cache=pages.KEEP_NOTHING
    )


def _stepped(asked: Question, step: str, given: FormData, form: Form) -> Question:
    """A question after a step: ``antwort:hoch:KEY``, ``zeile:weg:KEY``, ``bedingung:neu``; any other changes nothing more."""
    what, _, act = step.partition(":")
    if what == builder_conditions.NAME:
        return replace(asked, shown_if=builder_conditions.stepped(asked.shown_if, act, given, asked.key, form))
    act, _, key = act.partition(":")
    if what == "antwort":
        return replace(asked, asks=choices.with_options(asked.asks, _moved(choices.of(asked.asks), act, key)))
    if what == "zeile" and isinstance(asked.asks, Matrix):
        return replace(asked, asks=replace(asked.asks, rows=_moved(asked.asks.rows, act, key)))
    return asked


def _moved(options: choices.Options, act: str, key: str) -> choices.Options:
    match act:
        case "hoch":
            return choices.moved(options, key, -1)
        case "runter":
            return choices.moved(options, key, 1)
        case "weg":
            return choices.without(options, key)
        case _:
            return options


def _next(process: Process, form: Form, after: Question, step: str) -> str:
    """Where a person goes on after a step."""
    base = f"{HOME}/{process.id}/fragen"
    match step:
        case "fertig":
            return f"{base}?getan=schritt&fokus=frage-{after.key}-titel#frage-{after.key}"
        case "weiter":
            return f"{base}/neu?seite={building.page_with(form, after.key).key}"
        case _:
            return f"{base}/frage/{after.key}?getan=1&fokus={_focus(after, step)}"


def _focus(after: Question, step: str) -> str:
    what, _, rest = step.partition(":")
    act, _, key = rest.partition(":")
    options = after.asks.rows if what == "zeile" and isinstance(after.asks, Matrix) else choices.of(after.asks)
    keys = [option.key for option in options]
    if act in ("hoch", "runter") and key in keys:
        at_end = key == (keys[0] if act == "hoch" else keys[-1])
        return f"{what}-{key}-{('runter' if act == 'hoch' else 'hoch') if at_end else act}"
    if what in ("antwort", "zeile"):
        return "zeilen-neu" if what == "zeile" else "antworten-neu"
    return "bedingung" if what == builder_conditions.NAME else "gespeichert"


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_question"),
    Route(f"{PATH}/ansicht", preview, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_question_preview"),
    Route(PATH, change, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_question_change"),
]
