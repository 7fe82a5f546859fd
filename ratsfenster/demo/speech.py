"""The voices of the demo: espeak-ng's, evened out in loudness."""

import tempfile
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from council.base import children
from ratsfenster.demo.script import Delivery

SAMPLE_RATE = 22_050
LOUDNESS = 0.1  # root mean square of full scale, -20 dB
SILENCE = 0.01  # below this share of full scale is no voice

Samples = NDArray[np.float32]


class SpeechError(Exception):
    """espeak-ng is missing or did not speak."""


def speak(text: str, voice: str, delivery: Delivery) -> Samples:
    """``text`` spoken, mono at SAMPLE_RATE within [-1, 1], without silence before and after. Raises SpeechError."""
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.wav"
        manner = ["-s", str(delivery.words_per_minute), "-g", str(delivery.word_gap)]
        command = ["espeak-ng", "-v", voice, *manner, "-w", str(spoken), "--", text]
        finished = children.run(command, timeout_s=60)
        if finished.returncode or not spoken.exists():
            raise SpeechError(f"espeak-ng did not speak „{text}“: {finished.stderr.strip()}")
        return even_out(_read(spoken))


def even_out(samples: Samples) -> Samples:
    """The voice alone at the demo's loudness; samples that would clip are limited. Raises SpeechError where there is no voice."""
    voiced = np.flatnonzero(np.abs(samples) > SILENCE)
    if not len(voiced):
        raise SpeechError("nothing but silence was spoken")
    voice = samples[voiced[0] : voiced[-1] + 1]
    rms = float(np.sqrt(np.mean(np.square(voice))))
    louder: Samples = np.clip(voice * np.float32(LOUDNESS / rms), -0.99, 0.99)
    return louder


def write_wav(path: Path, samples: Samples) -> None:
    """Write samples as 16-bit mono WAV."""
    with wave.open(str(path), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(SAMPLE_RATE)
        target.writeframes((samples * 32767).astype("<i2").tobytes())


def _read(path: Path) -> Samples:
    with wave.open(str(path), "rb") as source:
        if (source.getframerate(), source.getnchannels(), source.getsampwidth()) != (SAMPLE_RATE, 1, 2):
            raise SpeechError("espeak-ng speaks another format than 16-bit mono at 22.05 kHz")
        frames = source.readframes(source.getnframes())
    return np.frombuffer(frames, dtype="<i2").astype(np.float32) / np.float32(32768)
