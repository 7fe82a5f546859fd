"""The log of the desk: who did what, for administrators."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import audit, i18n, pages
from council.base.access import allowed
from council.base.accounts import Role
from council.base.audit import AuditEntry, Wanted
from council.base.i18n import Language
from council.base.site import Site

PATH = "/ratsbuero/vorgaenge"
ON_A_PAGE = 50
LONGEST_TEXT, MOST_WORDS = 100, 8
YEARS = range(2000, 2200)


@dataclass(frozen=True)
class ActivityPage:
    """A page of the log. The filter as it was entered, and what is wrong with its days; ``newer`` and ``older`` lead on, or are empty."""

    entries: tuple[AuditEntry, ...]
    count: int
    people: tuple[str, ...]
    who: str
    text: str
    first: str
    last: str
    errors: dict[str, str]
    filtered: bool
    number: int
    pages: int
    newer: str
    older: str


@allowed(Role.ADMIN)
def overview(request: Request) -> Response:
    """``/ratsbuero/vorgaenge?wer=&was=&von=&bis=&blatt=``: newest first."""
    site: Site = request.app.state.site
    zone, given = site.settings.zone, request.query_params
    wanted, errors = asked(given, i18n.spoken(request))
    with site.database.reading() as db:
        people = tuple(audit.people(db))
        count = audit.count(db, wanted, zone)
        most = max(1, -(-count // ON_A_PAGE))
        number = min(_number(given.get("blatt", "")), most)
        entries = tuple(audit.find(db, wanted, zone, limit=ON_A_PAGE, offset=(number - 1) * ON_A_PAGE))
    link = i18n.spoken(request).link(PATH)
    page = ActivityPage(
        entries=entries,
        count=count,
        people=people,
        who=wanted.who,
        text=wanted.text,
        first=given.get("von", "")[:20],
        last=given.get("bis", "")[:20],
        errors=errors,
        filtered=wanted != Wanted(),
        number=number,
        pages=most,
        newer=_leaf(link, wanted, number - 1) if number > 1 else "",
        older=_leaf(link, wanted, number + 1) if number < most else "",
    )
    return pages.render(request, "council/desk/activity.html", page)


def asked(given: QueryParams, language: Language) -> tuple[Wanted, dict[str, str]]:
    """Which entries somebody wants, and what is wrong with the days they entered; such a day does not filter."""
    errors: dict[str, str] = {}
    days = {name: _day(given.get(name, "")) for name in ("von", "bis")}
    for name, day in days.items():
        if day is None and given.get(name, "").strip():
            errors[name] = language.gettext("Bitte geben Sie den Tag so an: 2026-03-17.")
    first, last = days["von"], days["bis"]
    if first and last and last < first:
        errors["bis"] = language.gettext("Dieser Tag liegt vor dem ersten.")
    text = " ".join(given.get("was", "").replace("\0", "")[:LONGEST_TEXT].split()[:MOST_WORDS])
    return Wanted(given.get("wer", "").replace("\0", "")[:200], text, first, last), errors


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 8 else 1


def _leaf(link: str, wanted: Wanted, number: int) -> str:
    days = {
        "von": wanted.first.isoformat() if wanted.first else "",
        "bis": wanted.last.isoformat() if wanted.last else "",
    }
    values = {"wer": wanted.who, "was": wanted.text, **days, "blatt": str(number) if number > 1 else ""}
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{link}?{query}" if query else link


routes: list[BaseRoute] = [Route(PATH, overview, name="activity")]
