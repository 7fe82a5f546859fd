"""Makes the pictures of docs/beteiligung.md, and those of surveys in README.md, from the site that ``ratsfenster demo`` serves.

    RATSFENSTER_DATA=/tmp/beteiligung .venv/bin/ratsfenster demo
    RATSFENSTER_DATA=/tmp/beteiligung .venv/bin/ratsfenster create-user planung@muehlenrode.example --name "Paul Baumann" \\
        --role planner --role moderator
    .venv/bin/python tools/survey_pictures.py http://localhost:8000 planung@muehlenrode.example

It asks for the password on the terminal, and deletes the drafts it makes.
"""

import getpass
import re
import shutil
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, ViewportSize, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "images"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
SIZE: ViewportSize = {"width": 1280, "height": 860}
DESK = "/ratsbuero/beteiligung"
OPEN, CLOSED, IDEAS = "/mitmachen/bahnhofplatz", "/mitmachen/buergerumfrage", "/mitmachen/stadtpark"
CODES = {"Altstadt": 420, "Mühlenviertel": 610, "Neustadt": 770}
FACTS = {
    "Verantwortliche Stelle": "Stadt Mühlenrode, Markt 1, 99999 Mühlenrode",
    "Kontakt für Fragen": "Stadtplanung, Telefon 09999 12-345, beteiligung@muehlenrode.example",
    "Kontakt der oder des Datenschutzbeauftragten": "Datenschutz der Stadt Mühlenrode, datenschutz@muehlenrode.example",
    "Aufsichtsbehörde": "Landesbeauftragte für den Datenschutz, Schlossplatz 2, 99998 Residenzstadt",
    "Zweck": "Die Stadt möchte wissen, wie der Marktplatz umgebaut werden soll.",
    "Gesetz dazu": "§ 3 des Landesdatenschutzgesetzes",
    "Tag der Löschung": (date.today() + timedelta(days=365)).isoformat(),
}


def take(page: Page, name: str, top: Locator | None = None) -> None:
    """Keep what is seen from ``top`` on; from the page's heading where nothing is said."""
    first = top or page.get_by_role("heading", level=1)
    first.evaluate("element => { element.scrollIntoView({block: 'start'}); scrollBy(0, -24); }")
    page.wait_for_timeout(400)  # pictures and fonts are drawn
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).quantize(256).save(path, optimize=True)  # a third of the size, and nobody sees it
    print(path.name, path.stat().st_size // 1024, "kB")


def sign_in(page: Page, login: str, password: str) -> None:
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(login)
    page.get_by_label("Passwort", exact=True).fill(password)
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/ratsbuero**")


def begin(page: Page, template: str, title: str, picture: str = "") -> str:
    """A new process from a template; the path of its overview."""
    page.goto(f"{DESK}/neu")
    page.get_by_role("radio", name=template).first.check()
    page.get_by_label("Titel").fill(title)
    if picture:
        take(page, picture)
    page.get_by_role("button", name="Anlegen").click()
    found = re.search(rf"{DESK}/\d+", page.url)
    assert found, page.url
    return found.group()


def set_up(page: Page, process: str, picture: str = "") -> None:
    """Access and period."""
    page.goto(f"{process}/zugang")
    for name, days in (("beginn", 3), ("ende", 31)):
        page.locator(f"#{name}_tag").fill((date.today() + timedelta(days=days)).isoformat())
    if picture:
        page.get_by_label("Adresse", exact=True).fill("marktplatz")
        take(page, picture, page.get_by_role("heading", name="Wer darf antworten?"))
    else:
        page.get_by_role("radio", name="Wer einen Code hat").check()
        page.get_by_label("Gruppen, nach denen Sie auswerten möchten").fill("\n".join(CODES))
    page.get_by_role("button", name="Speichern").click()


def declare(page: Page, process: str) -> None:
    """The information by Art. 13 DSGVO."""
    page.goto(f"{process}/datenschutz")
    page.get_by_role("radio", name="Aufgabe im öffentlichen Interesse").check()
    for label, text in FACTS.items():
        page.get_by_label(label).first.fill(text)
    page.get_by_role("button", name="Speichern").click()


def prepare(page: Page) -> None:
    """A survey on its way to being opened, and another one with codes."""
    square = begin(page, "Meinungsbild", "Wie soll der Marktplatz werden?", "beteiligung-01")
    page.goto(f"{square}/fragen")
    take(page, "beteiligung-02")
    set_up(page, square, "beteiligung-04")
    declare(page, square)
    page.goto(f"{square}/oeffnen")
    take(page, "beteiligung-06")
    town = begin(page, "Bürgerumfrage", "Wie lebt es sich in Mühlenrode?")
    set_up(page, town)
    page.goto(f"{town}/codes")
    for group, number in CODES.items():
        page.get_by_label(group, exact=True).fill(str(number))
    page.get_by_role("button", name="Codes anlegen").click()
    take(page, "beteiligung-05")
    page.get_by_role("button", name="Serie verwerfen").click()
    for process in (square, town):
        drop(page, process)


def drop(page: Page, process: str) -> None:
    """Delete a draft."""
    page.goto(process)
    page.get_by_role("link", name="Entwurf löschen").click()
    page.get_by_role("button", name="Entwurf löschen").click()


def evaluate(page: Page) -> None:
    """What was answered, at the desk."""
    for slug, step, picture in ((OPEN, "texte", "beteiligung-07"), (CLOSED, "ergebnisse", "beteiligung-08")):
        page.goto(DESK)
        for path in {link.get_attribute("href") for link in page.locator(".processes__name").all()}:
            page.goto(path or "")
            if page.locator(f"a[href$='{slug}']").count():
                page.goto(f"{path}/{step}")
                if step == "texte":
                    page.get_by_role("link", name="Was sollten wir noch wissen?").click()
                take(page, picture)
                break


def look(page: Page) -> None:
    """What everybody sees."""
    page.goto(OPEN)
    take(page, "survey")
    page.goto(f"{OPEN}/fragen")
    take(page, "beteiligung-03", page.locator("main"))
    page.goto(f"{CLOSED}/ergebnisse")
    take(page, "beteiligung-09", page.locator("[id^=frage]").first)
    page.goto(f"{IDEAS}/ideen")
    take(page, "beteiligung-10")


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 2:
        print(__doc__)
        return 2
    address, login = arguments
    password = getpass.getpass(f"Passwort von {login}: ")
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        contexts = [
            browser.new_context(
                base_url=address,
                viewport=SIZE,
                locale="de-DE",
                timezone_id="Europe/Berlin",
                color_scheme="light",
            )
            for _ in range(2)
        ]
        page = contexts[0].new_page()
        sign_in(page, login, password)
        prepare(page)
        evaluate(page)
        look(contexts[1].new_page())
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
