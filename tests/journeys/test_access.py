"""Signing in, changing the password and signing out everywhere, by keyboard alone; and nothing hinders anybody on these pages."""

import pytest

from council.base import audit
from council.base.accounts import Role
from tests import axe, desk
from tests.conftest import SIZES

pytestmark = pytest.mark.browser

NEW = "Vier Elefanten im Linienbus"
REFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter(target => !target.closest("p, dd, .visually-hidden, .skip-link, [hidden]"))
  .map(target => [target.outerHTML.slice(0, 80), target.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 24).map(([html]) => html)"""
FOCUSED = "() => document.activeElement.id || document.activeElement.textContent.trim()"


class Keyboard:
    """Somebody who uses no mouse."""

    def __init__(self, page):
        self.page = page

    def to(self, target, most=40):
        """Tab on until something has the focus, by its id or its text."""
        for _ in range(most):
            if self.page.evaluate(FOCUSED) == target:
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target!r} cannot be reached by keyboard")

    def type(self, text):
        self.page.keyboard.type(text)
        return self

    def send(self):
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@pytest.fixture
def clerk(live_site, cast, monkeypatch):
    desk.hash_quickly(monkeypatch)
    return desk.account_of(live_site.site, cast.clerk, Role.ADMIN, Role.CLERK)


def test_a_clerk_signs_in_changes_the_password_and_signs_out_everywhere_by_keyboard(live_site, browser_page, clerk):
    page = browser_page("desktop", url=live_site.url)
    keys = Keyboard(page)
    page.goto("/ratsbuero/konto")
    keys.to("login").type(clerk.login)
    keys.to("passwort").type("falsch").send()
    assert "stimmen nicht" in page.inner_text("[role=alert]")
    keys.to("passwort").type(desk.PASSWORD).send()
    assert page.url == f"{live_site.url}/ratsbuero/konto"

    keys.to("passwort_alt").type(desk.PASSWORD)
    keys.to("passwort_neu").type(NEW).to("anzeigen")
    page.keyboard.press("Space")
    assert page.locator("#passwort_neu").get_attribute("type") == "text"
    keys.to("passwort_wiederholt").type(NEW).send()
    assert "Ihr Passwort ist geändert." in page.inner_text("[role=status]")

    keys.to("Überall abmelden").send()
    assert "Sie sind überall abgemeldet." in page.inner_text("main")
    page.goto("/ratsbuero/konto")
    keys.to("login").type(clerk.login)
    keys.to("passwort").type(NEW).send()
    assert page.inner_text("h1") == "Ihr Konto"


def test_nothing_on_the_pages_about_accounts_hinders_anybody(live_site, browser_page, clerk, cast):
    site = live_site.site
    planner = desk.account_of(site, cast.planner)
    desk.token_of(site, cast.clerk)
    with site.database.writing() as db:
        for _ in range(51):
            audit.record(
                db, clerk, "Aufzeichnung veröffentlicht", site.clock(), subject="3. Sitzung", path="/ratsbuero/konto"
            )
    page = browser_page("desktop", url=live_site.url)

    def look():
        for size in ("phone", "desktop"):
            page.set_viewport_size(SIZES[size])
            assert not axe.violations(page), (page.url, size)
            assert page.evaluate(REFLOW) <= 0, f"{page.url} is wider than the window"
            assert not page.evaluate(SMALL_TARGETS), (page.url, size)

    def press(button):
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).click()

    page.goto("/anmelden?meldung=abgemeldet")
    look()
    page.context.add_cookies([desk.cookie(site, live_site.url, cast.clerk)])
    one = f"/ratsbuero/konten/{planner.id}"
    for path in (
        "/ratsbuero/konto",
        "/ratsbuero/konten",
        one,
        f"{one}/loeschen",
        "/ratsbuero/vorgaenge",
        "/en/ratsbuero/konto",
    ):
        page.goto(path)
        look()
    page.goto("/ratsbuero/konten/neu")
    press("Konto anlegen")
    look()
    page.goto(one)
    press("Link zum Setzen des Passworts")
    look()
    page.goto(page.get_by_label("Link zum Setzen").input_value())
    press("Passwort setzen")
    look()
    page.goto("/ratsbuero/konten/neu")
    page.get_by_label("Name").fill("Jemand mit einem Namen, den niemand gern noch einmal schreibt")
    page.context.clear_cookies()
    press("Konto anlegen")
    look()
    page.get_by_label("E-Mail-Adresse").fill(clerk.login)
    page.get_by_label("Passwort", exact=True).fill(desk.PASSWORD)
    press("Anmelden")
    page.get_by_text("Ihren Text ansehen").click()
    look()
    press("Eingabe jetzt abschicken")
    assert page.get_by_label("Name").input_value().startswith("Jemand mit einem Namen")
    page.context.clear_cookies()
    page.context.add_cookies([desk.cookie(site, live_site.url, cast.planner)])
    page.goto("/ratsbuero/konten")
    look()
