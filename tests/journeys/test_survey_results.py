"""The results as people see them, on a phone and on a desk."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import pytest

from tests import axe
from tests.conftest import LiveSite
from tests.participation import outcomes
from tests.participation.townsurvey import EVERY_KIND, form, submissions

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = "/mitmachen/marktplatz/ergebnisse"
EVERYTHING = form(*EVERY_KIND)
BEYOND = """() => [...document.querySelectorAll(".chart--bars text, .chart--stacks text, .chart--columns text")]
  .filter(text => { const box = text.getBoundingClientRect(); return box.width && (box.left < -1 || box.right > innerWidth + 1); })
  .map(text => text.textContent)"""


def published(live_site: LiveSite) -> None:
    process_id = outcomes.closed(live_site.site, EVERYTHING)
    given = outcomes.everybody(submissions(EVERYTHING, 60))
    outcomes.results(
        live_site.site,
        process_id,
        {1: EVERYTHING},
        given,
        released={"idea": ["Ein paar Worte, wie sie Leute eben schreiben."]},
    )


@pytest.mark.browser
@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_results_can_be_read_by_all_and_charts_fit_the_page(
    live_site: LiveSite,
    browser_page: "Callable[..., Page]",
    size: Literal["phone", "desktop"],
    scheme: Literal["light", "dark"],
) -> None:
    published(live_site)
    page = browser_page(size, scheme=scheme, url=live_site.url)
    page.goto(PAGE)
    for details in page.locator("article details").all():
        details.evaluate("one => one.open = true")
    assert axe.violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(BEYOND) == []


@pytest.mark.browser
def test_a_group_and_a_table_are_reached_by_keyboard(live_site: LiveSite, browser_page: "Callable[..., Page]") -> None:
    published(live_site)
    page = browser_page("phone", url=live_site.url)
    page.goto(PAGE)
    page.get_by_role("link", name="nord").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Antworten aus: nord").wait_for()
    page.locator("#frage-park summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#frage-park table").is_visible()
