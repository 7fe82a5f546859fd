"""The agenda at the desk in a real browser, by keyboard: paste, correct, store, move."""

import pytest

from council import meetings
from council.agendas import Agenda
from tests import axe, desk

pytestmark = pytest.mark.browser

TEXT = """Öffentlicher Teil
Ö 1 Eröffnung
Ö 2 Radwech an der Bonner Straße Vorlage: DS0123/24
Ö 3 Anfragen (vertagt)
4. Bekanntgabe nichtöffentlicher Beschlüsse
Nichtöffentlicher Teil
N 1 Grundstück

gez. Bürgermeisterin"""
REFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll("main a, main button, main input:not([type=hidden]), main select, main textarea")]
  .filter(target => !target.closest("p, dd, .visually-hidden, .meetings__row, [hidden], details:not([open])"))
  .map(target => [target.outerHTML.slice(0, 80), target.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 24).map(([html]) => html)"""


def is_fine(page):
    assert not axe.violations(page), page.url
    assert page.evaluate(REFLOW) <= 0, f"{page.url} is wider than the window"
    assert not page.evaluate(SMALL_TARGETS), page.url


def tab_to(page, selector):
    """Press Tab until the element has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def agenda(site):
    with site.database.reading() as db:
        return [(row.number, row.name, row.public, row.state) for row in meetings.items(db, 1)]


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_an_agenda_is_pasted_corrected_stored_and_moved_by_keyboard(live_site, browser_page, cast, size, scheme):
    site = live_site.site
    with site.database.writing() as db:
        meetings.create(db, Agenda("Stadtrat", "12. Sitzung des Stadtrats", site.clock()))
    page = browser_page(size, scheme=scheme, url=live_site.url)
    page.context.add_cookies([desk.cookie(site, live_site.url, cast.clerk)])
    page.goto("/ratsbuero/sitzungen/1")
    is_fine(page)
    tab_to(page, ".next-step a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tagesordnung")
    is_fine(page)
    tab_to(page, "#text")
    page.keyboard.insert_text(TEXT)
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")

    page.wait_for_selector("#tabelle")
    assert "Einen Punkt sollten Sie ansehen" in page.inner_text("main")
    is_fine(page)
    tab_to(page, "#titel-2")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Radweg an der Bonner Straße")
    tab_to(page, "#oeffentlich-4")
    page.keyboard.press("ArrowUp")
    assert page.input_value("#oeffentlich-4") == "ja"
    tab_to(page, "#tabelle .actions button")
    page.keyboard.press("Enter")

    page.wait_for_selector(".items")
    assert agenda(site) == [
        ("Ö 1", "Eröffnung", True, ""), ("Ö 2", "Radweg an der Bonner Straße", True, ""), ("Ö 3", "Anfragen", True, "adjourned"),
        ("4", "Bekanntgabe nichtöffentlicher Beschlüsse", True, ""), ("N 1", "Grundstück", False, ""),
    ]  # fmt: skip
    is_fine(page)
    tab_to(page, "button[aria-label='TOP Ö 2 nach unten']")
    for _ in range(2):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.ariaLabel === 'TOP Ö 2 nach unten'")
    assert [number for number, *_ in agenda(site)] == ["Ö 1", "Ö 3", "4", "Ö 2", "N 1"]
    if size == "desktop":
        return
    for path in ("", "/neu", "/oparl", "/1/angaben", "/1/punkte/1", "/1/punkte/neu", "/1/loeschen"):
        page.goto(f"/ratsbuero/sitzungen{path}")
        is_fine(page)
    for path in ("personen", "personen/neu", "personen/liste", "strassen"):
        page.goto(f"/ratsbuero/{path}")
        is_fine(page)
