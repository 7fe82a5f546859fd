"""Voice activity detection with the Silero model that comes with faster-whisper."""

from typing import Any

from council.media.timeline import Range
from transcription.sound import SAMPLES_PER_MS, Samples, duration_ms

PARAMETERS: dict[str, Any] = {"threshold": 0.5, "min_silence_duration_ms": 160, "max_speech_duration_s": 29}
WINDOW = 512


def voice_in(samples: Samples) -> list[Range]:
    """Where somebody speaks, in ms and without any padding; sound shorter than the detector's window of 32 ms has no voice."""
    if len(samples) < WINDOW:
        return []
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    length = duration_ms(samples)
    found = get_speech_timestamps(samples, VadOptions(**PARAMETERS, speech_pad_ms=0))
    ranges = [(piece["start"] // SAMPLES_PER_MS, min(length, piece["end"] // SAMPLES_PER_MS)) for piece in found]
    return [(start, end) for start, end in ranges if end > start]
