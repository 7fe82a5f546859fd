"""A clerk marks a recording while it plays: by keys, by buttons and by selecting text; on a desktop and on a phone."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from council import inside
from council.agendas import Item
from council.base.site import Site
from council.cuts import Cut
from council.media import Source, compose, prepare, probe
from council.meetings import Stretch
from council.people import Person
from council.recordings import Recording
from tests import axe, desk, media_files
from tests.conftest import Cast, LiveSite
from tests.transcription.views.recorded import EVENING, store
from transcription.transcripts import Segment

pytestmark = [pytest.mark.browser, pytest.mark.media]

CURRENT = "document.querySelector('[data-media]').currentTime"
READY = "document.querySelector('[data-media]').readyState >= 2 && !document.querySelector('[data-media]').seeking"
PAUSED = "document.querySelector('[data-media]').paused"
WAS_PLAYED = """at => {
  const played = document.querySelector("[data-media]").played;
  return [...Array(played.length).keys()].some((n) => played.start(n) <= at && at < played.end(n));
}"""
ITEMS = (
    Item("1", "Eröffnung"),
    Item("2", "Radweg an der Bahnhofstraße"),
    Item("N 1", "Verkauf der alten Mühle", public=False),
)
LENGTH_S = 90
Open = Callable[..., Page]


@pytest.fixture
def recording_id(live_site: LiveSite, tmp_path: Path) -> int:
    """An unpublished recording of ninety seconds with its transcript; nothing is marked in it yet."""
    film, masters = tmp_path / "film.mp4", tmp_path / "masters"
    sound = ("-f", "lavfi", "-i", f"sine=frequency=400:sample_rate=48000:duration={LENGTH_S}")
    media_files.run(
        *media_files.pattern(LENGTH_S, rate=10), *sound, *media_files.H264, "-pix_fmt", "yuv420p", "-c:a", "aac", film
    )
    found = probe(film)
    prepare(film, found, masters, quick=True)
    number = store(live_site.site, EVENING, items=ITEMS, duration_ms=found.duration_ms, published=False)
    with live_site.site.database.writing() as db:
        recording = db.get_one(Recording, number)
        db.add(Person(name="Dr. Ute Kern"))
    compose([Source(film, found, masters)], [], inside.whole_folder(live_site.site, recording), joined=False)
    return number


def until(page: Page, condition: str) -> None:
    """Wait for what a script says; Playwright's own waiting is evaluated inside the page, which its protection forbids."""
    for _ in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never became true: {condition}")


def go_to(page: Page, seconds: float) -> None:
    page.evaluate(f"document.querySelector('[data-media]').currentTime = {seconds}")
    until(page, READY)


def stored(site: Site) -> tuple[list[int], list[tuple[int, int]]]:
    """Where items begin and what is cut, to tenths of seconds."""
    with site.database.reading() as db:
        starts = sorted(round(one.start_ms, -2) for one in db.exec(select(Stretch)))
        cuts = sorted((round(one.start_ms, -2), round(one.end_ms, -2)) for one in db.exec(select(Cut)))
    return starts, cuts


def speakers(site: Site) -> list[str | None]:
    with site.database.reading() as db:
        return [row.speaker for row in db.exec(select(Segment).order_by(col(Segment.start_ms), col(Segment.position)))]


def picture(page: Page, name: str) -> None:
    """Keep a screenshot where RATSFENSTER_TEST_PICTURES names a folder."""
    if folder := os.environ.get("RATSFENSTER_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_recording_is_marked_by_keys_by_buttons_and_by_selecting_text(
    live_site: LiveSite, recording_id: int, browser_page: Open, cast: Cast
) -> None:
    site, path = live_site.site, f"/ratsbuero/aufzeichnungen/{recording_id}/markieren"
    page = browser_page(url=live_site.url)
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.context.add_cookies([desk.cookie(site, live_site.url, cast.clerk)])
    page.goto(path)
    until(page, READY)
    told = page.locator("[data-swap='meldung']")

    # two items by keys; the next one is chosen by itself
    expect(page.locator(".marking-item--chosen")).to_contain_text("Eröffnung")
    page.keyboard.press("l")
    until(page, f"{READY} && {CURRENT} > 9.9")
    page.keyboard.press("n")
    expect(told).to_contain_text("TOP 1 ab 0:00:10,0")
    expect(page.locator(".marking-item--chosen")).to_contain_text("Radweg")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowRight")
    until(page, f"{READY} && {CURRENT} > 15.9")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("TOP 2 ab 0:00:16,0")
    assert stored(site) == ([10_000, 16_000], [])

    # a cut by keys, its edges heard and seen
    go_to(page, 40)
    page.keyboard.press("i")
    expect(page.locator("[data-next]")).to_contain_text("Schnitt beginnt bei 0:00:40,0")
    go_to(page, 60)
    page.keyboard.press("o")
    expect(told).to_contain_text("Schnitt 0:00:40,0–0:01:00,0")
    page.locator("[data-speed]").select_option("2")
    page.locator(".marking-cut summary").click()
    page.get_by_role("button", name="Übergang anhören").click()
    until(page, f"{CURRENT} > 62.5 && {PAUSED}")
    assert page.evaluate(WAS_PLAYED, 38)
    assert page.evaluate(WAS_PLAYED, 61)
    assert not page.evaluate(WAS_PLAYED, 50), "what is cut was played"
    page.get_by_role("button", name="Letztes Bild davor").click()
    until(page, f"{READY} && Math.abs({CURRENT} - 39.96) < 0.01")
    picture(page, "marking-desktop-cut")

    # an edge moved by button keeps the focus and the fold, so that it can be pressed again
    later = page.get_by_role("button", name="Bis: 1 Sekunde später")
    later.click()
    expect(told).to_contain_text("Schnitt nun 0:00:40,0–0:01:01,0")
    expect(later).to_be_focused()
    page.keyboard.press("Enter")
    expect(told).to_contain_text("Schnitt nun 0:00:40,0–0:01:02,0")

    # undo and redo, also after the page was opened anew
    page.locator("h1").click()
    for label in ("0:01:02,0", "0:01:01,0", "0:01:00,0"):
        page.keyboard.press("z")
        expect(told).to_contain_text(
            f"Zurückgenommen: Schnitt {'nun ' if label != '0:01:00,0' else ''}0:00:40,0–{label}"
        )
    assert stored(site)[1] == []
    page.reload()
    until(page, READY)
    page.keyboard.press("y")
    expect(told).to_contain_text("Wieder ausgeführt: Schnitt 0:00:40,0–0:01:00,0")
    assert stored(site)[1] == [(40_000, 60_000)]

    # who speaks, by keyboard from a list that is searched
    go_to(page, 60.5)
    page.keyboard.press("s")
    page.get_by_label("Liste durchsuchen").press_sequentially("kern")
    expect(page.locator("[data-who-list] li")).to_have_count(1)
    picture(page, "marking-who")
    assert axe.violations(page) == []
    page.keyboard.press("Enter")
    expect(told).to_contain_text("Dr. Ute Kern: 0:01:00,5–0:01:10,0")
    expect(page.locator("[data-said]").filter(has_text="Haushalt")).to_contain_text("Dr. Ute Kern")
    assert speakers(site).count("Dr. Ute Kern") == 1
    go_to(page, 69)
    page.keyboard.press("b")
    expect(page.locator("[data-swap='einwilligungen']")).to_contain_text("Für 1 Stelle fehlt noch eine Einwilligung")
    expect(page.locator("[data-text-box]")).to_contain_text("Bürger/in")  # the text was loaded anew

    # a cut by selecting text: half of the pauses around the words, at most 300 ms
    page.evaluate(
        """() => {
          const text = [...document.querySelectorAll("[data-text]")].find((one) => one.textContent.includes("Radweg")).firstChild;
          getSelection().setBaseAndExtent(text, text.data.indexOf("wird"), text, text.data.indexOf("gebaut") + 3);
        }"""
    )
    expect(page.locator("[data-selection-shown]")).to_have_text("Ausgewählt: 0:00:21,6–0:00:23,1")
    page.get_by_role("group", name="Auswahl im Text").get_by_role("button", name="Herausschneiden").click()
    expect(told).to_contain_text("Schnitt 0:00:21,6–0:00:23,1")
    expect(page.locator(".marking-said--hidden").first).to_contain_text("wird im Herbst gebaut.")

    picture(page, "marking-desktop")
    assert axe.violations(page) == []
    page.emulate_media(color_scheme="dark")
    picture(page, "marking-desktop-dark")
    assert axe.violations(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe.violations(page) == []
    page.keyboard.press("Escape")
    assert complaints == []

    # somebody marks meanwhile: of two steps in a row neither is done on what was not seen
    with site.database.writing() as db:
        db.add(Cut(recording_id=recording_id, start_ms=80_000, end_ms=81_000, reason="break"))
    before = stored(site)
    page.locator("h1").click()
    with page.expect_response(lambda answer: answer.status == 409):
        page.evaluate(
            """() => {
              const press = () => new KeyboardEvent("keydown", { key: "z", bubbles: true });
              for (const pressed of [press(), press()]) document.activeElement.dispatchEvent(pressed);
            }"""
        )
    expect(told).to_contain_text("Ihr Schritt wurde nicht ausgeführt")
    page.wait_for_timeout(300)
    expect(told).to_contain_text("Ihr Schritt wurde nicht ausgeführt")
    assert stored(site) == before

    phone = browser_page("phone", url=live_site.url)
    phone.context.add_cookies([desk.cookie(site, live_site.url, cast.clerk)])
    phone.goto(path)
    until(phone, READY.replace(">= 2", ">= 1"))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    phone.get_by_role("button", name="Punkt beginnt hier").click()
    expect(phone.locator("[data-swap='meldung']")).to_contain_text("TOP N 1 ab 0:00:00,0")
    phone.locator(".marking-start summary").first.click()
    picture(phone, "marking-phone")
    assert axe.violations(phone) == []
