"""The desk's first page, the hub of a recording, minutes and links in a real browser."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from council.base import jobs
from council.recordings import Original
from tests import axe, desk, evening

pytestmark = pytest.mark.browser

PAGES = (
    "/ratsbuero",
    "/ratsbuero/aufzeichnungen/1",
    "/ratsbuero/aufzeichnungen/1/niederschrift",
    "/ratsbuero/sitzungen/1/verweise",
    "/ratsbuero/sitzungen/1/verweise/druck",
)
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]):not([type=radio]), label:has(input)")]
  .filter(target => !target.closest(".visually-hidden, .skip-link, [hidden], p:not(:has(.target))"))
  .map(target => [target.outerHTML.slice(0, 90), target.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 24).map(([html]) => html)"""


@pytest.fixture
def office(live_site):
    """One recording at which the machine is at work, and one whose files broke off."""
    site = live_site.site
    running = evening.hold(site, publish=False)
    broken = evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12. Sitzung", "11. Sitzung"))
    with site.database.writing() as db:
        for number, state in ((running, "done"), (broken, "failed")):
            db.add(
                Original(
                    recording_id=number, position=1, name="Ratssitzung Kamera 1.mp4", stored_as="1.mp4", size=2_500_000_000,
                    sha256="ab" * 32, duration_ms=240_000,
                )
            )  # fmt: skip
            job = jobs.enqueue(db, "prepare", number, site.clock())
            job.state, job.live_key, job.message = state, None, "Die Datei bricht ab." if state == "failed" else ""
            db.add(job)
        job = jobs.enqueue(db, "render", running, site.clock())
        job.state, job.progress, job.started_at = "running", 0.4, site.clock() - timedelta(minutes=1)
        db.add(job)
    return live_site


def test_the_clerk_finds_the_way_and_nothing_hinders(office, browser_page, cast):
    for size, scheme in (("phone", "dark"), ("desktop", "light")):
        page = browser_page(size, scheme=scheme, url=office.url)
        page.context.add_cookies([desk.cookie(office.site, office.url, cast.clerk)])
        for path in PAGES:
            page.goto(path)
            assert not axe.violations(page), path
            assert page.evaluate(TOO_WIDE) <= 0, f"{path} is wider than the window"
            assert page.evaluate(SMALL_TARGETS) == [], path
    page.clock.install()
    page.goto("/ratsbuero")
    first = page.locator(".task").first
    expect(first).to_contain_text("Die Datei bricht ab.")
    _mend(office)
    page.clock.fast_forward(6000)
    expect(first).not_to_contain_text("Die Datei bricht ab.")
    page.goto("/ratsbuero/aufzeichnungen/1")
    expect(page.locator("[aria-current=step]")).to_contain_text("Text prüfen")
    page.get_by_role("button", name="Nur für die Niederschrift verwenden").click()
    expect(page.get_by_text("Entfällt: nur für die Niederschrift.")).to_be_visible()
    page.goto("/ratsbuero/aufzeichnungen/1/niederschrift")
    with page.expect_download() as download:
        page.get_by_role("button", name="Word-Datei herunterladen").click()
    assert download.value.suggested_filename == "arbeitshilfe-2026-03-17-1.docx"
    _links(page)


def _mend(office) -> None:
    with office.site.database.writing() as db:
        jobs.enqueue(db, "prepare", 2, office.site.clock())


def _links(page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/ratsbuero/sitzungen/1/verweise")
    page.get_by_role("button", name="Adresse kopieren").nth(1).click()
    expect(page.get_by_text("Verweis kopiert.")).to_be_attached()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert urlsplit(copied).path.startswith("/top/")
    page.get_by_role("link", name="QR-Codes drucken").click()
    page.emulate_media(media="print")
    expect(page.locator(".desk-bar")).to_be_hidden()
    expect(page.get_by_role("img", name="QR-Code zu TOP 2")).to_be_visible()
