"""The form as people will see it, all pages at once, and the planner's test answers."""

from dataclasses import dataclass, field

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import i18n, locks, pages
from council.base.access import allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.locks import Decision
from council.base.site import Site
from participation import processes
from participation.answers import submissions
from participation.building import branching, form_steps
from participation.forms import Form, form_faults, languages
from participation.forms.questions import Question
from participation.processes import State
from participation.views import answering_questions, answering_visit
from participation.views.answering_questions import Telling
from participation.views.desk.builder_conditions import Choice
from participation.views.desk.builder_question import load
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of

PATH = f"{HOME}/{{id:int}}/vorschau"


@dataclass(frozen=True)
class PreviewQuestion:
    """A question as people see it, with when it is shown in words."""

    html: Markup = field(repr=False)
    condition: str


@dataclass(frozen=True)
class PreviewSheet:
    """A page."""

    title: str
    condition: str
    questions: tuple[PreviewQuestion, ...]


@dataclass(frozen=True)
class PreviewPage:
    """The whole form in one language; ``tag`` is what browsers know it by, and ``lang`` what they know the site's words around it by; both
    are empty where that is the page's language. ``complete``: it can be filled
    in; ``tests``: how often it was."""

    process: ProcessFrame
    code: str
    tag: str
    lang: str
    languages: tuple[Choice, ...]
    sheets: tuple[PreviewSheet, ...]
    draft: bool
    untold: bool
    complete: bool
    tests: int
    notice: str


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """``/ratsbuero/beteiligung/{id}/vorschau?sprache=…``"""
    site: Site = request.app.state.site
    language, now = i18n.spoken(request), site.clock()
    with site.database.reading() as db:
        process, form = load(db, request)
        draft = processes.state(process, now) is State.DRAFT
        tests = submissions.count(db, request.path_params["id"]) if draft else 0
        untold = form_steps.untold(db, process)
    code = answering_visit.language_of(form, request.query_params.get("sprache", ""), language)
    deleted = request.query_params.get("hinweis") == "geloescht"
    shown = PreviewPage(
        process=frame_of(process, now, request),
        code=code,
        tag=tag(code, language),
        lang="" if languages.spoken(code) == language.code else languages.spoken(code),
        languages=tuple(Choice(one, languages.name(one, language)) for one in form.languages),
        sheets=_sheets(form, _Shown(code, site.settings.timezone, process.slug), language),
        draft=draft,
        untold=untold,
        complete=not form_faults.faults(form),
        tests=tests,
        notice=language.gettext(message("Die Testantworten sind gelöscht.")) if deleted else "",
    )
    return pages.render(request, "participation/desk/preview.html", shown, cache=pages.KEEP_NOTHING)


@allowed(Role.PLANNER)
def delete_tests(request: Request) -> Response:
    """Delete the test answers of a draft; what was answered since it was released stays."""
    site: Site = request.app.state.site
    number: int = request.path_params["id"]
    with site.database.writing() as db:
        process, _ = load(db, request)
        locks.alone(db, Decision.PROCESS, number)
        db.refresh(process)
        if process.released_at is None:
            submissions.drop(db, number)
    return RedirectResponse(i18n.spoken(request).link(f"{HOME}/{number}/vorschau?hinweis=geloescht"), 303)


def tag(code: str, language: Language) -> str:
    """How the survey's own words are marked on a page in a language; empty where they need not be."""
    return languages.tag(code, language)


@dataclass(frozen=True)
class _Shown:
    """In which language of a survey its questions are shown, as they are to who answers in it."""

    code: str
    timezone: str
    slug: str

    def html(self, question: Question, form: Form) -> Markup:
        language = i18n.language(languages.spoken(self.code))
        shown = answering_questions.one(question, None, Telling(form, self.code, language))
        template = pages.environment(language.code, self.timezone).get_template("participation/_question.html")
        tag, path = languages.tag(self.code, language), f"/mitmachen/{self.slug}"
        html: Markup = template.module.question(shown, tag, path)  # type: ignore[attr-defined]  # macros are not in its type
        return html


def _sheets(form: Form, shown: _Shown, language: Language) -> tuple[PreviewSheet, ...]:
    return tuple(
        PreviewSheet(
            form.shown(page.title, shown.code),
            branching.told(page.shown_if, form, language),
            tuple(
                PreviewQuestion(shown.html(question, form), branching.told(question.shown_if, form, language))
                for question in page.questions
            ),
        )
        for page in form.pages
    )


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_preview"),
    Route(
        f"{PATH}/testantworten", delete_tests, methods=["POST"], max_body_size=32_000, name="desk_preview_delete_tests"
    ),
]
