"""People look for what was said: typing, narrowing and listening, by hand, by keyboard, and without scripts."""

import re
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from council import recordings
from search import indexing
from search.engines import open_writer
from tests import axe, media_files
from tests.conftest import PATIENCE_MS, LiveSite
from tests.search.archive import add_recording
from tests.transcription.views.recorded import Said, store

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
FILES = ("video.mp4",)
MEDIA = "document.querySelector('[data-media]')"
ITEMS = [
    ("1", "Eröffnung und Feststellung der Beschlussfähigkeit", True, 0),
    ("2", "Fortschreibung des Verkehrskonzeptes für die Innenstadt und die angrenzenden Stadtteile", True, 10_000),
]
HEARD = (
    Said(3_000, "Ich eröffne die Sitzung und begrüße alle.", "Mona Richter"),
    Said(21_000, "Die Fahrradwege an der Bonner Straße werden breiter.", "Renate Bürger"),
    Said(30_000, "Der Bebauungsplan wird ausgelegt.", "Mona Richter"),
)
PAGES = (
    "/suche",
    "/suche?q=Radweg",
    "/suche?q=Radweg&jahr=2025&gremium=3&gremium=1",
    "/suche?q=Radweg&sitzung=1",
    "/suche?q=Radweg+Tunnel",
    "/suche?q=Bebaungsplan",
    "/suche?q=%22",
    "/suche?jahr=2025",
    "/suche?q=Verkehrskonzept+Sitzung",
)


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty seconds of test picture and tone."""
    folder = tmp_path_factory.mktemp("film")
    picture = ("-f", "lavfi", "-i", "testsrc=s=320x180:r=10:d=40", "-f", "lavfi", "-i", "sine=330:d=40")
    h264 = ("-c:v", "libx264", "-profile:v", "baseline", "-preset", "ultrafast", "-crf", "40", "-g", "20")
    media_files.run(*picture, *h264, "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "32k", folder / "video.mp4")
    return folder


@pytest.fixture
def searched_site(live_site: LiveSite, film: Path) -> LiveSite:
    """A site with three meetings of three bodies that can be searched; the last one can be heard."""
    site = live_site.site
    said = [f"Der Radweg am Bonner Platz, Abschnitt {number}, wird gebaut." for number in range(5)]
    add_recording(site, "Guten Abend", *said, items=ITEMS, word_times=True)
    add_recording(
        site,
        "Auch hier ein Radweg",
        organization="Ausschuss für Umwelt",
        name="Umwelt",
        start=datetime(2025, 5, 6, 15, tzinfo=UTC),
    )
    number = store(site, HEARD, items=(), duration_ms=40_000, files=FILES)
    with site.database.writing() as db:
        found = recordings.public(db, number)
        assert found is not None
        assert found.media_token is not None
        recordings.text_changed(db, found, site.clock())
    folder = site.storage.public(found.media_token)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to(film, target_is_directory=True)
    with closing(open_writer(site)) as engine:
        indexing.index_once(site, engine)
    return live_site


def until(page: Page, condition: str) -> None:
    """Wait for what a script says. Playwright's own waiting is evaluated inside the page, which its protection forbids."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"never became true: {condition}"
        page.wait_for_timeout(50)


def count(page: Page) -> str:
    return page.locator("#trefferzahl").inner_text()


# --- with the keyboard alone -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_person_completes_narrows_and_hears_a_hit_with_the_keyboard_alone(
    searched_site: LiveSite, browser_page: Open, size: str
) -> None:
    page = browser_page(size, url=searched_site.url)
    page.goto("/")
    field = page.get_by_role("combobox", name="Wort oder Thema")
    field.focus()
    page.keyboard.type("radwege bonner stra", delay=20)
    option = page.get_by_role("option", name="radwege bonner Straße")
    expect(option).to_be_visible()
    expect(page.locator("#vorschlaege-zahl")).to_have_text("1 Vorschlag")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche?q=radwege+bonner+Stra%C3%9Fe")
    assert count(page) == "1 Treffer in 1 Sitzung"
    field = page.locator("#suche")
    field.fill("radwege bonner strasse")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche?q=radwege+bonner+strasse")
    expect(page.locator("#suchansage")).to_have_text("1 Treffer in 1 Sitzung")
    if size == "phone":
        page.locator("#eingrenzen").focus()
        page.keyboard.press("Enter")
    year = page.get_by_role("link", name="2026 1 Treffer")
    year.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**jahr=2026**")
    expect(page.get_by_role("link", name="Jahr: 2026")).to_be_visible()
    hit = page.get_by_role("link", name="Abspielen ab")
    hit.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/aufzeichnungen/3?t=*")
    expect(page.locator(".said--meant mark").first).to_have_text("Fahrradwege")
    play = page.get_by_role("button", name="Ab hier abspielen", exact=True)
    play.focus()
    page.keyboard.press("Enter")
    until(page, f"!{MEDIA}.paused && {MEDIA}.currentTime > 21")
    assert page.evaluate(f"{MEDIA}.currentTime") < 27


# --- completion ------------------------------------------------------------------------------------------------------


def test_the_list_opens_and_closes_as_people_expect(searched_site: LiveSite, browser_page: Open) -> None:
    page = browser_page(url=searched_site.url)
    page.goto("/suche")
    field, options = page.locator("#suche"), page.locator("#vorschlaege").get_by_role("option")
    field.press_sequentially("b")
    field.press_sequentially("on")
    expect(options).to_have_count(1)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("bon")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(field).to_have_value("Bonner")
    expect(options.first).to_be_hidden()
    assert page.url.endswith("/suche"), "nobody asked for the search yet"
    field.fill("")
    field.press_sequentially("umw")
    options.first.click()
    page.wait_for_url("**/suche?q=Umwelt")
    expect(page.locator("#trefferzahl")).to_contain_text("Treffer")


def test_the_list_is_never_in_the_way_of_who_types_quickly(searched_site: LiveSite, browser_page: Open) -> None:
    page = browser_page(url=searched_site.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "vorschlaege" in request.url else None)
    page.goto("/suche")
    page.locator("#suche").focus()
    page.keyboard.type("platz radweg bon", delay=10)
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche?q=platz+radweg+bon")
    page.wait_for_timeout(600)
    expect(page.locator("#vorschlaege")).to_be_hidden()
    assert len(asked) <= 1, f"each letter was asked for: {asked}"
    page.keyboard.type("n")
    expect(page.locator("#vorschlaege")).to_be_visible()


# --- results that change in their place ------------------------------------------------------------------------------


def test_choices_change_the_results_and_leave_everything_else(searched_site: LiveSite, browser_page: Open) -> None:
    page = browser_page(url=searched_site.url)
    loads: list[str] = []
    page.on("request", lambda request: loads.append(request.url) if request.is_navigation_request() else None)
    page.goto("/suche?q=Radweg")
    assert count(page) == "7 Treffer in 3 Sitzungen"
    year = page.locator("#wahl-jahr-2025")
    year.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**jahr=2025")
    expect(page.locator("#trefferzahl")).to_have_text("1 Treffer in 1 Sitzung")
    expect(page.locator("#suchansage")).to_have_text("1 Treffer in 1 Sitzung")
    expect(year).to_be_focused()
    expect(year).to_have_attribute("aria-current", "true")
    assert page.title().startswith("„Radweg“ – Suche")
    english = page.get_by_role("link", name="English")
    assert (english.get_attribute("href") or "").endswith("/en/suche?q=Radweg&jahr=2025")
    page.locator("#erweitert-griff").click()
    expect(page.get_by_label("Jahr oder Zeitraum")).to_have_value("2025")
    page.get_by_role("link", name="Jahr: 2025").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#trefferzahl")).to_have_text("7 Treffer in 3 Sitzungen")
    expect(page.locator("#trefferzahl")).to_be_focused()
    expect(page.get_by_label("Jahr oder Zeitraum")).to_have_value("")
    expect(page.get_by_label("Jahr oder Zeitraum")).to_be_visible()
    assert len(loads) == 1
    page.go_back()
    expect(page.locator("#trefferzahl")).to_have_text("1 Treffer in 1 Sitzung")
    page.go_back()
    expect(page.locator("#trefferzahl")).to_have_text("7 Treffer in 3 Sitzungen")


def test_the_fields_narrow_what_is_searched(searched_site: LiveSite, browser_page: Open) -> None:
    page = browser_page(url=searched_site.url)
    page.goto("/suche")
    page.locator("#suche").fill("Radweg")
    page.locator("#erweitert-griff").click()
    page.get_by_label("Gremium").select_option("Ausschuss für Umwelt")
    page.get_by_label("Jahr oder Zeitraum").fill("2024-2025")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche?q=Radweg&gremium=2&jahr=2024-2025")
    expect(page.locator("#trefferzahl")).to_have_text("1 Treffer in 1 Sitzung")
    expect(page.get_by_label("Jahr oder Zeitraum")).to_be_focused()
    page.get_by_role("link", name="Alles aufheben").click()
    page.wait_for_url("**/suche?q=Radweg")
    expect(page.get_by_label("Gremium")).to_have_value("")


def test_all_hits_of_a_meeting_are_read_from_the_top(searched_site: LiveSite, browser_page: Open) -> None:
    page = browser_page("phone", url=searched_site.url)
    page.goto("/suche?q=Radweg")
    page.get_by_role("link", name="2 weitere Treffer in dieser Sitzung").click()
    expect(page.locator("#trefferzahl")).to_have_text("5 Treffer in dieser Sitzung")
    expect(page.locator("#trefferzahl")).to_be_focused()
    expect(page.locator("#trefferzahl")).to_be_in_viewport()


IN_VIEW = "(one => one.getBoundingClientRect().top >= 0 && one.getBoundingClientRect().bottom <= innerHeight)"


def test_who_chooses_far_down_stays_there(searched_site: LiveSite, browser_page: Open) -> None:
    page = browser_page(url=searched_site.url)
    page.goto("/suche?q=Radweg")
    year = page.locator("#wahl-jahr-2026")
    for _ in range(2):  # chosen, and let go of
        year.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 100)")
        before = page.evaluate("scrollY")
        assert before > 100
        asked = page.url
        year.click()
        page.wait_for_url(lambda url, asked=asked: url != asked)
        expect(page.locator("#suchergebnis")).not_to_have_class(re.compile("htmx-settling|htmx-swapping|htmx-request"))
        expect(year).to_be_focused()
        assert year.evaluate(IN_VIEW)
        assert page.evaluate("scrollY") <= before, "what was chosen pushes nobody down"


def test_who_chooses_far_down_on_a_phone_comes_to_the_number_of_hits(
    searched_site: LiveSite, browser_page: Open
) -> None:
    page = browser_page("phone", url=searched_site.url, reduced_motion="reduce")
    page.goto("/suche?q=Radweg")
    page.locator("#eingrenzen").click()
    year = page.locator("#wahl-jahr-2026")
    year.evaluate("one => one.scrollIntoView({ block: 'start' })")
    assert page.locator("#trefferzahl").evaluate("one => one.getBoundingClientRect().bottom < 0")
    year.click()
    expect(page.locator("#trefferzahl")).to_have_text("6 Treffer in 2 Sitzungen")
    expect(page.locator("#trefferzahl")).to_be_focused()
    assert page.locator("#trefferzahl").evaluate(IN_VIEW)
    assert page.locator("#eingrenzen").is_visible()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_with_the_keyboard_the_hits_are_one_step_from_the_field(
    searched_site: LiveSite, browser_page: Open, size: str
) -> None:
    page = browser_page(size, url=searched_site.url)
    page.goto("/suche?q=Radweg")
    skip = page.get_by_role("link", name="Zu den Treffern").first
    assert (skip.bounding_box() or {})["width"] <= 1
    page.get_by_role("button", name="Suchen").focus()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    assert (skip.bounding_box() or {})["height"] >= 44
    assert axe.violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#treffer")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".found a").first).to_be_focused()


def test_a_search_without_a_word_asks_for_one_and_forgets_nothing(searched_site: LiveSite, browser_page: Open) -> None:
    page = browser_page(url=searched_site.url)
    page.goto("/suche")
    page.locator("#erweitert-griff").click()
    page.get_by_label("Gremium").select_option("Ausschuss für Umwelt")
    page.get_by_label("Wer spricht").fill("Amtmann")
    page.keyboard.press("Enter")
    expect(page.locator("#suchansage")).to_have_text("Es fehlt noch ein Wort")
    expect(page.get_by_label("Wer spricht")).to_have_value("Amtmann")
    expect(page.get_by_label("Gremium")).to_have_value("2")
    page.locator("#suche").fill("Radweg")
    page.keyboard.press("Enter")
    expect(page.locator("#trefferzahl")).to_have_text("1 Treffer in 1 Sitzung")


def test_where_the_answer_does_not_come_it_is_asked_for_as_a_page(searched_site: LiveSite, browser_page: Open) -> None:
    page = browser_page(url=searched_site.url)
    page.goto("/suche?q=Radweg")
    page.route(lambda _: True, lambda route: route.abort() if _by_script(route.request) else route.continue_())
    page.locator("#wahl-jahr-2025").click()
    page.wait_for_url("**jahr=2025")
    assert count(page) == "1 Treffer in 1 Sitzung"


def _by_script(request: Request) -> bool:
    return "hx-request" in request.headers


# --- for everybody ---------------------------------------------------------------------------------------------------


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
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert axe.violations(page) == [], f"{address}, {size}, {scheme}"
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
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe.violations(page) == [], f"{size}, {scheme}"
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
