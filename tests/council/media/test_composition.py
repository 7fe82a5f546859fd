"""Composing the public form in all its shapes; that cuts hold is shown by test_cut_public."""

import os
import subprocess
from pathlib import Path

import pytest

from council.media import MediaError, OtherCutsError, Source, compose, ffmpeg, prepare, probe
from tests import media_files
from tests.media_files import H264, LENGTH_S

pytestmark = pytest.mark.media

WHOLE = (0, LENGTH_S * 1000)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """A recording with all masters."""
    folder = tmp_path_factory.mktemp("recording")
    media_files.beeps(folder / "beeps.wav")
    file = folder / "a.mp4"
    media_files.run(*media_files.pattern(rate=10), "-i", folder / "beeps.wav", *H264, "-c:a", "aac", file)
    found = probe(file)
    prepare(file, found, folder / "masters", quick=False)
    return Source(file, found, folder / "masters")


def onsets(folder: Path, name: str) -> list[float]:
    """When beeps begin in a download, in s."""
    _, rate, samples = media_files.sound((folder / name).read_bytes())
    loud = media_files.loudness(samples, rate, 1000) > 2000
    return [n * 0.02 for n in range(1, len(loud)) if loud[n] and not loud[n - 1]]


def test_without_cuts_every_segment_is_the_masters(source: Source, tmp_path: Path) -> None:
    made = compose([source], [], tmp_path / "public")
    assert made.renditions == ("main", "low", "audio")
    assert set(made.files) == {"master.m3u8", "video.mp4", "audio.m4a", "poster.jpg", "thumbs.vtt"}
    for name in made.renditions:
        for _, segment, _ in media_files.playlist(tmp_path / "public" / name / "index.m3u8"):
            master = source.masters / name / segment.removeprefix("1-")
            assert (tmp_path / "public" / name / segment).samefile(master)


def test_a_player_reads_the_whole_in_order(source: Source, tmp_path: Path) -> None:
    """From the master playlist on, over a cut, with times that only grow."""
    compose([source], [(7000, 9500)], tmp_path / "public")
    for variant, pictures in ((1, True), (2, False)):
        command = [
            ffmpeg.binary(),
            "-v",
            "error",
            "-allowed_extensions",
            "ALL",
            "-i",
            str(tmp_path / "public" / "master.m3u8"),
        ]
        picked = ["-map", f"0:p:{variant}:v" if pictures else f"0:p:{variant}:a", "-c", "copy", "-f", "framecrc", "-"]
        done = subprocess.run([*command, *picked], capture_output=True, text=True, check=True, timeout=60)
        rows = [line.split(",") for line in done.stdout.splitlines() if not line.startswith("#")]
        base = next(line for line in done.stdout.splitlines() if line.startswith("#tb")).split()[2]
        ticks = int(base.split("/")[1])
        moments = [int(row[1]) / ticks for row in rows]
        assert moments == sorted(set(moments))
        assert moments[-1] - moments[0] == pytest.approx(LENGTH_S, abs=0.3)


@pytest.mark.parametrize(
    "cuts", [[WHOLE], [(-5, 9000), (8000, 14_000), (14_000, 10_000_000)]], ids=["one", "overlapping"]
)
def test_a_recording_that_is_cut_as_a_whole_is_slate_and_silence(
    source: Source, tmp_path: Path, cuts: list[tuple[int, int]]
) -> None:
    made = compose([source], cuts, tmp_path / "public")
    assert onsets(tmp_path / "public", "audio.m4a") == []
    assert probe(tmp_path / "public" / "video.mp4").duration_ms == pytest.approx(source.probe.duration_ms, abs=150)
    stills = [path.name for path in (tmp_path / "public" / "thumbs").iterdir()]
    assert stills == ["slate.jpg"]
    assert "poster.jpg" in made.files
    masters = {path.stat().st_ino for path in source.masters.rglob("*") if path.is_file()}
    assert not {path.stat().st_ino for path in (tmp_path / "public").rglob("*") if path.is_file()} & masters


def test_equal_slates_are_encoded_once(source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = []
    run = ffmpeg.run
    monkeypatch.setattr(
        ffmpeg, "run", lambda arguments, **named: (commands.append(arguments), run(arguments, **named))[1]
    )
    compose([source], [WHOLE], tmp_path / "public")
    assert sum("libx264" in command for command in commands) == 4  # main and low: one of full length, one for the rest


def test_two_files_make_one_recording(source: Source, tmp_path: Path) -> None:
    made = compose([source, source], [(LENGTH_S * 1000 - 3000, LENGTH_S * 1000 + 1000)], tmp_path / "public")
    assert made.duration_ms == 2 * source.probe.duration_ms
    heard = onsets(tmp_path / "public", "audio.m4a")
    length = source.probe.duration_ms / 1000
    expected = [3.0, 8.25, 17.5, *(length + beep for beep in media_files.BEEPS_S)]
    assert heard == pytest.approx(expected, abs=0.05)
    assert "#EXT-X-DISCONTINUITY" in (tmp_path / "public" / "low" / "index.m3u8").read_text()
    thumbs = sorted(int(path.stem) for path in (tmp_path / "public" / "thumbs").glob("0*.jpg"))
    assert any(time > LENGTH_S * 1000 for time in thumbs)


def test_more_renditions_are_added_when_they_are_ready(source: Source, tmp_path: Path) -> None:
    early = Source(source.original, source.probe, tmp_path / "masters")
    prepare(source.original, source.probe, early.masters, quick=True)
    first = compose([early], [(1000, 2000)], tmp_path / "public")
    assert first.renditions == ("main", "audio")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "public" / "main").iterdir()}
    for name in ("low", "pictures"):
        (source.masters / name).rename(early.masters / name)
    try:
        second = compose([early], [(1000, 2000)], tmp_path / "public")
    finally:
        for name in ("low", "pictures"):
            (early.masters / name).rename(source.masters / name)
    assert second.renditions == ("main", "low", "audio")
    assert {"video.mp4", "poster.jpg"} <= set(second.files)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "public" / "main").iterdir()} == before


def test_a_folder_never_mixes_two_lists_of_cuts(source: Source, tmp_path: Path) -> None:
    compose([source], [], tmp_path / "public")
    before = sorted((tmp_path / "public").rglob("*"))
    with pytest.raises(OtherCutsError):
        compose([source], [(0, 1000)], tmp_path / "public")
    assert sorted((tmp_path / "public").rglob("*")) == before


def test_all_is_on_the_disk_before_it_has_its_name(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that after a power cut nothing is half there that counts as done."""
    public, named_before_sync, flushed = tmp_path / "public", list[set[str]](), list[str]()
    monkeypatch.setattr(os, "sync", lambda: named_before_sync.append({path.name for path in public.glob("[!.]*")}))
    monkeypatch.setattr(os, "fsync", lambda number: flushed.append(Path(os.readlink(f"/proc/self/fd/{number}")).name))
    compose([source], [(1000, 2000)], public)
    assert [len({"main", "low", "audio", "thumbs"} & names) for names in named_before_sync] == [0, 1, 2, 3]
    for name in (".state", "master.m3u8", "thumbs.vtt"):
        assert any(partial.startswith(f".{name}.") for partial in flushed)
    assert flushed.count("public") >= 7


def test_a_rendition_that_a_power_cut_spoilt_is_composed_anew(source: Source, tmp_path: Path) -> None:
    made = compose([source], [(1000, 2000)], tmp_path / "public")
    master = (tmp_path / "public" / "master.m3u8").read_text()
    (tmp_path / "public" / "low" / "composition.json").write_bytes(b"")
    (tmp_path / "public" / "low" / "index.m3u8").write_bytes(b"")
    assert compose([source], [(1000, 2000)], tmp_path / "public") == made
    assert (tmp_path / "public" / "master.m3u8").read_text() == master
    assert media_files.playlist(tmp_path / "public" / "low" / "index.m3u8")


def test_a_master_that_a_power_cut_spoilt_waits_to_be_made_anew(source: Source, tmp_path: Path) -> None:
    spoilt = Source(source.original, source.probe, tmp_path / "masters")
    prepare(source.original, source.probe, spoilt.masters, quick=True)
    (spoilt.masters / "main" / "rendition.json").write_bytes(b"")
    assert compose([spoilt], [], tmp_path / "public").renditions == ("audio",)
    prepare(source.original, source.probe, spoilt.masters, quick=True)
    assert compose([spoilt], [], tmp_path / "public").renditions == ("main", "audio")


def test_pictures_that_were_interrupted_are_completed(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync

    def full(number: int) -> None:
        if "thumbs.vtt" in os.readlink(f"/proc/self/fd/{number}"):
            raise OSError(28, "No space left on device")
        flush(number)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(MediaError):
            compose([source], [(1000, 2000)], tmp_path / "public")
    assert not list((tmp_path / "public").glob("*thumbs.vtt*"))
    assert {"poster.jpg", "thumbs.vtt"} <= set(compose([source], [(1000, 2000)], tmp_path / "public").files)


def test_a_full_disk_leaves_nothing_half_done(source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> str:
        raise ffmpeg.failure(1, "av_interleaved_write_frame(): No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(ffmpeg, "run", full)
        with pytest.raises(MediaError) as caught:
            compose([source], [(1000, 2000)], tmp_path / "public")
    assert not caught.value.permanent
    assert not list((tmp_path / "public").glob("main*"))
    assert compose([source], [(1000, 2000)], tmp_path / "public").renditions == ("main", "low", "audio")
