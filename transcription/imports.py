"""Transcripts from elsewhere: WebVTT and SubRip, as found in the wild. Text in, segments and warnings out."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from transcription import segments
from transcription.corrections import spread
from transcription.segments import MOST_WORDS, SegmentDraft

LONGEST_HOURS = 100
GUESSED_MS_PER_WORD = 400
MOST_WARNINGS = 20
LONGEST_NAME = 200

_TIME = r"(-?)(?:(\d{1,5}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
# No two neighbouring repetitions may match the same characters, or a hostile file takes hours.
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s([^<>]*))?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z0-9.:][^<>]*>|</?>")
_SRT_TAG = re.compile(r"</?(?:[biuvc]|font|lang|ruby|rt)(?:[.\s][^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)
_SKIPPED = ("NOTE", "STYLE", "REGION")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]+")
_NO_CHARACTER = re.compile(r"&#[0-9]{8,};?")  # and more digits than Python reads as a number


class TranscriptFormatError(Exception):
    """The text is no transcript that can be read; the message says what is wrong, ``line`` (from 1) where."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(f"Zeile {line}: {message}")
        self.line = line


@dataclass(frozen=True)
class Imported:
    """Ordered segments of at most 30 words, and what had to be mended to get them."""

    segments: tuple[SegmentDraft, ...]
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Cue:
    start_ms: int
    end_ms: int
    text: str
    line: int
    speaker: str | None = None


class _Warnings:
    """The first of each kind in full, and how many there were."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._count: dict[str, int] = {}

    def add(self, kind: str, line: int) -> None:
        self._first.setdefault(kind, line)
        self._count[kind] = self._count.get(kind, 0) + 1

    def texts(self) -> tuple[str, ...]:
        return tuple(
            f"Zeile {line}: {kind}" + (f" (insgesamt {count}-mal)" if (count := self._count[kind]) > 1 else "")
            for kind, line in self._first.items()
        )


def parse(text: str) -> Imported:
    """The segments of a WebVTT or SubRip text.

    Cues of up to 30 words stay one segment each, longer ones are divided. Speakers come from voice tags only. Cues that are out of
    order, overlap or end before they begin are mended, with a warning. Raises TranscriptFormatError for anything else that is wrong.
    """
    lines = _lines(text)
    warnings = _Warnings()
    vtt = bool(lines) and re.match(r"WEBVTT(\s|$)", lines[0]) is not None
    cues = [voice for cue in _cues(lines, vtt, warnings) for voice in _voices(cue, vtt)]
    if not cues:
        raise TranscriptFormatError("Die Datei enthält keine Untertitel (erwartet wird WebVTT oder SRT).")
    _mend(cues, warnings)
    drafts = tuple(draft for cue in cues for draft in _drafts(cue))
    return Imported(drafts, warnings.texts())


def rows(imported: Imported) -> list[dict[str, Any]]:
    """The segments as rows of the table of segments, but for the recording they belong to."""
    return [
        {
            "position": position,
            "start_ms": draft.start_ms,
            "end_ms": draft.end_ms,
            "speaker": draft.speaker,
            "text": draft.text,
            "words": [],
            "confidence": None,
            "machine_text": None,
            "checked_at": None,
        }
        for position, draft in enumerate(imported.segments)
    ]


def _lines(text: str) -> list[str]:
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.encode("utf-8", "replace").decode().split("\n")


def _cues(lines: list[str], vtt: bool, warnings: _Warnings) -> Iterator[_Cue]:
    """Cues as they stand in the file; blank ones are left out."""
    number = 1 if vtt else 0
    if vtt:
        while number < len(lines) and lines[number].strip() and "-->" not in lines[number]:
            number += 1
    while number < len(lines):
        line = lines[number]
        if vtt and line.startswith(_SKIPPED) and line.split(maxsplit=1)[0] in _SKIPPED:
            while number < len(lines) and lines[number].strip():
                number += 1
        elif "-->" in line:
            start, end = _timing(line, number + 1, warnings)
            first = number + 1
            number = first
            while number < len(lines) and lines[number].strip() and "-->" not in lines[number]:
                number += 1
            payload = lines[first:number]
            if number < len(lines) and "-->" in lines[number] and payload and payload[-1].strip().isdecimal():
                payload.pop()  # the number of a cue that follows without a blank line
            if payload:
                yield _Cue(start, end, "\n".join(payload), first)
        elif line.strip() and not _announces(lines, number):
            raise TranscriptFormatError(f"Hier fehlt eine Zeitangabe: {line.strip()[:60]!r}", number + 1)
        else:
            number += 1


def _announces(lines: list[str], number: int) -> bool:
    """Whether a line is a cue's identifier: a timing follows it directly, or nothing at all."""
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return "-->" in following or not following.strip()


def _timing(line: str, number: int, warnings: _Warnings) -> tuple[int, int]:
    found = _TIMING.match(line)
    if found is None:
        raise TranscriptFormatError(f"Diese Zeitangabe ist nicht lesbar: {line.strip()[:60]!r}", number)
    minus, hours, minutes, seconds, fraction, minus_end, hours_end, minutes_end, seconds_end, fraction_end = (
        found.groups()
    )
    start = (int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))
    end = (int(hours_end or 0) * 3600 + int(minutes_end) * 60 + int(seconds_end)) * 1000 + int(
        fraction_end.ljust(3, "0")
    )
    if max(start, end) > LONGEST_HOURS * 3_600_000:
        raise TranscriptFormatError(
            f"Die Zeit liegt jenseits von {LONGEST_HOURS} Stunden: {line.strip()[:60]!r}", number
        )
    if minus or minus_end:
        warnings.add("negative Zeit auf 0 gesetzt", number)
        start, end = 0 if minus else start, 0 if minus_end else end
    return start, end


def _voices(cue: _Cue, vtt: bool) -> list[_Cue]:
    """The cue as plain text; where several people speak in it, one for each, the time shared by words."""
    if "<" not in cue.text and "{" not in cue.text and "&" not in cue.text:
        cue.text = " ".join(cue.text.split())
        return [cue] if cue.text else []
    parts = _VOICE.split(cue.text)
    spoken: list[tuple[str | None, str]] = [(None, _plain(parts[0], vtt))]
    spoken += [(_name(name), _plain(text, vtt)) for name, text in zip(parts[1::2], parts[2::2], strict=True)]
    spoken = [(name, text) for name, text in spoken if text]
    if len(spoken) == 1:
        cue.speaker, cue.text = spoken[0]
        return [cue]
    edges = spread([text for _, text in spoken], cue.start_ms, cue.end_ms)
    return [
        _Cue(edge.start_ms, edge.end_ms, text, cue.line, name) for edge, (name, text) in zip(edges, spoken, strict=True)
    ]


def _plain(text: str, vtt: bool) -> str:
    if "<" in text or "{" in text:
        text = (_TAG if vtt else _SRT_TAG).sub("", text)
    if vtt and "&" in text:
        text = _unescaped(text)
    return " ".join(text.split())


@lru_cache
def _name(name: str | None) -> str | None:
    return " ".join(_unescaped(name or "").split())[:LONGEST_NAME] or None


def _unescaped(text: str) -> str:
    return _CONTROLS.sub("", html.unescape(_NO_CHARACTER.sub("\ufffd", text)))


def _mend(cues: list[_Cue], warnings: _Warnings) -> None:
    """Bring cues into order and give each an end after its beginning and, where possible, before the next one's."""
    for earlier, later in pairwise(cues):
        if later.start_ms < earlier.start_ms:
            warnings.add("die Untertitel waren nicht in zeitlicher Reihenfolge und wurden geordnet", later.line)
    cues.sort(key=lambda cue: cue.start_ms)
    for index, cue in enumerate(cues):
        following = cues[index + 1].start_ms if index + 1 < len(cues) else None
        if cue.end_ms <= cue.start_ms:
            warnings.add("das Ende lag nicht nach dem Anfang und wurde geschätzt", cue.line)
            cue.end_ms = cue.start_ms + GUESSED_MS_PER_WORD * len(cue.text.split())
            if following is not None and following > cue.start_ms:
                cue.end_ms = min(cue.end_ms, following)
        elif following is not None and cue.start_ms < following < cue.end_ms:
            warnings.add("Untertitel überlappen sich; der frühere endet nun, wo der spätere beginnt", cue.line)
            cue.end_ms = following


def _drafts(cue: _Cue) -> list[SegmentDraft]:
    tokens = cue.text.split()
    if len(tokens) <= MOST_WORDS:
        return [SegmentDraft(cue.start_ms, cue.end_ms, cue.text, (), None, cue.speaker)]
    return [
        SegmentDraft(draft.start_ms, draft.end_ms, draft.text, (), None, cue.speaker)
        for draft in segments.split(spread(tokens, cue.start_ms, cue.end_ms))
    ]
