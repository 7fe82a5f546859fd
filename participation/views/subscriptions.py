"""Being told by mail when results are out: asking for it at ``/mitmachen/{slug}/benachrichtigung``, and what the link in the mail leads to,
``/benachrichtigung/{token}``. Opening that link changes nothing, since mail programs do so by themselves; its buttons do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, mail, pages, throttle
from council.base.i18n import Language, message
from council.base.site import Site
from participation import cards, processes, results, survey_secrets
from participation.answers import stamps
from participation.mails import notifying, subscriptions
from participation.mails.subscriptions import ResultSubscription, Wish
from participation.processes import Process
from participation.views import doors, proofs
from participation.views.doors import Gates, TurnedAway
from participation.views.proofs import Door, Proof

PATH = "/mitmachen/{slug}/benachrichtigung"
LARGEST_BODY = 10_000
LEAST = timedelta(seconds=2)
_NO_ADDRESS = message("Bitte geben Sie Ihre E-Mail-Adresse ein, zum Beispiel name@beispiel.de.")
_MANY = message(
    "Gerade wurden von Ihrem Anschluss oder insgesamt sehr viele Adressen eingegeben. Bitte senden Sie %(wait)s noch einmal ab."
)


@dataclass(frozen=True)
class AskPage:
    """``stage``: "form", "sent", or "out" where there are results already; only a form has a ``proof``. ``errors``: what is wrong, by
    field."""

    path: str
    title: str
    lang: str
    stage: str
    typed: str = ""
    proof: Proof | None = field(default=None, repr=False)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LinkPage:
    """What the link of a mail leads to. ``stage``: "asked", "confirmed", "deleted", or "unknown" where the address is not kept."""

    stage: str
    action: str
    path: str = ""
    title: str = ""
    lang: str = ""
    out: bool = False


@dataclass(frozen=True)
class Visit:
    """Of somebody who wants to be told of a survey's results. ``takes``: addresses are taken, since no results are out yet."""

    site: Site
    process: Process
    language: Language
    now: datetime
    network: str
    gates: Gates
    takes: bool

    @property
    def id(self) -> int:
        assert self.process.id is not None
        return self.process.id

    @property
    def secret(self) -> bytes:
        return survey_secrets.of(self.site.storage.root, self.id)


def form(request: Request) -> Response:
    """The field for the address."""
    visit = _visit(request)
    if visit.takes and "gesendet" not in request.query_params:
        return _form(request, visit, "", proofs.fresh(visit))
    return _show(request, visit, "sent" if visit.takes else "out")


async def ask(request: Request) -> Response:
    """Keep the address and have its owner asked."""
    async with request.form(max_files=0, max_fields=10) as given:
        return await run_in_threadpool(_ask, request, given)


def _ask(request: Request, given: FormData) -> Response:
    visit, typed = _visit(request), forms.line(given, "adresse")[:300]
    if not visit.takes:
        return _show(request, visit, "out")
    proof, address = proofs.read(visit, given), mail.address(typed)
    if not address:
        return _form(request, visit, typed, proof, "adresse", TurnedAway(_NO_ADDRESS))
    away = proofs.check(visit, proof, Door(LEAST, _MANY, visit.gates.addresses, visit.gates.addresses))
    if away:
        return _form(request, visit, typed, proof, stamps.TRAP if proof.trap else "adresse", away)
    with visit.site.database.writing() as db:
        subscriptions.ask(db, Wish(visit.id, address, visit.language.code), visit.secret, visit.site.today())
    return RedirectResponse(visit.language.link(f"{cards.address(visit.process)}/benachrichtigung?gesendet=1"), 303)


def link(request: Request) -> Response:
    """What an address's owner can do about it."""
    with _site(request).database.reading() as db:
        found = subscriptions.by_token(db, request.path_params["token"])
        shown = _link_page(db, request, found)
    return _linked(request, shown)


async def act(request: Request) -> Response:
    """Confirm the address, or delete it. Mail programs delete with one click (RFC 8058)."""
    async with request.form(max_files=0, max_fields=5) as given:
        confirms, one_click = forms.line(given, "tat") == "bestaetigen", "List-Unsubscribe" in given
    return await run_in_threadpool(_act, request, confirms and not one_click)


def _act(request: Request, confirms: bool) -> Response:
    site, token = _site(request), request.path_params["token"]
    with site.database.writing() as db:
        if confirms:
            subscriptions.confirm(db, token, site.today())
        else:
            subscriptions.remove(db, token)
    if not confirms:
        return _linked(request, LinkPage("deleted", ""))
    return RedirectResponse(i18n.spoken(request).link(f"/benachrichtigung/{token}"), 303)


def _visit(request: Request) -> Visit:
    """The visit of a request; 404 where nobody can ask to be told of a survey's results."""
    site = _site(request)
    with site.database.reading() as db:
        process = processes.by_slug(db, request.path_params["slug"])
        if process is None or not notifying.is_offered(site, process):
            raise HTTPException(404)
        out = _is_out(db, process)
    network, gates = throttle.network_of(request), doors.of_app(request.app)
    return Visit(site, process, i18n.spoken(request), site.clock(), network, gates, takes=not out)


def _is_out(db: Session, process: Process) -> bool:
    assert process.id is not None
    result = results.published(db, process.id)
    return result is not None and result.final


def _form(
    request: Request, visit: Visit, typed: str, proof: Proof, field: str = "", away: TurnedAway | None = None
) -> Response:
    """The form, and in ``field`` what is wrong with it."""
    errors = {field: away.told(visit.language)} if away else {}
    return _show(request, visit, "form", typed, proof, errors, away)


def _show(
    request: Request,
    visit: Visit,
    stage: str,
    typed: str = "",
    proof: Proof | None = None,
    errors: Mapping[str, str] | None = None,
    away: TurnedAway | None = None,
) -> Response:
    page = AskPage(
        path=cards.address(visit.process),
        title=visit.process.name(visit.language.code),
        lang=cards.title_tag(visit.process, visit.language),
        stage=stage,
        typed=typed,
        proof=proof,
        errors=errors or {},
    )
    status, headers = (away.status, away.headers) if away else (200, None)
    return pages.render(
        request, "participation/notification.html", page, status=status, cache=pages.KEEP_NOTHING, headers=headers
    )


def _link_page(db: Session, request: Request, found: ResultSubscription | None) -> LinkPage:
    action = f"/benachrichtigung/{request.path_params['token']}"
    if found is None:
        return LinkPage("unknown", action)
    process, language = db.get_one(Process, found.process_id), i18n.spoken(request)
    return LinkPage(
        stage="asked" if found.confirmed_on is None else "confirmed",
        action=action,
        path=cards.address(process) if processes.is_public(process) else "",
        title=process.name(language.code),
        lang=cards.title_tag(process, language),
        out=processes.is_public(process) and _is_out(db, process),
    )


def _linked(request: Request, shown: LinkPage) -> Response:
    status = 404 if shown.stage == "unknown" else 200
    headers = {"Referrer-Policy": "no-referrer"}
    template = "participation/notification_link.html"
    return pages.render(request, template, shown, status=status, cache=pages.KEEP_NOTHING, headers=headers)


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


routes: list[BaseRoute] = [
    Route(PATH, form, name="notification"),
    Route(PATH, ask, methods=["POST"], max_body_size=LARGEST_BODY, name="notification_ask"),
    Route("/benachrichtigung/{token}", link, name="notification_link"),
    Route("/benachrichtigung/{token}", act, methods=["POST"], max_body_size=LARGEST_BODY, name="notification_act"),
]
