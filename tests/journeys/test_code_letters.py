"""Making letters for many codes: whoever waits knows for what, and a second click makes no second file."""

from typing import TYPE_CHECKING

import pytest

from tests import axe, surveys
from tests.conftest import Cast, LiveSite
from tests.desk import cookie
from tests.participation.townsurvey import EVERY_KIND, form

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser
LOOKS, A_LOOK_MS = 300, 100


def arrived(page: "Page", asked: "list[Route]", count: int) -> None:
    """So many requests have come: we hear of one a little after the page has said that it waits."""
    for _ in range(LOOKS):
        if len(asked) >= count:
            return
        page.wait_for_timeout(A_LOOK_MS)
    raise AssertionError(f"{len(asked)} requests came, not {count}")


def test_letters_take_one_click_and_say_when_they_are_there(
    live_site: LiveSite, browser_page: "Callable[..., Page]", cast: Cast
) -> None:
    number = surveys.survey(live_site.site, form(EVERY_KIND[0]), access="codes")
    page = browser_page(url=live_site.url)
    page.context.add_cookies([cookie(live_site.site, live_site.url, cast.planner)])
    page.goto(f"/ratsbuero/beteiligung/{number}/codes")
    page.get_by_label("Anzahl").fill("400")
    page.get_by_role("button", name="Codes anlegen").click()
    page.get_by_text("Das Erzeugen dauert etwa 30 Sekunden.").wait_for()
    asked: list[Route] = []
    page.route("**/codes/briefe", lambda route: asked.append(route))  # a method of a list takes no mark of playwright
    letters = page.get_by_role("button", name="Beilagen (A4) herunterladen")
    letters.click()
    page.get_by_text("Ihre Datei entsteht.").wait_for()
    arrived(page, asked, 1)
    assert axe.violations(page) == []
    letters.click(force=True)
    with page.expect_download() as download:
        asked[0].fulfill(
            body=b"%PDF", headers={"Content-Disposition": 'attachment; filename="beilagen-marktplatz.zip"'}
        )
    assert download.value.suggested_filename == "beilagen-marktplatz.zip"
    page.get_by_text("Fertig: Die Datei ist heruntergeladen.").wait_for()
    assert len(asked) == 1
    letters.click()
    page.get_by_text("Ihre Datei entsteht.").wait_for()
    arrived(page, asked, 2)
    asked[1].abort()
    page.get_by_text("Die Datei kam nicht an.").wait_for()
