"""What people are told about their data before they answer: ``/ratsbuero/beteiligung/{id}/datenschutz``."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup
from sqlmodel import Session, col, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import i18n, markdown, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language
from council.base.site import Site
from participation.forms import languages
from participation.forms.texts import LANGUAGES
from participation.privacy import privacy_notices
from participation.processes import Process, State, openings
from participation.processes.openings import Decided
from participation.views.desk import privacy_form
from participation.views.desk.privacy_form import Entered, Reading
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load

PATH = f"{HOME}/{{id:int}}/datenschutz"
TAKEN_OVER = ("controller", "contact", "officer", "authority")  # from the town's last process


@dataclass(frozen=True)
class Notice:
    """The information in a language: what stands in the field, and how it will look. ``own``: changed by the planner, so that it does not
    follow the facts."""

    code: str
    language: str
    text: str
    html: Markup
    own: bool


@dataclass(frozen=True)
class PrivacyPage:
    """``released``: people answer by it already. ``taken_over``: some facts are those of the town's last process, not stored yet."""

    process: ProcessFrame
    entered: Entered
    notices: tuple[Notice, ...]
    gaps: tuple[str, ...]
    released: bool
    taken_over: bool
    notice: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """What is kept."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = load(db, request)
        known = _known(db, process)
    typed = privacy_form.of(process, privacy_notices.drafted(process, mails=site.settings.sends_mail))
    taken_over = bool(known) and not any(typed.facts[name] for name in TAKEN_OVER)
    if taken_over:
        typed = replace(typed, facts={**typed.facts, **known})
    saved = request.query_params.get("hinweis") == "gespeichert"
    notice = i18n.spoken(request).gettext("Gespeichert.") if saved else ""
    return _show(request, process, typed, taken_over=taken_over, notice=notice)


@allowed(Role.PLANNER)
async def change(request: Request) -> Response:
    """Store what was entered. Texts nobody changed are drafted anew from the facts; with ``neu`` set to a language that one is too."""
    async with request.form(max_files=0, max_fields=privacy_form.MOST_FIELDS) as given:
        typed = privacy_form.entered(given, LANGUAGES)
        anew = given.get("neu")
    return await run_in_threadpool(_change, request, typed, anew if isinstance(anew, str) else "")


def _change(request: Request, typed: Entered, anew: str) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.writing() as db:
        load(db, request)
        decided = openings.decide(db, request.path_params["id"], site.clock)
        process = decided.process
        reading = Reading(decided.state is not State.DRAFT, site.settings.zone, language)
        before = privacy_notices.untouched(process)
        if anew in typed.texts:
            typed = replace(typed, texts={**typed.texts, anew: ""})
        reading.texts(typed, process)
        reading.read(typed, process)
        if reading.errors:
            db.expunge(process)
        else:
            privacy_notices.follow(process, before, mails=site.settings.sends_mail)
            openings.done(db, decided, account(request), "Angaben zum Datenschutz geändert")
    if reading.errors:
        with site.database.reading() as db:
            process = load(db, request)
        return _show(request, process, typed, errors=reading.errors)
    place = f"#text_{anew}" if anew else ""
    return RedirectResponse(language.link(f"{HOME}/{decided.id}/datenschutz?hinweis=gespeichert{place}"), 303)


def _known(db: Session, process: Process) -> dict[str, str]:
    """The town's own facts as the last other process has them; empty where there is none."""
    query = select(Process).where(Process.id != process.id, Process.controller != "")
    last = db.exec(query.order_by(col(Process.id).desc()).limit(1)).first()
    return {name: getattr(last, name) for name in TAKEN_OVER} if last else {}


def _show(
    request: Request,
    process: Process,
    typed: Entered,
    *,
    taken_over: bool = False,
    notice: str = "",
    errors: Mapping[str, str] | None = None,
) -> Response:
    site: Site = request.app.state.site
    language, now = i18n.spoken(request), site.clock()
    shown = PrivacyPage(
        process=frame_of(process, now, request),
        entered=typed,
        notices=_notices(process, typed, language),
        gaps=tuple(language.gettext(gap) for gap in privacy_notices.gaps(process)),
        released=Decided(process, now).state is not State.DRAFT,
        taken_over=taken_over,
        notice=notice,
        errors=errors or {},
    )
    return pages.render(
        request, "participation/desk/privacy.html", shown, status=422 if errors else 200, cache=pages.KEEP_NOTHING
    )


def _notices(process: Process, typed: Entered, language: Language) -> tuple[Notice, ...]:
    own = privacy_notices.changed(process)
    return tuple(
        Notice(
            code=one,
            language=languages.name(one, language),
            text=typed.texts.get(one, ""),
            html=markdown.render(typed.texts.get(one, "")).html,
            own=one in own,
        )
        for one in process.languages
        if one in LANGUAGES
    )


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_process_privacy"),
    Route(PATH, change, methods=["POST"], max_body_size=privacy_form.LARGEST_BODY, name="desk_process_privacy_change"),
]
