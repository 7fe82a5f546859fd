"""One process at the desk: where it stands and what is next; its title and introduction; deleting a draft."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import audit, i18n, locks, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import message
from council.base.locks import Decision
from council.base.site import Site
from council.views.desk.meeting import ConfirmPage
from participation import processes
from participation.building import form_steps
from participation.cards import KIND_NAMES
from participation.processes import Kind, State, draft_deletion, periods, process_rows
from participation.views.desk import process_details
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load

PATH = f"{HOME}/{{id:int}}"
NOTICES = {
    "angelegt": message("Angelegt. Noch sieht das niemand außer Ihnen im Ratsbüro."),
    "gespeichert": message("Gespeichert."),
    "tests-geloescht": message("Die Testantworten sind gelöscht."),
}


@dataclass(frozen=True)
class StepRow:
    """A step of the way, with what is missing there."""

    name: str
    path: str
    words: str
    done: bool
    next: bool
    points: tuple[str, ...]


@dataclass(frozen=True)
class ProcessPage:
    """Where a process stands. ``answers``: how many there are, in words. ``public``: the public knows of it;
    ``planner``: somebody who may change it; ``ends``: until when, in words."""

    process: ProcessFrame
    kind: str
    survey: bool
    draft: bool
    public: bool
    untold: bool
    planner: bool
    ends: str
    steps: tuple[StepRow, ...]
    next: StepRow | None
    answers: str
    tests: int
    notice: str = ""


@allowed(Role.PLANNER, Role.MODERATOR)
def page(request: Request) -> Response:
    """``/ratsbuero/beteiligung/{id}``"""
    site: Site = request.app.state.site
    language, now = i18n.spoken(request), site.clock()
    with site.database.reading() as db:
        process = load(db, request)
        found = process_rows.overview(db, process, now, site)
        untold = process.kind == Kind.SURVEY and form_steps.untold(db, process)
    frame = frame_of(process, now, request)
    steps = tuple(
        StepRow(
            language.gettext(step.name),
            frame.home + step.path,
            language.gettext(step.words),
            step.done,
            step.next,
            tuple(point.about.told(language) for point in step.points),
        )
        for step in found.steps
    )
    shown = ProcessPage(
        process=frame,
        kind=language.gettext(KIND_NAMES[Kind(process.kind)]),
        survey=process.kind == Kind.SURVEY,
        draft=found.state is State.DRAFT,
        public=processes.is_public(process),
        untold=untold,
        planner=account(request).may((Role.PLANNER, Role.ADMIN)),
        ends=periods.end(process.closes_at, language, site.settings.zone) if process.closes_at else "",
        steps=steps,
        next=next((step for step in steps if step.next), None),
        answers=found.answers(language),
        tests=found.tests,
        notice=language.gettext(NOTICES.get(request.query_params.get("hinweis", ""), "")),
    )
    return pages.render(request, "participation/desk/process.html", shown, cache=pages.KEEP_NOTHING)


@allowed(Role.PLANNER)
def ask_delete(request: Request) -> Response:
    """``/ratsbuero/beteiligung/{id}/loeschen``"""
    return _ask_delete(request)


def _ask_delete(request: Request, problem: str = "", status: int = 200) -> Response:
    site: Site = request.app.state.site
    _ = i18n.spoken(request).gettext
    with site.database.reading() as db:
        process = load(db, request)
    home = f"{HOME}/{process.id}"
    draft = processes.state(process, site.clock()) is State.DRAFT
    asked = ConfirmPage(
        title=_("Entwurf löschen"),
        question=_("Möchten Sie „%(name)s“ löschen?") % {"name": process.name(process.leading) or _("Ohne Titel")},
        consequence=_(
            "Fragen, Einstellungen, Codes und Testantworten sind dann weg. Das lässt sich nicht rückgängig machen."
        )
        if draft
        else _("Was einmal geöffnet war, kann nicht gelöscht werden. Sie können es zurückziehen."),
        action=f"{home}/loeschen",
        button=_("Entwurf löschen") if draft else "",
        back=home,
        back_label=_("Nicht löschen"),
        problem=problem,
    )
    return pages.render(request, "council/desk/confirm.html", asked, status=status, cache=pages.KEEP_NOTHING)


@allowed(Role.PLANNER)
def delete(request: Request) -> Response:
    """Delete a draft; what was released meanwhile stays."""
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.writing() as db:
        process = load(db, request)
        locks.alone(db, Decision.PROCESS, request.path_params["id"])
        db.refresh(process, with_for_update=True)
        possible = process.released_at is None
        if possible:
            named = process.name(process.leading)
            audit.record(db, account(request), "Entwurf einer Beteiligung gelöscht", site.clock(), subject=named)
            draft_deletion.delete(db, process)
    if not possible:
        return _ask_delete(request, language.gettext(message("Inzwischen wurde geöffnet; gelöscht wurde nichts.")), 409)
    return RedirectResponse(language.link(f"{HOME}?hinweis=geloescht"), 303)


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_process"),
    Route(f"{PATH}/loeschen", ask_delete, name="desk_process_ask_delete"),
    Route(f"{PATH}/loeschen", delete, methods=["POST"], max_body_size=32_000, name="desk_process_delete"),
    *process_details.routes,
]
