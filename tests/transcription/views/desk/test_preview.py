"""The preview: the public page of what is not public yet, with the cuts as they are now."""

import json
import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from council import inside
from council.base.jobs import Job
from council.base.site import Site
from council.cuts import Cut
from council.recordings import Original, Recording
from tests import desk, evening

PREVIEW = "/ratsbuero/aufzeichnungen/1/vorschau"


@pytest.fixture
def clerk(client: TestClient, site: Site, cast) -> TestClient:
    evening.hold(site, publish=False)
    desk.sign_in(client, site, cast.clerk)
    return client


def with_file(site: Site) -> Recording:
    with site.database.writing() as db:
        recording = db.get_one(Recording, 1)
        recording.has_video = recording.has_audio = True
        db.add(Original(recording_id=1, position=1, name="rat.mp4", stored_as="1.mp4", size=1, sha256="0", probe={}))
        return recording


def test_it_shows_what_the_public_would_read_and_nothing_else(clerk, site) -> None:
    page = clerk.get(f"{PREVIEW}?t=62")
    assert "Vorschau: So werden es alle sehen." in page.text
    assert "Der Radweg an der Bonner Straße soll im Herbst fertig sein." in page.text
    everything = [
        page.text,
        *(clerk.get(f"{PREVIEW}{path}").text for path in ("/untertitel.vtt", "/top/2", "/top/3", "?q=Million")),
    ]
    assert not any(evening.SECRET in text or evening.SECRET_ITEM in text for text in everything)
    assert page.headers["cache-control"] == "no-store"
    assert clerk.get("/aufzeichnungen/1").status_code == 404


def test_a_cut_is_seen_at_once(clerk, site) -> None:
    assert "Kosten" in clerk.get(f"{PREVIEW}/untertitel.vtt").text
    with site.database.writing() as db:
        db.add(Cut(recording_id=1, start_ms=80_000, end_ms=100_000))
    assert "Kosten" not in clerk.get(f"{PREVIEW}/untertitel.vtt").text
    times = json.loads(clerk.get(f"{PREVIEW}/worte.json").text)
    assert [start for _, start, _, _ in times] == [5_000, 62_000, 185_000]


def test_all_its_links_stay_within_the_preview_or_lead_back(clerk, site) -> None:
    with_file(site)
    page = clerk.get(f"{PREVIEW}?q=Radweg").text
    main = page[page.index("<main") : page.index("</main")]
    links = set(re.findall(r'(?:href|src|action|data-words|data-href)="(/[^"]*)"', main))
    assert links
    desk_links = {link for link in links if not link.startswith("/static/")}
    assert all(link.startswith((PREVIEW, "/ratsbuero/aufzeichnungen/1/veroeffentlichen")) for link in desk_links), (
        desk_links
    )
    for link in desk_links:
        assert clerk.get(link.partition("#")[0].replace("&amp;", "&")).status_code == 200, link


def test_its_media_are_asked_for_and_played_when_they_are_there(clerk, site) -> None:
    recording = with_file(site)
    page = clerk.get(PREVIEW).text
    assert "Video und Ton der Vorschau werden gerade zusammengestellt" in page
    clerk.get(PREVIEW)
    with site.database.reading() as db:
        assert [job.kind for job in db.exec(select(Job))] == [inside.STAGE]
    folder = inside.preview_folder(site, recording)
    folder.mkdir(parents=True)
    (folder / "master.m3u8").write_text("#EXTM3U\n")
    page = clerk.get(PREVIEW).text
    assert "zusammengestellt" not in page
    assert 'data-hls="/ratsbuero/aufzeichnungen/1/vorschau-medien/master.m3u8"' in page
    assert clerk.get("/ratsbuero/aufzeichnungen/1/vorschau-medien/master.m3u8").text == "#EXTM3U\n"


def test_scripts_get_fragments(clerk) -> None:
    found = clerk.get(f"{PREVIEW}?q=Radweg", headers={"HX-Request": "true"})
    assert "2 Treffer" in found.text
    assert f'href="{PREVIEW}?q=Radweg' in found.text
    assert "<html" not in found.text
