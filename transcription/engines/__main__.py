"""The speech engine's own process, for ``engines/process.py``: requests as JSON lines in, answers as JSON lines out.

In: ``{"wav": path}``. Out: ``{"progress": 0.4}`` …, then ``{"phrases": […]}`` or ``{"error": message, "permanent": bool}``.
It ends with its input. Whatever libraries print goes to stderr.
"""

import argparse
import contextlib
import ctypes
import gc
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from transcription.engines import ENGINES, Transcriber, TranscriptionError, create
from transcription.sound import SoundError, read_wav
from transcription.words import to_json


def answer(request: dict[str, Any], engine: Transcriber, language: str, send: Callable[[dict[str, Any]], None]) -> None:
    """Serve one request; every way it can fail becomes an answer."""
    try:
        samples = read_wav(Path(request["wav"]))
        phrases = engine.transcribe(samples, language, on_progress=lambda share: send({"progress": round(share, 3)}))
        send({"phrases": [to_json(phrase) for phrase in phrases]})
    except TranscriptionError as error:
        send({"error": str(error), "permanent": error.permanent})
    except (SoundError, OSError, RuntimeError, ValueError) as error:
        send({"error": f"{type(error).__name__}: {error}", "permanent": False})


def give_back() -> None:
    """Return freed memory to the system between chunks: the allocator would keep it, in pieces, and the process would grow for hours."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


def main() -> int:
    """Load the engine at once, then answer until the input ends."""
    parser = argparse.ArgumentParser(prog="python -m transcription.engines")
    parser.add_argument("--engine", choices=ENGINES, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--language", required=True)
    parser.add_argument("--threads", type=int, default=0)
    chosen = parser.parse_args()
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

        def send(message: dict[str, Any]) -> None:
            out.write(json.dumps(message, ensure_ascii=False) + "\n")
            out.flush()

        engine = create(chosen.engine, chosen.model, threads=chosen.threads)
        try:
            engine.load()
        except TranscriptionError as error:
            send({"error": str(error), "permanent": error.permanent})
            return 1
        for line in sys.stdin:
            answer(json.loads(line), engine, chosen.language, send)
            give_back()
    return 0


if __name__ == "__main__":
    sys.exit(main())
