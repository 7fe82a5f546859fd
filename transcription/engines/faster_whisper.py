"""The default engine: faster-whisper (CTranslate2, int8 on the processor), several windows of voice decoded at once."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from council.media.timeline import Range
from transcription import guards, voice
from transcription.engines import TranscriptionError, detector
from transcription.sound import SAMPLE_RATE, SAMPLES_PER_MS, Samples, duration_ms
from transcription.weights import damage, fingerprint
from transcription.words import Phrase, Word, glued, interleaved, words_of

BATCH = 8
BEAM = 5
COMPUTE_TYPE = "int8"
PAD_MS = 400
WINDOW_MS = 30_000
SURE_LOG_PROBABILITY = -0.7


class FasterWhisper:
    """Whisper by CTranslate2. Only stretches with voice reach the model, closed up and packed into windows of 30 s.

    Sometimes the model ends a window's text too early; stretches of voice left without words are heard a second time.
    """

    name = "faster-whisper"

    def __init__(self, model_path: Path, *, threads: int = 0) -> None:
        self._path = model_path
        self._threads = threads or os.cpu_count() or 1
        self._pipeline: Any = None

    @property
    def model(self) -> str:
        return fingerprint(self._path)

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "beam": BEAM,
            "batch": BATCH,
            "compute_type": COMPUTE_TYPE,
            "pad_ms": PAD_MS,
            "second_hearing": SURE_LOG_PROBABILITY,
            "voice": detector.PARAMETERS,
            "guards": guards.VERSION,
        }

    def load(self) -> None:
        if self._pipeline is not None:
            return
        if problem := damage(self._path):
            raise TranscriptionError(problem, permanent=True)
        from faster_whisper import BatchedInferencePipeline, WhisperModel

        try:
            model = WhisperModel(
                str(self._path),
                device="cpu",
                compute_type=COMPUTE_TYPE,
                cpu_threads=self._threads,
                local_files_only=True,
            )
        except (RuntimeError, ValueError, OSError) as error:
            message = f"Das Sprachmodell in {self._path} lässt sich nicht lesen: {error}"
            raise TranscriptionError(message, permanent=True) from error
        self._pipeline = BatchedInferencePipeline(model)

    def transcribe(
        self, samples: Samples, language: str, *, on_progress: Callable[[float], None] = lambda share: None
    ) -> list[Phrase]:
        self.load()
        length = duration_ms(samples)
        heard = detector.voice_in(samples)
        if not heard:
            on_progress(1.0)
            return []
        audible = voice.padded(heard, pad_ms=PAD_MS, duration_ms=length)
        phrases = self._hear(samples, voice.packed(audible, WINDOW_MS), language, on_progress)
        phrases = guards.clean(phrases, heard, length)
        missed = voice.unheard(heard, [(word.start_ms, word.end_ms) for word in words_of(phrases)])
        if missed:
            alone = voice.limited(voice.padded(missed, pad_ms=PAD_MS, duration_ms=length), WINDOW_MS)
            again = self._hear(samples, [[piece] for piece in alone], language)
            convincing = [phrase for phrase in again if _convincing(phrase)]
            phrases = guards.clean(interleaved([*phrases, *convincing]), heard, length)
        on_progress(1.0)
        return phrases

    def _hear(
        self,
        samples: Samples,
        windows: Sequence[Sequence[Range]],
        language: str,
        on_progress: Callable[[float], None] = lambda share: None,
    ) -> list[Phrase]:
        """What is said in these windows, each at most 30 s of voice, on the time line of the samples."""
        pieces = [piece for window in windows for piece in window]
        condensed = voice.Condensed(pieces)
        phrases = []
        for phrase in self._decode(_joined(samples, pieces), windows, language):
            on_progress(min(1.0, phrase.end_ms / condensed.length_ms))
            phrases.append(_at_original_times(phrase, condensed))
        return phrases

    def _decode(self, joined: Samples, windows: Sequence[Sequence[Range]], language: str) -> Any:
        """Phrases on the condensed time line, as the model gives them."""
        segments, _ = self._pipeline.transcribe(
            joined,
            language=language,
            beam_size=BEAM,
            batch_size=BATCH,
            word_timestamps=True,
            clip_timestamps=_clips(windows),
        )
        for segment in segments:
            words = glued(
                Word(w.word, round(w.start * 1000), round(w.end * 1000), float(w.probability)) for w in segment.words
            )
            if words:
                yield Phrase(tuple(words), segment.avg_logprob, segment.no_speech_prob, segment.compression_ratio)


def _convincing(phrase: Phrase) -> bool:
    """Whether a phrase found only at the second hearing may be believed; where nobody speaks, models invent more when asked twice."""
    return phrase.average_log_probability > SURE_LOG_PROBABILITY and phrase.no_speech_probability < guards.NO_SPEECH


def _joined(samples: Samples, pieces: Sequence[Range]) -> Samples:
    """The pieces of sound one after the other."""
    return np.concatenate([samples[start * SAMPLES_PER_MS : end * SAMPLES_PER_MS] for start, end in pieces])


def _clips(windows: Sequence[Sequence[Range]]) -> list[dict[str, float]]:
    """Where each window lies in the joined sound, in seconds; half a sample more keeps the library from rounding down."""
    clips = []
    position = 0
    for window in windows:
        end = position + sum(last - first for first, last in window)
        clips.append({"start": _seconds(position), "end": _seconds(end)})
        position = end
    return clips


def _seconds(ms: int) -> float:
    return (ms * SAMPLES_PER_MS + 0.5) / SAMPLE_RATE


def _at_original_times(phrase: Phrase, condensed: voice.Condensed) -> Phrase:
    words = (Word(w.text, *condensed.original(w.start_ms, w.end_ms), w.probability) for w in phrase.words)
    return Phrase(tuple(words), phrase.average_log_probability, phrase.no_speech_probability, phrase.compression_ratio)
