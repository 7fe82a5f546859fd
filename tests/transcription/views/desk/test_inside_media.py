"""The desk's own media: who gets them, and under which names."""

from typing import TYPE_CHECKING

import pytest

from council import inside
from council.base.site import Site
from council.recordings import Recording
from tests import desk, evening
from tests.conftest import Cast

if TYPE_CHECKING:
    from starlette.testclient import TestClient

FILES = {
    "master.m3u8": "#EXTM3U",
    "main/index.m3u8": "#EXTM3U",
    "main/1-seg-00000.m4s": "picture",
    "thumbs/000000000.jpg": "jpg",
}
HIDDEN = {".state": "digest", "main/composition.json": "{}", "secret.txt": "no"}


@pytest.fixture
def address(site: Site) -> str:
    """Where an unpublished recording's media are, without the last part."""
    recording_id = evening.hold(site, publish=False)
    with site.database.reading() as db:
        recording = db.get_one(Recording, recording_id)
    for folder in (inside.whole_folder(site, recording), inside.preview_folder(site, recording)):
        for name, content in (FILES | HIDDEN).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content)
    return f"/ratsbuero/aufzeichnungen/{recording_id}"


def test_a_clerk_gets_what_playlists_name_and_nothing_is_kept(
    client: "TestClient", site: Site, cast: Cast, address: str
) -> None:
    desk.sign_in(client, site, cast.clerk)
    for kind in ("medien", "vorschau-medien"):
        for name, content in FILES.items():
            answer = client.get(f"{address}/{kind}/{name}")
            assert (answer.status_code, answer.text) == (200, content)
            assert answer.headers["cache-control"] == "no-store"
        part = client.get(f"{address}/{kind}/main/1-seg-00000.m4s", headers={"Range": "bytes=0-2"})
        assert (part.status_code, part.text) == (206, "pic")


def test_no_other_name_leads_anywhere(client: "TestClient", site: Site, cast: Cast, address: str) -> None:
    desk.sign_in(client, site, cast.clerk)
    ways_out = ("../ganz/master.m3u8", "..%2f..%2fmaster.m3u8", "main/../secret.txt")
    for name in (*HIDDEN, *ways_out, "main", "", "main//index.m3u8", "MASTER.M3U8", "main/x.m4s%00"):
        assert client.get(f"{address}/medien/{name}").status_code == 404, name


def test_nobody_else_gets_any_of_it(client: "TestClient", site: Site, cast: Cast, address: str) -> None:
    for kind in ("medien", "vorschau-medien"):
        assert client.get(f"{address}/{kind}/master.m3u8", follow_redirects=False).status_code in (303, 401)
    desk.sign_in(client, site, cast.planner)
    assert client.get(f"{address}/medien/master.m3u8").status_code == 403
    assert client.get(address.replace("/ratsbuero", "") + "/medien/master.m3u8").status_code == 404


def test_a_preview_of_older_cuts_is_not_served(client: "TestClient", site: Site, cast: Cast, address: str) -> None:
    desk.sign_in(client, site, cast.clerk)
    with site.database.writing() as db:
        recording = db.get_one(Recording, int(address.rsplit("/", 1)[1]))
        recording.edition += 1
        db.add(recording)
    assert client.get(f"{address}/vorschau-medien/master.m3u8").status_code == 404
    assert client.get(f"{address}/medien/master.m3u8").status_code == 200
