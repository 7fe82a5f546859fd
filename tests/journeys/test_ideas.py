"""From a resident's idea to the office's answer, on a phone and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests import axe, desk
from tests.participation.ideation import PATH, SQUARE, collection

pytestmark = pytest.mark.browser

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def unhindered(page) -> None:
    assert not axe.violations(page), page.url
    assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} is wider than the window"


def test_an_idea_is_proposed_released_supported_and_answered(live_site, browser_page, cast):
    site = live_site.site
    process = collection(site, boundary=SQUARE)
    page = browser_page("phone", scheme="dark", url=live_site.url)
    page.goto(PATH)
    expect(page.get_by_role("heading", name="Die erste Idee ist vielleicht Ihre")).to_be_visible()
    unhindered(page)
    page.get_by_role("link", name="Idee vorschlagen").click()
    page.get_by_label("Titel").fill("Eine Bank am Mühlbach")
    page.get_by_label("Ihre Idee").fill("Dort kann man gut sitzen.")
    page.get_by_label("Thema").select_option("Grün")
    page.get_by_role("button", name="Punkt auf das Kreuz setzen").click()
    unhindered(page)
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", name="Das wird jeder lesen können")).to_be_visible()
    unhindered(page)
    page.get_by_role("button", name="Idee absenden").press("Enter")
    expect(page.get_by_role("heading", name="Danke, Ihre Idee ist angekommen")).to_be_visible()
    unhindered(page)

    office = browser_page("desktop", url=live_site.url)
    office.context.add_cookies([desk.cookie(site, live_site.url, cast.moderator)])
    office.goto(f"/ratsbuero/beteiligung/{process}/ideen")
    unhindered(office)
    office.get_by_role("button", name="Veröffentlichen").press("Enter")
    expect(office.get_by_role("status")).to_contain_text("Veröffentlicht.")
    office.context.add_cookies([desk.cookie(site, live_site.url, cast.planner)])
    office.get_by_role("link", name="Nr. 1: Eine Bank am Mühlbach").press("Enter")
    office.get_by_label("Stand").select_option("ist geplant")
    office.get_by_label("Antwort der Stadt").fill("Im Herbst steht sie.")
    unhindered(office)
    office.get_by_role("button", name="Antwort veröffentlichen").press("Enter")
    expect(office.get_by_role("status")).to_contain_text("Die Antwort steht jetzt bei der Idee.")

    page.goto(f"{PATH}?ansicht=karte")
    page.get_by_role("button", name="1: Eine Bank am Mühlbach").press("Enter")
    unhindered(page)
    page.get_by_role("link", name="1: Eine Bank am Mühlbach").first.press("Enter")
    expect(page.get_by_role("heading", name="Die Stadt antwortet")).to_be_visible()
    page.get_by_role("button", name="Das unterstütze ich").press("Enter")
    expect(page.get_by_role("heading", name="1 Mensch unterstützt das")).to_be_visible()
    unhindered(page)
