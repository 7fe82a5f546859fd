"""Transcripts to take away: WebVTT, SubRip, plain text and JSON. Each says that a machine wrote it, and how much a person checked."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from council.base import timecodes
from transcription.captions import Cue, to_cues, to_srt, to_vtt
from transcription.segments import SegmentDraft

NOTICE_MS = 3000
NOTICE_LINES = ("Untertitel von einer Software,", "sie können Fehler enthalten.")
MEDIA_TYPES = {"vtt": "text/vtt", "srt": "application/x-subrip", "txt": "text/plain", "json": "application/json"}


@dataclass(frozen=True)
class About:
    """What an export says of itself. ``checked_share`` is the share of utterances a person has checked, from 0 to 1.

    ``made_by`` names the engine and model; empty for an imported transcript, of which nobody here knows who wrote it.
    """

    title: str
    url: str = ""
    made_by: str = ""
    checked_share: float = 0.0
    language: str = "de"

    @property
    def notice(self) -> str:
        """How the text came about, in a sentence."""
        percent = int(self.checked_share * 100)
        if percent >= 100:
            checked = "Das ganze Transkript wurde von einem Menschen geprüft."
        else:
            checked = f"Davon von einem Menschen geprüft: {percent} %."
        origin = (
            f"Maschinell erstelltes Transkript ({self.made_by})."
            if self.made_by
            else "Maschinell erstelltes oder eingelesenes Transkript."
        )
        return f"{origin} {checked}"


def export(segments: Sequence[SegmentDraft], form: str, about: About) -> str:
    """The transcript as vtt, srt, txt or json; ValueError for another format. Times always have hours."""
    if form not in _FORMATS:
        raise ValueError(f"unknown format {form!r}; there are: {', '.join(_FORMATS)}")
    return _FORMATS[form](segments, about)


def _vtt(segments: Sequence[SegmentDraft], about: About) -> str:
    note = "\n".join(filter(None, [about.title, about.notice, about.url]))
    return to_vtt(to_cues(segments), note=note)


def _srt(segments: Sequence[SegmentDraft], about: About) -> str:
    cues = to_cues(segments)
    if cues and about.checked_share < 1:
        cues = [_notice_cue(cues), *cues] if cues[0].start_ms >= NOTICE_MS else [*cues, _notice_cue(cues)]
    return to_srt(cues)


def _notice_cue(cues: Sequence[Cue]) -> Cue:
    """SubRip has no comments, so the notice is a caption of its own: before the first where there is time, else after the last."""
    start = 0 if cues[0].start_ms >= NOTICE_MS else cues[-1].end_ms + 100
    return Cue(start, start + NOTICE_MS, NOTICE_LINES)


def _txt(segments: Sequence[SegmentDraft], about: About) -> str:
    header = "\n".join(filter(None, [about.title, about.notice, about.url]))
    lines = []
    speaker = None
    for segment in segments:
        if segment.speaker and segment.speaker != speaker:
            lines.append(f"\n{segment.speaker}:")
        speaker = segment.speaker
        lines.append(f"[{timecodes.milliseconds(segment.start_ms)[:8]}] {segment.text}")
    return f"{header}\n\n" + "\n".join(lines).lstrip("\n") + "\n"


def _json(segments: Sequence[SegmentDraft], about: About) -> str:
    document = {
        "title": about.title,
        "url": about.url,
        "language": about.language,
        "machine_written": True,
        "made_by": about.made_by,
        "checked_share": round(about.checked_share, 4),
        "notice": about.notice,
        "segments": [_segment(segment) for segment in segments],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _segment(segment: SegmentDraft) -> dict[str, Any]:
    return {
        "start": timecodes.milliseconds(segment.start_ms),
        "end": timecodes.milliseconds(segment.end_ms),
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "speaker": segment.speaker,
        "text": segment.text,
        "confidence": segment.confidence,
        "words": [[word.text, word.start_ms, word.end_ms] for word in segment.words],
    }


_FORMATS: dict[str, Callable[[Sequence[SegmentDraft], About], str]] = {
    "vtt": _vtt,
    "srt": _srt,
    "txt": _txt,
    "json": _json,
}
