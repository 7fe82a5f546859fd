"""The main job, whole: a recording goes in; a resident finds a word of it and hears it there; what is not public is nowhere."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx2
import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from council import agendas
from council.base.database import utc_now
from council.base.jobs import LIVE, Job
from council.base.settings import Settings
from council.base.site import Site
from ratsfenster import demo, demonstration, intake, migrations, waiting
from ratsfenster.app import create_app
from ratsfenster.worker import Worker
from tests.conftest import PROJECT, opened
from tests.server import free_socket, serving
from transcription.wer import word_error_rate

pytestmark = [pytest.mark.media, pytest.mark.speech]

WORST_WER = 0.25


@dataclass(frozen=True)
class Town:
    """A running site with the demo's evening in it, and somebody who asks it."""

    site: Site
    url: str
    recording_id: int
    asking: httpx2.Client


def wait_for_all_work(site: Site) -> None:
    """Until nothing is left to be done, renditions included."""
    while True:
        with site.database.reading() as db:
            if not db.exec(select(Job.id).where(col(Job.state).in_(LIVE))).first():
                return
        waiting.time.sleep(0.2)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.db)], ids=lambda engine: engine
)
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo's recording, through the whole pipeline, on a site that answers."""
    address = ""
    if request.param == "postgresql":
        cluster = request.getfixturevalue("postgres")
        address = cluster.url(cluster.create())
    listening = free_socket()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = Settings(data=tmp_path_factory.mktemp("town"), models=PROJECT / "models", database_url=address, url=url)
    with opened(settings, utc_now) as site:
        migrations.bring_up(site)
        worker = Worker(site)
        worker.start()
        try:
            recording_id = demonstration.run(site, lambda _: None)
            wait_for_all_work(site)
            waiting.wait_for_index(site)
            with (
                serving(create_app(site), listening),
                httpx2.Client(base_url=url, follow_redirects=True, timeout=60) as asking,
            ):
                yield Town(site, url, recording_id, asking)
        finally:
            worker.end()


def get(town: Town, path: str) -> httpx2.Response:
    return town.asking.get(path)


# --- finding and hearing it --------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_resident_finds_a_word_and_hears_it_there(town: Town, browser_page: Callable[..., Page], size: str) -> None:
    page = browser_page(size, url=town.url)
    page.goto("/")
    page.get_by_label("Wort oder Thema").fill(demo.SEARCH_WORD)
    page.keyboard.press("Enter")
    hit = page.get_by_role("link", name="Abspielen ab").first
    expect(hit).to_be_visible()
    wanted = int(re.findall(r"[?&]t=(\d+)", hit.get_attribute("href") or "")[0])
    hit.click()
    expect(page.get_by_role("group", name="Tempo")).to_be_visible()
    page.get_by_role("button", name="Ab hier abspielen").click()
    page.wait_for_function(
        "() => { const v = document.querySelector('video'); return v && !v.paused && v.currentTime > 0 }"
    )
    heard = page.evaluate("document.querySelector('video').currentTime")
    assert wanted <= heard < wanted + 5
    page.wait_for_function("from => document.querySelector('video').currentTime > from", arg=heard)


def test_the_word_is_at_that_second_in_the_recording(town: Town) -> None:
    hit = get(town, f"/api/v1/search?q={demo.SEARCH_WORD}&kind=segment&limit=1").json()["hits"][0]
    lines = [line.split("\t") for line in demo.REFERENCE.read_text(encoding="utf-8").splitlines()[1:]]
    said = [(float(start), float(end)) for start, end, _, _, text in lines if demo.SEARCH_WORD.lower() in text.lower()]
    assert any(start - 1 <= hit["start_ms"] / 1000 <= end for start, end in said)


def test_the_machine_understood_most_of_it(town: Town, record_property: Callable[[str, Any], None]) -> None:
    lines = [line.split("\t") for line in demo.REFERENCE.read_text(encoding="utf-8").splitlines()[1:]]
    said = " ".join(text for _, _, _, item, text in lines if not item.startswith("N"))
    segments = get(town, f"/api/v1/recordings/{town.recording_id}/transcript?limit=200").json()["segments"]
    rate = word_error_rate(said, " ".join(segment["text"] for segment in segments))
    record_property("wer", round(rate, 4))
    print(f"word error rate of the demo, partly checked: {rate:.1%}")
    assert rate < WORST_WER


def test_checked_and_unchecked_text_can_both_be_seen(town: Town) -> None:
    segments = get(town, f"/api/v1/recordings/{town.recording_id}/transcript?limit=200").json()["segments"]
    assert {segment["checked"] for segment in segments} == {True, False}
    assert {segment["speaker"] for segment in segments} > {None} or all(segment["speaker"] for segment in segments)


# --- what is not public ------------------------------------------------------------------------------------------------


SEEDS = (
    "/", "/en/", "/sitemap.xml", "/api/v1/openapi.json", "/api/v1/meetings", "/api/v1/meetings/1", "/api/v1/recordings",
    "/api/v1/recordings/1", "/api/v1/recordings/1/transcript?limit=200",
    f"/suche?q={demo.NON_PUBLIC_WORD}", f"/api/v1/search?q={demo.NON_PUBLIC_WORD}", f"/aufzeichnungen/1?q={demo.NON_PUBLIC_WORD}",
)  # fmt: skip
FILES = (".m3u8", ".m4s", ".mp4", ".m4a", ".jpg", ".vtt", ".srt", ".txt", ".json")


def crawl(town: Town) -> dict[str, httpx2.Response]:
    """Everything that can be reached from the start page, the sitemap and the API, media included; of the many moments and languages
    of one page only some. No PDF: it takes seconds to be printed, and there is nothing to read in its bytes."""
    queue, found, seen = list(SEEDS), dict[str, httpx2.Response](), dict[str, int]()
    while queue:
        path = queue.pop()
        place = path.split("?")[0]
        if path in found or place.endswith(".pdf") or seen.get(place, 0) >= 12:
            continue
        seen[place] = seen.get(place, 0) + 1
        answer = found[path] = get(town, path)
        kind = answer.headers.get("content-type", "")
        if not kind.startswith(("text/", "application/json", "application/vnd", "application/xml")):
            continue
        names = r"[\w./-]+(?:" + "|".join(map(re.escape, FILES)) + r")\b"
        linked = re.findall(
            r'(?:href|src|poster|action|data-[a-z-]+)="([^"#]+)|(https?://[^"<\s]+)|(' + names + ")", answer.text
        )
        for link in map("".join, linked):
            absolute = urljoin(urljoin(town.url, path), link.replace("&amp;", "&"))
            if absolute.startswith(town.url + "/") and "/static/" not in absolute:
                queue.append(absolute.removeprefix(town.url))
    return found


def test_nothing_of_the_non_public_part_can_be_reached_by_any_address(town: Town) -> None:
    reached = crawl(town)
    assert any(path.endswith(".m4s") for path in reached)
    assert any("untertitel" in path for path in reached)
    agenda = agendas.parse(demo.AGENDA.read_text(), town.site.settings.zone)
    names = [item.name for item in agenda.items if not item.public]
    for path, answer in reached.items():
        if answer.headers.get("content-type", "").startswith(("text/", "application/json", "application/vnd")):
            text = answer.text
            assert not any(name in text for name in names), path
            if demo.NON_PUBLIC_WORD not in path:
                assert demo.NON_PUBLIC_WORD.lower() not in text.lower(), path


def test_nothing_of_the_non_public_part_is_in_any_public_file(town: Town, tmp_path: Path) -> None:
    agenda = agendas.parse(demo.AGENDA.read_text(), town.site.settings.zone)
    start_s = next(item.starts_ms[0] for item in agenda.items if not item.public) / 1000
    (room,) = (town.site.storage.root / "public").iterdir()
    for name in ("audio.m4a", "video.mp4"):
        command = [
            "ffmpeg",
            "-v",
            "info",
            "-ss",
            str(start_s),
            "-i",
            str(room / name),
            "-af",
            "volumedetect",
            "-vn",
            "-f",
            "null",
            "-",
        ]
        log = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        assert float(re.findall(r"max_volume: (-?[\d.]+) dB", log)[0]) < -60, name


def test_a_further_cut_is_gone_everywhere_at_once_and_plays_again_soon(town: Town) -> None:
    before = get(town, f"/api/v1/recordings/{town.recording_id}").json()
    hit = get(town, f"/api/v1/search?q={demo.SEARCH_WORD}&kind=segment&limit=1").json()["hits"][0]
    intake.add_cut(town.site, town.recording_id, hit["start_ms"] - 1000, hit["start_ms"] + 3000, "no-consent")
    assert get(town, before["media"]["master.m3u8"]).status_code == 404
    texts = [one["text"] for one in get(town, f"/api/v1/search?q={demo.SEARCH_WORD}").json()["hits"]]
    assert hit["text"] not in texts
    wait_for_all_work(town.site)
    after = get(town, f"/api/v1/recordings/{town.recording_id}").json()
    assert set(after["media"]) == set(before["media"])
    assert get(town, after["media"]["master.m3u8"]).status_code == 200
    rooms = [room.name for room in (town.site.storage.root / "public").iterdir()]
    assert len(rooms) == 1


def test_the_same_recording_again_is_not_doubled(town: Town) -> None:
    agenda = agendas.parse(demo.AGENDA.read_text(), town.site.settings.zone)
    taken = intake.add_recording(town.site, [demo.RECORDING], agenda, publish=True)
    assert (taken.recording_id, taken.new) == (town.recording_id, False)
