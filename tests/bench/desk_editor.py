"""Checking a long transcript: 6,000 utterances in 5.4 hours, in a real browser. Paint counts from the click; saving from the key press."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from sqlmodel import col, select

from council.base import access, accounts, sign_ins
from council.base.accounts import Role
from council.base.settings import Settings
from council.base.site import Site
from council.people import Person
from council.streets import Street
from ratsfenster import migrations
from tests.bench.installation import Installation
from tests.bench.report import Figure, Report
from transcription.corrections import spread
from transcription.transcripts import Segment

HOURS = 5.4
UTTERANCES = 6_000
WORDS = 7  # an utterance: 42,000 words in 5.4 hours, as fast as councils speak
LOADS = 12
SAVES = 60
STREETS = 2_000
PAINT = "performance.getEntriesByType('paint').find(one => one.name === 'first-contentful-paint')?.startTime ?? -1"
# From the key press to the moment the utterance stands there as it was saved.
WATCH = """() => {
  window.waits = [];
  let began = 0;
  addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) began = performance.now(); }, { capture: true });
  new MutationObserver((changes) => {
    const saved = changes.flatMap((one) => [...one.addedNodes]).find((node) => node.dataset?.revision);
    if (saved && began) { window.waits.push(performance.now() - began); began = 0; }
  }).observe(document.querySelector("[data-lines]"), { childList: true, subtree: true });
}"""


def measure(report: Report, data: Path, models: Path) -> None:
    """The slowest first paint of the page in either order, and the p95 from key press to saved."""
    speeches, chromium = data / "council-speech", shutil.which("chromium")
    if not speeches.is_dir() or chromium is None:
        report.leave_out(f"the transcript editor: there is no {'browser' if chromium is None else speeches}")
        return
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder) / "data", models, port=8793)
        transcript = Path(folder) / "2026-03-17.vtt"
        transcript.write_text(_vtt(speeches))
        installation.run("import-transcript", str(transcript))
        cookie = _prepared(installation)
        with installation.web(), _browser(chromium, installation, cookie) as page:
            address = f"{installation.url}/ratsbuero/aufzeichnungen/1/text"
            paints = [_painted(page, address, order) for order in ("?folge=reihe", "?folge=unsicher") * (LOADS // 2)]
            waits = _saved(page, address)
    beside = f"the slowest of {LOADS} loads of {UTTERANCES} utterances; median {sorted(paints)[LOADS // 2]:.0f}"
    report.add(Figure("desk.editor_paint_ms", max(paints), "ms", most=1000, beside=beside))
    p95 = sorted(waits)[int(len(waits) * 0.95)]
    beside = f"p95 of {len(waits)} corrections; median {sorted(waits)[len(waits) // 2]:.0f}"
    report.add(Figure("desk.editor_save_ms", p95, "ms", most=150, beside=beside))


def _vtt(speeches: Path) -> str:
    """What was said in real meetings, in cues of a few words over the whole time."""
    words = _words(speeches)
    length_ms = int(HOURS * 3_600_000 / UTTERANCES)
    lines = ["WEBVTT", ""]
    for number in range(UTTERANCES):
        said = [next(words) for _ in range(WORDS)]
        start, end = number * length_ms, (number + 1) * length_ms - 200
        text = " ".join(word for _, word in said)
        lines += [f"{_clock(start)} --> {_clock(end)}", f"<v {said[0][0]}>{text}", ""]
    return "\n".join(lines)


def _words(speeches: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(speeches.glob("*/session-speeches.json")):
        for speech in json.loads(file.read_text()):
            for word in (speech.get("transcription") or "").split():
                yield speech["speaker"], word.strip("<>&") or "ja"


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def _prepared(installation: Installation) -> tuple[str, str]:
    """Words get times and doubts as from a machine, there are names to be offered, and a clerk is signed in; her cookie."""
    site = Site.of(Settings(data=installation.data, models=installation.models, url=installation.url))
    migrations.upgrade(site.database, "head")  # it is up to date; with it come all tables
    with site.database.writing() as db:
        db.add_all(Person(name=f"Anna Beispiel{number}mann") for number in range(60))
        db.add_all(Street(name=f"{first}weg {number}") for first in ("Nord", "Süd") for number in range(STREETS // 2))
        rows = db.exec(select(Segment).order_by(col(Segment.start_ms))).all()
        assert len(rows) == UTTERANCES
        for row in rows:
            words = spread(row.text.split(), row.start_ms, row.end_ms)
            row.words = [[word.start_ms, word.end_ms, _share(word.start_ms)] for word in words]
        clerk = accounts.create(db, "clerk@musterstadt.example", "Clara Amtmann", [Role.CLERK], datetime.now(UTC))
        assert clerk.id is not None
        token = sign_ins.begin(db, clerk, "Messung", datetime.now(UTC))
    site.database.close()
    return access.cookie_name(site), token


def _share(start_ms: int) -> float:
    """The machine's probability of a word: every fourteenth or so is doubtful."""
    return round((start_ms * 7919 % 1000) / 1000 * 0.93 + 0.07, 3) if start_ms % 7 == 0 else 0.95


@contextmanager
def _browser(chromium: str, installation: Installation, cookie: tuple[str, str]) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="de-DE")
        context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": installation.url}])
        yield context.new_page()
        browser.close()


def _painted(page: Page, address: str, query: str) -> float:
    """From navigation to the first paint with content."""
    page.goto(address + query)
    while (paint := float(page.evaluate(PAINT))) < 0:
        page.wait_for_timeout(20)
    return paint


def _saved(page: Page, address: str) -> list[float]:
    """Corrections one after the other, each a word typed at the end and Strg+Enter."""
    page.goto(f"{address}?folge=reihe")
    page.locator("[data-edit]").first.click()
    page.locator("[data-field]").wait_for()
    page.evaluate(WATCH)
    for done in range(1, SAVES + 1):
        page.keyboard.press("Control+End")
        page.keyboard.type(" genau.")
        field = page.locator("[data-field]").element_handle()
        page.keyboard.press("Control+Enter")
        while int(page.evaluate("waits.length")) < done or field.evaluate("field => field.isConnected"):
            page.wait_for_timeout(10)
        page.locator("[data-field]").wait_for()
    waits: list[float] = page.evaluate("waits")
    return waits
