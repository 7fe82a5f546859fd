"""Sound for the speech model lies exactly where the player will show it."""

import wave
from pathlib import Path

import numpy as np
import pytest

from council.base.children import ChildCancelledError
from council.media import MediaError, extract_audio, probe
from tests import media_files
from tests.media_files import BEEPS_S, H264, LENGTH_S

pytestmark = pytest.mark.media

VIDEO = ("-i", "video.mkv")
FILES = {
    "a.mp4": ("video", "-c:a", "aac"),
    "a.mkv": ("video", "-c:a", "aac"),
    "a.ts": ("video", "-c:a", "aac"),
    "five.ts": ("video", "-c:a", "mp2", "-output_ts_offset", "5"),
    "five.mp4": ("video", "-c:a", "aac", "-output_ts_offset", "5"),
    "vbr.mp3": ("sound", "-c:a", "libmp3lame", "-q:a", "4"),
    "bare.mp3": ("sound", "-c:a", "libmp3lame", "-write_xing", "0"),
    "a.ogg": ("sound", "-c:a", "libvorbis"),
    "opus.ogg": ("sound", "-c:a", "libopus"),
    "a.flac": ("sound", "-c:a", "flac"),
}
PRIMING_MS = 25  # an encoder's first packet, where the container cannot say that it is to be skipped


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    media_files.beeps(folder / "beeps.wav")
    media_files.run(*media_files.pattern(rate=10), *H264, folder / "video.mkv")
    return folder


def made(sources: Path, name: str) -> Path:
    kind, *options = FILES[name]
    inputs = ("-i", sources / "video.mkv") if kind == "video" else ()
    media_files.run(*inputs, "-i", sources / "beeps.wav", "-c:v", "copy", *options, sources / name)
    return sources / name


def samples_of(path: Path) -> "np.ndarray":
    with wave.open(str(path)) as wav:
        assert (wav.getnchannels(), wav.getframerate(), wav.getsampwidth()) == (1, 16000, 2)
        return np.frombuffer(wav.readframes(wav.getnframes()), np.int16).astype(int)


def first_loud_ms(samples: "np.ndarray") -> float:
    loud = np.flatnonzero(np.abs(samples) > 3000)
    return float(loud[0]) / 16 if len(loud) else float("nan")


@pytest.mark.parametrize("name", FILES)
def test_a_beep_is_where_it_was_made_whatever_the_container(sources: Path, tmp_path: Path, name: str) -> None:
    path = made(sources, name)
    found = probe(path)
    errors = []
    for beep in BEEPS_S[1:]:
        start_ms = int(beep * 1000) - 1313
        extract_audio(path, found, start_ms, 1700, tmp_path / "a.wav")
        samples = samples_of(tmp_path / "a.wav")
        assert len(samples) == 1700 * 16
        errors.append(start_ms + first_loud_ms(samples) - beep * 1000)
    assert -2 <= min(errors) <= max(errors) <= PRIMING_MS
    assert max(errors) - min(errors) < 1.5  # seeking adds nothing of its own


def test_sound_that_starts_after_the_picture_keeps_its_distance(sources: Path, tmp_path: Path) -> None:
    inputs = ("-i", sources / "video.mkv", "-itsoffset", "2.5", "-i", sources / "beeps.wav")
    media_files.run(*inputs, "-c:v", "copy", "-c:a", "aac", tmp_path / "late.mp4")
    extract_audio(tmp_path / "late.mp4", probe(tmp_path / "late.mp4"), 0, 8000, tmp_path / "a.wav")
    samples = samples_of(tmp_path / "a.wav")
    assert first_loud_ms(samples) == pytest.approx(5500, abs=3)
    assert not samples[: 2400 * 16].any()


def test_the_last_piece_ends_with_the_recording(sources: Path, tmp_path: Path) -> None:
    path = made(sources, "a.flac")
    extract_audio(path, probe(path), LENGTH_S * 1000 - 500, 10_000, tmp_path / "a.wav")
    assert len(samples_of(tmp_path / "a.wav")) == 500 * 16
    extract_audio(path, probe(path), LENGTH_S * 1000 + 500, 10_000, tmp_path / "a.wav")
    assert len(samples_of(tmp_path / "a.wav")) == 0


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts", "vbr.mp3"])
def test_after_zeros_in_the_middle_times_still_hold(sources: Path, tmp_path: Path, name: str) -> None:
    holed = media_files.with_hole(made(sources, name), tmp_path / name)
    found = probe(holed)
    assert found.duration_ms == pytest.approx(LENGTH_S * 1000, abs=6000 if name == "vbr.mp3" else 100)
    extract_audio(holed, found, 0, found.duration_ms, tmp_path / "a.wav")
    samples = samples_of(tmp_path / "a.wav")
    assert len(samples) == found.duration_ms * 16
    assert first_loud_ms(samples) == pytest.approx(BEEPS_S[0] * 1000, abs=PRIMING_MS)
    if name != "vbr.mp3":  # MP3 has no clock: what is missing is missing
        last = samples[int(BEEPS_S[-1] * 1000 - 500) * 16 :]
        assert first_loud_ms(last) == pytest.approx(500, abs=45)


def test_a_file_without_sound_says_so(sources: Path, tmp_path: Path) -> None:
    found = probe(sources / "video.mkv")
    assert found.sound is None
    with pytest.raises(MediaError, match="keinen Ton"):
        extract_audio(sources / "video.mkv", found, 0, 1000, tmp_path / "a.wav")


def test_cancelling_stops_the_work(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(sources, "a.flac")
    found = probe(path)
    monkeypatch.setattr("council.base.children.POLL_S", 0.001)
    with pytest.raises(ChildCancelledError):
        extract_audio(path, found, 0, found.duration_ms, tmp_path / "a.wav", cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []
