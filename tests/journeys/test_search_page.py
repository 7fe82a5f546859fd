"""People look for what was said: typing, narrowing and listening, by hand, by keyboard, and without scripts."""

import re

import pytest
from playwright.sync_api import Request, expect

from tests import axe
from tests.conftest import LiveSite
from tests.journeys.searched import MEDIA, Open, count, film, searched_site, until

__all__ = ["film", "searched_site"]  # fixtures

pytestmark = pytest.mark.browser


# --- with the keyboard alone ---


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


# --- completion ---


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


# --- results that change in their place ---


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
