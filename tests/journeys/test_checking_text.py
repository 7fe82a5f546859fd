"""The clerk at the text: correcting by keyboard with the sound in the ear, and two at the same utterance."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from council import inside
from council.media import Source, compose, prepare, probe
from council.people import Person
from council.recordings import Recording
from council.streets import Street
from tests import desk, media_files
from tests.axe import violations
from tests.conftest import Cast, LiveSite
from tests.transcription.views.recorded import Said, store
from transcription.transcripts import Segment

pytestmark = pytest.mark.browser

SAID = (
    Said(3_000, "Herr Meier hat das Wort.", "Bürgermeisterin"),
    Said(8_000, "Der Radweg an der bonnerstrasse kommt.", "Paul Baumann"),
    Said(14_000, "Das kostet viel Geld.", "Paul Baumann", checked=True),
    Said(21_000, "Vielen Dank.", "Bürgermeisterin"),
)
MEDIA = "document.querySelector('[data-media]')"
Open = Callable[..., Page]


@pytest.fixture
def number(live_site: LiveSite, tmp_path: Path) -> int:
    """A recording that can be heard, in which the machine was not sure of two words."""
    number = store(live_site.site, SAID, items=(), published=False, has_video=False, duration_ms=30_000)
    sound = tmp_path / "ton.m4a"
    media_files.run("-f", "lavfi", "-i", "sine=330:d=30", "-c:a", "aac", "-b:a", "32k", sound)
    found, masters = probe(sound), tmp_path / "masters"
    prepare(sound, found, masters, quick=True)
    with live_site.site.database.writing() as db:
        recording = db.get_one(Recording, number)
        db.add_all([Person(name="Anna Mayer"), Street(name="Bonner Straße")])
        for row in db.exec(select(Segment).where(Segment.recording_id == number)):
            row.words = [
                [*word[:2], 0.2 if at == 1 and row.start_ms == 3_000 else 0.9] for at, word in enumerate(row.words)
            ]
    compose([Source(sound, found, masters)], [], inside.whole_folder(live_site.site, recording))
    return number


def opened(live_site: LiveSite, browser_page: Open, cast: Cast, number: int, who: str = "clerk", **how: str) -> Page:
    page = browser_page(url=live_site.url, **how)
    person = getattr(cast, who)
    page.context.add_cookies([desk.cookie(live_site.site, live_site.url, person, desk.Role.CLERK)])
    page.goto(f"/ratsbuero/aufzeichnungen/{number}/text?folge=reihe")
    return page


def until(page: Page, condition: str) -> None:
    """Wait for what a script says; Playwright's own waiting is evaluated inside the page, which its protection forbids."""
    deadline = time.monotonic() + 15
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"never became true: {condition}"
        page.wait_for_timeout(30)


def texts(live_site: LiveSite) -> list[tuple[str, bool]]:
    with live_site.site.database.reading() as db:
        rows = db.exec(select(Segment).order_by(Segment.start_ms)).all()  # type: ignore[arg-type]  # a column
    return [(row.text, row.checked_at is not None) for row in rows]


@pytest.mark.media
def test_text_is_corrected_by_keyboard_with_the_sound_of_each_utterance(
    live_site: LiveSite, browser_page: Open, cast: Cast, number: int
) -> None:
    page = opened(live_site, browser_page, cast, number)
    keys, field = page.keyboard, page.locator("[data-field]")
    notice = page.locator("[data-notice]")
    assert violations(page) == []

    keys.press("F8")
    expect(field).to_be_focused()
    expect(notice).to_have_text("Unsicher: Meier")
    assert page.evaluate("getSelection().toString()") == "Meier"
    until(page, f"!{MEDIA}.paused && {MEDIA}.currentTime > 3 && {MEDIA}.currentTime < 5")
    keys.press("Control+Shift+1")
    expect(field).to_have_value("Herr Mayer hat das Wort.")
    assert violations(page) == []

    keys.press("Control+Enter")
    expect(page.locator("#u2 [data-field]")).to_be_focused()
    until(page, f"{MEDIA}.currentTime > 7.5 && {MEDIA}.currentTime < 11")
    expect(page.locator("[data-progress]")).to_contain_text("50 % geprüft")
    assert texts(live_site)[0] == ("Herr Mayer hat das Wort.", True)

    until(page, f"{MEDIA}.currentTime > 9.4")  # nearly at the end: it begins again by itself
    until(page, f"{MEDIA}.currentTime < 9 && !{MEDIA}.paused")
    keys.press("Escape")
    until(page, f"{MEDIA}.paused")
    keys.press("Control+.")
    assert page.evaluate(f"{MEDIA}.playbackRate") == 1.25

    field.fill("Der Radweg an der Bonner Straße kommt bald.")
    page.reload()
    expect(field).to_have_value("Der Radweg an der Bonner Straße kommt bald.")
    page.context.clear_cookies()
    field.focus()
    keys.press("Control+Enter")
    expect(page.locator("[data-trouble]")).to_contain_text("Sie sind nicht mehr angemeldet. Ihr Text steht noch hier.")
    assert violations(page) == []
    page.context.add_cookies([desk.cookie(live_site.site, live_site.url, cast.clerk)])
    page.get_by_role("button", name="Noch einmal speichern").click()
    expect(page.locator("#u4 [data-field]")).to_be_focused()  # the third is checked already
    assert texts(live_site)[1] == ("Der Radweg an der Bonner Straße kommt bald.", True)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('ratsfenster-text')).length") == 0

    keys.press("F9")
    expect(page.locator("#u2 [data-field]")).to_have_value("Der Radweg an der bonnerstrasse kommt.")
    keys.press("PageUp")
    expect(page.locator("#u1 [data-field]")).to_be_focused()
    field.fill("Vor dem Abmelden getippt.")
    until(page, "Object.keys(localStorage).some(key => key.startsWith('ratsfenster-text'))")
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url("**/anmelden**")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('ratsfenster-text')).length") == 0


@pytest.mark.media
def test_of_two_at_the_same_utterance_the_second_is_told_and_nothing_is_lost(
    live_site: LiveSite, browser_page: Open, cast: Cast, number: int
) -> None:
    first = opened(live_site, browser_page, cast, number)
    second = opened(live_site, browser_page, cast, number, who="moderator", size="phone", scheme="dark")
    for page in (first, second):
        page.locator("#u1 [data-edit]").click()
        expect(page.locator("#u1 [data-field]")).to_be_focused()
    first.locator("#u1 [data-field]").fill("Frau Mayer hat das Wort.")
    first.get_by_role("button", name="Stimmt so, weiter").click()
    expect(first.locator("#u2 [data-field]")).to_be_focused()
    second.locator("#u1 [data-field]").fill("Herr Maier hat das Wort.")
    second.keyboard.press("Control+Enter")
    conflict = second.locator("[data-conflict]")
    expect(conflict).to_contain_text("Clara Amtmann hat diese Äußerung inzwischen geändert")
    expect(conflict).to_contain_text("Herr Maier hat das Wort.")
    expect(conflict).to_contain_text("Frau Mayer hat das Wort.")
    expect(second.locator("#u1 [data-field]")).to_have_value("Herr Maier hat das Wort.")
    assert violations(second) == []
    second.keyboard.press("Control+Enter")  # pressed once more it is no decision
    expect(second.get_by_role("button", name="Meinen Text speichern")).to_be_focused()
    assert texts(live_site)[0] == ("Frau Mayer hat das Wort.", True)
    second.get_by_role("button", name="Meinen Text speichern").click()
    expect(second.locator("#u2 [data-field]")).to_be_focused()
    assert texts(live_site)[0] == ("Herr Maier hat das Wort.", True)
    first.locator("#u1 [data-edit]").click()
    expect(first.locator("#u1 [data-field]")).to_have_value("Herr Maier hat das Wort.")
    first.locator("#u1 [data-history]").click()
    expect(first.locator("dialog[open]")).to_contain_text("Frau Mayer")
    assert violations(first) == []
