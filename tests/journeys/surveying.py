"""Playing a survey through in a browser: keys instead of a mouse, looking at each page on the way, and what happens behind the pages."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from participation.processes import Process
from participation.results import due_countings
from participation.results.due_countings import Due
from ratsfenster.cli import app
from tests import axe

if TYPE_CHECKING:
    from typer.testing import Result

    from council.base.site import Site
    from tests.conftest import MovableClock

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = "selector => document.activeElement.matches(selector)"
MOST_TABS = 150


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(MOST_TABS):
        if page.evaluate(FOCUSED, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def type_into(page: Page, selector: str, text: str) -> None:
    """Write into a field that is reached by Tab, in place of what stood there."""
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Press a key on what is reached by Tab."""
    tab_to(page, selector)
    page.keyboard.press(key)


def follow(page: Page, selector: str) -> None:
    """Follow a link, or send a form, to another page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def look_at(page: Page) -> None:
    """Nothing on the page hinders anybody, by daylight or in the dark, and it is no wider than the window."""
    assert not axe.violations_by_day_and_night(page), page.url
    assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} is wider than the window"


def go_on(page: Page) -> None:
    """To the next page of a survey, until it is there."""
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.locator("#bogen[aria-busy]")).to_have_count(0)


def send(page: Page) -> str:
    """Send the answers off; the receipt."""
    page.get_by_role("button", name="Absenden").click()
    expect(page.locator("#quittung")).to_be_visible()
    return page.locator("[data-receipt]").inner_text()


def closes_at(site: "Site", process_id: int) -> datetime:
    """When a survey ends."""
    with site.database.reading() as db:
        ends = db.get_one(Process, process_id).closes_at
    assert ends is not None
    return ends


def end(clock: "MovableClock", closes_at: datetime) -> None:
    """The period is over, and requests that were on their way have ended."""
    clock.advance(closes_at + due_countings.GRACE - clock.now)


def count(site: "Site", process_id: int) -> None:
    """What the worker does as soon as a survey is due."""
    with site.database.reading() as db:
        due = due_countings.due(db, site.clock())
    assert due == [Due(process_id, True)]
    assert due_countings.counted(site, due[0])


def recount(*arguments: str | Path) -> "Result":
    """Run ``ratsfenster recount``."""
    return CliRunner().invoke(app, ["recount", *map(str, arguments)])


def soon(now: datetime) -> datetime:
    """A full minute about an hour ahead."""
    return now.replace(second=0, microsecond=0) + timedelta(hours=1)


def change_a_byte(bundle: Path) -> None:
    """The last digit of the last receipt is another one."""
    lines = bundle.read_bytes().splitlines(keepends=True)
    receipt = bytearray(lines[-2])
    receipt[-4] = ord("1" if receipt[-4] == ord("0") else "0")
    bundle.write_bytes(b"".join([*lines[:-2], bytes(receipt), lines[-1]]))
