"""What is taken, what is refused, and what a clerk is told."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from council.base import children
from council.media import MediaError, Probe, probe
from tests import media_files
from tests.media_files import H264, KINDS, MOVING, SOUNDING, Kind

pytestmark = pytest.mark.media


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return media_files.make(KINDS[0], tmp_path_factory.mktemp("good"))


def refusal(path: Path) -> MediaError:
    with pytest.raises(MediaError) as caught:
        probe(path)
    assert caught.value.permanent
    return caught.value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_on_the_list_is_understood(kind: Kind, tmp_path: Path) -> None:
    found = probe(media_files.make(kind, tmp_path))
    assert found.container == kind.container
    assert (found.video.codec if found.video else None) == kind.video
    assert (found.sound.codec if found.sound else None) == kind.audio
    assert found.duration_ms == pytest.approx(5000, abs=150)
    assert Probe.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_what_browsers_play_is_copyable(good: Path, tmp_path: Path) -> None:
    found = probe(good)
    assert found.video is not None
    assert found.sound is not None
    assert (found.video.copyable, found.sound.copyable) == (True, True)
    media_files.run(*MOVING, *SOUNDING, *H264[:4], "-pix_fmt", "yuv444p10le", "-c:a", "ac3", tmp_path / "deep.mkv")
    deep = probe(tmp_path / "deep.mkv")
    assert deep.video is not None
    assert deep.sound is not None
    assert (deep.video.copyable, deep.sound.copyable) == (False, False)
    assert deep.video.pix_fmt == "yuv444p10le"


@pytest.mark.parametrize("name", media_files.impostors(Path("/secret")))
def test_an_impostor_is_refused_before_libav_sees_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> children.Finished:
        raise AssertionError("a child was started")

    monkeypatch.setattr(children, "run", never)
    (tmp_path / name).write_bytes(media_files.impostors(tmp_path / "secret.mp4")[name])
    assert "MP4" in refusal(tmp_path / name).message


def test_a_list_of_files_is_called_that(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(media_files.impostors(tmp_path)["hls-file.mp4"])
    assert "Abspielliste" in refusal(tmp_path / "a.mp4").message
    (tmp_path / "a.mp4").write_bytes(media_files.TEXT.encode())
    assert "Text" in refusal(tmp_path / "a.mp4").message


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"")
    assert "0 Byte" in refusal(tmp_path / "a.mp4").message


def test_an_mp4_without_its_table_of_contents_is_refused(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    (tmp_path / "cut.mp4").write_bytes(data[: len(data) // 2])
    assert "unvollständig" in refusal(tmp_path / "cut.mp4").message


@pytest.mark.parametrize("name", ["a.mkv", "a.ts", "a.mp3", "a.wav"])
def test_the_length_is_what_is_really_there(name: str, tmp_path: Path) -> None:
    """A file that broke off while being copied; its header still names the full length."""
    kind = next(kind for kind in KINDS if kind.name == name)
    data = media_files.make(kind, tmp_path).read_bytes()
    (tmp_path / f"half-{name}").write_bytes(data[: len(data) // 2])
    assert 1500 < probe(tmp_path / f"half-{name}").duration_ms < 3500


def test_headers_that_promise_a_container_but_hold_nothing(tmp_path: Path) -> None:
    for head in (
        b"\x1a\x45\xdf\xa3",
        b"OggS",
        b"fLaC",
        b"RIFF\x10\0\0\0WAVE",
        b"ID3\4\0\0\0\0\0\0",
        b"\0\0\0\x18ftypisom",
    ):
        (tmp_path / "a.mp4").write_bytes(head + bytes(3000))
        refusal(tmp_path / "a.mp4")


def test_zeros_in_the_middle_are_no_reason_to_refuse(tmp_path: Path) -> None:
    media_files.run(
        *media_files.pattern(20), "-f", "lavfi", "-i", "sine=duration=20", *H264, "-c:a", "aac", tmp_path / "a.mp4"
    )
    holed = media_files.with_hole(tmp_path / "a.mp4", tmp_path / "holed.mp4")
    assert probe(holed).duration_ms == pytest.approx(20_000, abs=100)


def test_a_cover_picture_is_no_video(tmp_path: Path) -> None:
    cover = ("-f", "lavfi", "-i", "color=red:s=64x64:d=1", "-map", "0", "-map", "1", "-frames:v", "1", "-c:v", "mjpeg")
    media_files.run(*SOUNDING, *cover, "-disposition:v", "attached_pic", "-c:a", "libmp3lame", tmp_path / "a.mp3")
    found = probe(tmp_path / "a.mp3")
    assert found.video is None
    assert found.duration_ms == pytest.approx(5000, abs=100)


def test_of_two_sound_tracks_the_loud_one_is_chosen(tmp_path: Path) -> None:
    quiet = ("-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono")
    sounds = ("-map", "0", "-map", "1", "-map", "2", "-t", "5", "-c:a", "aac")
    media_files.run(*MOVING, *quiet, *SOUNDING, *sounds, *H264, tmp_path / "second.mp4")
    media_files.run(*MOVING, *SOUNDING, *quiet, *sounds, *H264, tmp_path / "first.mp4")
    assert (probe(tmp_path / "second.mp4").chosen, probe(tmp_path / "first.mp4").chosen) == (2, 1)


def test_times_that_begin_at_five_seconds(good: Path, tmp_path: Path) -> None:
    for name in ("late.mp4", "late.ts"):
        media_files.run("-i", good, "-c", "copy", "-output_ts_offset", "5", tmp_path / name)
        found = probe(tmp_path / name)
        assert found.start_ms > 4900
        assert found.duration_ms == pytest.approx(5000, abs=150)


@pytest.mark.parametrize(
    "name", ["-i.mp4", "🏛️ Rat.mp4", "a" * 251 + ".mp4", "%05d.mp4", "file:x.mp4", "a'b\"c;$(id).mp4"]
)
def test_odd_names_are_names(good: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    os.link(good, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert probe(Path(name)).duration_ms == probe(good).duration_ms


def test_a_missing_file_may_come_back(tmp_path: Path) -> None:
    with pytest.raises(MediaError) as caught:
        probe(tmp_path / "gone.mp4")
    assert not caught.value.permanent


def test_a_crash_of_libav_is_the_files_fault(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crashed: Callable[..., children.Finished] = lambda *_, **__: children.Finished(-11, "", "")  # noqa: E731  # shorter
    monkeypatch.setattr(children, "run", crashed)
    refusal(good)


@pytest.mark.parametrize("code", [-9, 137])
def test_who_is_killed_while_looking_looks_again(good: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    killed: Callable[..., children.Finished] = lambda *_, **__: children.Finished(code, "", "")  # noqa: E731  # shorter
    monkeypatch.setattr(children, "run", killed)
    with pytest.raises(MediaError, match="unterbrochen") as caught:
        probe(good)
    assert not caught.value.permanent
