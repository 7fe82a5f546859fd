"""What is done to one meeting at the desk: other facts, the day its minutes were approved, deleting it."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import amendments, meetings, office
from council.base import audit, forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.site import Site
from council.organizations import Organization
from council.views.desk import meeting_form, meeting_page
from council.views.desk import meetings as overview
from council.views.desk.meeting_form import Facts
from council.views.desk.meeting_page import NOTICES, load


@dataclass(frozen=True)
class ConfirmPage:
    """A question asked once. ``hidden`` are the fields that go along with the answer; without a ``button`` there is nothing to answer."""

    title: str
    question: str
    consequence: str
    action: str
    button: str
    back: str
    back_label: str
    hidden: tuple[tuple[str, str], ...] = ()
    problem: str = ""


@allowed(Role.CLERK)
def page(request: Request) -> Response:
    """``/ratsbuero/sitzungen/{id}``"""
    language = i18n.spoken(request)
    notice = language.gettext(NOTICES.get(request.query_params.get("hinweis", ""), ""))
    return meeting_page.show(request, notice=notice)


@allowed(Role.CLERK)
def facts(request: Request) -> Response:
    """``/ratsbuero/sitzungen/{id}/angaben``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        meeting = load(db, request)
        organization = db.get_one(Organization, meeting.organization_id)
        bodies = tuple(meeting_form.bodies(db))
    shown = meeting_form.of(meeting, organization.name, site.settings.zone)
    return overview.show_form(request, overview.FactsPage(meeting.id, shown, bodies))


@allowed(Role.CLERK)
async def change_facts(request: Request) -> Response:
    """Store other facts."""
    async with request.form(max_files=0, max_fields=meeting_form.MOST_FIELDS) as given:
        return await run_in_threadpool(_change_facts, request, meeting_form.entered(given))


def _change_facts(request: Request, given: Facts) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    meeting_id: int = request.path_params["id"]
    errors = meeting_form.problems(given, language)
    if errors:
        with site.database.reading() as db:
            load(db, request)
        return overview.form_again(request, meeting_id, given, errors)
    agenda = meeting_form.read(given, site.settings.zone)
    with site.database.writing() as db:
        meeting = load(db, request)
        known = meetings.find(db, agenda)
        if known is None or known.id == meeting_id:
            office.change(db, meeting, agenda, site.clock())
            said = f"{agenda.name} ({agenda.organization})"
            audit.record(
                db,
                account(request),
                "Angaben zur Sitzung geändert",
                site.clock(),
                subject=said,
                path=amendments.path(meeting),
            )
            return _back(request, meeting_id, "gespeichert")
    return overview.form_again(request, meeting_id, given, {}, f"{overview.PATH}/{known.id}")


@allowed(Role.CLERK)
async def approve(request: Request) -> Response:
    """Note the day on which the minutes were approved, or that they are not."""
    async with request.form(max_files=0, max_fields=5) as given:
        return await run_in_threadpool(_approve, request, forms.line(given, "genehmigt"))


def _approve(request: Request, entered: str) -> Response:
    site: Site = request.app.state.site
    today = site.today()
    day, problem = meeting_form.approved(entered, today, i18n.spoken(request))
    if problem:
        return meeting_page.show(request, approved=entered[:30], errors={"genehmigt": problem}, status=422)
    with site.database.writing() as db:
        meeting = load(db, request)
        meeting.minutes_approved_on = day
        db.add(meeting)
        said = f"{meeting.name}: {day:%d.%m.%Y}" if day else f"{meeting.name}: nicht genehmigt"
        audit.record(
            db,
            account(request),
            "Genehmigung der Niederschrift vermerkt",
            site.clock(),
            subject=said,
            path=amendments.path(meeting),
        )
    return _back(request, request.path_params["id"], "gespeichert")


@allowed(Role.CLERK)
def ask_delete(request: Request) -> Response:
    """``/ratsbuero/sitzungen/{id}/loeschen``"""
    return _ask_delete(request)


def _ask_delete(request: Request, problem: str = "", status: int = 200) -> Response:
    site: Site = request.app.state.site
    _ = i18n.spoken(request).gettext
    with site.database.reading() as db:
        meeting = load(db, request)
    asked = ConfirmPage(
        title=_("Sitzung löschen"),
        question=_("Möchten Sie „%(name)s“ löschen?") % {"name": meeting.name},
        consequence=_("Die Sitzung und ihre Tagesordnung sind dann weg. Das lässt sich nicht rückgängig machen."),
        action=f"{amendments.path(meeting)}/loeschen",
        button=_("Sitzung löschen"),
        back=amendments.path(meeting),
        back_label=_("Nicht löschen"),
        problem=problem,
    )
    return pages.render(request, "council/desk/confirm.html", asked, status=status, cache=pages.KEEP_NOTHING)


@allowed(Role.CLERK)
def delete(request: Request) -> Response:
    """Delete a meeting of which nothing was recorded."""
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.writing() as db:
        meeting = load(db, request)
        db.refresh(meeting, with_for_update=True)
        possible = office.can_be_deleted(db, request.path_params["id"])
        linked = meetings.is_linked(db, request.path_params["id"])
        if possible and not linked:
            audit.record(db, account(request), "Sitzung gelöscht", site.clock(), subject=meeting.name)
            office.delete(db, meeting)
    if not possible:
        problem = language.gettext(
            "Zu dieser Sitzung gibt es Aufzeichnungen oder Uploads; sie kann nicht gelöscht werden."
        )
        return _ask_delete(request, problem, 409)
    if linked:
        problem = language.gettext(
            "Eine Beteiligung bezieht sich auf diese Sitzung oder einen ihrer Punkte. Lassen Sie zuerst den Bezug in der Beteiligung "
            "entfernen; dann können Sie die Sitzung löschen."
        )
        return _ask_delete(request, problem, 409)
    return RedirectResponse(language.link(f"{overview.PATH}?hinweis=geloescht"), 303)


def _back(request: Request, meeting_id: int, notice: str) -> Response:
    return RedirectResponse(i18n.spoken(request).link(f"{overview.PATH}/{meeting_id}?hinweis={notice}"), 303)


PATH = f"{overview.PATH}/{{id:int}}"
routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_meeting"),
    Route(f"{PATH}/angaben", facts, name="desk_meeting_facts"),
    Route(
        f"{PATH}/angaben",
        change_facts,
        methods=["POST"],
        max_body_size=meeting_form.LARGEST_BODY,
        name="desk_meeting_change",
    ),
    Route(
        f"{PATH}/genehmigt",
        approve,
        methods=["POST"],
        max_body_size=meeting_form.LARGEST_BODY,
        name="desk_minutes_approved",
    ),
    Route(f"{PATH}/loeschen", ask_delete, name="desk_meeting_ask_delete"),
    Route(
        f"{PATH}/loeschen",
        delete,
        methods=["POST"],
        max_body_size=meeting_form.LARGEST_BODY,
        name="desk_meeting_delete",
    ),
]
