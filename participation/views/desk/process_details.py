"""Title and introduction of a process, in each of its languages."""

from dataclasses import dataclass, field

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
from participation import processes
from participation.forms import languages
from participation.forms.texts import clean, one_line
from participation.processes import Process, form_versions
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load

PATH = f"{HOME}/{{id:int}}/angaben"
LARGEST_BODY = 3_000_000
LONGEST_TITLE, LONGEST_INTRO = 200, 5000
CONFLICT = message(
    "Titel oder Einleitung wurden inzwischen geändert. In den Feldern steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre "
    "Fassung."
)


@dataclass(frozen=True)
class DetailsIn:
    """Title and introduction in one language."""

    code: str
    name: str
    leading: bool
    title: str
    intro: str


@dataclass(frozen=True)
class DetailsPage:
    """The form about title and introduction. ``seen`` is carried along to notice that somebody else changed them."""

    process: ProcessFrame
    seen: str
    languages: tuple[DetailsIn, ...]
    public: bool
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """``/ratsbuero/beteiligung/{id}/angaben``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = load(db, request)
    return _show(request, process, _stored(process, i18n.spoken(request)))


@allowed(Role.PLANNER)
async def change(request: Request) -> Response:
    """Store title and introduction."""
    async with request.form(max_files=0, max_fields=20) as given:
        return await run_in_threadpool(_change, request, given)


def _change(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.writing() as db:
        process = load(db, request)
        db.refresh(process, with_for_update=True)
        entered = tuple(_entered(given, one) for one in _stored(process, language))
        errors = _errors(entered, language)
        stale = entering.line(given, "gesehen") != _print(process)
        if not errors and not stale:
            process.title = _texts(process.title, {one.code: one.title for one in entered})
            process.intro = _texts(process.intro, {one.code: one.intro for one in entered})
            db.add(process)
            if processes.is_public(process):
                processes.changed(db, process, site.clock())
            path = f"{HOME}/{process.id}"
            what = "Titel und Einleitung einer Beteiligung geändert"
            audit.record(db, account(request), what, site.clock(), subject=process.name(process.leading), path=path)
            return RedirectResponse(language.link(f"{path}?hinweis=gespeichert"), 303)
    problem = language.gettext(CONFLICT) if stale else ""
    return _show(request, process, entered, errors=errors, problem=problem, status=409 if stale else 422)


def _show(
    request: Request,
    process: Process,
    shown: tuple[DetailsIn, ...],
    *,
    errors: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    site: Site = request.app.state.site
    details = DetailsPage(
        frame_of(process, site.clock(), request),
        _print(process),
        shown,
        processes.is_public(process),
        errors or {},
        problem,
    )
    return pages.render(request, "participation/desk/details.html", details, status=status, cache=pages.KEEP_NOTHING)


def _stored(process: Process, language: Language) -> tuple[DetailsIn, ...]:
    return tuple(
        DetailsIn(
            code,
            languages.name(code, language),
            code == process.leading,
            process.title.get(code, ""),
            process.intro.get(code, ""),
        )
        for code in process.languages
    )


def _entered(given: FormData, known: DetailsIn) -> DetailsIn:
    title = one_line(entering.typed(given, f"titel-{known.code}"))
    intro = clean(entering.typed(given, f"einleitung-{known.code}"))
    return DetailsIn(known.code, known.name, known.leading, title, intro)


def _errors(entered: tuple[DetailsIn, ...], language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in entered:
        if one.leading and not one.title:
            found[f"titel-{one.code}"] = language.gettext(message("Bitte geben Sie der Beteiligung einen Titel."))
        if len(one.title) > LONGEST_TITLE:
            found[f"titel-{one.code}"] = language.gettext(message("Der Titel ist zu lang (höchstens 200 Zeichen)."))
        if len(one.intro) > LONGEST_INTRO:
            text = message("Die Einleitung ist %(chars)s Zeichen lang, erlaubt sind %(most)s. Bitte kürzen Sie sie.")
            found[f"einleitung-{one.code}"] = language.gettext(text) % {"chars": len(one.intro), "most": LONGEST_INTRO}
    return found


def _texts(before: dict[str, str], entered: dict[str, str]) -> dict[str, str]:
    """With what was entered; texts in languages that are not shown stay."""
    return {code: text for code, text in {**before, **entered}.items() if text}


def _print(process: Process) -> str:
    return form_versions.fingerprint([process.title, process.intro, process.languages])


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_process_details"),
    Route(PATH, change, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_process_details_change"),
]
