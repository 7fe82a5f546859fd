"""Masters: copied where that is possible, encoded where not, made once."""

from pathlib import Path

import pytest

from council.media import MediaError, ffmpeg, prepare, probe, renditions
from council.media.masters import has_gaps, size_within, steady_rate
from council.media.tracks import VideoTrack
from tests import media_files
from tests.media_files import H264, SOUNDING

pytestmark = pytest.mark.media


def masters_of(path: Path, folder: Path, *, quick: bool) -> dict[str, renditions.Rendition]:
    prepare(path, probe(path), folder, quick=quick)
    found = {name: renditions.load(folder / name) for name in ("main", "low", "audio")}
    return {name: rendition for name, rendition in found.items() if rendition}


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recording") / "a.mp4"
    sound = ("-f", "lavfi", "-i", "sine=duration=20")
    media_files.run(*media_files.pattern(20, "640x480", 10), *sound, *H264, "-c:a", "aac", path)
    return path


def test_quick_copies_and_does_not_encode(recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    run = ffmpeg.run
    monkeypatch.setattr(
        ffmpeg, "run", lambda arguments, **named: (commands.append(arguments), run(arguments, **named))[1]
    )
    found = masters_of(recording, tmp_path / "masters", quick=True)
    assert set(found) == {"main", "audio"}
    assert not any("libx264" in command or "aac" in command for command in commands)


def test_the_rest_adds_to_what_is_there(recording: Path, tmp_path: Path) -> None:
    masters_of(recording, tmp_path / "masters", quick=True)
    before = (tmp_path / "masters" / "main").stat().st_ino
    found = masters_of(recording, tmp_path / "masters", quick=False)
    assert set(found) == {"main", "low", "audio"}
    assert (tmp_path / "masters" / "main").stat().st_ino == before
    low = found["low"].picture
    assert low is not None
    assert (low.width, low.height, low.fps) == (480, 360, "10")
    assert [segment.start_us for segment in found["low"].segments] == [0, 6_000_000, 12_000_000, 18_000_000]


def test_ten_bit_444_is_encoded_for_browsers(tmp_path: Path) -> None:
    deep = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p10le", "-c:a", "ac3")
    media_files.run(*media_files.pattern(5, "640x480", 10), *SOUNDING, *deep, tmp_path / "deep.mkv")
    assert masters_of(tmp_path / "deep.mkv", tmp_path / "quick", quick=True) == {}
    found = masters_of(tmp_path / "deep.mkv", tmp_path / "masters", quick=False)
    assert set(found) == {"main", "low", "audio"}
    shown = found["main"].picture
    assert shown is not None
    assert (shown.width, shown.height, shown.codec[:7]) == (640, 480, "avc1.64")


def test_a_copy_whose_key_frames_are_too_rare_is_encoded(tmp_path: Path) -> None:
    rare = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "9999", "-keyint_min", "9999", "-sc_threshold", "0")
    media_files.run(*media_files.pattern(40, "640x480", 5), *rare, tmp_path / "rare.mp4")
    assert masters_of(tmp_path / "rare.mp4", tmp_path / "masters", quick=True) == {}
    found = masters_of(tmp_path / "rare.mp4", tmp_path / "masters", quick=False)
    assert len(found["main"].segments) == 7


def test_sound_that_browsers_cannot_play_is_encoded_beside_copied_pictures(tmp_path: Path) -> None:
    media_files.run(*media_files.pattern(5, rate=10), *SOUNDING, *H264, "-c:a", "mp3", tmp_path / "a.mp4")
    found = masters_of(tmp_path / "a.mp4", tmp_path / "masters", quick=True)
    assert set(found) == {"main"}
    shown, heard = found["main"].picture, found["main"].tone
    assert shown is not None
    assert heard is not None
    assert (shown.copied, heard.copied) == (True, False)


def test_zeros_in_the_middle_do_not_stop_it(recording: Path, tmp_path: Path) -> None:
    holed = media_files.with_hole(recording, tmp_path / "holed.mp4")
    found = masters_of(holed, tmp_path / "masters", quick=False)
    assert {name: round(master.duration_us / 1e6) for name, master in found.items()} == {
        "main": 20,
        "low": 20,
        "audio": 20,
    }


def test_what_a_killed_worker_left_is_cleared_away(recording: Path, tmp_path: Path) -> None:
    (tmp_path / "masters" / ".audio.part").mkdir(parents=True)
    (tmp_path / "masters" / ".audio.part" / "seg-00099.m4s").write_bytes(b"half")
    masters_of(recording, tmp_path / "masters", quick=True)
    assert not (tmp_path / "masters" / "audio" / "seg-00099.m4s").exists()
    assert not (tmp_path / "masters" / ".audio.part").exists()


@pytest.mark.parametrize("left", ["", "\0\0\0\0", "{}", "[]", '{"picture": null, "tone": null, "segm'])
def test_what_a_power_cut_spoilt_is_made_anew(recording: Path, tmp_path: Path, left: str) -> None:
    sound = masters_of(recording, tmp_path / "masters", quick=True)["audio"]
    (tmp_path / "masters" / "audio" / renditions.FACTS).write_text(left)
    (tmp_path / "masters" / "audio" / "seg-00000.m4s").write_bytes(b"")
    assert renditions.load(tmp_path / "masters" / "audio") is None
    assert masters_of(recording, tmp_path / "masters", quick=True)["audio"] == sound
    assert (tmp_path / "masters" / "audio" / "seg-00000.m4s").stat().st_size == sound.segments[0].size


def test_a_full_disk_leaves_no_half_rendition(recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ffmpeg, "location", lambda path: "file:/dev/full" if path.name == "whole.mp4" else f"file:{path}"
    )
    with pytest.raises(MediaError) as caught:
        prepare(recording, probe(recording), tmp_path / "masters", quick=True)
    assert not caught.value.permanent
    assert not [path for path in (tmp_path / "masters").iterdir() if path.is_dir()]


@pytest.mark.parametrize(
    ("found", "used"),
    [
        ("25", "25"),
        ("24999/1000", "25"),
        ("50", "25"),
        ("60000/1001", "30000/1001"),
        ("0", "25"),
        ("1000", "25"),
        ("5", "5"),
        ("7", "7"),
        ("1/5", "1"),
    ],
)
def test_frame_rates_are_made_steady(found: str, used: str) -> None:
    assert steady_rate(found) == used


@pytest.mark.parametrize(
    ("width", "height", "aspect", "rotation", "within"),
    [
        (1920, 1080, "1", 0, (640, 360)),
        (1080, 1920, "1", 90, (640, 360)),
        (720, 576, "16/15", 0, (480, 360)),
        (321, 201, "1", 0, (320, 200)),
    ],
)
def test_sizes_are_even_upright_and_never_larger(
    width: int, height: int, aspect: str, rotation: int, within: tuple[int, int]
) -> None:
    assert size_within(VideoTrack(0, "h264", "High", "yuv420p", width, height, "25", aspect, rotation), 360) == within


def test_copied_sound_with_gaps_is_no_use_to_players() -> None:
    def heard(*ranges: tuple[int, int] | None) -> renditions.Rendition:
        segments = tuple(renditions.Segment(str(n), n, n, n, span, False, 1) for n, span in enumerate(ranges))
        return renditions.Rendition(None, renditions.Tone(48000, 1, 64000, copied=True), 0, segments)

    assert not has_gaps(heard((0, 288_000), (288_000, 576_000)))
    assert not has_gaps(heard((1000, 288_000), (288_000, 576_000), None))
    assert has_gaps(heard((24_000, 288_000)))
    assert has_gaps(heard((0, 288_000), (576_000, 864_000)))
    assert has_gaps(heard((0, 288_000), None, (576_000, 864_000)))


def test_sound_that_is_copied_in_a_hurry_is_complete(recording: Path, tmp_path: Path) -> None:
    found = masters_of(recording, tmp_path / "masters", quick=True)
    for rendition in found.values():
        assert rendition.tone is not None
        assert rendition.tone.copied
        assert rendition.duration_us == pytest.approx(20_000_000, abs=50_000)
        assert not has_gaps(rendition)
