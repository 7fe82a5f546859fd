"""Questionnaires on paper: ``/ratsbuero/beteiligung/{id}/papier``. The blank one to print, and the way to entering those that came back."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.site import Site
from participation import forms, processes, results
from participation.forms import languages
from participation.processes import Access, State, form_versions, paper_taking
from participation.processes.form_versions import FormVersion
from participation.results import printing
from participation.views import blank_form
from participation.views.blank_form import Wanted
from participation.views.desk import paper_entry
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load_survey

PATH = f"{HOME}/{{id:int}}/papier"


@dataclass(frozen=True)
class Download:
    """The blank questionnaire in a language."""

    path: str
    language: str


@dataclass(frozen=True)
class PaperPage:
    """``public``: everybody can download the blank questionnaire. ``entering``: sheets can be entered now; ``settled``: not any more, since
    results were public. ``missing``: what this machine lacks to print. ``planner``: somebody who may change the questions."""

    process: ProcessFrame
    downloads: tuple[Download, ...]
    missing: str
    draft: bool
    public: bool
    entering: bool
    settled: bool
    by_code: bool
    planner: bool


@allowed(Role.PLANNER, Role.MODERATOR, Role.CLERK)
def page(request: Request) -> Response:
    """What there is to do with paper."""
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        process = load_survey(db, request)
        form = form_versions.draft(db, process)
        settled = results.is_settled(db, request.path_params["id"])
    now = site.clock()
    state = processes.state(process, now)
    frame = frame_of(process, now, request)
    codes = form.languages if form.questions else ()
    shown = PaperPage(
        process=frame,
        downloads=tuple(
            Download(f"{frame.home}/papier/bogen.pdf?sprache={code}", languages.name(code, language)) for code in codes
        ),
        missing=printing.missing_library() or "",
        draft=state is State.DRAFT,
        public=state is State.OPEN,
        entering=paper_taking.takes(process, now, settled=settled),
        settled=settled,
        by_code=process.access == Access.CODES,
        planner=account(request).may((Role.PLANNER, Role.ADMIN)),
    )
    return pages.render(request, "participation/desk/paper.html", shown, cache=pages.KEEP_NOTHING)


@allowed(Role.PLANNER, Role.MODERATOR, Role.CLERK)
def blank(request: Request) -> Response:
    """``/papier/bogen.pdf?sprache=…``: of what people answer now, of a draft as it is so far."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = load_survey(db, request)
        known = form_versions.versions(db, request.path_params["id"])
        latest: FormVersion | None = known[-1] if known else None
        form = forms.from_json(latest.form) if latest else form_versions.draft(db, process)
    number = latest.number if latest else 0
    return blank_form.answer(request, Wanted(process, form, number, blank_form.code_of(request, form)))


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_paper"),
    Route(f"{PATH}/bogen.pdf", blank, name="desk_paper_blank"),
    *paper_entry.routes,
]
