import pytest

from council.base import files
from council.views.media import inside

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def held(hold, site):
    held = hold(
        files={"video.mp4": CONTENT, "main/000.m4s": CONTENT, "master.m3u8": b"#EXTM3U\n", "audio.m4a": CONTENT}
    )
    (site.storage.root / "public" / "secret.txt").write_text("not for you")
    return held


def test_a_file_is_served_with_its_type_and_for_a_minute(client, held):
    answer = client.get(f"/medien/{held.token}/video.mp4")
    assert answer.content == CONTENT
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("master.m3u8", "application/vnd.apple.mpegurl"),
        ("main/000.m4s", "video/iso.segment"),
        ("audio.m4a", "audio/mp4"),
    ],
)
def test_players_are_told_what_it_is(client, held, name, kind):
    assert client.get(f"/medien/{held.token}/{name}").headers["content-type"] == kind


def test_a_range_is_answered_with_just_that(client, held):
    answer = client.get(f"/medien/{held.token}/video.mp4", headers={"Range": "bytes=100-199"})
    assert answer.status_code == 206
    assert answer.content == CONTENT[100:200]
    assert answer.headers["content-range"] == f"bytes 100-199/{len(CONTENT)}"


def test_a_range_behind_the_end_is_refused(client, held):
    answer = client.get(f"/medien/{held.token}/video.mp4", headers={"Range": f"bytes={len(CONTENT)}-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"


def test_head_tells_length_and_type_without_content(client, held):
    answer = client.head(f"/medien/{held.token}/video.mp4")
    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.content == b""


def test_what_has_not_changed_is_not_sent_again(client, held):
    address = f"/medien/{held.token}/video.mp4"
    etag = client.get(address).headers["etag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_a_range_of_an_outdated_file_is_answered_with_the_whole(client, held):
    headers = {"Range": "bytes=0-9", "If-Range": '"outdated"'}
    assert client.get(f"/medien/{held.token}/video.mp4", headers=headers).content == CONTENT


def test_a_download_is_saved_under_a_name_that_says_what_it_is(client, held):
    answer = client.get(f"/medien/{held.token}/video.mp4?download=../../evil.exe")
    assert answer.headers["content-disposition"] == (
        'attachment; filename="2026-03-17 3. Sitzung des Stadtrates.mp4"; '
        "filename*=UTF-8''2026-03-17%203.%20Sitzung%20des%20Stadtrates.mp4"
    )


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "main/../../secret.txt",
        "main/..%2f..%2fsecret.txt",
        "/etc/passwd",
        "main",
        "",
        "missing.mp4",
        "video.mp4%00.jpg",
        "..%5csecret.txt",
    ],
)
def test_nothing_but_the_recordings_own_files_is_served(client, held, path):
    answer = client.get(f"/medien/{held.token}/{path}")
    assert answer.status_code == 404
    assert b"not for you" not in answer.content


def test_a_link_that_leads_out_of_the_folder_is_not_followed(client, held, site):
    (site.storage.public(held.token) / "link.mp4").symlink_to(site.storage.root / "public" / "secret.txt")
    assert client.get(f"/medien/{held.token}/link.mp4").status_code == 404


@pytest.mark.parametrize("token", ["0" * 32, "..", "x", "%2e%2e", "ä" * 8, "a" * 400])
def test_an_unknown_token_serves_nothing(client, held, token):
    assert client.get(f"/medien/{token}/video.mp4").status_code == 404


def test_what_is_withdrawn_is_gone_at_once(client, held, withdraw):
    assert client.get(f"/medien/{held.token}/video.mp4").status_code == 200
    withdraw(held)
    assert client.get(f"/medien/{held.token}/video.mp4").status_code == 404


def test_a_file_swept_away_while_it_is_asked_for_is_not_found(client, held, site, monkeypatch):
    look = files._stat

    def look_and_sweep(path):
        status = look(path)
        site.storage.drop(site.storage.public(held.token))
        return status

    monkeypatch.setattr(files, "_stat", look_and_sweep)
    assert client.get(f"/medien/{held.token}/video.mp4").status_code == 404


def test_inside_refuses_hidden_files_and_empty_names(tmp_path):
    assert inside(tmp_path, "a/b.mp4") == tmp_path / "a" / "b.mp4"
    for name in ("", ".", "..", ".hidden", "a/.hidden", "/a", "a\\b", "a\0b"):
        assert inside(tmp_path, name) is None, name
