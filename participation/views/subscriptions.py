"""Being told by mail when results are out: asking for it at ``/mitmachen/{slug}/benachrichtigung``, and what the link in the mail leads to,
``/benachrichtigung/{token}``. Opening that link changes nothing, since mail programs do so by themselves; its buttons do."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, mail, pages, throttle
from council.base.i18n import message
from council.base.site import Site
from participation import cards, processes, results, survey_secrets
from participation.answers import receipts, stamps
from participation.answers.gates import Gate, Limit, Limits
from participation.answers.stamps import Sent
from participation.mails import notifying, subscriptions
from participation.mails.subscriptions import ResultSubscription, Wish
from participation.processes import Process
from participation.views.answering_sending import KEYLESS, now_ms, waiting

PATH = "/mitmachen/{slug}/benachrichtigung"
LARGEST_BODY = 10_000
LIMITS = Limits(Limit(burst=10, every_ms=60_000), Limit(burst=300, every_ms=1000))
LEAST = timedelta(seconds=2)
_NO_ADDRESS = message("Bitte geben Sie Ihre E-Mail-Adresse ein, zum Beispiel name@beispiel.de.")
_MANY = message(
    "Gerade wurden von Ihrem Anschluss oder insgesamt sehr viele Adressen eingegeben. Bitte senden Sie %(wait)s noch einmal ab."
)


@dataclass(frozen=True)
class AskPage:
    """``stage``: "form", "sent", or "out" where there are results already. ``errors``: what is wrong, by field."""

    path: str
    title: str
    lang: str
    stage: str
    typed: str = ""
    trap: str = ""
    key: str = ""
    stamp: str = ""
    errors: dict[str, str] | None = None


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
class Filled:
    """What came with the form."""

    address: str
    sent: Sent


def form(request: Request) -> Response:
    """The field for the address."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process, out = _offered(db, site, request)
    if out:
        return _asked_page(request, process, "out")
    return _asked_page(request, process, "sent" if "gesendet" in request.query_params else "form")


async def ask(request: Request) -> Response:
    """Keep the address and have its owner asked."""
    async with request.form(max_files=0, max_fields=10) as given:
        return await run_in_threadpool(_ask, request, _read(given))


def _read(given: FormData) -> Filled:
    key = forms.line(given, "schluessel")
    stamp, trap = forms.line(given, "stempel")[:100], forms.line(given, stamps.TRAP)[:200]
    return Filled(forms.line(given, "adresse")[:300], Sent(stamp, trap, key if receipts.is_key(key) else ""))


def _ask(request: Request, filled: Filled) -> Response:
    site, language = _site(request), i18n.spoken(request)
    with site.database.reading() as db:
        process, out = _offered(db, site, request)
    if out:
        return _asked_page(request, process, "out")
    assert process.id is not None
    address, secret = mail.address(filled.address), survey_secrets.of(site.storage.root, process.id)
    if not address:
        return _refused(request, process, filled, {"adresse": language.gettext(_NO_ADDRESS)})
    doubt = stamps.doubt(filled.sent, LEAST, site.clock(), secret) if filled.sent.key else KEYLESS
    if doubt is not None:
        field = "home-page" if filled.sent.trap else "adresse"
        return _refused(request, process, filled, {field: language.gettext(doubt)})
    place = throttle.network_of(request)
    wait_ms = gate(site.storage.root).enter(place, now_ms())
    if wait_ms:
        told = language.gettext(_MANY) % {"wait": waiting(wait_ms, language)}
        return _refused(request, process, filled, {"adresse": told}, 429)
    with site.database.writing() as db:
        subscriptions.ask(db, Wish(process.id, address, language.code), secret, site.today())
    return RedirectResponse(language.link(f"{cards.address(process)}/benachrichtigung?gesendet=1"), 303)


@cache
def gate(root: Path) -> Gate:
    """The gate of an installation, in this process."""
    return Gate(LIMITS)


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


def _offered(db: Session, site: Site, request: Request) -> tuple[Process, bool]:
    """The survey, and whether its results are out; 404 where nobody can ask to be told of them."""
    process = processes.by_slug(db, request.path_params["slug"])
    if process is None or not notifying.is_offered(site, process):
        raise HTTPException(404)
    return process, _is_out(db, process)


def _is_out(db: Session, process: Process) -> bool:
    assert process.id is not None
    result = results.published(db, process.id)
    return result is not None and result.final


def _refused(request: Request, process: Process, filled: Filled, errors: dict[str, str], status: int = 422) -> Response:
    return _asked_page(request, process, "form", filled, errors, status)


def _asked_page(
    request: Request,
    process: Process,
    stage: str,
    filled: Filled | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    site, language = _site(request), i18n.spoken(request)
    key = receipts.new_key(secrets.token_bytes)
    stamp = ""
    if stage == "form":
        assert process.id is not None
        stamp = stamps.made(site.clock(), survey_secrets.of(site.storage.root, process.id), key)
        if filled is not None and filled.sent.key:  # the page is as old as it is
            key, stamp = filled.sent.key, filled.sent.stamp
    page = AskPage(
        path=cards.address(process),
        title=process.name(language.code),
        lang=cards.title_tag(process, language),
        stage=stage,
        typed=filled.address if filled else "",
        trap=filled.sent.trap if filled else "",
        key=key,
        stamp=stamp,
        errors=errors or {},
    )
    return pages.render(request, "participation/notification.html", page, status=status, cache=pages.KEEP_NOTHING)


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
