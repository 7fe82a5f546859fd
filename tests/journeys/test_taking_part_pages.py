"""Where surveys join the site, in a real browser: nothing hinders anybody, and the keyboard leads from each page to the survey."""

from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from council.meetings import AgendaItem
from participation.processes.references import CouncilReference, Relation
from search import indexing
from search.engines import open_writer
from tests import axe, desk, evening, surveys
from tests.participation.townsurvey import EVERY_KIND, form

pytestmark = pytest.mark.browser

PATHS = ("/mitmachen", "/", "/sitzungen/1", "/suche?q=Marktplatz", "/en/mitmachen")
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONG = "Straßenbeleuchtungsumgestaltungsbeteiligungsverfahren im gesamten Innenstadtgebiet"


@pytest.fixture
def town(live_site):
    """A survey that ends tomorrow, which the council ordered, one that comes with a long name, and one that is over."""
    site = live_site.site
    evening.hold(site)
    now, asked = site.clock(), form(*EVERY_KIND[:4])
    number = surveys.survey(site, asked, closes_at=now + timedelta(days=1), intro={"de": "Der Platz wird umgebaut."})
    surveys.survey(site, asked, slug="lang", title={"de": LONG}, opens_at=now + timedelta(days=2), access="codes")
    surveys.survey(site, asked, slug="alt", opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=2))
    with site.database.writing() as db:
        item = db.exec(select(AgendaItem).where(AgendaItem.number == "2")).one()
        db.add(
            CouncilReference(
                process_id=number, meeting_id=item.meeting_id, agenda_item_id=item.id, relation=Relation.ORDERED
            )
        )
    with closing(open_writer(site)) as writer:
        indexing.index_once(site, writer)
    return live_site


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_nothing_hinders_anybody(town, browser_page, cast, size, scheme):
    page = browser_page(size, scheme=scheme, url=town.url)
    page.context.add_cookies([desk.cookie(town.site, town.url, cast.planner)])
    for path in (*PATHS, "/ratsbuero"):
        page.goto(path)
        assert not axe.violations(page), path
        assert page.evaluate(TOO_WIDE) <= 0, f"{path} is wider than the window"


@pytest.mark.parametrize("path", ["/mitmachen", "/", "/sitzungen/1", "/suche?q=Marktplatz"])
def test_the_keyboard_leads_to_the_survey(town, browser_page, path):
    page = browser_page("desktop", url=town.url)
    page.goto(path)
    link = page.get_by_role("main").locator('a[href="/mitmachen/marktplatz"]')
    for _ in range(60):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/mitmachen/marktplatz")
