"""Entering a sheet without touching the mouse, at a desk and on a phone's screen."""

from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import select

from participation.answers.submissions import Submission
from tests import axe, surveys
from tests.conftest import Cast, LiveSite
from tests.desk import cookie
from tests.participation.townsurvey import EVERY_KIND, form, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
TEN = question("ten", "scale", **{"from": 0, "to": 10, "unknown": False})


@pytest.mark.parametrize(("size", "person"), [("desktop", "moderator"), ("phone", "clerk")])
def test_a_sheet_is_entered_by_keyboard(
    live_site: LiveSite, browser_page: "Callable[..., Page]", cast: Cast, size: Any, person: str
) -> None:
    surveys.survey(live_site.site, form(*EVERY_KIND[:3], TEN, *EVERY_KIND[5:8]))
    page = browser_page(size, url=live_site.url)
    page.context.add_cookies([cookie(live_site.site, live_site.url, getattr(cast, person))])
    page.goto("/ratsbuero/beteiligung")
    assert axe.violations(page) == []
    page.get_by_role("link", name="Wie soll der Marktplatz werden?", exact=True).click()
    if person == "moderator":  # clerks are there already
        page.get_by_role("link", name="Papierbögen").click()
    page.get_by_role("link", name="Bogen eingeben").click()
    assert axe.violations(page) == []
    for key in ("2", "1", "3", "Enter", "4", "0", "Tab", "Enter"):
        page.keyboard.press(key)
    page.locator("#q-years").focus()
    page.keyboard.type("300")
    page.keyboard.press("Control+Enter")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "Frage 6: Die Zahl ist zu groß." in alert.inner_text()
    assert axe.violations(page) == []
    page.locator("#q-years").fill("30")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Gespeichert: Bogen 1").wait_for()
    with live_site.site.database.reading() as db:
        answers = db.exec(select(Submission)).one().answers
    assert answers == {"park": "no", "ways": ["foot", "bus"], "quiet": 4, "ten": 0, "years": "30"}
    assert axe.violations(page) == []
