"""A speech engine in a child process: its memory and crashes stay apart from the worker's, and cancelling can kill it."""

import contextlib
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import transcription
from council.base import children
from transcription.engines import TranscriptionError
from transcription.words import Phrase, from_json

POLL_S = 0.2
PATIENCE_S = 1800.0  # without a word from the child, model loading included; a slow machine needs minutes for a batch
HANGS = "Die Spracherkennung gibt kein Lebenszeichen mehr; sie wird neu gestartet."
# Fewer malloc arenas keep the process small; nothing is ever fetched from a model hub.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "HF_HUB_OFFLINE": "1"}


def command_of(engine: str, model_path: Path, language: str, threads: int) -> list[str]:
    """The command that runs an engine as a process of its own."""
    options = ["--engine", engine, "--model", str(model_path), "--language", language, "--threads", str(threads)]
    return [sys.executable, "-m", "transcription.engines", *options]


class TranscriberProcess:
    """Context manager around the child. It starts, and loads its weights, on entering; nobody waits for that.

    ``engine`` is a key of ENGINES, ``threads`` 0 means one for each core. One request at a time.
    """

    def __init__(
        self,
        engine: str,
        model_path: Path,
        language: str,
        *,
        threads: int = 0,
        niceness: int = 0,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._command = command_of(engine, model_path, language, threads)
        self._niceness = niceness
        self._patience_s = patience_s
        self._child: children.Child | None = None
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        root = str(Path(transcription.__file__).parent.parent)
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        self._child = children.start(
            self._command, niceness=self._niceness, environment={**ENVIRONMENT, "PYTHONPATH": path}
        )
        threading.Thread(target=self._read, args=(self._child,), name="transcriber-answers", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child; safe to call twice."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def transcribe_file(
        self,
        wav: Path,
        *,
        cancelled: Callable[[], bool] = lambda: False,
        on_progress: Callable[[float], None] = lambda share: None,
    ) -> list[Phrase]:
        """What is said in a WAV file (mono, 16 kHz, 16 bit), in ms from its start.

        Raises ChildCancelledError within a second of ``cancelled`` becoming true, TranscriptionError otherwise; after either the
        child is gone and this object is of no further use.
        """
        if self._child is None:
            raise TranscriptionError("Die Spracherkennung läuft nicht.")
        with contextlib.suppress(BrokenPipeError):  # the reader below learns why it died
            self._child.stdin.write(json.dumps({"wav": str(wav.resolve())}).encode() + b"\n")
            self._child.stdin.flush()
        try:
            return self._result(self._child, cancelled, on_progress)
        except BaseException:
            self.close()
            raise

    def _result(
        self, child: children.Child, cancelled: Callable[[], bool], on_progress: Callable[[float], None]
    ) -> list[Phrase]:
        heard_at = time.monotonic()
        while True:
            if cancelled():
                raise children.ChildCancelledError("transcription.engines")
            try:
                answer = self._answers.get(timeout=POLL_S)
            except queue.Empty:
                if time.monotonic() - heard_at > self._patience_s:
                    raise TranscriptionError(HANGS) from None
                continue
            heard_at = time.monotonic()
            if answer is None:
                code = child.process.wait()
                raise TranscriptionError(f"Die Spracherkennung ist unerwartet abgebrochen (Ende mit {code}).")
            if "progress" in answer:
                on_progress(answer["progress"])
            elif "error" in answer:
                raise TranscriptionError(answer["error"], permanent=answer["permanent"])
            else:
                return [from_json(phrase) for phrase in answer["phrases"]]

    def _read(self, child: children.Child) -> None:
        """Pass the child's lines on; None when it is gone."""
        with contextlib.suppress(ValueError, OSError):
            for line in child.stdout:
                with contextlib.suppress(json.JSONDecodeError):  # half a line from a killed child
                    self._answers.put(json.loads(line))
        self._answers.put(None)
