"""What every speech engine keeps to."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from tests.transcription.speech import SENTENCES, applause, model_folder, silence, spoken
from transcription import sound
from transcription.engines import ENGINES, Transcriber, TranscriptionError, create
from transcription.engines.openai_whisper import installed
from transcription.wer import word_error_rate
from transcription.words import words_of

pytestmark = [
    pytest.mark.speech,
    # openai-whisper itself leaves its vocabulary open
    pytest.mark.filterwarnings("ignore:.*tiktoken:pytest.PytestUnraisableExceptionWarning"),
]
CHECKPOINT = "RATSFENSTER_TEST_OPENAI_MODEL"


@pytest.fixture(scope="module", params=sorted(ENGINES))
def transcriber(request: pytest.FixtureRequest) -> Transcriber:
    """Each engine with its weights read."""
    if request.param == "openai-whisper":
        if not installed():
            pytest.skip("openai-whisper is not installed; it is optional")
        if CHECKPOINT not in os.environ:
            pytest.skip(f"{CHECKPOINT} names no checkpoint for openai-whisper")
        model = Path(os.environ[CHECKPOINT])
    else:
        model = model_folder()
    engine = create(request.param, model)
    engine.load()
    return engine


def test_it_says_what_it_is_without_reading_weights(transcriber):
    fresh = create(transcriber.name, Path("base"))
    assert fresh.name in ENGINES
    assert fresh.model
    assert json.loads(json.dumps(fresh.parameters)) == fresh.parameters == transcriber.parameters


def test_speech_is_heard_and_nothing_is_invented_around_it(transcriber):
    first, second = spoken(SENTENCES[0]), spoken(SENTENCES[1])
    gap = 20
    samples = np.concatenate([silence(10), first, silence(gap / 2), applause(gap / 2), second, silence(5)])
    shares: list[float] = []
    words = words_of(transcriber.transcribe(samples, "de", on_progress=shares.append))
    assert word_error_rate(" ".join(SENTENCES[:2]), " ".join(word.text for word in words)) <= 0.3
    edges = [edge for word in words for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert edges[0] >= 9_500
    assert edges[-1] <= sound.duration_ms(samples)
    quiet_from = 10_000 + sound.duration_ms(first) + 500
    assert not [word for word in words if quiet_from < word.start_ms < quiet_from + gap * 1000 - 1500]
    assert all(0 <= word.probability <= 1 for word in words)
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.parametrize("length", [0, 10, 16_000])
def test_no_sound_and_short_sound_are_results(transcriber, length):
    assert transcriber.transcribe(np.zeros(length, dtype=np.float32), "de") == []


@pytest.mark.parametrize("noise", [silence(12), applause(12)])
def test_nothing_said_is_a_result(transcriber, noise):
    assert transcriber.transcribe(noise, "de") == []


def test_the_same_sound_gives_the_same_words(transcriber):
    samples = spoken(SENTENCES[2])
    assert transcriber.transcribe(samples, "de") == transcriber.transcribe(samples, "de")


def test_missing_weights_are_a_lasting_failure(transcriber, tmp_path):
    with pytest.raises(TranscriptionError) as caught:
        create(transcriber.name, tmp_path / "nothing").load()
    assert caught.value.permanent


def test_damaged_weights_are_a_lasting_failure(transcriber, tmp_path):
    folder = tmp_path / "base"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json"):
        (folder / name).write_text("{}")
    (folder / "model.bin").write_bytes(os.urandom(2_000_000))
    with pytest.raises(TranscriptionError) as caught:
        create(transcriber.name, folder if transcriber.name == "faster-whisper" else folder / "model.bin").load()
    assert caught.value.permanent


def test_an_unknown_engine_is_named_with_those_there_are():
    with pytest.raises(TranscriptionError, match="faster-whisper"):
        create("vosk", Path("base"))
