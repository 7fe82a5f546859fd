"""People at the recording page: hearing a moment, reading along, searching within, quoting; by hand and by keyboard."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from council import recordings
from council.media import Source, compose, prepare, probe
from tests import axe, media_files
from tests.conftest import PATIENCE_MS, LiveSite
from tests.transcription.views.recorded import Said, store

pytestmark = pytest.mark.browser

CURRENT = "document.querySelector('[data-media]').currentTime"
PLAYING = "!document.querySelector('[data-media]').paused && document.querySelector('[data-media]').readyState >= 3"
READY = "document.querySelector('[data-media]').readyState >= 1"
FILES = ("master.m3u8", "video.mp4", "audio.m4a", "poster.jpg", "thumbs.vtt")
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def public_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety seconds of test picture and tone, as the site serves a recording."""
    folder = tmp_path_factory.mktemp("public")
    h264 = ("-c:v", "libx264", "-profile:v", "baseline", "-preset", "ultrafast", "-crf", "40", "-g", "20")
    picture = ("-f", "lavfi", "-i", "testsrc=s=320x180:r=10:d=90", "-f", "lavfi", "-i", "sine=330:d=90")
    film = folder / "video.mp4"
    media_files.run(*picture, *h264, "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "32k", film)
    hls = ("-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4")
    media_files.run("-i", film, "-c", "copy", *hls, "-master_pl_name", "master.m3u8", folder / "main.m3u8")
    media_files.run("-i", film, "-vn", "-c", "copy", folder / "audio.m4a")
    media_files.run("-i", film, "-frames:v", "1", folder / "poster.jpg")
    (folder / "thumbs.vtt").write_text("WEBVTT\n\n00:00:00.000 --> 00:01:30.000\nposter.jpg\n")
    return folder


@pytest.fixture
def recording(live_site: LiveSite, public_media: Path) -> str:
    """The address of a published recording with picture and sound."""
    return show(live_site, store(live_site.site, files=FILES), public_media)


def show(live_site: LiveSite, number: int, public_media: Path) -> str:
    """Serve the folder as a stored recording's media; the recording's address."""
    with live_site.site.database.reading() as db:
        found = recordings.public(db, number)
    assert found is not None
    assert found.media_token is not None
    folder = live_site.site.storage.public(found.media_token)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to(public_media, target_is_directory=True)
    return f"{live_site.url}/aufzeichnungen/{number}"


def until(page: Page, condition: str) -> None:
    """Wait for what a script says. Playwright's own waiting is evaluated inside the page, which its protection forbids."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"never became true: {condition}"
        page.wait_for_timeout(50)


def current(page: Page) -> float:
    return float(page.evaluate(CURRENT))


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_link_to_a_moment_is_heard_there_after_one_press(recording: str, browser_page: Open, size: str) -> None:
    page = browser_page(size)
    page.goto(f"{recording}?t=61")
    expect(page.locator(".moment__quote")).to_be_in_viewport()
    expect(page.locator(".moment__quote")).to_have_text("Jetzt geht es um den Haushalt.")
    button = page.get_by_role("button", name="Ab hier abspielen", exact=True)
    expect(button).to_be_in_viewport()
    button.click()
    until(page, f"{PLAYING} && {CURRENT} > 61")
    assert current(page) < 66
    assert page.evaluate("document.querySelector('[data-media]').currentSrc").startswith("blob:"), "not by hls.js"
    expect(page.locator(".said--now")).to_contain_text("Jetzt geht es um den Haushalt.")


def test_the_browser_itself_plays_where_there_is_nothing_to_build_on(recording: str, browser_page: Open) -> None:
    page = browser_page()
    page.add_init_script("delete window.MediaSource")
    page.goto(f"{recording}?t=30")
    page.get_by_role("button", name="Ab hier abspielen", exact=True).click()
    until(page, f"{PLAYING} && {CURRENT} > 30")
    assert current(page) < 35
    assert page.evaluate("document.querySelector('[data-media]').currentSrc").endswith("/master.m3u8")


CUT = (round(media_files.RED_FROM_S * 1000), round(media_files.RED_TO_S * 1000))
# The reddest spot of the picture that is shown: how much redder than grey it is, from 0 to 255.
REDNESS = """() => {
  const canvas = new OffscreenCanvas(32, 18).getContext("2d");
  canvas.drawImage(document.querySelector("[data-media]"), 0, 0, 32, 18);
  const pixels = canvas.getImageData(0, 0, 32, 18).data;
  let most = 0;
  for (let at = 0; at < pixels.length; at += 4) most = Math.max(most, pixels[at] - pixels[at + 1]);
  return most;
}"""


@pytest.fixture
def cut_recording(live_site: LiveSite, tmp_path: Path) -> str:
    """The address of a recording that is red from RED_FROM_S to RED_TO_S, from which just that is cut."""
    film, masters, public = tmp_path / "film.mp4", tmp_path / "masters", tmp_path / "composed"
    picture = (*media_files.red_inside(rate=10), "-i", media_files.tones(tmp_path / "tones.wav"))
    media_files.run(*picture, *media_files.H264, "-pix_fmt", "yuv420p", "-c:a", "aac", film)
    found = probe(film)
    prepare(film, found, masters, quick=True)
    composed = compose([Source(film, found, masters)], [CUT], public)
    said = (Said(1_000, "Wir kommen zum Radweg."), Said(16_000, "Damit ist die Sitzung wieder öffentlich."))
    number = store(live_site.site, said, items=(), duration_ms=found.duration_ms, cuts=[CUT], files=composed.files)
    return show(live_site, number, public)


@pytest.mark.media
def test_playing_goes_on_over_a_cut_forwards_and_back(cut_recording: str, browser_page: Open) -> None:
    page = browser_page()
    page.goto(f"{cut_recording}?t=6")
    page.get_by_role("button", name="Ab hier abspielen", exact=True).click()
    page.locator("[data-speed='2']").click()
    for until_s in (8, 10, 12, 14, 16):
        until(page, f"{PLAYING} && {CURRENT} > {until_s}")
        assert current(page) < until_s + 4, "it jumped"
        assert page.evaluate(REDNESS) < 60
    page.locator("[data-speed='1']").click()
    assert page.evaluate("document.querySelector('[data-media]').currentSrc").startswith("blob:"), "not by hls.js"
    page.keyboard.press("j")
    until(page, f"{PLAYING} && {CURRENT} < {CUT[0] / 1000}")
    page.keyboard.press("ArrowRight")
    until(page, f"{PLAYING} && {CURRENT} > 10 && {CURRENT} < {CUT[1] / 1000}")
    assert page.evaluate(REDNESS) < 60
    page.keyboard.press("l")
    until(page, f"{PLAYING} && {CURRENT} > 21")
    page.keyboard.press("j")
    until(page, f"{PLAYING} && {CURRENT} < 17")
    until(page, f"{PLAYING} && {CURRENT} > 18")


def test_the_text_follows_and_loads_itself_until_a_person_scrolls(recording: str, browser_page: Open) -> None:
    page = browser_page(reduced_motion="reduce")
    page.goto(recording)
    page.get_by_role("button", name="Ab 0:00:08 abspielen").click()
    until(page, PLAYING)
    page.locator("a.timeline__chapter", has_text="Radweg").click()
    now = page.locator(".said--now")
    expect(now).to_contain_text("Der Radweg wird im Herbst gebaut.")
    expect(now).to_be_in_viewport()
    assert page.evaluate("CSS.highlights.get('spoken-word').size") == 1
    page.mouse.move(900, 400)
    page.mouse.wheel(0, 300)
    back = page.get_by_role("button", name="Zur aktuellen Stelle")
    expect(back).to_be_visible()
    back.click()
    expect(back).to_be_hidden()
    expect(page.locator(".said--now")).to_be_in_viewport()


def test_following_says_nothing_and_leaves_the_focus(recording: str, browser_page: Open) -> None:
    page = browser_page()
    page.goto(recording)
    button = page.get_by_role("button", name="Ab 0:00:08 abspielen")
    button.click()
    until(page, f"{PLAYING} && {CURRENT} > 9")
    expect(button).to_be_focused()
    assert page.locator("[data-transcript] [aria-live], [data-notice]:not(:empty)").count() == 0


def test_the_keys_work_and_can_be_switched_off(recording: str, browser_page: Open) -> None:
    page = browser_page()
    page.goto(recording)
    until(page, READY)
    page.keyboard.press("l")
    until(page, f"Math.abs({CURRENT} - 10) < 0.1")
    page.keyboard.press("ArrowRight")
    until(page, f"Math.abs({CURRENT} - 15) < 0.1")
    page.keyboard.press("j")
    until(page, f"Math.abs({CURRENT} - 5) < 0.1")
    page.keyboard.press("k")
    until(page, PLAYING)
    page.keyboard.press("Space")
    until(page, "document.querySelector('[data-media]').paused")
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Untertitel")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Tastenkürzel")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Tastenkürzel eingeschaltet").uncheck()
    dialog.get_by_role("button", name="Schließen").click()
    before = current(page)
    page.keyboard.press("l")
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    assert current(page) == before


def test_keys_never_act_while_somebody_types(recording: str, browser_page: Open) -> None:
    page = browser_page()
    page.goto(recording)
    until(page, READY)
    field = page.get_by_label("Im Wortlaut suchen").last
    field.press_sequentially("l j?")
    expect(field).to_have_value("l j?")
    assert current(page) == 0


def test_the_time_line_is_moved_by_keys_and_names_what_is_dealt_with(recording: str, browser_page: Open) -> None:
    page = browser_page()
    page.goto(recording)
    until(page, READY)
    slider = page.get_by_role("slider", name="Stelle in der Aufzeichnung")
    slider.focus()
    page.keyboard.press("ArrowRight")
    until(page, f"Math.abs({CURRENT} - 5) < 0.1")
    page.keyboard.press("PageUp")
    until(page, f"Math.abs({CURRENT} - 65) < 0.1")
    expect(slider).to_have_attribute("aria-valuetext", "0:01:05, TOP 3 Haushalt und Schulen")
    chapter = page.locator("a.timeline__chapter").nth(1)
    chapter.focus()
    page.keyboard.press("Enter")
    until(page, f"Math.abs({CURRENT} - 20) < 2")


def test_search_within_keeps_playing_and_leads_to_the_hit(recording: str, browser_page: Open) -> None:
    page = browser_page()
    page.goto(recording)
    page.get_by_role("button", name="Ab 0:00:03 abspielen").click()
    until(page, PLAYING)
    field = page.get_by_label("Im Wortlaut suchen").last
    field.fill("Häuser")
    field.press("Enter")
    expect(page.locator(".hits__count")).to_have_text("2 Treffer für „Häuser“")
    expect(page.locator("[data-hit-marks] line")).to_have_count(2)
    assert page.evaluate(PLAYING)
    assert page.url.endswith("?q=H%C3%A4user")
    page.locator(".hit").first.click()
    until(page, f"{CURRENT} >= 30 && {CURRENT} < 36")
    expect(page.locator(".said--meant mark")).to_have_text("Häuser")


def test_a_quote_is_copied_with_its_source_and_link(recording: str, browser_page: Open) -> None:
    page = browser_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{recording}?t=21")
    page.locator(".said--meant .jump").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Zitat kopieren")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-notice]")).to_have_text("Zitat mit Link kopiert.")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "„Der Radweg wird im Herbst gebaut.“ – Renate Bürger, Stadtrat, 17. März 2026, 0:00:21, " + f"{recording}?t=21"
    )


def test_speed_and_jumps_by_button(recording: str, browser_page: Open) -> None:
    page = browser_page()
    page.goto(recording)
    until(page, READY)
    page.get_by_role("button", name="10 Sekunden vor").click()
    until(page, f"Math.abs({CURRENT} - 10) < 0.1")
    faster = page.locator("[data-speed='1.5']")
    faster.click()
    expect(faster).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.querySelector('[data-media]').playbackRate") == 1.5


def test_pointing_at_the_time_line_shows_a_picture(recording: str, browser_page: Open) -> None:
    page = browser_page()
    page.goto(recording)
    page.locator("[data-slider]").hover(position={"x": 200, "y": 10})
    expect(page.locator(".preview__picture")).to_be_visible()
    expect(page.locator(".preview")).to_contain_text("TOP 2 Radweg an der Bahnhofstraße")


def test_without_javascript_the_transcript_is_read_and_searched(recording: str, browser_page: Open) -> None:
    page = browser_page(java_script_enabled=False)
    page.goto(recording)
    page.locator(".part__load").first.click()
    assert page.url.endswith("/top/2#top-2-1")
    expect(page.get_by_text("Der Radweg wird im Herbst gebaut.")).to_be_visible()
    page.get_by_role("button", name="Ab 0:00:30 abspielen").click()
    assert page.url.endswith("?t=30")
    expect(page.locator(".moment__quote")).to_have_text("Für die Häuser am Weg ändert sich nichts.")
    page.locator(".within__input").fill("Schulen")
    page.locator(".within__button").click()
    expect(page.locator(".hits__count")).to_have_text("1 Treffer für „Schulen“")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing_in_light_and_dark(recording: str, browser_page: Open, size: str) -> None:
    page = browser_page(size)
    page.goto(f"{recording}?t=61&q=Häuser")
    page.get_by_role("button", name="Ab hier abspielen", exact=True).click()
    until(page, PLAYING)
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    page.emulate_media(color_scheme="dark")
    assert axe.violations(page) == []
    page.keyboard.press("?")
    assert axe.violations(page) == []


def test_the_page_breaks_no_rule_of_its_own_protection(recording: str, browser_page: Open) -> None:
    page = browser_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{recording}?t=3")
    page.get_by_role("button", name="Ab hier abspielen", exact=True).click()
    until(page, PLAYING)
    page.locator("[data-slider]").hover()
    assert json.dumps(complaints, ensure_ascii=False) == "[]"
