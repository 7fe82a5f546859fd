"""From recording to search hit: speed, words, memory; beside bare faster-whisper on the same file and weights."""

import csv
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.installation import Installation
from tests.bench.report import Figure, Report
from transcription.wer import word_error_rate

SILENT_S = 8.0  # a gap in the reference at least this long is a pause or applause: nobody speaks
EDGE_S = 1.0
EXCERPT_S = 360
ROUNDS = 2


@dataclass(frozen=True)
class Spoken:
    """A line of the reference, times in seconds."""

    start: float
    end: float
    text: str


def reference(path: Path) -> list[Spoken]:
    """What is said in a recording."""
    with path.open(encoding="utf-8") as file:
        return [Spoken(float(r["start"]), float(r["end"]), r["text"]) for r in csv.DictReader(file, delimiter="\t")]


def invented(words: list[tuple[int, str]], spoken: list[Spoken]) -> int:
    """Words that begin where nobody speaks: before the first line, after the last, and in long gaps."""
    edges = [0.0, *itertools.chain.from_iterable((line.start, line.end) for line in spoken), float("inf")]
    gaps = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end - start >= SILENT_S]
    return sum(any(start + EDGE_S < at / 1000 < end - EDGE_S for start, end in gaps) for at, _ in words)


def onsets_ms(words: list[tuple[int, str]], spoken: list[Spoken]) -> list[float]:
    """For each line, how far the nearest word start lies from where the voice begins."""
    starts = [at for at, _ in words]
    return [min(abs(at - line.start * 1000) for at in starts) for line in spoken]


def text_of(words: list[tuple[int, str]]) -> str:
    return " ".join(word for _, word in words)


def exported(installation: Installation) -> list[tuple[int, str]]:
    """All words of recording 1 with their times, from the database's own export."""
    document: dict[str, Any] = json.loads(installation.run("export-transcript", "1", "--format", "json")[0])
    words: list[tuple[int, str]] = []
    for segment in document["segments"]:
        words += [(start_ms, text) for text, start_ms, _ in segment["words"]]
    return words


def measure(report: Report, sessions: Path, models: Path) -> None:
    """The figures on the hour-long recording, in alternating runs."""
    recording, agenda = sessions / "ratssitzung.mp4", sessions / "ratssitzung.agenda.json"
    spoken = reference(sessions / "ratssitzung.reference.tsv")
    said = " ".join(line.text for line in spoken)
    ours, bare, peaks, words, theirs = [], [], [], [], []
    for number in range(ROUNDS):
        theirs_now, seconds = _bare(recording, models)
        bare.append(seconds)
        with tempfile.TemporaryDirectory() as folder:
            installation = Installation(Path(folder) / "data", models)
            _, seconds, peak = installation.run(
                "add-recording", str(recording), "--meeting", str(agenda), "--publish", "--wait"
            )
            ours.append(seconds)
            peaks.append(peak)
            words = exported(installation)
        theirs = theirs_now
        print(f"  round {number + 1}: bare {bare[-1]:.0f} s, ours {ours[-1]:.0f} s", flush=True)
    wer, their_wer = word_error_rate(said, text_of(words)) * 100, word_error_rate(said, text_of(theirs)) * 100
    ratio = statistics.mean(bare) / statistics.mean(ours)
    beside = f"ours {3600 / statistics.mean(ours):.1f}, bare {3600 / statistics.mean(bare):.1f} times real time"
    report.add(Figure("media.speed_ratio", ratio, "", least=0.85, beside=beside))
    report.add(
        Figure(
            "media.wer_points", wer - their_wer, "points", most=0.3, beside=f"ours {wer:.2f} %, bare {their_wer:.2f} %"
        )
    )
    report.add(
        Figure("media.invented_words", invented(words, spoken), "", most=0, beside=f"bare {invented(theirs, spoken)}")
    )
    theirs_onset = statistics.median(onsets_ms(theirs, spoken))
    report.add(
        Figure(
            "media.onset_ms",
            statistics.median(onsets_ms(words, spoken)),
            "ms",
            most=200,
            beside=f"bare {theirs_onset:.0f} ms",
        )
    )
    report.add(Figure("media.pss_mb", max(peaks), "MB", most=1700))
    if os.environ.get("LONG"):
        eight_hours(report, recording, models, max(peaks))
        openai(report, recording, statistics.mean(ours))
    else:
        report.leave_out("eight hours and openai-whisper; LONG=1 measures them")


def _bare(recording: Path, models: Path) -> tuple[list[tuple[int, str]], float]:
    command = [sys.executable, "-m", "tests.bench.bare", str(recording), str(models / "base"), "de"]
    answer = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return [(at, word) for at, word in answer["words"]], answer["seconds"]


def eight_hours(report: Report, recording: Path, models: Path, hour_mb: float) -> None:
    """The hour, eight times in one file: memory must not grow with it."""
    with tempfile.TemporaryDirectory() as folder:
        listing, long = Path(folder) / "list.txt", Path(folder) / "acht-stunden.mp4"
        listing.write_text(f"file '{recording.absolute()}'\n" * 8)
        command = ["ffmpeg", "-v", "error", "-f", "concat", "-safe", "0", "-i", str(listing), "-c", "copy", str(long)]
        subprocess.run(command, check=True)
        agenda = Path(folder) / "agenda.json"
        agenda.write_text('{"start": "2026-03-17T17:00:00+01:00", "agendaItem": []}')
        installation = Installation(Path(folder) / "data", models)
        _, seconds, peak = installation.run("add-recording", str(long), "--meeting", str(agenda), "--publish", "--wait")
        words = len(exported(installation))
    report.add(
        Figure(
            "media.pss_8h_ratio", peak / hour_mb, "", most=1.15, beside=f"{peak:.0f} MB, {seconds:.0f} s, {words} words"
        )
    )


def openai(report: Report, recording: Path, our_seconds: float) -> None:
    """openai-whisper on six minutes from the middle of the hour, since the whole would take it most of an hour.

    RATSFENSTER_BENCH_OPENAI names its checkpoint, made from the same weights; RATSFENSTER_BENCH_OPENAI_PYTHON an interpreter that has it.
    """
    checkpoint = os.environ.get("RATSFENSTER_BENCH_OPENAI")
    if not checkpoint:
        report.leave_out(
            "openai-whisper; RATSFENSTER_BENCH_OPENAI=checkpoint.pt, and openai-whisper installed, measure it"
        )
        return
    python = os.environ.get("RATSFENSTER_BENCH_OPENAI_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        excerpt = Path(folder) / "excerpt.mp4"
        cut = [
            "ffmpeg",
            "-v",
            "error",
            "-ss",
            "1620",
            "-t",
            str(EXCERPT_S),
            "-i",
            str(recording),
            "-c",
            "copy",
            str(excerpt),
        ]
        subprocess.run(cut, check=True)
        command = [python, str(Path(__file__).with_name("openai.py")), str(excerpt), checkpoint, "de"]
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    theirs, ours = EXCERPT_S / json.loads(answer.splitlines()[-1])["seconds"], 3600 / our_seconds
    beside = f"openai-whisper {theirs:.2f}, ours {ours:.1f} times real time"
    report.add(Figure("media.openai_ratio", ours / theirs, "", least=14, beside=beside))
