"""The council's pages in a real browser: nothing hinders anybody, at both sizes, light and dark, in both languages."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from council import agendas, meetings, recordings
from council.agendas import Item
from council.recordings import Recording
from tests import axe

pytestmark = pytest.mark.browser

ITEMS = (
    Item("1", "Eröffnung der Sitzung", starts_ms=(0,)),
    Item("2", "Neuer Radweg an der Mühlenstraße: Entwurf und Kosten", starts_ms=(120_000,)),
    Item("3", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung", starts_ms=(2_400_000,)),
)
PATHS = (
    "/",
    "/sitzungen",
    "/sitzungen?jahr=1999",
    "/sitzungen/1",
    "/impressum",
    "/datenschutz",
    "/barrierefreiheit",
    "/barrierefreiheit/melden",
    "/barrierefreiheit/danke",
    "/nirgends",
)
REFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea")]
  .filter(target => !target.closest("p, dd, .visually-hidden, .skip-link, .card, .meetings__row, .prose, [hidden]"))
  .map(target => [target.outerHTML.slice(0, 80), target.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 24).map(([html]) => html)"""


@pytest.fixture
def town(live_site):
    """A town that held two meetings, one of them recorded in two parts."""
    site = live_site.site
    with site.database.writing() as db:
        for number in (1, 2):
            start = datetime(2026, 3, 17, 16, 0, tzinfo=UTC) + timedelta(days=number)
            agenda = agendas.Agenda("Ausschuss für Stadtentwicklung", f"{number}. Sitzung", start, ITEMS, "Ratssaal")
            meeting = meetings.create(db, agenda)
            for _ in range(3 - number):
                recording = Recording(
                    key=secrets.token_hex(8),
                    meeting_id=meeting.id,
                    duration_ms=3_600_000,
                    has_video=number == 1,
                    has_audio=True,
                    created_at=site.clock(),
                )
                db.add(recording)
                db.flush()
                meetings.mark(db, meeting.id, recording.id, agenda)
                recordings.publish(db, recording, site.clock())
    return live_site


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_nothing_on_any_page_hinders_anybody(town, browser_page, size):
    page = browser_page(size, url=town.url)
    said = []
    page.on("console", lambda message: said.append(message.text) if "404" not in message.text else None)
    for path in PATHS:
        page.goto(path)
        assert not axe.violations_by_day_and_night(page), path
        assert page.evaluate(REFLOW) <= 0, f"{path} is wider than the window"
        assert not page.evaluate(SMALL_TARGETS), path
    assert not said


def test_english_pages_hinder_nobody(town, browser_page):
    page = browser_page("phone", url=town.url)
    for path in ("/", "/sitzungen", "/sitzungen/1", "/barrierefreiheit/melden"):
        page.goto(f"/en{path}")
        assert not axe.violations(page), path


def test_pages_reflow_at_the_narrowest_width_and_when_letters_are_doubled(town, browser_page):
    page = browser_page("phone", url=town.url)
    page.set_viewport_size({"width": 320, "height": 640})
    for path in PATHS:
        page.goto(path)
        assert page.evaluate(REFLOW) <= 0, f"{path} at 320 px"
    page.set_viewport_size({"width": 1280, "height": 800})
    for path in PATHS:
        page.goto(path)
        page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert page.evaluate(REFLOW) <= 0, f"{path} with letters of double size"


def test_the_chosen_appearance_is_remembered_and_there_before_the_page_is_drawn(town, browser_page):
    page = browser_page("desktop", scheme="light", url=town.url)
    page.goto("/")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_label("Darstellung").select_option(label="Dunkel")
    dark = page.evaluate(ground)
    assert dark != light
    page.add_init_script(
        "new MutationObserver((_, watching) => { if (document.body) {"
        " window.themeAtFirst = document.documentElement.dataset.kernTheme; watching.disconnect(); } })"
        ".observe(document, {childList: true, subtree: true});"
    )
    page.goto("/sitzungen")
    assert page.evaluate("() => window.themeAtFirst") == "dark"
    assert page.evaluate(ground) == dark
    page.get_by_label("Darstellung").select_option(label="Automatisch")
    assert page.evaluate(ground) == light
    page.reload()
    assert page.evaluate(ground) == light


def test_everything_is_reached_by_keyboard_beginning_with_the_way_past_the_head(town, browser_page):
    page = browser_page("desktop", url=town.url)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "suche"
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "who uses the keyboard sees where they are"


def test_the_site_works_without_scripts(town, browser_page):
    page = browser_page("phone", url=town.url, java_script_enabled=False)
    page.goto("/")
    assert not page.get_by_label("Darstellung").is_visible()
    page.get_by_role("link", name="Alle Sitzungen").click()
    page.get_by_label("Jahr").select_option("2026")
    page.get_by_role("button", name="Anzeigen").click()
    assert "jahr=2026" in page.url
    page.get_by_role("link", name="1. Sitzung").click()
    assert page.get_by_role("heading", level=1).inner_text() == "1. Sitzung"
    assert page.get_by_role("link", name="TOP 2, Teil 1, 2:00").get_attribute("href") == "/aufzeichnungen/1?t=120"


def test_a_barrier_can_be_reported_from_any_page(town, browser_page):
    page = browser_page("phone", url=town.url)
    page.goto("/sitzungen/1")
    page.get_by_role("link", name="Fehler melden").click()
    assert page.get_by_label("Um welche Seite geht es?").input_value() == "/sitzungen/1"
    page.get_by_role("button", name="Meldung abschicken").click()
    assert page.get_by_role("alert").is_visible()
    assert not axe.violations(page)
    page.get_by_role("link", name="Bitte beschreiben Sie").click()
    page.keyboard.type("Die Zeiten sind zu klein.")
    page.wait_for_timeout(3100)  # the form is not taken sooner
    page.get_by_role("button", name="Meldung abschicken").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Vielen Dank für Ihre Meldung"
