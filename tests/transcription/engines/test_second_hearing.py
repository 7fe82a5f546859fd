"""A model that stops too early is asked again about the voice it left out. A stand-in plays the model."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from transcription.engines import detector
from transcription.engines.faster_whisper import FasterWhisper
from transcription.words import words_of

VOICE = [(0, 4000), (6000, 9000), (12_000, 15_000)]


class Forgetful:
    """Hears a word a second, but at the first hearing only until ``stops_s`` of the sound given."""

    def __init__(self, stops_s, log_probability=-0.2, no_speech=0.0):
        self.hearings = []
        self.stops_s, self.log_probability, self.no_speech = stops_s, log_probability, no_speech

    def transcribe(self, samples, **options):
        self.hearings.append(len(samples) / 16_000)
        until = self.stops_s if len(self.hearings) == 1 else len(samples) / 16_000 - 0.5
        words = [
            SimpleNamespace(word=f" h{len(self.hearings)}w{n}", start=n + 0.1, end=n + 1.0, probability=0.9)
            for n in range(int(until))
        ]
        stats = {"avg_logprob": self.log_probability, "no_speech_prob": self.no_speech, "compression_ratio": 1.0}
        return iter([SimpleNamespace(words=words, **stats)] if words else []), None


@pytest.fixture
def hear(monkeypatch):
    """Run the engine with a stand-in for its model on 16 s of sound."""
    monkeypatch.setattr(detector, "voice_in", lambda samples: VOICE)

    def run(model):
        engine = FasterWhisper(Path("base"))
        engine._pipeline = model
        return words_of(engine.transcribe(np.zeros(16 * 16_000, dtype=np.float32), "de"))

    return run


def test_voice_left_without_words_is_heard_again(hear):
    model = Forgetful(stops_s=4)
    words = hear(model)
    assert model.hearings == [pytest.approx(12.0, abs=0.01), pytest.approx(7.6, abs=0.01)]
    assert {word.text[:2] for word in words if word.end_ms < 5000} == {"h1"}
    assert {word.text[:2] for word in words if word.start_ms >= 6000} == {"h2"}
    assert all(any(start <= word.start_ms < end for word in words) for start, end in VOICE)


def test_a_model_that_heard_everything_is_not_asked_twice(hear):
    model = Forgetful(stops_s=12)
    hear(model)
    assert len(model.hearings) == 1


@pytest.mark.parametrize("doubt", [{"log_probability": -0.9}, {"no_speech": 0.7}])
def test_a_second_hearing_that_does_not_convince_adds_nothing(hear, doubt):
    words = hear(Forgetful(stops_s=4, **doubt))
    assert words == [word for word in words if word.text.startswith("h1")]
