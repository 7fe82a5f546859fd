"""Captions, word times and the transcript to take home."""

import json

import pytest
from starlette.testclient import TestClient

from council import recordings
from council.base.site import Site
from tests.transcription.views.recorded import store


def test_captions_are_webvtt_of_what_is_public(client: TestClient, site: Site) -> None:
    answer = client.get(f"/aufzeichnungen/{store(site)}/untertitel.vtt")
    assert answer.headers["content-type"] == "text/vtt; charset=utf-8"
    assert answer.text.startswith("WEBVTT")
    assert "Radweg" in answer.text
    assert "Million" not in answer.text


@pytest.mark.parametrize("suffix", ["vtt", "txt", "json"])
def test_each_file_says_a_machine_wrote_it(client: TestClient, site: Site, suffix: str) -> None:
    answer = client.get(f"/aufzeichnungen/{store(site)}/transkript.{suffix}")
    assert "Maschinell erstelltes Transkript" in answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="2026-03-17-aufzeichnung-1.{suffix}"'


def test_a_format_that_is_not_there_is_not_found(client: TestClient, site: Site) -> None:
    assert client.get(f"/aufzeichnungen/{store(site)}/transkript.exe").status_code == 404


def test_word_times_hold_no_text_and_nothing_of_what_is_cut(client: TestClient, site: Site) -> None:
    number = store(site, cuts=[(8_000, 9_000)])
    answer = client.get(f"/aufzeichnungen/{number}/worte.json")
    rows = json.loads(answer.text)
    assert len(rows[0]) == 4
    first = rows[0]
    assert first[1:] == [3_000, 5_100, [0, 300, 600, 900, 1200, 1500, 1800]]
    assert not any(start < 9_000 and end > 8_000 for _, start, end, _ in rows)
    assert not any(40_000 <= start < 60_000 for _, start, _, _ in rows)


def test_word_times_are_kept_for_a_minute_under_their_edition_only(client: TestClient, site: Site) -> None:
    path = f"/aufzeichnungen/{store(site)}/worte.json"
    assert client.get(f"{path}?v=1").headers["cache-control"] == "public, max-age=60"
    assert client.get(f"{path}?v=99").headers["cache-control"] == "no-cache"
    assert client.get(path).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["worte.json", "untertitel.vtt", "transkript.json"])
def test_who_has_the_edition_is_told_so_until_it_changes(client: TestClient, site: Site, name: str) -> None:
    number = store(site)
    path = f"/aufzeichnungen/{number}/{name}"
    tag = client.get(path).headers["etag"]
    assert client.get(path, headers={"If-None-Match": f'"other", W/{tag}'}).status_code == 304
    with site.database.writing() as db:
        recording = recordings.public(db, number)
        assert recording is not None
        recordings.text_changed(db, recording, site.clock())
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200
