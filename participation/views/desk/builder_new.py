"""Adding a question to a form: what it asks, and of which kind it is."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
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
from participation.forms import Form, languages
from participation.forms.kinds import Matrix
from participation.forms.questions import Question
from participation.processes import Process
from participation.views.desk import builder_cards, builder_conditions, builder_fields
from participation.views.desk.builder_kinds import BY_KIND, CHOICES, KindChoice
from participation.views.desk.builder_question import LARGEST_BODY, load
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of

PATH = f"{HOME}/{{id:int}}/fragen/neu"


@dataclass(frozen=True)
class NewQuestionPage:
    """Choosing the kind of a new question."""

    process: ProcessFrame
    kinds: tuple[KindChoice, ...]
    at: str
    pages: tuple[builder_conditions.Choice, ...]
    text: str
    chosen: str
    language: str
    errors: dict[str, str]


@allowed(Role.PLANNER)
async def add(request: Request) -> Response:
    """``/ratsbuero/beteiligung/{id}/fragen/neu``: a new question at the end of a page."""
    async with request.form(max_files=0, max_fields=10) as given:
        return await run_in_threadpool(_add, request, given)


def _add(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    kind, at = entering.line(given, "art"), entering.line(given, "seite")
    fields = builder_fields.entered(given)
    try:
        with site.database.writing() as db:
            process, form = load(db, request, locked=True)
            reading = builder_fields.read(fields, Question("neu", building.begun("info")), form.leading, language)
            errors = dict(reading.errors)
            if kind not in BY_KIND:
                errors["art"] = language.gettext(message("Bitte wählen Sie eine Art von Frage aus."))
            if not errors:
                start = form if form.pages else building.add_page(form)[0]
                last = start.pages[-1].key
                after, key = building.add_question(start, at if at in start.positions else last, kind, fields.text)
                form_steps.keep(db, process, form, after, message("Frage hinzugefügt"), site.clock())
                address = f"{HOME}/{process.id}/fragen/frage/{key}?neu=1&fokus={_first_field(after.questions[key])}"
                return RedirectResponse(language.link(address), 303)
    except BuildError as error:
        errors = {"art": error.told(language)}
    return _show_new(request, process, form, at, fields.text, kind, errors)


@allowed(Role.PLANNER)
def new(request: Request) -> Response:
    """``/ratsbuero/beteiligung/{id}/fragen/neu?seite=…``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process, form = load(db, request)
    return _show_new(request, process, form, request.query_params.get("seite", "")[:60], "", "", {})


def _show_new(
    request: Request, process: Process, form: Form, at: str, text: str, chosen: str, errors: dict[str, str]
) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    offered = tuple(
        builder_conditions.Choice(card.key, f"{card.number}. {card.title}"[:80])
        for card in builder_cards.cards(form, language)
    )
    last = offered[-1].value if offered else ""
    shown = NewQuestionPage(
        frame_of(process, site.clock(), request), CHOICES, at if at in form.positions else last, offered, text, chosen,
        languages.name(form.leading, language), errors,
    )  # fmt: skip
    return pages.render(
        request, "participation/desk/builder_new.html", shown, status=422 if errors else 200, cache=pages.KEEP_NOTHING
    )


def _first_field(asked: Question) -> str:
    """What a person fills in first in a new question."""
    if not asked.text:
        return "text"
    if isinstance(asked.asks, Matrix):
        return "zeilen-neu"
    return "antworten-neu" if asked.kind in ("single", "multiple", "ranking") else "hilfe"


routes: list[BaseRoute] = [
    Route(PATH, new, name="desk_question_new"),
    Route(PATH, add, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_question_add"),
]
