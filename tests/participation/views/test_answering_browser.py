"""Answering in a browser that gets no scripts: on a phone, in the dark, by keyboard."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests import axe, surveys
from tests.participation.views.market import MARKET

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.conftest import LiveSite


def is_good(page: "Page") -> bool:
    """Nothing hinders anybody, and nothing is wider than the phone."""
    assert axe.violations(page) == []
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.browser
def test_without_scripts_by_keyboard_on_a_phone(
    live_site: "LiveSite", browser_page: "Callable[..., Page]", monkeypatch: pytest.MonkeyPatch
) -> None:
    from participation.views import answering_sending

    monkeypatch.setattr(answering_sending, "LEAST", timedelta())
    monkeypatch.setattr(answering_sending, "A_QUESTION", timedelta())
    surveys.survey(live_site.site, MARKET)
    page = browser_page("phone", scheme="dark", url=live_site.url)
    page.route("**/js/**", lambda route: route.abort())
    page.goto("/mitmachen/marktplatz")
    assert is_good(page)
    page.get_by_role("link", name="Jetzt mitmachen").press("Enter")
    page.get_by_role("button", name="Weiter").press("Enter")
    page.get_by_role("alert").get_by_role("link").press("Enter")
    assert is_good(page)
    assert page.evaluate("() => document.activeElement.id") == "q-often-daily"
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # the first button of the form goes on
    page.get_by_label("Zu Fuß").press("Space")
    page.get_by_role("button", name="Weiter").press("Enter")
    page.get_by_label("Seit wann wohnen Sie hier?").press_sequentially("12")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Bitte sehen Sie Ihre Antworten noch einmal durch").wait_for()
    assert is_good(page)
    page.get_by_role("button", name="Absenden").press("Enter")
    page.get_by_role("heading", name="Danke, Ihre Antworten sind angekommen").wait_for()
    assert is_good(page)
    receipt = page.locator("[data-receipt]").inner_text()
    page.reload()  # sends the same once more
    page.get_by_role("heading", name="Ihre Antworten waren schon angekommen").wait_for()
    assert page.locator("[data-receipt]").inner_text() == receipt
    page.go_back()
    page.reload()
    page.get_by_role("button", name="Absenden").press("Enter")
    page.get_by_role("heading", name="Ihre Antworten waren schon angekommen").wait_for()
    assert page.locator("[data-receipt]").inner_text() == receipt
