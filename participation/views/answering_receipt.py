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
    """``receipt`` in groups of four. ``again``: it had arrived before. ``later``: when results come.
    ``told``: people can ask for a mail then."""

    slug: str
    path: str
    title: str
    tag: str
    receipt: str
    again: bool
    later: str
    test: bool
    once: bool
    told: bool


def made(visit: Visit, stored: Stored) -> ReceiptPage:
    """The page with the receipt of what was stored."""
    survey, zone = visit.survey, visit.site.settings.timezone
    return ReceiptPage(
        slug=survey.slug,
        path=f"/mitmachen/{survey.slug}",
        title=visit.title,
        tag=TAGS[visit.code],
        receipt=receipts.shown(stored.receipt),
        again=stored.again,
        later=later(survey.showing, survey.closes_at, visit.language.code, zone),
        test=visit.test,
        once=survey.once_a_device and not visit.test,
        told=visit.site.settings.sends_mail and not visit.test,
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
    language = i18n.language(code)
    if closes_at is None:
        return ""
    day = dates.short_day(periods.last_day(closes_at), language, ZoneInfo(zone))
    return language.gettext(_LATER[Showing(showing)]) % {"day": day}


_LATER = {
    Showing.BY_HAND: message(
        "Die Umfrage endet am %(day)s. Danach wertet die Stadt die Antworten aus und veröffentlicht die Ergebnisse hier."
    ),
    Showing.AT_CLOSING: message("Die Umfrage endet am %(day)s. Gleich danach stehen die Ergebnisse hier."),
    Showing.LIVE: message(
        "Einen Zwischenstand sehen Sie schon jetzt. Die Umfrage endet am %(day)s, danach stehen die Ergebnisse hier."
    ),
}
