"""The questionnaire on paper: all questions of a survey in one language as a PDF, to print and to fill in by hand.

It is kept beside the survey's other files and named by what stands in it, so that after any change another one is printed.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import dates, i18n, markdown, pages
from council.base.i18n import Language
from council.base.site import Site
from participation import forms, processes
from participation.forms import Form, Page, form_skips, languages, texts
from participation.forms.form_skips import Numbering
from participation.forms.questions import Question
from participation.processes import Access, Kind, Process, State, form_versions, periods
from participation.results import printing
from participation.results.printing import PrintingError
from participation.views import answering_page, answering_questions, answering_visit
from participation.views.answering_questions import Shown, Telling

TEMPLATE = "participation/print/form.html"


@dataclass(frozen=True)
class BlankQuestion:
    """A question with its number (0: a text to read), and who answers it."""

    shown: Shown
    number: int
    only: str


@dataclass(frozen=True)
class BlankPage:
    """Questions under a heading."""

    title: str
    only: str
    questions: tuple[BlankQuestion, ...]


@dataclass(frozen=True)
class BlankForm:
    """A whole questionnaire. ``tag`` is the language of its own words, ``language`` that of all others; ``version`` is 0 for a draft.
    ``required``: some questions have to be answered; ``address``: where it can be answered online; ``until``: the last day."""

    town: str
    title: str
    tag: str
    language: str
    version: int
    by_code: bool
    strata: tuple[str, ...]
    strata_question: str
    pages: tuple[BlankPage, ...]
    required: bool
    privacy: Markup
    send_to: str
    contact: str
    address: str
    until: str
    formal: bool


@dataclass(frozen=True)
class Wanted:
    """A version of a survey's form in one of its languages."""

    process: Process
    form: Form
    version: int
    code: str


def public(request: Request) -> Response:
    """``/mitmachen/{slug}/bogen.pdf?sprache=…``: for everybody, while the survey is open."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = processes.by_slug(db, request.path_params["slug"])
        if process is None or process.kind != Kind.SURVEY or process.id is None:
            raise HTTPException(404)
        if processes.state(process, site.clock()) is not State.OPEN:
            raise HTTPException(404)
        latest = form_versions.versions(db, process.id)[-1]
    form = forms.from_json(latest.form)
    return answer(request, Wanted(process, form, latest.number, code_of(request, form)))


def answer(request: Request, wanted: Wanted) -> Response:
    """The PDF; printed where it is not there yet, which takes a second or two."""
    site: Site = request.app.state.site
    language = _language(wanted.code)
    try:
        file = written(site, wanted, composed(site, wanted, language), language)
    except PrintingError as error:
        raise HTTPException(503, error.told(i18n.spoken(request))) from error
    name = f"bogen-{wanted.process.slug}-{wanted.code}.pdf"
    headers = {"Cache-Control": pages.ASK_AGAIN, "Content-Disposition": f'inline; filename="{name}"'}
    return FileResponse(file, media_type="application/pdf", headers=headers)


def written(site: Site, wanted: Wanted, page: BlankForm, language: Language) -> Path:
    """Where the PDF of a questionnaire lies. Raises PrintingError."""
    template = pages.environment(language.code, site.settings.timezone).get_template(TEMPLATE)
    html = template.render(page=page)
    folder = site.storage.participation(wanted.process.id or 0)
    start = f"bogen-{wanted.version}-{wanted.code}-"
    file = folder / f"{start}{hashlib.sha256(html.encode()).hexdigest()[:16]}.pdf"
    if not file.is_file():
        printing.write(html, file)
        for older in folder.glob(f"{start}*.pdf"):
            if older != file:
                older.unlink(missing_ok=True)
    return file


def composed(site: Site, wanted: Wanted, language: Language) -> BlankForm:
    """What stands on the paper."""
    process, form, code = wanted.process, wanted.form, wanted.code
    numbering = Numbering(form, form_skips.numbers(form), code, language)
    by_code = process.access == Access.CODES
    zone = site.settings.zone
    return BlankForm(
        town=site.settings.town,
        title=process.name(code),
        tag=languages.TAGS.get(code, code),
        language=language.code,
        version=wanted.version,
        by_code=by_code,
        strata=() if by_code else tuple(process.strata),
        strata_question=texts.shown(process.strata_question, code, process.leading)
        or language.gettext(answering_page.WHERE),
        pages=tuple(_page(page, numbering) for page in form.pages if page.questions),
        required=any(question.required for question in form.questions.values()),
        privacy=markdown.render(texts.shown(process.privacy, code, process.leading)).html,
        send_to=process.controller,
        contact=process.contact or site.settings.contact,
        address=f"{site.settings.address}/mitmachen/{process.slug}",
        until=dates.day(periods.last_day(process.closes_at), language, zone) if process.closes_at else "",
        formal=process.formal,
    )


def code_of(request: Request, form: Form) -> str:
    """In which of its languages a form is asked for: by the address, else by the page's."""
    return answering_visit.language_of(form, request.query_params.get("sprache", ""), i18n.spoken(request))


def _language(code: str) -> Language:
    """The language of everything on the paper that is not the survey's own words."""
    return i18n.language("en" if code == "en" else "de")


def _page(page: Page, numbering: Numbering) -> BlankPage:
    telling = Telling(numbering.form, numbering.code, numbering.language)
    only = form_skips.told(page.shown_if, page.questions[-1].key, numbering)
    found, before = [], None
    for question in page.questions:
        told = "" if question.shown_if == before else _only(question, numbering)
        before = question.shown_if
        shown = answering_questions.one(question, None, telling)
        found.append(BlankQuestion(shown, numbering.numbers.get(question.key, 0), told))
    return BlankPage(numbering.form.shown(page.title, numbering.code), only, tuple(found))


def _only(question: Question, numbering: Numbering) -> str:
    return form_skips.told(question.shown_if, form_skips.last_alike(numbering.form, question.key), numbering)


routes: list[BaseRoute] = [Route("/mitmachen/{slug}/bogen.pdf", public, name="blank_form")]
