"""The languages of a form at the desk: which there are, and each beside the leading one to be translated."""

from dataclasses import dataclass, field

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
from participation.building import BuildError, form_steps, translating
from participation.building.translating import Place
from participation.forms import Form, languages
from participation.forms.form_faults import MOST_CHARS
from participation.forms.texts import LANGUAGES, clean
from participation.processes import Process
from participation.views.desk import builder_cards, builder_fields
from participation.views.desk.builder_cards import LanguageLine
from participation.views.desk.builder_conditions import Choice
from participation.views.desk.builder_question import load
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of

PATH = f"{HOME}/{{id:int}}/fragen/sprachen"
LARGEST_BODY = 3_000_000
MOST_FIELDS = 10_000  # 100 questions with 50 rows and more
PREFIX = "t-"
LONG_TEXT = 80  # characters; beyond them a field has several lines
CHANGED = message("Übersetzung geändert")
CONFLICT = message(
    "Der Bogen wurde inzwischen geändert. In den Feldern steht noch, was Sie eingegeben haben. Bitte vergleichen Sie es mit den Texten "
    "links, und speichern Sie noch einmal."
)


@dataclass(frozen=True)
class LanguagesPage:
    """Which languages there are, with how much of each is there."""

    process: ProcessFrame
    stand: str
    lines: tuple[LanguageLine, ...]
    offered: tuple[Choice, ...]
    chosen: tuple[str, ...]
    leading: str
    released: bool
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True)
class TextLine:
    """A text to translate. ``what`` says which one it is."""

    name: str
    what: str
    original: str
    typed: str
    long: bool
    missing: bool


@dataclass(frozen=True)
class TextGroup:
    """The texts of a page or question."""

    heading: str
    lines: tuple[TextLine, ...]


@dataclass(frozen=True)
class TranslationPage:
    """All texts in the leading language, with fields for another one. ``lang``: what a browser has to know of it."""

    process: ProcessFrame
    stand: str
    code: str
    lang: str
    leading_lang: str
    name: str
    leading: str
    line: LanguageLine
    groups: tuple[TextGroup, ...]
    notice: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """``/ratsbuero/beteiligung/{id}/fragen/sprachen``"""
    return _show(request)


@allowed(Role.PLANNER)
async def change(request: Request) -> Response:
    """Choose other languages."""
    async with request.form(max_files=0, max_fields=20) as given:
        wanted, leading = entering.lines(given, "sprache"), entering.line(given, "fuehrend")
        seen = entering.line(given, "stand")
    return await run_in_threadpool(_change, request, wanted, leading, seen)


def _change(request: Request, wanted: list[str], leading: str, seen: str) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    ordered = sorted((one for one in LANGUAGES if one in wanted), key=lambda one: one != leading)
    try:
        with site.database.writing() as db:
            process, _ = load(db, request, locked=True)
            what = message("Sprachen geändert")
            form_steps.change(
                db, process, seen, lambda form: building.with_languages(form, ordered), what, site.clock()
            )
    except form_steps.StaleError:
        told = message(
            "Der Bogen wurde inzwischen geändert. Bitte sehen Sie die Sprachen noch einmal durch und speichern Sie."
        )
        return _show(request, tuple(ordered), problem=language.gettext(told), status=409)
    except BuildError as error:
        return _show(request, (), errors={"sprachen": error.told(language)}, status=422)
    return RedirectResponse(language.link(f"{HOME}/{process.id}/fragen?getan=schritt#sprachen"), 303)


def _show(
    request: Request,
    chosen: tuple[str, ...] | None = None,
    *,
    errors: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        process, form = load(db, request)
    ticked = form.languages if chosen is None else chosen
    shown = LanguagesPage(
        process=frame_of(process, site.clock(), request),
        stand=form_steps.stand(form),
        lines=builder_cards.languages(form, process, language),
        offered=tuple(Choice(code, languages.name(code, language)) for code in LANGUAGES),
        chosen=ticked,
        leading=next(iter(ticked), form.leading),
        released=process.released_at is not None,
        errors=errors or {},
        problem=problem,
    )
    return pages.render(
        request, "participation/desk/builder_languages.html", shown, status=status, cache=pages.KEEP_NOTHING
    )


@allowed(Role.PLANNER)
def translation(request: Request) -> Response:
    """``/ratsbuero/beteiligung/{id}/fragen/sprachen/{code}``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process, form = load(db, request)
    notice = i18n.spoken(request).gettext(CHANGED) if request.query_params.get("getan") else ""
    return _show_texts(request, process, form, {}, notice=notice)


@allowed(Role.PLANNER)
async def translate(request: Request) -> Response:
    """Store the texts of a language."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
        return await run_in_threadpool(_translate, request, given)


def _translate(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language, code = i18n.spoken(request), request.path_params["code"]
    typed = {name: clean(str(value)) for name, value in given.multi_items() if name.startswith(PREFIX)}
    errors = {
        name: language.gettext(builder_fields.TOO_LONG) % {"chars": len(said), "most": MOST_CHARS}
        for name, said in typed.items()
        if len(said) > MOST_CHARS
    }
    with site.database.writing() as db:
        process, form = load(db, request, locked=True)
        _other(form, code)
        stale = entering.line(given, "stand") != form_steps.stand(form)
        if not stale and not errors:
            known = {_name(one.place): one.place for one in translating.sentences(form, code)}
            said = {known[name]: text for name, text in typed.items() if name in known}
            form_steps.keep(db, process, form, translating.translated(form, code, said), CHANGED, site.clock())
            return RedirectResponse(language.link(f"{HOME}/{process.id}/fragen/sprachen/{code}?getan=1"), 303)
    problem = language.gettext(CONFLICT) if stale else ""
    return _show_texts(request, process, form, typed, errors=errors, problem=problem, status=409 if stale else 422)


def _show_texts(
    request: Request,
    process: Process,
    form: Form,
    typed: dict[str, str],
    *,
    errors: dict[str, str] | None = None,
    problem: str = "",
    notice: str = "",
    status: int = 200,
) -> Response:
    site: Site = request.app.state.site
    language, code = i18n.spoken(request), _other(form, request.path_params["code"])
    shown = TranslationPage(
        process=frame_of(process, site.clock(), request),
        stand=form_steps.stand(form),
        code=code,
        lang=languages.TAGS.get(code, code),
        leading_lang=languages.TAGS.get(form.leading, form.leading),
        name=languages.name(code, language),
        leading=languages.name(form.leading, language),
        line=next(one for one in builder_cards.languages(form, process, language) if one.code == code),
        groups=_groups(form, code, typed, language),
        notice=notice,
        errors=errors or {},
        problem=problem,
    )
    return pages.render(
        request, "participation/desk/builder_translation.html", shown, status=status, cache=pages.KEEP_NOTHING
    )


def _groups(form: Form, code: str, typed: dict[str, str], language: Language) -> tuple[TextGroup, ...]:
    """The texts by page and question."""
    found: dict[str, list[TextLine]] = {}
    for one in translating.sentences(form, code):
        key, name = one.place
        said = typed.get(_name(one.place), one.translated)
        long = max(len(one.original), len(said)) > LONG_TEXT
        line = TextLine(_name(one.place), _what(name, language), one.original, said, long, not one.translated)
        found.setdefault(key, []).append(line)
    return tuple(TextGroup(_heading(key, form, language), tuple(lines)) for key, lines in found.items())


def _heading(key: str, form: Form, language: Language) -> str:
    if key in form.positions:
        return language.gettext(message("Seite %(number)s")) % {"number": form.positions[key] + 1}
    return language.gettext(message("Frage %(number)s")) % {"number": list(form.questions).index(key) + 1}


def _what(name: str, language: Language) -> str:
    sort, _, part = name.partition(".")
    named = {
        "title": message("Titel"), "text": message("Frage"), "help": message("Hilfetext"), "unit": message("Einheit"),
        "option": message("Antwort"), "column": message("Antwort"), "row": message("Zeile"), "label": message("Stufe"),
    }  # fmt: skip
    told = language.gettext(named[sort])
    return f"{told} {part}" if sort == "label" else told


def _name(place: Place) -> str:
    return f"{PREFIX}{place[0]}-{place[1].replace('.', '-')}"


def _other(form: Form, code: str) -> str:
    """A language of the form that is not the leading one; 404 for all else."""
    if code not in form.languages[1:]:
        raise HTTPException(404)
    return code


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_form_languages"),
    Route(PATH, change, methods=["POST"], max_body_size=32_000, name="desk_form_languages_change"),
    Route(f"{PATH}/{{code}}", translation, name="desk_form_translation"),
    Route(f"{PATH}/{{code}}", translate, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_form_translate"),
]
