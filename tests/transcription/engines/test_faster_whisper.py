"""The default engine on a real recording of six minutes, in its own process, in chunks."""

import csv
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.transcription.speech import model_folder
from transcription import chunks, sound
from transcription.engines.process import TranscriberProcess
from transcription.wer import word_error_rate
from transcription.words import Word, words_of

pytestmark = pytest.mark.speech
CHUNK_MS = 200_000
SILENCE_MS = 5000


@pytest.fixture(scope="module")
def said(test_data: Path) -> list[tuple[int, int, str]]:
    """What is said, and when, in ms."""
    with (test_data / "sessions" / "ratssitzung-kurz.reference.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(round(float(row["start"]) * 1000), round(float(row["end"]) * 1000), row["text"]) for row in rows]


@pytest.fixture(scope="module")
def heard(test_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Word]]:
    """What the engine hears."""
    from faster_whisper.audio import decode_audio

    model = model_folder()
    wav = tmp_path_factory.mktemp("sound") / "chunk.wav"
    results = []
    with TranscriberProcess("faster-whisper", model, "de") as transcriber:
        samples = decode_audio(str(test_data / "sessions" / "ratssitzung-kurz.mp4"))
        length = sound.duration_ms(samples)
        position = 0
        while position < length:
            piece = samples[position * sound.SAMPLES_PER_MS : (position + CHUNK_MS) * sound.SAMPLES_PER_MS]
            cut = chunks.cut_point(piece, last=position + CHUNK_MS >= length)
            sound.write_wav(wav, piece[: cut.end_ms * sound.SAMPLES_PER_MS])
            phrases = transcriber.transcribe_file(wav)
            results.append(chunks.Heard(position, position + cut.end_ms, words_of(phrases)))
            position += cut.next_ms
    return chunks.join(results, length)


def test_most_words_are_right(heard, said):
    assert word_error_rate(" ".join(text for _, _, text in said), " ".join(word.text for word in heard)) <= 0.25


def test_nothing_is_invented_where_nobody_speaks(heard, said):
    ends = [0, *(end for _, end, _ in said)]
    starts = [*(start for start, _, _ in said), 10**9]
    gaps = [(end + 500, start - 500) for end, start in zip(ends, starts, strict=True) if start - end > SILENCE_MS]
    assert len(gaps) >= 3
    assert [word for word in heard for start, end in gaps if start < (word.start_ms + word.end_ms) / 2 < end] == []


def test_a_sentence_begins_when_its_voice_does(heard, said):
    errors = [min(abs(word.start_ms - start) for word in heard) for start, _, _ in said]
    assert statistics.median(errors) <= 100
