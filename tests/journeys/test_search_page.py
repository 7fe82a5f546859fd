"""People look for what was said."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from search import indexing
from search.engines import open_writer
from tests import axe
from tests.search.archive import add_recording

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.conftest import LiveSite

pytestmark = pytest.mark.browser

ITEMS = [
    ("1", "Eröffnung und Feststellung der Beschlussfähigkeit", True, 0),
    ("2", "Fortschreibung des Radverkehrskonzeptes für die Innenstadt und die angrenzenden Stadtteile", True, 10_000),
]
PAGES = [
    "/suche",
    "/suche?q=Radweg",
    "/suche?q=Radweg&jahr=2026",
    "/suche?q=Radweg&sitzung=1",
    "/suche?q=Tunnel",
    "/suche?q=%22",
]


@pytest.fixture
def searched_site(live_site: "LiveSite") -> "LiveSite":
    """A site with two meetings that can be searched."""
    said = [
        "Guten Abend",
        *[f"Der Radweg an der Bonner Straße, Abschnitt {number}, wird gebaut." for number in range(5)],
    ]
    add_recording(live_site.site, *said, items=ITEMS, word_times=True)
    add_recording(
        live_site.site,
        "Auch hier ein Radweg",
        organization="Ausschuss für Umwelt",
        name="Umwelt",
        start=datetime(2025, 5, 6, 15, tzinfo=UTC),
    )
    with closing(open_writer(live_site.site)) as engine:
        indexing.index_once(live_site.site, engine)
    return live_site


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_person_finds_the_second_with_the_keyboard_alone(
    searched_site: "LiveSite", browser_page: "Callable[..., Page]", size: str
) -> None:
    page = browser_page(size, url=searched_site.url)
    page.goto("/suche")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("radwege bonner strasse")
    page.keyboard.press("Enter")
    assert page.get_by_role("status").inner_text() == "5 Stellen in 1 Sitzung"
    if size == "phone":
        folded = page.locator(".search-filters > summary")
        folded.focus()
        page.keyboard.press("Enter")
    year = page.get_by_role("link", name="2026")
    assert year.is_visible()
    year.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**jahr=2026**")
    first = page.locator(".line__time").first
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/aufzeichnungen/1?t=*")
    assert "t=11&q=radwege+bonner+strasse" in page.url
    assert "Bonner Straße" in page.locator("main").inner_text()


def test_filters_lie_open_beside_the_results_and_folded_above_them_on_a_phone(
    searched_site: "LiveSite", browser_page: "Callable[..., Page]"
) -> None:
    for size, open_at_once in (("desktop", True), ("phone", False)):
        page = browser_page(size, url=searched_site.url)
        page.goto("/suche?q=Radweg")
        assert page.get_by_role("link", name="Ausschuss für Umwelt").is_visible() is open_at_once


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_nobody_meets_a_barrier(searched_site: "LiveSite", browser_page: "Callable[..., Page]", size: str) -> None:
    page = browser_page(size, url=searched_site.url)
    for address in PAGES:
        page.goto(address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert axe.violations(page) == [], f"{address}, {size}, {scheme}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} is too wide, {size}"
