"""A planner builds a survey by keyboard: from a template, with questions, options, a condition, a translation, and a test."""

import pytest
from playwright.sync_api import expect

from participation.processes import Process
from tests import axe, building, desk
from tests.journeys.surveying import TOO_WIDE, follow, press, tab_to, type_into

pytestmark = pytest.mark.browser

SMALL_TARGETS = """() => [...document.querySelectorAll("main a, main button, main input:not([type=hidden]), main select, main textarea")]
  .filter(target => !target.closest("p, li, dd, .visually-hidden, .enter, .choice, [hidden]"))
  .map(target => [target.outerHTML.slice(0, 80), target.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 20).map(([html]) => html)"""


def is_fine(page):
    assert not axe.violations(page), page.url
    assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} is wider than the window"
    assert not page.evaluate(SMALL_TARGETS), page.url


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_a_survey_is_built_by_keyboard(live_site, browser_page, cast, size, scheme):
    site, page = live_site.site, browser_page(size, scheme=scheme, url=live_site.url)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.context.add_cookies([desk.cookie(site, live_site.url, cast.planner)])

    page.goto("/ratsbuero/beteiligung")
    is_fine(page)
    follow(page, ".empty .kern-btn")
    is_fine(page)
    press(page, "#quelle-1", "Space")
    type_into(page, "#titel", "Wie soll der Marktplatz werden?")
    press(page, "#sprache-en", "Space")
    follow(page, "main .fields button[type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie soll der Marktplatz werden?")
    is_fine(page)

    follow(page, ".way a[href$='/fragen']")
    is_fine(page)
    follow(page, "a[href$='neu?seite=meinung']")
    is_fine(page)
    page.keyboard.insert_text("Wie oft sind Sie dort?")
    tab_to(page, "[name=art]")
    page.keyboard.press("Space")
    follow(page, "main .fields button[type=submit]")

    expect(page.locator("#antworten-neu")).to_be_focused()
    page.keyboard.insert_text("jeden Tag\nnie\nselten")
    press(page, "button[value='antwort:mehr']")
    expect(page.locator("#antwort-selten")).to_have_value("selten")
    press(page, "#antwort-selten-hoch")
    expect(page.locator(".lines__list input").nth(1)).to_have_id("antwort-selten")
    expect(page.locator("#antwort-selten-hoch")).to_be_focused()
    press(page, "button[value='bedingung:neu']")
    expect(page.locator("#bedingung-0-wert")).to_be_visible()
    expect(page.locator("#bedingung")).to_be_focused()
    page.locator("#text").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Wie oft sind Sie auf dem Markt?")
    expect(page.locator("#ansicht")).to_contain_text("Wie oft sind Sie auf dem Markt?")
    is_fine(page)
    press(page, "button[value=fertig]")
    title = page.locator("#frage-wie_oft_sind_sie_dort-titel")
    expect(title).to_be_focused()
    expect(title).to_contain_text("Wie oft sind Sie auf dem Markt?")

    press(page, "#frage-wie_oft_sind_sie_dort-hoch")
    expect(page.get_by_role("status")).to_have_text("Erledigt: Frage verschoben.")
    expect(page.locator("#frage-wie_oft_sind_sie_dort-hoch")).to_be_focused()
    press(page, "#frage-wie_oft_sind_sie_dort-weg")
    expect(title).to_have_count(0)
    page.locator("#bogen").focus()
    press(page, "#zurueck")
    expect(title).to_be_visible()
    is_fine(page)

    page.locator("#bogen").focus()
    follow(page, "a[href$='sprachen/en']")
    is_fine(page)
    type_into(page, "#t-wie_oft_sind_sie_dort-text", "How often are you there?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Übersetzung geändert")

    page.goto("/ratsbuero/beteiligung/1/vorschau?sprache=en")
    is_fine(page)
    follow(page, "main .note a.kern-btn")
    assert page.url.endswith("/fragen?sprache=en")
    assert "/mitmachen/" in page.url
    assert errors == []
    question = building.draft(site, 1).questions["wie_oft_sind_sie_dort"]
    assert [option.key for option in question.asks.options] == ["jeden_tag", "selten", "nie"]
    assert question.text == {"de": "Wie oft sind Sie auf dem Markt?", "en": "How often are you there?"}


def test_what_was_typed_survives_a_session_that_ended(live_site, browser_page, cast):
    """The script's request is refused; the form is then sent as browsers do, and carried through signing in."""
    site, page = live_site.site, browser_page(url=live_site.url)
    page.context.add_cookies([desk.cookie(site, live_site.url, cast.planner)])
    page.goto("/ratsbuero/beteiligung/neu")
    page.check("#quelle-1")
    page.fill("#titel", "Marktplatz")
    page.click("main .fields button[type=submit]")
    with site.database.reading() as db:
        assert db.get(Process, 1).title == {"de": "Marktplatz"}
    page.goto("/ratsbuero/beteiligung/1/fragen/frage/haltung")
    page.context.clear_cookies()
    page.fill("#text", "Das habe ich getippt.")
    page.click("button[value=fertig]")
    page.fill("#login", cast.planner.email)
    page.fill("#passwort", desk.PASSWORD)
    page.click("main button[type=submit]")
    page.get_by_role("button", name="Eingabe jetzt abschicken").click()
    page.wait_for_url("**/fragen?**")
    assert building.draft(site, 1).questions["haltung"].text["de"] == "Das habe ich getippt."
