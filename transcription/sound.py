"""Reading the sound that the media part extracted: WAV, mono, 16 kHz, 16 bit."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
SAMPLES_PER_MS = SAMPLE_RATE // 1000

Samples = NDArray[np.float32]


class SoundError(ValueError):
    """The file is not the sound a speech engine wants."""


def read_wav(path: Path) -> Samples:
    """The samples between -1 and 1. Raises SoundError for anything but mono, 16 kHz, 16 bit PCM."""
    try:
        with wave.open(str(path), "rb") as file:
            shape = (file.getnchannels(), file.getframerate(), file.getsampwidth())
            if shape != (1, SAMPLE_RATE, 2):
                raise SoundError(f"{path.name}: expected mono, 16 kHz, 16 bit; got {shape}")
            data = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise SoundError(f"{path.name}: {error}") from error
    samples = np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2").astype(np.float32)
    samples /= 32768
    return samples


def write_wav(path: Path, samples: Samples) -> None:
    """Write samples the way ``read_wav`` reads them; louder ones than 1 are clipped."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2").tobytes())


def duration_ms(samples: Samples) -> int:
    """Length in milliseconds, rounded down."""
    return len(samples) // SAMPLES_PER_MS


def truncate_wav(path: Path, length_ms: int) -> None:
    """Keep only the first ``length_ms`` of a WAV file; a shorter one stays as it is. Raises SoundError."""
    samples = read_wav(path)
    if length_ms < duration_ms(samples):
        write_wav(path, samples[: length_ms * SAMPLES_PER_MS])
