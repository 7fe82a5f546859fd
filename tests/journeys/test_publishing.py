"""Publishing by keyboard, seen as a citizen, and withdrawn; in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests import axe, desk, evening

pytestmark = pytest.mark.browser

PATH = "/ratsbuero/aufzeichnungen/1"
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll("main :is(a, button, input:not([type=hidden]), label:has(input))")]
  .filter(target => !target.matches("[type=radio], [type=checkbox]") && !target.closest(".visually-hidden, [hidden], p:not(:has(.target))"))
  .map(target => [target.outerHTML.slice(0, 90), target.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44).map(([html]) => html)"""


def can_be_used(page: Page) -> None:
    assert not axe.violations(page), page.url
    assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} is wider than the window"


def hinders_nobody(page: Page) -> None:
    can_be_used(page)
    assert page.evaluate(SMALL_TARGETS) == [], page.url


def go_to(page: Page, selector: str) -> None:
    """Press Tab until something is reached."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def test_published_by_keyboard_seen_by_a_citizen_and_withdrawn(live_site, browser_page, cast) -> None:
    evening.hold(live_site.site, publish=False)
    clerk = browser_page("phone", scheme="dark", url=live_site.url)
    clerk.context.add_cookies([desk.cookie(live_site.site, live_site.url, cast.clerk)])
    clerk.goto(f"{PATH}/vorschau")
    can_be_used(clerk)
    clerk.goto(f"{PATH}/veroeffentlichen")
    hinders_nobody(clerk)
    go_to(clerk, "button[type=submit]:not(.link-button)")
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_role("alert")).to_contain_text("Bitte wählen Sie, worauf sich die Veröffentlichung stützt.")
    hinders_nobody(clerk)
    go_to(clerk, "[name=grundlage]")
    clerk.keyboard.press("Space")
    go_to(clerk, "[name=text_bis]")
    clerk.keyboard.press("Space")
    go_to(clerk, "#text_tag")
    clerk.keyboard.type("12312099")
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_role("heading", name="Wirklich veröffentlichen?")).to_be_visible()
    expect(clerk.get_by_role("main")).to_contain_text("bis 31. Dezember 2099")
    hinders_nobody(clerk)
    go_to(clerk, "[value=veroeffentlichen]")
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_role("status")).to_contain_text("ist öffentlich")
    citizen = browser_page("desktop", url=live_site.url)
    citizen.goto("/aufzeichnungen/1")
    expect(citizen.get_by_role("main")).to_contain_text("Öffentlich bis 31. Dezember 2099.")
    can_be_used(citizen)
    clerk.get_by_role("link", name="Zurückziehen").click()
    hinders_nobody(clerk)
    clerk.get_by_label("Grund").fill("Einwilligung widerrufen")
    clerk.get_by_role("button", name="Jetzt zurückziehen").click()
    expect(clerk.get_by_role("status")).to_contain_text("nicht mehr öffentlich")
    answer = citizen.goto("/aufzeichnungen/1")
    assert answer is not None
    assert answer.status == 404
    clerk.goto(f"{PATH}/loeschen")
    hinders_nobody(clerk)
    citizen.goto("/aufbewahrung")
    hinders_nobody(citizen)
