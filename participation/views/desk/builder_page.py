"""One page of a form at the desk: its title, and when it is shown."""

from dataclasses import dataclass, field, replace

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
from council.base.i18n import message
from council.base.site import Site
from participation import building
from participation.building import BuildError, form_steps
from participation.forms import Form, Page, choices, languages
from participation.forms.form_faults import MOST_CHARS
from participation.forms.texts import one_line
from participation.processes import Process
from participation.views.desk import builder_cards, builder_conditions, builder_fields
from participation.views.desk.builder_conditions import ConditionBox
from participation.views.desk.builder_question import LARGEST_BODY, MOST_FIELDS, load
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of

PATH = f"{HOME}/{{id:int}}/fragen/seite/{{key}}"
CHANGED = message("Seite geändert")
CONFLICT = message(
    "Diese Seite wurde inzwischen geändert. In den Feldern steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."
)


@dataclass(frozen=True)
class PagePage:
    """The form about a page; ``seen`` and ``newer`` as with questions."""

    process: ProcessFrame
    key: str
    number: int
    title: str
    language: str
    seen: str
    condition: ConditionBox
    earlier_pages: bool
    faults: tuple[str, ...]
    focus: str
    notice: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    newer: str = ""


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """``/ratsbuero/beteiligung/{id}/fragen/seite/{key}``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process, form = load(db, request)
    found = _find(form, request)
    notice = i18n.spoken(request).gettext(CHANGED) if request.query_params.get("getan") else ""
    return _show(request, process, form, found, found, notice=notice)


@allowed(Role.PLANNER)
async def change(request: Request) -> Response:
    """Store what was entered."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
        return await run_in_threadpool(_change, request, given)


def _change(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    title, step = one_line(entering.typed(given, "titel")), entering.line(given, "schritt")
    with site.database.writing() as db:
        process, form = load(db, request, locked=True)
        before = _find(form, request)
        shown_if = builder_conditions.entered(given, before.shown_if, form)
        entered = replace(before, title=choices.with_text(before.title, form.leading, title), shown_if=shown_if)
        stale, errors = entering.line(given, "gesehen") != _print(before), {}
        if len(title) > MOST_CHARS:
            told = language.gettext(builder_fields.TOO_LONG) % {"chars": len(title), "most": MOST_CHARS}
            errors = {"titel": told}
        if not stale and not errors:
            what, _, act = step.partition(":")
            if what == builder_conditions.NAME:
                shown_if = builder_conditions.stepped(shown_if, act, given, before.key, form)
                entered = replace(entered, shown_if=shown_if)
            form_steps.keep(db, process, form, building.with_page(form, entered), CHANGED, site.clock())
            return RedirectResponse(language.link(_next(process, before.key, step)), 303)
    if stale:
        newer = before.title.get(form.leading, "")
        return _show(
            request, process, form, before, entered, problem=language.gettext(CONFLICT), newer=newer, status=409
        )
    return _show(request, process, form, before, entered, errors=errors, status=422)


def _show(
    request: Request,
    process: Process,
    form: Form,
    before: Page,
    entered: Page,
    *,
    errors: dict[str, str] | None = None,
    problem: str = "",
    newer: str = "",
    notice: str = "",
    status: int = 200,
) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    card = builder_cards.cards(form, language)[form.positions[before.key]]
    shown = PagePage(
        process=frame_of(process, site.clock(), request),
        key=before.key,
        number=card.number,
        title=entered.title.get(form.leading, ""),
        language=languages.name(form.leading, language),
        seen=_print(before),
        condition=builder_conditions.box(entered.shown_if, before.key, form, language),
        earlier_pages=bool(building.earlier(form, before.key)),
        faults=card.faults if status == 200 else (),
        focus=request.query_params.get("fokus", "")[:120],
        notice=notice,
        errors=errors or {},
        problem=problem,
        newer=newer,
    )
    return pages.render(request, "participation/desk/builder_page.html", shown, status=status, cache=pages.KEEP_NOTHING)


def _find(form: Form, request: Request) -> Page:
    try:
        return building.page(form, request.path_params["key"])
    except BuildError:
        raise HTTPException(404) from None


def _print(page: Page) -> str:
    """Of the page itself, whatever becomes of its questions."""
    alone = Form(("de",), (replace(page, questions=()),))
    return form_steps.stand(alone)


def _next(process: Process, key: str, step: str) -> str:
    base = f"{HOME}/{process.id}/fragen"
    if step == "fertig":
        return f"{base}?getan=schritt&fokus=seite-{key}-titel#seite-{key}"
    focus = "bedingung" if step.startswith(builder_conditions.NAME) else "gespeichert"
    return f"{base}/seite/{key}?getan=1&fokus={focus}"


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_form_page"),
    Route(PATH, change, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_form_page_change"),
]
