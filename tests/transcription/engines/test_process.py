"""The speech engine's own process: its answers, its death, and its end when work is cancelled. A small program stands in for it."""

import os
import sys
import time

import pytest

from council.base.children import ChildCancelledError
from transcription.engines import TranscriptionError, process
from transcription.words import Phrase, Word

STAND_IN = """
import json, os, pathlib, sys, time
for line in sys.stdin:
    name = pathlib.Path(json.loads(line)["wav"]).stem
    if name == "dies":
        os.kill(os.getpid(), 9)
    if name == "hangs":
        time.sleep(600)
    if name == "fails":
        print(json.dumps({"error": "kaputt", "permanent": True}), flush=True)
        continue
    print(json.dumps({"progress": 0.5}), flush=True)
    print("{half a line", flush=True)
    words = [[name, 0, 10, 0.5]]
    stats = {"average_log_probability": -1, "no_speech_probability": 0, "compression_ratio": 1}
    print(json.dumps({"phrases": [{"words": words, **stats}]}), flush=True)
"""


@pytest.fixture
def transcriber(monkeypatch, tmp_path):
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN)
    monkeypatch.setattr(process, "command_of", lambda *_: [sys.executable, str(script)])
    with process.TranscriberProcess("faster-whisper", tmp_path, "de") as running:
        yield running


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_files_are_answered_one_after_another_with_progress(transcriber, tmp_path):
    shares = []
    assert transcriber.transcribe_file(tmp_path / "eins.wav", on_progress=shares.append) == [
        Phrase((Word("eins", 0, 10, 0.5),), -1, 0, 1)
    ]
    assert transcriber.transcribe_file(tmp_path / "zwei.wav")[0].text == "zwei"
    assert shares == [0.5]


def test_a_child_that_dies_is_a_passing_failure(transcriber, tmp_path):
    with pytest.raises(TranscriptionError, match=r"-9|137") as caught:
        transcriber.transcribe_file(tmp_path / "dies.wav")
    assert not caught.value.permanent
    with pytest.raises(TranscriptionError, match="läuft nicht"):
        transcriber.transcribe_file(tmp_path / "eins.wav")


def test_cancelling_ends_the_child_at_once(transcriber, tmp_path):
    pid = transcriber._child.process.pid
    begin = time.monotonic()
    with pytest.raises(ChildCancelledError):
        transcriber.transcribe_file(tmp_path / "hangs.wav", cancelled=lambda: time.monotonic() > begin + 0.3)
    assert time.monotonic() - begin < 5  # a busy machine; it would hang for ten minutes
    assert gone(pid)


def test_an_engines_own_error_says_whether_it_lasts(transcriber, tmp_path):
    with pytest.raises(TranscriptionError, match="kaputt") as caught:
        transcriber.transcribe_file(tmp_path / "fails.wav")
    assert caught.value.permanent


def test_leaving_ends_the_child(transcriber):
    pid = transcriber._child.process.pid
    transcriber.close()
    transcriber.close()
    assert gone(pid)


def test_missing_weights_are_a_lasting_failure_that_says_what_to_do(tmp_path):
    with (
        process.TranscriberProcess("faster-whisper", tmp_path / "nothing", "de") as running,
        pytest.raises(TranscriptionError, match="make setup") as caught,
    ):
        running.transcribe_file(tmp_path / "eins.wav")
    assert caught.value.permanent
