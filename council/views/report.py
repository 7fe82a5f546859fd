"""Reporting a barrier: a form for everybody, without account and without a puzzle."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from council import reports
from council.base import i18n, pages
from council.base.i18n import Language
from council.base.site import Site
from council.reports import BarrierReport

LARGEST_BODY = 64_000
QUICKEST = timedelta(seconds=3)  # nobody reads and writes faster
MOST_IN_AN_HOUR = 60


@dataclass(frozen=True)
class ReportForm:
    """What was entered, and what is wrong with it, by field. ``opened`` is when the form was shown, in seconds since 1970."""

    seite: str = ""
    nachricht: str = ""
    kontakt: str = ""
    opened: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    longest: int = reports.LONGEST


@dataclass(frozen=True)
class ThanksPage:
    """``contact`` is the town's address for everything else."""

    contact: str


def form(request: Request) -> Response:
    """The empty form; ``?seite=`` says which page it is about."""
    site: Site = request.app.state.site
    seite = request.query_params.get("seite", "")[:500]
    shown = ReportForm(seite=seite, opened=str(int(site.clock().timestamp())))
    return _show(request, shown)


async def send(request: Request) -> Response:
    """Store what was reported; back to the form, with all that was entered, where something is missing."""
    async with request.form(max_files=0, max_fields=10) as given:
        return await run_in_threadpool(_receive, request, given)


def thanks(request: Request) -> Response:
    site: Site = request.app.state.site
    return pages.render(request, "council/report_thanks.html", ThanksPage(site.settings.contact))


def _receive(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language, now = i18n.spoken(request), site.clock()
    entered = _entered(given)
    errors = problems(entered, now, language)
    done = RedirectResponse(language.link("/barrierefreiheit/danke"), 303)
    if _text(given, "leer"):
        return done  # only a program fills in the field nobody sees; it need not know
    if errors:
        seen = entered.opened if _is_past(entered.opened, now) else str(int(now.timestamp()))
        again = replace(entered, errors=errors, opened=seen)
        return _show(request, again, status=422)
    with site.database.writing() as db:
        if reports.since(db, now - timedelta(hours=1)) >= MOST_IN_AN_HOUR:
            raise HTTPException(429)
        db.add(BarrierReport(at=now, page=entered.seite, message=entered.nachricht, contact=entered.kontakt))
    return done


def problems(entered: ReportForm, now: datetime, language: Language) -> dict[str, str]:
    """What has to be changed before the report can be taken, by field."""
    _ = language.gettext
    found: dict[str, str] = {}
    if not entered.nachricht:
        found["nachricht"] = _("Bitte beschreiben Sie, was nicht funktioniert.")
    elif len(entered.nachricht) > reports.LONGEST:
        found["nachricht"] = _("Bitte kürzen Sie den Text auf höchstens %(count)s Zeichen.") % {
            "count": reports.LONGEST
        }
    if len(entered.seite) > 500:
        found["seite"] = _("Diese Adresse ist zu lang. Ein Stichwort genügt.")
    if len(entered.kontakt) > 300:
        found["kontakt"] = _("Bitte nennen Sie nur eine E-Mail-Adresse oder Telefonnummer.")
    if not found and too_quick(entered.opened, now):
        found["nachricht"] = _(
            "Das ging sehr schnell. Bitte prüfen Sie Ihre Angaben und senden Sie sie noch einmal ab."
        )
    return found


def too_quick(opened: str, now: datetime) -> bool:
    """Whether the form came back faster than a person can fill it in, or without having been shown at all."""
    return not _is_past(opened, now) or now.timestamp() - int(opened) < QUICKEST.total_seconds()


def _is_past(opened: str, now: datetime) -> bool:
    return opened.isascii() and opened.isdecimal() and len(opened) < 12 and int(opened) <= now.timestamp()


def _entered(given: FormData) -> ReportForm:
    return ReportForm(_text(given, "seite"), _text(given, "nachricht"), _text(given, "kontakt"), _text(given, "opened"))


def _text(given: FormData, name: str) -> str:
    value = given.get(name, "")
    return value.replace("\0", "").replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def _show(request: Request, shown: ReportForm, status: int = 200) -> Response:
    return pages.render(request, "council/report.html", shown, status=status, cache=pages.KEEP_NOTHING)
