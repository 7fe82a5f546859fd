"""Makes the pictures of docs/handbuch-ratsbuero.md from a running site, clicking through it as a clerk would.

    RATSFENSTER_TOWN=Mühlenrode RATSFENSTER_DATA=/tmp/handbuch .venv/bin/ratsfenster start
    RATSFENSTER_DATA=/tmp/handbuch .venv/bin/ratsfenster create-user amtmann@muehlenrode.example --name "Clara Amtmann" --role clerk
    .venv/bin/python tools/handbook_pictures.py http://localhost:8000 amtmann@muehlenrode.example

The site should be empty before. It asks for the password on the terminal, and takes some minutes, mostly of the speech model's.
"""

import getpass
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
PICTURES = PROJECT / "docs" / "images"
DEMO = PROJECT / "ratsfenster" / "demo"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
SIZE = {"width": 1180, "height": 820}
PROCESSED_MS = 900_000
CUT_S = (26.0, 29.5)  # in the second item
PAPERS_FROM_S = 10.0  # the opening has no paper
MEDIA = "document.querySelector('[data-media]')"


@dataclass(frozen=True)
class Item:
    """An item of the demo's agenda; where it begins, in seconds."""

    number: str
    name: str
    start_s: float

    @property
    def line(self) -> str:
        """As a council information system shows it."""
        number = self.number if self.number.startswith("N") else f"Ö {self.number}"
        return f"{number} {self.name}" + (
            f" (DS{100 + int(self.start_s):04}/26)" if self.start_s > PAPERS_FROM_S else ""
        )


def agenda() -> list[Item]:
    """The demo's agenda in the order of the meeting."""
    found = json.loads((DEMO / "agenda.json").read_text(encoding="utf-8"))["agendaItem"]
    return [Item(item["number"], item["name"], item["x-recordingStart"]) for item in found]


def take(page: Page, number: int, top: Locator | None = None) -> None:
    """Keep what is seen from ``top`` on; from the page's heading where nothing is said."""
    first = top or page.get_by_role("heading", level=1)
    first.evaluate("element => { element.scrollIntoView({block: 'start'}); scrollBy(0, -24); }")
    page.wait_for_timeout(300)  # pictures and fonts are drawn
    path = PICTURES / f"handbuch-{number:02}.png"
    page.screenshot(path=path)
    Image.open(path).quantize(256).save(path, optimize=True)  # a third of the size, and nobody sees it
    print(path.relative_to(PROJECT))


def sign_in(page: Page, login: str, password: str) -> None:
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(login)
    page.get_by_label("Passwort", exact=True).fill(password)
    take(page, 1)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guten Tag")


def hold_meeting(page: Page, items: Sequence[Item]) -> None:
    """A new meeting with its agenda; ends on its page."""
    _enter_meeting(page, "3. Sitzung des Stadtrates", date.today() - timedelta(days=1))
    take(page, 3)
    page.get_by_role("button", name="Sitzung anlegen").click()
    page.get_by_role("link", name="Als Text einfügen").first.click()
    page.get_by_label("Text der Tagesordnung").fill("\n".join(item.line for item in items))
    page.get_by_role("button", name="Lesen").click()
    take(page, 4)
    page.get_by_role("button", name="Übernehmen").click()


def announce_next(page: Page) -> None:
    """A meeting ahead whose agenda is not there yet."""
    _enter_meeting(page, "4. Sitzung des Stadtrates", date.today() + timedelta(days=12))
    page.get_by_role("button", name="Sitzung anlegen").click()


def _enter_meeting(page: Page, name: str, day: date) -> None:
    page.goto("/ratsbuero")
    page.get_by_role("link", name="Neue Sitzung anlegen").first.click()
    page.get_by_label("Gremium").fill("Stadtrat")
    page.get_by_label("Name der Sitzung").fill(name)
    page.get_by_label("Tag").fill(day.isoformat())
    page.get_by_label("Beginn").fill("18:00")
    page.get_by_label("Ort").fill("Rathaus, Ratssaal")


def upload(page: Page) -> str:
    """The recording; the address of its page."""
    film = {
        "name": "Ratssitzung Kamera 1.mp4",
        "mimeType": "video/mp4",
        "buffer": (DEMO / "recording.mp4").read_bytes(),
    }
    page.locator("[data-upload-files]").set_input_files(film)  # type: ignore[arg-type]  # a TypedDict of the same shape
    take(page, 5, page.get_by_role("heading", name="Aufnahme hochladen"))
    page.get_by_role("button", name="Hochladen", exact=True).click()
    link = page.get_by_role("link", name="Zur Aufzeichnung")
    expect(link).to_be_visible(timeout=60_000)
    link.click()
    page.wait_for_url("**/aufzeichnungen/*")
    expect(page.get_by_text("Alles ist verarbeitet.")).to_be_visible(timeout=PROCESSED_MS)
    return page.url


def mark(page: Page, hub: str, items: Sequence[Item]) -> None:
    """Where items begin, by the keyboard, and one cut."""
    page.goto(f"{hub}/markieren")
    page.locator("[data-media]").wait_for()
    for item in items:
        _go_to(page, item.start_s)
        page.keyboard.press("n")
        expect(page.locator("[data-swap='meldung']")).to_contain_text(f"{item.number} ab")
    take(page, 6)
    for second, key in zip(CUT_S, "io", strict=True):
        _go_to(page, second)
        page.keyboard.press(key)
    expect(page.locator("[data-swap='meldung']")).to_contain_text("Schnitt")
    cuts = page.locator("[data-swap='schnitte']")
    cuts.locator("summary").first.click()
    take(page, 7, cuts)


def _go_to(page: Page, second: float) -> None:
    page.evaluate(f"{MEDIA}.currentTime = {second}")
    for _ in range(200):
        if page.evaluate(f"{MEDIA}.readyState >= 2 && !{MEDIA}.seeking"):
            return
        page.wait_for_timeout(50)
    raise SystemExit(f"Die Aufzeichnung springt nicht zu Sekunde {second}.")


def check(page: Page, hub: str) -> None:
    """One utterance opened for checking, the uncertain ones first."""
    page.goto(f"{hub}/text?folge=unsicher")
    page.locator("[data-lines] [data-edit]").first.click()
    page.locator("[data-lines] textarea").wait_for()
    take(page, 8)


def publish(page: Page, hub: str) -> None:
    """The declaration, filled in."""
    page.goto(f"{hub}/veroeffentlichen")
    page.get_by_label("Hauptsatzung").check()
    page.get_by_label("Fundstelle").fill("§ 7 Abs. 2")
    take(page, 9)


def look_around(page: Page, hub: str) -> None:
    """What is to be done, and the lasting links."""
    page.goto("/ratsbuero")
    take(page, 2)
    page.goto(f"{hub}/niederschrift")
    page.get_by_role("link", name="Verweise und QR-Codes").click()
    take(page, 10)


def run(page: Page, login: str, password: str) -> None:
    """All pictures. The second one is made late, when there is something to do."""
    items = agenda()
    sign_in(page, login, password)
    hold_meeting(page, items)
    hub = upload(page)
    announce_next(page)
    steps: tuple[Callable[[], None], ...] = (
        lambda: mark(page, hub, items),
        lambda: look_around(page, hub),
        lambda: check(page, hub),
        lambda: publish(page, hub),
    )
    for step in steps:
        step()


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 2:
        print(__doc__)
        return 2
    address, login = arguments
    password = getpass.getpass(f"Passwort von {login}: ")
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(
            base_url=address,
            viewport=SIZE,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            color_scheme="light",  # type: ignore[arg-type]  # a TypedDict of the same shape
        )
        run(context.new_page(), login, password)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
