"""What others would run: bare batched faster-whisper over the whole file. Prints one JSON line: words and seconds."""

import json
import sys
import time

from faster_whisper import BatchedInferencePipeline, WhisperModel


def main(path: str, weights: str, language: str) -> None:
    began = time.perf_counter()
    model = WhisperModel(weights, device="cpu", compute_type="int8", cpu_threads=2)
    segments, _ = BatchedInferencePipeline(model).transcribe(
        path, language=language, batch_size=8, beam_size=5, word_timestamps=True
    )
    words = [(round(word.start * 1000), word.word) for segment in segments for word in segment.words or []]
    print(json.dumps({"seconds": time.perf_counter() - began, "words": words}))


main(*sys.argv[1:])
