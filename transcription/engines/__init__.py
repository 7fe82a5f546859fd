"""Speech engines behind one protocol. Only modules in this folder import a speech model, and only once one is used."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from transcription.sound import Samples
from transcription.words import Phrase

ENGINES = {
    "faster-whisper": ("transcription.engines.faster_whisper", "FasterWhisper"),
    "openai-whisper": ("transcription.engines.openai_whisper", "OpenaiWhisper"),
}


class TranscriptionError(Exception):
    """Transcribing failed; ``permanent`` says that trying again will not help, and the message what to do."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class Transcriber(Protocol):
    """Turns sound into phrases. Creating one is cheap; ``load`` reads the weights."""

    @property
    def name(self) -> str:
        """The engine's name, a key of ENGINES."""

    @property
    def model(self) -> str:
        """The weights' name; other weights have another one."""

    @property
    def parameters(self) -> dict[str, Any]:
        """All that shapes the result besides sound, model and language, as JSON can hold it."""

    def load(self) -> None:
        """Read the weights; may be called twice. Raises TranscriptionError (permanent) where they are missing or damaged."""

    def transcribe(
        self, samples: Samples, language: str, *, on_progress: Callable[[float], None] = lambda share: None
    ) -> list[Phrase]:
        """What is said in mono sound of 16 kHz, in order, in milliseconds from its start; nothing said gives [].

        ``language`` is a code such as "de"; ``on_progress`` hears the share done, from 0 to 1.
        """


def create(engine: str, model_path: Path, *, threads: int = 0) -> Transcriber:
    """The named engine, its weights not yet read; ``threads`` 0 means one for each core.

    Raises TranscriptionError (permanent) for a name that is not in ENGINES.
    """
    if engine not in ENGINES:
        message = f"Die Spracherkennung {engine!r} gibt es nicht; möglich sind: {', '.join(ENGINES)}."
        raise TranscriptionError(message, permanent=True)
    module, factory = ENGINES[engine]
    transcriber: Transcriber = getattr(importlib.import_module(module), factory)(model_path, threads=threads)
    return transcriber
