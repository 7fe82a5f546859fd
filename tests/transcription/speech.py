"""Sound for speech tests, made when they run: sentences spoken by espeak-ng, silence and noise; and the model that hears it."""

import io
import os
import shutil
import subprocess
import wave
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from transcription.sound import SAMPLE_RATE, Samples

PROJECT = Path(__file__).resolve().parents[2]
SENTENCES = (
    "Guten Abend, meine Damen und Herren, ich eröffne die Sitzung des Stadtrates.",
    "Wir kommen zum ersten Punkt der Tagesordnung, dem Haushalt für das nächste Jahr.",
    "Die Verwaltung schlägt vor, den Spielplatz am Marktplatz zu erneuern.",
)


def model_folder() -> Path:
    """The base model's folder; skips the test where there is none."""
    from transcription import weights
    from transcription.engines import TranscriptionError

    models = PROJECT / os.environ.get("RATSFENSTER_MODELS", "models")
    try:
        return weights.find(os.environ.get("RATSFENSTER_MODEL", "base"), models)
    except TranscriptionError as error:
        pytest.skip(str(error))


@cache
def spoken(text: str) -> Samples:
    """A text in German at 115 words a minute; skips the test where espeak-ng is missing."""
    program = shutil.which("espeak-ng")
    if program is None:
        pytest.skip("espeak-ng is not installed")
    sound = subprocess.run(
        [program, "-v", "de", "-s", "115", "--stdout", text], check=True, capture_output=True, timeout=60
    ).stdout
    with wave.open(io.BytesIO(sound)) as file:
        rate = file.getframerate()
        data = np.frombuffer(file.readframes(10**8), dtype="<i2").astype(np.float32) / 32768
    smooth = np.convolve(data, np.hanning(5)[1:-1] / np.hanning(5)[1:-1].sum(), "same")
    moments = np.arange(0, len(data), rate / SAMPLE_RATE)
    return (np.interp(moments, np.arange(len(data)), smooth) * 0.5).astype(np.float32)


def silence(seconds: float) -> Samples:
    """A quiet room."""
    hiss = np.random.default_rng(3).standard_normal(int(seconds * SAMPLE_RATE)) * 0.0003
    return hiss.astype(np.float32)


def applause(seconds: float) -> Samples:
    """Many hands."""
    random = np.random.default_rng(4)
    sound = np.zeros(int(seconds * SAMPLE_RATE), dtype=np.float32)
    clap = np.exp(-np.arange(800) / 150)
    for start in random.integers(0, len(sound) - 800, int(seconds * 100)):
        sound[start : start + 800] += (random.standard_normal(800) * clap * 0.1).astype(np.float32)
    return sound
