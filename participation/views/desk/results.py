"""Results at the desk: looked at, published, taken back, counted again. ``/ratsbuero/beteiligung/{id}/ergebnisse``"""

from collections.abc import Callable

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import audit, forms, i18n, locks, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import message
from council.base.locks import Decision
from council.base.site import Site
from council.views.desk.meeting import ConfirmPage
from participation import results
from participation.processes import Process
from participation.results import due_countings, publication
from participation.results.publication import ShowingError
from participation.views.desk import results_page, texts
from participation.views.desk.process_frame import HOME, load_survey

PATH = f"{HOME}/{{id:int}}/ergebnisse"
LARGEST_BODY = 10_000
Act = Callable[[Session, Process], str]


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """What was counted, and what the public sees of it."""
    language = i18n.spoken(request)
    said = {
        "veroeffentlicht": language.gettext("Die Ergebnisse sind jetzt öffentlich."),
        "zurueckgenommen": language.gettext("Die Ergebnisse sind nicht mehr öffentlich."),
        "erneuert": language.gettext("Es wird neu gezählt. Das dauert meist weniger als eine Minute."),
    }
    return _show(request, notice=said.get(request.query_params.get("hinweis", ""), ""))


@allowed(Role.PLANNER)
def ask_publish(request: Request) -> Response:
    """Asks once before publishing."""
    _ = i18n.spoken(request).gettext
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = load_survey(db, request)
        latest = results.last(db, request.path_params["id"])
        settled = results.is_settled(db, request.path_params["id"])
    if latest is None or latest.is_public:
        return _back(request, "")
    consequence = _(
        "Alle sehen dann die Zahlen, die freigegebenen Texte und die Daten zum Herunterladen. Was jemand heruntergeladen hat, "
        "lässt sich nicht zurückholen."
    )
    if not settled:
        consequence += " " + _("Papierbögen können danach nicht mehr eingetragen werden.")
    return _confirm(request, process, "veroeffentlichen", consequence, (("nummer", str(latest.number)),))


@allowed(Role.PLANNER)
async def publish(request: Request) -> Response:
    """Publish the counting that was looked at."""
    async with request.form(max_files=0, max_fields=5) as given:
        return await run_in_threadpool(_publish, request, forms.line(given, "nummer"))


def _publish(request: Request, number: str) -> Response:
    site: Site = request.app.state.site

    def act(db: Session, process: Process) -> str:
        publication.show(db, process, forms.number(number) or 0, site.clock())
        return "Ergebnisse veröffentlicht"

    return _do(request, act, "veroeffentlicht")


@allowed(Role.PLANNER)
def ask_take_back(request: Request) -> Response:
    """Asks once before taking back."""
    _ = i18n.spoken(request).gettext
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = load_survey(db, request)
    consequence = _(
        "Die Seite mit den Ergebnissen und die Daten zum Herunterladen gibt es dann nicht mehr. Was jemand schon heruntergeladen hat, "
        "behält er oder sie. Sie können die Ergebnisse später wieder veröffentlichen."
    )
    return _confirm(request, process, "zuruecknehmen", consequence)


@allowed(Role.PLANNER)
def take_back(request: Request) -> Response:
    """Show the public nothing any more."""
    site: Site = request.app.state.site

    def act(db: Session, process: Process) -> str:
        publication.take_back(db, process, site.clock())
        return "Ergebnisse zurückgenommen"

    return _do(request, act, "zurueckgenommen")


@allowed(Role.PLANNER, Role.MODERATOR)
def renew(request: Request) -> Response:
    """Count once more, with what moderation has released since. Moderators come back to the texts: results are for planners."""
    site: Site = request.app.state.site

    def act(db: Session, process: Process) -> str:
        now = site.clock()
        if not due_countings.can_be_renewed(process, now, site.today()):
            raise ShowingError(
                message("Es kann nicht neu gezählt werden: Die Umfrage läuft noch, oder Antworten sind gelöscht.")
            )
        results.order(db, request.path_params["id"], now)
        return "Ergebnisse neu zählen lassen"

    try:
        _done(request, act)
    except ShowingError as error:
        told = error.told(i18n.spoken(request))
        return _show(request, problem=told, status=409) if _plans(request) else texts.show_problem(request, told)
    return _back(request, "erneuert") if _plans(request) else texts.back(request, "erneuert")


def _plans(request: Request) -> bool:
    return account(request).may((Role.PLANNER, Role.ADMIN))


def _do(request: Request, act: Act, notice: str) -> Response:
    """Do something, or say why not."""
    try:
        _done(request, act)
    except ShowingError as error:
        return _show(request, problem=error.told(i18n.spoken(request)), status=409)
    return _back(request, notice)


def _done(request: Request, act: Act) -> None:
    """Do something in one transaction, alone, with an entry in the log. Raises ShowingError."""
    site: Site = request.app.state.site
    process_id: int = request.path_params["id"]
    with site.database.writing() as db:
        locks.alone(db, Decision.PROCESS, process_id)
        process = load_survey(db, request)
        done = act(db, process)
        subject = process.name(process.leading)
        audit.record(db, account(request), done, site.clock(), subject=subject, path=f"{HOME}/{process_id}")


def _confirm(
    request: Request, process: Process, act: str, consequence: str, hidden: tuple[tuple[str, str], ...] = ()
) -> Response:
    _ = i18n.spoken(request).gettext
    here = f"{HOME}/{process.id}/ergebnisse"
    publishing = act == "veroeffentlichen"
    button = _("Ergebnisse veröffentlichen") if publishing else _("Ergebnisse zurücknehmen")
    asked = ConfirmPage(
        title=button,
        question=process.name(process.leading),
        consequence=consequence,
        action=f"{here}/{act}",
        button=button,
        back=here,
        back_label=_("Nicht veröffentlichen") if publishing else _("Öffentlich lassen"),
        hidden=hidden,
    )
    return pages.render(request, "council/desk/confirm.html", asked, cache=pages.KEEP_NOTHING)


def _show(request: Request, *, notice: str = "", problem: str = "", status: int = 200) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = load_survey(db, request)
        shown = results_page.gather(db, site, process, request, notice, problem)
    template = "participation/desk/results.html"
    return pages.render(request, template, shown, status=status, cache=pages.KEEP_NOTHING)


def _back(request: Request, notice: str) -> Response:
    here = f"{HOME}/{request.path_params['id']}/ergebnisse"
    return RedirectResponse(i18n.spoken(request).link(f"{here}?hinweis={notice}" if notice else here), 303)


def _posts(path: str, view: Callable[..., object], name: str) -> Route:
    return Route(f"{PATH}/{path}", view, methods=["POST"], max_body_size=LARGEST_BODY, name=name)


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_results"),
    Route(f"{PATH}/veroeffentlichen", ask_publish, name="desk_results_ask_publish"),
    _posts("veroeffentlichen", publish, "desk_results_publish"),
    Route(f"{PATH}/zuruecknehmen", ask_take_back, name="desk_results_ask_take_back"),
    _posts("zuruecknehmen", take_back, "desk_results_take_back"),
    _posts("erneuern", renew, "desk_results_renew"),
]
