"""The search page without scripts, on a phone, and without barriers."""

import pytest
from playwright.sync_api import expect

from tests import axe
from tests.conftest import LiveSite
from tests.journeys.searched import PAGES, Open, count, film, searched_site

__all__ = ["film", "searched_site"]  # fixtures

pytestmark = pytest.mark.browser


def test_without_scripts_everything_can_be_searched_and_narrowed(searched_site: LiveSite, browser_page: Open) -> None:
    page = browser_page(url=searched_site.url, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("radwege bonner")
    page.keyboard.press("Enter")
    assert count(page) == "6 Treffer in 2 Sitzungen"
    page.get_by_role("link", name="Stadtrat 6 Treffer").click()
    page.get_by_role("link", name="Clara Amtmann 5 Treffer").click()
    assert count(page) == "5 Treffer in 1 Sitzung"
    page.get_by_role("link", name="Wer spricht: Clara Amtmann").click()
    page.locator("#erweitert-griff").click()
    page.get_by_label("Wer spricht").fill("Bürger")
    page.get_by_role("button", name="Suchen").click()
    assert count(page) == "1 Treffer in 1 Sitzung"
    page.get_by_role("link", name="Abspielen ab").click()
    assert "/aufzeichnungen/3?t=21" in page.url


def test_choices_lie_open_beside_the_results_and_folded_above_them_on_a_phone(
    searched_site: LiveSite, browser_page: Open
) -> None:
    for size, open_at_once in (("desktop", True), ("phone", False)):
        page = browser_page(size, url=searched_site.url)
        page.goto("/suche?q=Radweg")
        assert page.get_by_role("link", name="Ausschuss für Umwelt").first.is_visible() is open_at_once


def test_on_a_phone_the_first_hit_is_seen_without_scrolling(searched_site: LiveSite, browser_page: Open) -> None:
    page = browser_page("phone", url=searched_site.url)
    page.goto("/suche")
    expect(page.get_by_text("In allen öffentlichen Sitzungen suchen")).to_be_in_viewport()
    page.locator("#suche").fill("Radweg")
    page.get_by_role("button", name="Suchen").click()
    expect(page.locator(".line__text").first).to_be_in_viewport()
    page.goto("/suche?q=Radweg&jahr=2026")
    expect(page.locator(".line__text").first).to_be_in_viewport()
    page.get_by_label("In allen öffentlichen Sitzungen suchen").fill("Platz")
    page.get_by_role("button", name="Suchen").click()
    page.wait_for_url("**q=Platz**")
    expect(page.get_by_role("heading", name="Was wurde dazu gesagt?")).to_have_count(1)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_nobody_meets_a_barrier(searched_site: LiveSite, browser_page: Open, size: str) -> None:
    page = browser_page(size, url=searched_site.url)
    for address in PAGES:
        page.goto(address)
        assert axe.violations_by_day_and_night(page) == [], f"{address}, {size}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} is too wide, {size}"


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_nobody_meets_a_barrier_in_what_opens(searched_site: LiveSite, browser_page: Open, size: str) -> None:
    page = browser_page(size, url=searched_site.url)
    page.goto("/suche?q=Radweg")
    page.locator("#erweitert-griff").click()
    if size == "phone":
        page.locator("#eingrenzen").click()
    field = page.locator("#suche")
    field.fill("")
    field.press_sequentially("bon")
    expect(page.locator("#vorschlaege").get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert axe.violations_by_day_and_night(page) == [], size
    small = "[...document.querySelectorAll('.search-answer a, summary, [role=option], main input, main select, main button')]"
    visible = (
        f"{small}.filter(one => one.checkVisibility() && one.offsetHeight < 44 && !one.matches('p a:not(.target)'))"
    )
    assert (
        page.evaluate(f"{visible}.filter(one => !one.closest('h3, .line, .visually-hidden')).map(one => one.outerHTML)")
        == []
    )


def test_the_page_breaks_no_rule_of_its_own_protection(searched_site: LiveSite, browser_page: Open) -> None:
    page = browser_page(url=searched_site.url)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/suche?q=Radweg")
    page.locator("#suche").press("End")
    page.keyboard.type(" bon")
    expect(page.locator("#vorschlaege").get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Radweg+Bonner")
    page.locator("#wahl-jahr-2026").click()
    page.wait_for_url("**jahr=2026")
    assert complaints == []
