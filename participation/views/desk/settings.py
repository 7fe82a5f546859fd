"""Who may answer a process and when, and how its results are shown: ``/ratsbuero/beteiligung/{id}/zugang``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import i18n, locks, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language
from council.base.locks import Decision
from council.base.site import Site
from participation import processes
from participation.codes import access_codes
from participation.forms import languages
from participation.forms.texts import LANGUAGES
from participation.privacy import privacy_notices
from participation.processes import Kind, Process, State, openings, periods
from participation.processes.locked_settings import Part, fixed
from participation.processes.openings import Decided
from participation.views.desk import settings_form, settings_map, settings_weighting
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load
from participation.views.desk.settings_form import Entered, Reading


@dataclass(frozen=True)
class AskedIn:
    """The question for the stratum in a language: field, name of the language, text."""

    field: str
    language: str
    text: str


@dataclass(frozen=True)
class SettingsPage:
    """``fixed`` says by part why it cannot be changed, ``reason`` what holds for most of them; ``savable``: something can be changed.
    ``begins``, ``ends`` and ``last`` (the last minute) say in words when answers are taken, each empty for not known, ``notes`` what the
    change of the clocks made of it. ``address`` is what stands before the chosen one. ``boundary``, ``shares``: whether there are such."""

    process: ProcessFrame
    entered: Entered
    asked_in: tuple[AskedIn, ...]
    fixed: Mapping[str, str]
    reason: str
    savable: bool
    address: str
    begins: str
    ends: str
    last: str
    boundary: bool
    shares: bool
    notes: tuple[str, ...] = ()
    notice: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """What is set."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = load(db, request)
    saved = request.query_params.get("hinweis") == "gespeichert"
    notice = i18n.spoken(request).gettext("Gespeichert.") if saved else ""
    return _show(request, settings_form.of(process, site.settings.zone), notice=notice)


@allowed(Role.PLANNER)
async def change(request: Request) -> Response:
    """Store what was entered."""
    async with request.form(max_files=0, max_fields=settings_form.MOST_FIELDS) as given:
        return await run_in_threadpool(_change, request, settings_form.entered(given, LANGUAGES))


def _change(request: Request, typed: Entered) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.writing() as db:
        load(db, request)
        decided = openings.decide(db, request.path_params["id"], site.clock)
        reading = Reading(_fixed(db, decided), decided.state, site.settings.zone, language)
        taken = _taken(db, decided, typed.adresse)
        before = privacy_notices.untouched(decided.process)
        reading.read(typed, decided.process, decided.now)
        if taken:
            reading.errors.setdefault("adresse", language.gettext("Diese Adresse hat schon eine andere Beteiligung."))
        if reading.errors:
            db.expunge(decided.process)
        else:
            if decided.state is State.DRAFT:
                privacy_notices.follow(decided.process, before, mails=site.settings.sends_mail)
            openings.done(db, decided, account(request), "Zugang und Zeitraum geändert")
    if reading.errors:
        return _show(request, typed, errors=reading.errors)
    if reading.notes:
        stored = settings_form.of(decided.process, site.settings.zone)
        return _show(request, stored, notice=language.gettext("Gespeichert."), notes=tuple(reading.notes))
    return RedirectResponse(language.link(f"{HOME}/{decided.id}/zugang?hinweis=gespeichert"), 303)


def _taken(db: Session, decided: Decided, slug: str) -> bool:
    """Whether another process has this address. Nobody else takes one until the transaction ends."""
    locks.alone(db, Decision.ADDRESS)
    known = processes.by_slug(db, slug)
    return known is not None and known.id != decided.id


def _fixed(db: Session, decided: Decided) -> Mapping[Part, str]:
    return fixed(decided.state, bool(access_codes.invited(db, decided.id)))


def _show(
    request: Request,
    typed: Entered,
    *,
    errors: Mapping[str, str] | None = None,
    notice: str = "",
    notes: tuple[str, ...] = (),
) -> Response:
    site: Site = request.app.state.site
    language, zone = i18n.spoken(request), site.settings.zone
    with site.database.reading() as db:
        process = load(db, request)
        decided = Decided(process, site.clock())
        why = {str(part): language.gettext(reason) for part, reason in _fixed(db, decided).items()}
    shown = SettingsPage(
        process=frame_of(process, decided.now, request),
        entered=typed,
        asked_in=_asked_in(process, typed, language),
        fixed=why,
        reason=why.get(Part.SHOWING, ""),
        savable=process.kind == Kind.IDEATION or Part.CLOSING not in why,
        address=f"{site.settings.address}/mitmachen/",
        begins=periods.beginning(process.opens_at, language, zone) if process.opens_at else "",
        ends=periods.end(process.closes_at, language, zone) if process.closes_at else "",
        last=periods.last_minute(process.closes_at, zone) if process.closes_at else "",
        boundary=process.boundary is not None,
        shares=process.weighting is not None,
        notes=notes,
        notice=notice,
        errors=errors or {},
    )
    return pages.render(
        request, "participation/desk/settings.html", shown, status=422 if errors else 200, cache=pages.KEEP_NOTHING
    )


def _asked_in(process: Process, typed: Entered, language: Language) -> tuple[AskedIn, ...]:
    return tuple(
        AskedIn(
            field=f"gruppenfrage_{one}",
            language=languages.name(one, language),
            text=typed.gruppenfrage.get(one, ""),
        )
        for one in process.languages
        if one in LANGUAGES
    )


PATH = f"{HOME}/{{id:int}}/zugang"
routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_process_settings"),
    Route(
        PATH, change, methods=["POST"], max_body_size=settings_form.LARGEST_BODY, name="desk_process_settings_change"
    ),
    *settings_map.routes,
    *settings_weighting.routes,
]
