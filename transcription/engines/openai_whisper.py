"""The reference implementation, openai-whisper, as an optional engine. It is slow, and its weights are a ``.pt`` checkpoint."""

import os
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pickle import PickleError
from typing import Any

from council.media.timeline import Range
from transcription import guards, voice
from transcription.engines import TranscriptionError, detector
from transcription.sound import SAMPLES_PER_MS, Samples, duration_ms
from transcription.weights import fingerprint
from transcription.words import Phrase, Word, glued

PAD_MS = 400
JOINED_ACROSS_MS = 5000
MISSING = "openai-whisper ist nicht installiert. Bitte installieren (pip install openai-whisper) oder RATSFENSTER_ENGINE=faster-whisper."


def installed() -> bool:
    """Whether the library is there."""
    return find_spec("whisper") is not None


class OpenaiWhisper:
    """Whisper by PyTorch with its command line's defaults, on the stretches with voice."""

    name = "openai-whisper"

    def __init__(self, model_path: Path, *, threads: int = 0) -> None:
        self._path = model_path
        self._threads = threads or os.cpu_count() or 1
        self._model: Any = None

    @property
    def model(self) -> str:
        return fingerprint(self._path)

    @property
    def parameters(self) -> dict[str, Any]:
        return {"beam": 5, "best_of": 5, "pad_ms": PAD_MS, "voice": detector.PARAMETERS, "guards": guards.VERSION}

    def load(self) -> None:
        if self._model is not None:
            return
        if not installed():
            raise TranscriptionError(MISSING, permanent=True)
        if not self._path.is_file():
            message = (
                f"{self._path} ist kein Modell für openai-whisper. Bitte RATSFENSTER_MODEL auf eine .pt-Datei setzen."
            )
            raise TranscriptionError(message, permanent=True)
        import whisper

        import_module("torch").set_num_threads(self._threads)
        try:
            self._model = whisper.load_model(str(self._path), device="cpu")
        except (RuntimeError, ValueError, OSError, KeyError, EOFError, PickleError) as error:
            message = f"Das Sprachmodell {self._path} lässt sich nicht lesen: {error}"
            raise TranscriptionError(message, permanent=True) from error

    def transcribe(
        self, samples: Samples, language: str, *, on_progress: Callable[[float], None] = lambda share: None
    ) -> list[Phrase]:
        self.load()
        length = duration_ms(samples)
        heard = detector.voice_in(samples)
        phrases: list[Phrase] = []
        for start, end in _stretches(voice.padded(heard, pad_ms=PAD_MS, duration_ms=length)):
            phrases += self._decode(samples[start * SAMPLES_PER_MS : end * SAMPLES_PER_MS], language, start)
            on_progress(end / length)
        on_progress(1.0)
        return guards.clean(phrases, heard, length)

    def _decode(self, samples: Samples, language: str, start_ms: int) -> list[Phrase]:
        result = self._model.transcribe(
            samples, language=language, beam_size=5, best_of=5, word_timestamps=True, fp16=False, verbose=None
        )
        phrases = []
        for segment in result["segments"]:
            words = glued(
                Word(
                    word["word"], start_ms + _ms(word["start"]), start_ms + _ms(word["end"]), float(word["probability"])
                )
                for word in segment["words"]
            )
            if words:
                stats = (segment["avg_logprob"], segment["no_speech_prob"], segment["compression_ratio"])
                phrases.append(Phrase(tuple(words), *map(float, stats)))
        return phrases


def _ms(seconds: float) -> int:
    return round(float(seconds) * 1000)


def _stretches(pieces: list[Range]) -> list[Range]:
    """Ranges with the short pauses between them filled, since this engine works on running speech."""
    result: list[Range] = []
    for start, end in pieces:
        if result and start - result[-1][1] < JOINED_ACROSS_MS:
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result
