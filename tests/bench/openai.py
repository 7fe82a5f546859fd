"""openai-whisper with its command line's defaults. Prints one JSON line: seconds. Needs openai-whisper and its own checkpoint."""

import json
import sys
import time

import whisper


def main(path: str, checkpoint: str, language: str) -> None:
    began = time.perf_counter()
    model = whisper.load_model(checkpoint, device="cpu")
    fallbacks = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    result = model.transcribe(path, language=language, beam_size=5, best_of=5, temperature=fallbacks, fp16=False)
    print(json.dumps({"seconds": time.perf_counter() - began, "text": result["text"]}))


main(*sys.argv[1:])
