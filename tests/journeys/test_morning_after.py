"""The morning after a meeting: one clerk brings it online in a browser, a citizen finds it, and then it is gone everywhere.

Once by keyboard and once by mouse, with the real pipeline: ffmpeg, speech model, index.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx2
import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select

from council import cuts, recordings
from council.base.database import utc_now
from council.base.jobs import LIVE, Job
from council.base.settings import Settings
from council.base.site import Site
from council.recordings import Recording
from ratsfenster import demo, migrations, waiting
from ratsfenster.app import create_app
from ratsfenster.worker import Worker
from tests import axe, desk
from tests.conftest import PROJECT, Cast, opened
from tests.server import free_socket, serving
from transcription.transcripts import Segment

pytestmark = [pytest.mark.browser, pytest.mark.media, pytest.mark.speech, pytest.mark.long]

AGENDA = """Öffentlicher Teil
Ö 1   Eröffnung der Sitzung
Ö 2   Bebauungsplan Am Marktplatz   Vorlage: DS0123/24
Nichtöffentlicher Teil
N 1   Grundstücksangelegenheit an der Mühle
"""
SECRET_ITEM = "Grundstücksangelegenheit"
CORRECTED = "Der Zwetschgenkuchen steht im Foyer."
WORD = "Zwetschgenkuchen"
PLAYING_MS = 90_000  # while two others encode beside it on a small machine
CHUNK = 400_000
MEDIA = "document.querySelector('[data-media]')"
READY = f"{MEDIA} && {MEDIA}.readyState >= 2 && !{MEDIA}.seeking"

Open = Callable[..., Page]
Way = Literal["keyboard", "mouse"]


@dataclass(frozen=True)
class Town:
    """A running site with its worker, and the film of an evening."""

    site: Site
    url: str
    film: Path


@pytest.fixture
def film(way: Way) -> Path:
    """By mouse the six minutes of the test data where there are any, else the demo's recording, which is shorter."""
    kept = PROJECT.parent / "shared" / "data" / "sessions" / "ratssitzung-kurz.mp4"
    return kept if way == "mouse" and kept.is_file() else demo.RECORDING


@pytest.fixture
def town(tmp_path: Path, film: Path) -> Iterator[Town]:
    listening = free_socket()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = Settings(data=tmp_path / "data", models=PROJECT / "models", url=url)
    with opened(settings, utc_now) as site:
        migrations.bring_up(site)
        worker = Worker(site)
        worker.start()
        try:
            with serving(create_app(site), listening):
                yield Town(site, url, film)
        finally:
            worker.end()


@dataclass(frozen=True)
class Hand:
    """How somebody works: each thing by keyboard or each by mouse."""

    page: Page
    way: Way

    def press(self, target: Locator) -> None:
        """Use a link, a button or a box."""
        if self.way == "mouse":
            target.click()
            return
        target.focus()
        box = target.evaluate("one => one.matches('input[type=radio], input[type=checkbox]')")
        self.page.keyboard.press("Space" if box else "Enter")

    def write(self, target: Locator, text: str) -> None:
        """Write into a field in place of what is in it."""
        if self.way == "mouse":
            target.click()
        else:
            target.focus()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def go_on(self) -> None:
        """Send the form one is in: with Enter, or by its button."""
        self.press(self.page.locator("main form button.kern-btn--primary[type=submit]").first)

    def act(self, key: str, button: str) -> None:
        """What has a key and a button on the marking page."""
        if self.way == "keyboard":
            self.page.keyboard.press(key)
        else:
            self.page.locator(f"[data-do='{button}']").click()


def until(condition: Callable[[], object], wait: Callable[[], object], patience_s: float = 400) -> None:
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        wait()


def until_seen(page: Page, script: str) -> None:
    until(lambda: page.evaluate(script), lambda: page.wait_for_timeout(40))


def is_clean(page: Page) -> None:
    assert axe.violations(page) == [], page.url


def idle(site: Site) -> bool:
    with site.database.reading() as db:
        return db.exec(select(Job.id).where(col(Job.state).in_(LIVE))).first() is None


def transcribed(site: Site, recording_id: int) -> bool:
    with site.database.reading() as db:
        return bool(db.get_one(Recording, recording_id).transcript_source)


@pytest.mark.parametrize("way", ["keyboard", "mouse"])
def test_the_morning_after(town: Town, browser_page: Open, cast: Cast, way: Way) -> None:
    page = browser_page(url=town.url, scheme="light" if way == "mouse" else "dark")
    page.on("dialog", lambda dialog: dialog.accept())
    hand = Hand(page, way)
    sign_in(town, hand, cast)
    make_meeting(hand)
    paste_agenda(hand)
    recording_id = upload(town, hand)
    duration_s = mark(town, hand, recording_id)
    secret = word_said_only_between(town.site, recording_id, 0.5 * duration_s, 0.6 * duration_s)
    correct_a_word(town, hand, recording_id)
    publish(town, hand, recording_id)
    public = seen_by_a_citizen(town, browser_page, recording_id, secret)
    withdraw(hand, recording_id)
    nothing_is_left(town, public, recording_id)


def sign_in(town: Town, hand: Hand, cast: Cast) -> None:
    desk.account_of(town.site, cast.clerk)
    hand.page.goto("/")
    hand.press(hand.page.get_by_role("contentinfo").get_by_role("link", name="Anmelden"))
    hand.write(hand.page.get_by_label("E-Mail-Adresse"), cast.clerk.email)
    hand.write(hand.page.get_by_label("Passwort", exact=True), desk.PASSWORD)
    is_clean(hand.page)
    hand.go_on()
    expect(hand.page.get_by_role("heading", name="Alles erledigt")).to_be_visible()
    is_clean(hand.page)


def make_meeting(hand: Hand) -> None:
    page = hand.page
    hand.press(page.get_by_role("link", name="Neue Sitzung anlegen").last)
    hand.write(page.locator("#gremium"), "Stadtrat")
    hand.write(page.locator("#name"), "14. Sitzung des Stadtrats")
    page.locator("#tag").fill("2026-03-17")
    page.locator("#uhrzeit").fill("17:00")
    is_clean(page)
    hand.go_on()
    expect(page.get_by_role("heading", level=1)).to_have_text("14. Sitzung des Stadtrats")


def paste_agenda(hand: Hand) -> None:
    page = hand.page
    hand.press(page.get_by_role("link", name="Als Text einfügen").first)
    hand.write(page.get_by_label("Text der Tagesordnung"), AGENDA)
    hand.go_on()
    expect(page.locator("main")).to_contain_text("3 Punkte gelesen, 2 davon öffentlich")
    is_clean(page)
    hand.press(page.get_by_role("button", name="Übernehmen"))
    expect(page.locator(".item")).to_have_count(3)
    expect(page.locator(".item").last).to_contain_text("nichtöffentlich")
    is_clean(page)


def upload(town: Town, hand: Hand) -> int:
    """With the line cut twice; gives back the recording's id."""
    page, sent = hand.page, [0]

    def line(route) -> None:
        sent[0] += 1
        if sent[0] in (2, 5):
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(
        "**/ratsbuero/hochladen/*", lambda route: line(route) if route.request.method == "PATCH" else route.continue_()
    )
    page.evaluate(f"document.querySelector('[data-upload]').dataset.chunk = {CHUNK}")
    page.set_input_files("[data-upload-files]", str(town.film))
    hand.press(page.get_by_role("button", name="Hochladen", exact=True))
    done = page.get_by_role("link", name="Zur Aufzeichnung")
    done.wait_for(timeout=60_000)
    assert sent[0] > 5, "the line was not cut twice"
    is_clean(page)
    hand.press(done)
    page.wait_for_url("**/ratsbuero/aufzeichnungen/*")
    is_clean(page)
    page.unroute_all()
    with town.site.database.reading() as db:
        recording = db.exec(select(Recording)).one()
        assert recording.id is not None
        [original] = recordings.originals(db, recording.id)
        assert original.size == town.film.stat().st_size
    return recording.id


def mark(town: Town, hand: Hand, recording_id: int) -> float:
    """Where the items begin, a cut, and a speaker; gives back the recording's length in seconds."""
    page = hand.page
    until(lambda: transcribed(town.site, recording_id), lambda: page.wait_for_timeout(200))
    page.goto(f"/ratsbuero/aufzeichnungen/{recording_id}/markieren")
    until_seen(page, READY)
    with town.site.database.reading() as db:
        duration_s = db.get_one(Recording, recording_id).duration_ms / 1000
    told = page.locator("[data-swap='meldung']")
    for share, number in ((0.04, "Ö 1"), (0.3, "Ö 2"), (0.8, "N 1")):
        go_to(page, share * duration_s)
        hand.act("n", "item")
        expect(told).to_contain_text(f"TOP {number} ab")
    go_to(page, 0.5 * duration_s)
    hand.act("i", "cut-in")
    go_to(page, 0.6 * duration_s)
    hand.act("o", "cut-out")
    expect(told).to_contain_text("Schnitt 0:")
    go_to(page, 0.31 * duration_s)
    hand.act("s", "who")
    page.get_by_label("Liste durchsuchen").press_sequentially("verw")
    expect(page.locator("[data-who-list] li")).to_have_count(1)
    if hand.way == "keyboard":
        page.keyboard.press("Enter")
    else:
        page.locator("[data-who-list] li").click()
    expect(told).to_contain_text("Verwaltung")
    is_clean(page)
    with town.site.database.reading() as db:
        assert len(cuts.of_recording(db, recording_id)) == 1
        assert len(cuts.hidden(db, recording_id, round(duration_s * 1000))) == 2
    return duration_s


def go_to(page: Page, seconds: float) -> None:
    page.evaluate(f"{MEDIA}.currentTime = {seconds}")
    until_seen(page, READY)


def word_said_only_between(site: Site, recording_id: int, start_s: float, end_s: float) -> str:
    """A word the machine heard in the cut and nowhere else."""
    with site.database.reading() as db:
        rows = db.exec(select(Segment).where(Segment.recording_id == recording_id)).all()
    inside: set[str] = set()
    outside: set[str] = set()
    for row in rows:
        words = set(re.findall(r"\w{6,}", row.text))
        is_inside = start_s * 1000 + 500 <= row.start_ms and row.end_ms <= end_s * 1000 - 500
        (inside if is_inside else outside).update(words)
    return max(sorted(inside - outside), key=len)


def correct_a_word(town: Town, hand: Hand, recording_id: int) -> None:
    page = hand.page
    page.goto(f"/ratsbuero/aufzeichnungen/{recording_id}/text")
    is_clean(page)
    hand.press(page.locator("[data-edit]").first)
    field = page.locator("[data-field]").first
    expect(field).to_be_focused()
    hand.write(field, CORRECTED)
    if hand.way == "keyboard":
        page.keyboard.press("Control+Enter")
    else:
        page.get_by_role("button", name="Stimmt so, weiter").first.click()
    expect(page.locator("[data-notice]")).to_contain_text("Gespeichert")
    is_clean(page)
    with town.site.database.reading() as db:
        row = db.exec(select(Segment).where(Segment.text == CORRECTED)).one()
        assert row.checked_by == "Clara Amtmann"
        assert row.machine_text


def publish(town: Town, hand: Hand, recording_id: int) -> None:
    page = hand.page
    page.goto(f"/ratsbuero/aufzeichnungen/{recording_id}/veroeffentlichen")
    expect(page.locator("main")).to_contain_text("Nichts steht im Weg")
    hand.press(page.locator("[name=grundlage]").first)
    for name in ("medien", "text"):
        hand.press(page.locator(f"[name={name}_bis][value=date]"))
        page.locator(f"#{name}_tag").fill("2099-12-31")
    is_clean(page)
    hand.press(page.get_by_role("button", name="Weiter"))
    expect(page.get_by_role("heading", name="Wirklich veröffentlichen?")).to_be_visible()
    is_clean(page)
    hand.press(page.get_by_role("button", name="Jetzt veröffentlichen"))
    expect(page.get_by_role("status").first).to_contain_text("ist öffentlich")
    until(lambda: idle(town.site), lambda: page.wait_for_timeout(200))
    waiting.wait_for_index(town.site)


def seen_by_a_citizen(town: Town, browser_page: Open, recording_id: int, secret: str) -> dict[str, int]:
    """Found, seen and heard, without what was cut; every public address that was asked for, with its lifetime in caches."""
    asked: dict[str, int] = {}
    page = browser_page("phone", url=town.url)
    page.on("response", lambda response: asked.setdefault(response.url, lifetime_s(response.headers)))
    page.goto(f"/suche?q={WORD}")
    page.get_by_role("link", name="Abspielen ab").first.click()
    expect(page.get_by_role("main")).to_contain_text("Öffentlich bis 31. Dezember 2099")
    expect(page.locator("mark").first).to_contain_text(WORD)
    page.get_by_role("button", name="Ab hier abspielen").click()
    page.wait_for_function(
        "() => { const v = document.querySelector('video'); return v && v.currentTime > 0 && !v.paused }",
        timeout=PLAYING_MS,
    )
    with httpx2.Client(base_url=town.url, timeout=60) as asking:
        for path in public_paths(recording_id, secret):
            answer = asking.get(path)
            assert answer.status_code == 200, path
            shown = answer.text.replace(f"?q={secret}", "").replace(f'value="{secret}"', "")
            assert SECRET_ITEM not in answer.text, path
            if "suche" not in path and "search" not in path:
                assert secret not in shown, path
            asked[str(answer.url)] = lifetime_s(answer.headers)
        assert asking.get("/api/v1/search", params={"q": secret}).json()["total"] == 0
        assert asking.get("/api/v1/search", params={"q": WORD}).json()["total"] == 1
    return asked


def public_paths(recording_id: int, secret: str) -> list[str]:
    own = f"/aufzeichnungen/{recording_id}"
    return [
        "/", "/sitzungen", "/sitzungen/1", own, f"{own}/untertitel.vtt", f"{own}/worte.json",
        *(f"{own}/transkript.{suffix}" for suffix in ("vtt", "srt", "txt", "json")),
        f"/suche?q={secret}", f"/suche?q={WORD}", "/sitemap.xml", "/api/v1/meetings", "/api/v1/recordings",
        f"/api/v1/recordings/{recording_id}", f"/api/v1/recordings/{recording_id}/transcript?limit=200",
    ]  # fmt: skip


def lifetime_s(headers) -> int:
    """How long anybody may show an answer without asking again."""
    found = re.search(r"max-age=(\d+)", headers.get("cache-control", ""))
    return int(found.group(1)) if found else 0


def withdraw(hand: Hand, recording_id: int) -> None:
    page = hand.page
    page.goto(f"/ratsbuero/aufzeichnungen/{recording_id}/zurueckziehen")
    hand.write(page.get_by_label("Grund"), "Einwilligung widerrufen")
    is_clean(page)
    hand.press(page.get_by_role("button", name="Jetzt zurückziehen"))
    expect(page.get_by_role("status").first).to_contain_text("nicht mehr öffentlich")


def nothing_is_left(town: Town, public: dict[str, int], recording_id: int) -> None:
    media = [url for url in public if "/medien/" in url]
    assert media, "nothing was played"
    waiting.wait_for_index(town.site)
    with httpx2.Client(base_url=town.url, timeout=60) as asking:
        for url, lifetime in public.items():
            answer = asking.get(url)
            assert WORD not in answer.text.replace(f"q={WORD}", "").replace(f'value="{WORD}"', "") or "suche" in url, (
                url
            )
            if "/static/" in url or url.endswith("/wappen"):
                continue
            assert lifetime <= 60, f"{url} may be kept for {lifetime} s"
            if f"/aufzeichnungen/{recording_id}" in url or f"/recordings/{recording_id}" in url or "/medien/" in url:
                assert answer.status_code == 404, url
        assert asking.get("/api/v1/search", params={"q": WORD}).json()["total"] == 0
        assert f"/aufzeichnungen/{recording_id}" not in asking.get("/sitemap.xml").text
    rooms = town.site.storage.root / "public"
    until(lambda: not rooms.is_dir() or not any(rooms.iterdir()), lambda: time.sleep(0.2), patience_s=30)
