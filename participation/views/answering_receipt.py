"""The receipt: what people see once their answers are stored. It is made 400 times a second, so it asks nothing of the database."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from council.base import dates, i18n, pages
from council.base.i18n import message
from participation.answers import receipts
from participation.answers.submissions import Stored
from participation.forms.languages import TAGS
from participation.processes import Showing, periods
from participation.views.answering_visit import Visit

_HERE = "HERE-STANDS-THE-RECEIPT"


@dataclass(frozen=True)
class ReceiptPage:
    """``receipt`` in groups of four. ``again``: it had arrived before. ``ends``: the survey's last day; ``checked_at``: the address at
    which the receipt is looked up, to be read from paper. ``later``: when results come; ``live``: some can be seen before.
    ``told``: people can ask for a mail then."""

    slug: str
    path: str
    title: str
    tag: str
    receipt: str
    again: bool
    ends: str
    checked_at: str
    later: str
    live: bool
    test: bool
    once: bool
    told: bool


def made(visit: Visit, stored: Stored) -> ReceiptPage:
    """The page with the receipt of what was stored."""
    survey, settings = visit.survey, visit.site.settings
    code, path = visit.language.code, f"/mitmachen/{survey.slug}"
    return ReceiptPage(
        slug=survey.slug,
        path=path,
        title=visit.title,
        tag=TAGS[visit.code],
        receipt=receipts.shown(stored.receipt),
        again=stored.again,
        ends=last_day(survey.closes_at, code, settings.timezone),
        checked_at=settings.address + visit.language.link(f"{path}/quittung"),
        later=later(survey.showing, survey.closes_at, code, settings.timezone),
        live=survey.showing == Showing.LIVE,
        test=visit.test,
        once=survey.once_a_device and not visit.test,
        told=settings.sends_mail and not visit.test,
    )


def fragment(page: ReceiptPage, code: str, zone: str) -> str:
    """The receipt alone, for a script that puts it into the page. But for the receipt's letters all are the same, and are made once."""
    return _blank(replace(page, receipt=_HERE), code, zone).replace(_HERE, page.receipt)


@lru_cache(maxsize=100)
def _blank(page: ReceiptPage, code: str, zone: str) -> str:
    return pages.environment(code, zone).get_template("participation/_receipt.html").render(page=page)


@lru_cache(maxsize=100)
def later(showing: str, closes_at: datetime | None, code: str, zone: str) -> str:
    """When results can be seen, in a language of the site."""
    if closes_at is None:
        return ""
    return i18n.language(code).gettext(_LATER[Showing(showing)]) % {"day": last_day(closes_at, code, zone)}


@lru_cache(maxsize=100)
def last_day(closes_at: datetime | None, code: str, zone: str) -> str:
    """The last day of a survey, in a language of the site; empty where it has none yet."""
    return dates.short_day(periods.last_day(closes_at), i18n.language(code), ZoneInfo(zone)) if closes_at else ""


_LATER = {
    Showing.BY_HAND: message(
        "Die Umfrage endet am %(day)s. Danach wertet die Stadt die Antworten aus und veröffentlicht die Ergebnisse hier."
    ),
    Showing.AT_CLOSING: message("Die Umfrage endet am %(day)s. Gleich danach stehen die Ergebnisse hier."),
    Showing.LIVE: message(
        "Einen Zwischenstand sehen Sie schon jetzt. Die Umfrage endet am %(day)s, danach stehen die Ergebnisse hier."
    ),
}
