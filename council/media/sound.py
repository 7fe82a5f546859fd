"""Sound out of an original: as PCM on the recording's time line, and which of several tracks is the one people speak on."""

import contextlib
import re
import shutil
import wave
from pathlib import Path

from council.media import ffmpeg
from council.media.errors import MediaError, disk_errors
from council.media.ffmpeg import Cancelled, never
from council.media.tracks import Probe

SPEECH_RATE = 16000
SAMPLE_S = 8
SAMPLES = 5
UNHEARD_DB = -200.0
# Gaps longer than this are filled with silence and overlaps cut, so that sound after lost packets is where it belongs.
DRIFT_S = 0.04


def extract_audio(
    path: Path, probe: Probe, start_ms: int, duration_ms: int, target: Path, *, cancelled: Cancelled = never
) -> None:
    """Write [start_ms, start_ms + duration_ms) as WAV for a speech model: 16 kHz, mono, 16 bit.

    The file has exactly the samples asked for, except that it ends with the recording (``probe.duration_ms``). Where the original
    has no sound (it starts later, ends earlier, is broken), there is silence. Raises MediaError if there is no sound track.
    """
    length_ms = max(0, min(duration_ms, probe.duration_ms - start_ms))
    write_pcm(
        path, probe, start_ms * 1000, length_ms * SPEECH_RATE // 1000, SPEECH_RATE, 1, target, cancelled=cancelled
    )


def write_pcm(
    path: Path,
    probe: Probe,
    start_us: int,
    samples: int,
    rate: int,
    channels: int,
    target: Path,
    *,
    cancelled: Cancelled = never,
) -> None:
    """Write exactly ``samples`` samples of the chosen track from ``start_us`` on as a 16-bit WAV file."""
    track = probe.sound
    if track is None:
        raise MediaError("Die Aufnahme hat keinen Ton.")
    raw = target.with_name(target.name + ".raw")
    filters = f"aresample=async=1:min_hard_comp={DRIFT_S}:first_pts=0"
    pcm = ["-ar", str(rate), "-ac", str(channels), "-c:a", "pcm_s16le", "-f", "s16le"]
    try:
        if samples:
            ffmpeg.run(
                [
                    *ffmpeg.source(path, probe, start_us, ["-max_error_rate", "1", "-vn", "-sn", "-dn"]),
                    *("-map", f"0:{track.index}", "-af", filters, "-t", f"{samples / rate:.6f}"),
                    *(*pcm, ffmpeg.location(raw)),
                ],
                duration_ms=samples * 1000 // rate,
                cancelled=cancelled,
            )
        with disk_errors():
            _wrap(raw, samples, rate, channels, target)
    finally:
        raw.unlink(missing_ok=True)


def _wrap(raw: Path, samples: int, rate: int, channels: int, target: Path) -> None:
    """The raw samples as WAV, brought to their exact number: cut, or filled with silence."""
    part = target.with_name(target.name + ".part")
    with raw.open("a+b") as data, part.open("wb") as file, contextlib.closing(wave.open(file, "wb")) as wav:
        data.truncate(samples * channels * 2)
        data.seek(0)
        wav.setnchannels(channels)
        wav.setsampwidth(2)
        wav.setframerate(rate)
        while block := data.read(1 << 20):
            wav.writeframesraw(block)
    shutil.move(part, target)


def choose_audio(path: Path, probe: Probe, *, cancelled: Cancelled = never) -> int:
    """The ``index`` of the loudest sound track, by a few short samples over the file; the first where all are alike."""
    loudness = {track.index: _loudness(path, probe, track.index, cancelled) for track in probe.audio}
    return max(loudness, key=lambda index: (round(loudness[index]), -index))


def _loudness(path: Path, probe: Probe, index: int, cancelled: Cancelled) -> float:
    """The mean volume of a track's loudest sample in dB."""
    step_us = probe.duration_ms * 1000 // SAMPLES
    starts = (
        [0] if probe.duration_ms < SAMPLES * SAMPLE_S * 1000 else [n * step_us + step_us // 2 for n in range(SAMPLES)]
    )
    return max(_volume(path, probe, index, start_us, cancelled) for start_us in starts)


def _volume(path: Path, probe: Probe, index: int, start_us: int, cancelled: Cancelled) -> float:
    length_s = SAMPLE_S if start_us else SAMPLES * SAMPLE_S
    log = ffmpeg.run(
        [
            *(
                "-loglevel",
                "info",
                *ffmpeg.source(path, probe, start_us, ["-max_error_rate", "1", "-vn", "-sn", "-dn"]),
            ),
            *("-map", f"0:{index}", "-t", str(length_s), "-af", "volumedetect", "-f", "null", "-"),
        ],
        cancelled=cancelled,
    )
    found = re.search(r"mean_volume: (-?[\d.]+) dB", log)
    return float(found[1]) if found else UNHEARD_DB
