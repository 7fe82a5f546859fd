"""An archive with a video to search in, for a browser."""

import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from council import recordings
from search import indexing
from search.engines import open_writer
from tests import media_files
from tests.conftest import PATIENCE_MS, LiveSite
from tests.search.archive import add_recording
from tests.transcription.views.recorded import Said, store

Open = Callable[..., Page]


FILES = ("video.mp4",)
MEDIA = "document.querySelector('[data-media]')"
ITEMS = [
    ("1", "Eröffnung und Feststellung der Beschlussfähigkeit", True, 0),
    ("2", "Fortschreibung des Verkehrskonzeptes für die Innenstadt und die angrenzenden Stadtteile", True, 10_000),
]
HEARD = (
    Said(3_000, "Ich eröffne die Sitzung und begrüße alle.", "Mona Richter"),
    Said(21_000, "Die Fahrradwege an der Bonner Straße werden breiter.", "Renate Bürger"),
    Said(30_000, "Der Bebauungsplan wird ausgelegt.", "Mona Richter"),
)
PAGES = (
    "/suche",
    "/suche?q=Radweg",
    "/suche?q=Radweg&jahr=2025&gremium=3&gremium=1",
    "/suche?q=Radweg&sitzung=1",
    "/suche?q=Radweg+Tunnel",
    "/suche?q=Bebaungsplan",
    "/suche?q=%22",
    "/suche?jahr=2025",
    "/suche?q=Verkehrskonzept+Sitzung",
)


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty seconds of test picture and tone."""
    folder = tmp_path_factory.mktemp("film")
    picture = ("-f", "lavfi", "-i", "testsrc=s=320x180:r=10:d=40", "-f", "lavfi", "-i", "sine=330:d=40")
    h264 = ("-c:v", "libx264", "-profile:v", "baseline", "-preset", "ultrafast", "-crf", "40", "-g", "20")
    media_files.run(*picture, *h264, "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "32k", folder / "video.mp4")
    return folder


@pytest.fixture
def searched_site(live_site: LiveSite, film: Path) -> LiveSite:
    """A site with three meetings of three bodies that can be searched; the last one can be heard."""
    site = live_site.site
    said = [f"Der Radweg am Bonner Platz, Abschnitt {number}, wird gebaut." for number in range(5)]
    add_recording(site, "Guten Abend", *said, items=ITEMS, word_times=True)
    add_recording(
        site,
        "Auch hier ein Radweg",
        organization="Ausschuss für Umwelt",
        name="Umwelt",
        start=datetime(2025, 5, 6, 15, tzinfo=UTC),
    )
    number = store(site, HEARD, items=(), duration_ms=40_000, files=FILES)
    with site.database.writing() as db:
        found = recordings.public(db, number)
        assert found is not None
        assert found.media_token is not None
        recordings.text_changed(db, found, site.clock())
    folder = site.storage.public(found.media_token)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to(film, target_is_directory=True)
    with closing(open_writer(site)) as engine:
        indexing.index_once(site, engine)
    return live_site


def until(page: Page, condition: str) -> None:
    """Wait for what a script says. Playwright's own waiting is evaluated inside the page, which its protection forbids."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"never became true: {condition}"
        page.wait_for_timeout(50)


def count(page: Page) -> str:
    return page.locator("#trefferzahl").inner_text()
