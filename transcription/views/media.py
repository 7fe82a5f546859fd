"""The player of a recording: which files it plays, and the bar that shows how the time is divided."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from council.base import timecodes
from council.base.i18n import message
from transcription.views.moments import seconds
from transcription.views.outline import Outline
from transcription.views.sections import Section, gaps_within


class Shown(StrEnum):
    """What stands where the player would be."""

    VIDEO = "video"
    AUDIO = "audio"
    PREPARING = "preparing"  # the media are not composed yet
    NOTHING = "nothing"  # a transcript without a recording, or whose recording is not public


@dataclass(frozen=True)
class Chapter:
    """A section on the bar. ``x`` and ``width`` are percentages as SVG takes them, ``room`` is the share of it before its first gap,
    where its name is written."""

    number: int
    labels: tuple[tuple[str, str], ...]
    start_ms: int
    clock: str
    href: str
    x: str
    width: str
    room: str


@dataclass(frozen=True)
class Strip:
    """A piece of the bar without a name: what is not public."""

    start_ms: int
    end_ms: int
    x: str
    width: str


@dataclass(frozen=True)
class Player:
    """What the page's script plays. Addresses are empty where a file is not there."""

    shown: Shown
    still_to_come: bool  # sound is there, the picture not yet
    hls: str
    mp4: str
    audio: str
    poster: str
    thumbs: str
    captions: str
    words: str
    duration_ms: int
    duration_s: int
    chapters: tuple[Chapter, ...]
    gaps: tuple[Strip, ...]


@dataclass(frozen=True)
class Download:
    """A file to take home; ``size`` in bytes where it is known."""

    label: str
    href: str
    size: int | None = None


FORMATS = {
    "vtt": message("Untertitel (WebVTT)"),
    "srt": message("Untertitel (SRT)"),
    "txt": message("Text (TXT)"),
    "json": message("Daten (JSON)"),
}
_MEDIA = {"video.mp4": message("Video (MP4)"), "audio.m4a": message("Ton (M4A)")}


def shown(outline: Outline) -> Shown:
    """Video where there is one, else sound; a notice while they are being made."""
    recording, files = outline.recording, outline.place.files
    if not outline.has_media or not (recording.has_video or recording.has_audio):
        return Shown.NOTHING
    if not outline.playable:
        return Shown.PREPARING
    if recording.has_video and ("master.m3u8" in files or "video.mp4" in files):
        return Shown.VIDEO
    return Shown.AUDIO if "audio.m4a" in files or "master.m3u8" in files else Shown.PREPARING


def player(outline: Outline, page: str, path: str) -> Player:
    """The player. ``page`` is the address of the recording's page, ``path`` that of its files; they differ by language."""
    kind, edition = shown(outline), f"?v={outline.recording.text_edition}"
    return Player(
        shown=kind,
        still_to_come=outline.recording.has_video and kind is Shown.AUDIO,
        hls=address(outline, "master.m3u8") if kind is Shown.VIDEO or not address(outline, "audio.m4a") else "",
        mp4=address(outline, "video.mp4"),
        audio=address(outline, "audio.m4a"),
        poster=address(outline, "poster.jpg"),
        thumbs=address(outline, "thumbs.vtt"),
        captions=f"{path}/untertitel.vtt{edition}" if outline.has_text else "",
        words=f"{path}/worte.json{edition}" if outline.has_text else "",
        duration_ms=outline.duration_ms,
        duration_s=outline.duration_ms // 1000,
        chapters=tuple(_chapter(section, page, outline) for section in _named(outline.sections)),
        gaps=tuple(
            Strip(start, end, percent(start, outline.duration_ms), percent(end - start, outline.duration_ms))
            for start, end in outline.hidden
        ),
    )


def address(outline: Outline, name: str) -> str:
    """Where a public media file is served; empty where it is not there."""
    return f"{outline.place.media}/{name}" if outline.playable and name in outline.place.files else ""


def downloads(outline: Outline, folder: Path | None, path: str) -> tuple[Download, ...]:
    """What can be taken home; ``folder`` holds the public media."""
    media = [
        Download(label, f"{address(outline, name)}?download", size)
        for name, label in _MEDIA.items()
        if folder is not None and address(outline, name) and (size := _size(folder / name)) is not None
    ]
    texts = [Download(label, f"{path}/transkript.{suffix}") for suffix, label in FORMATS.items()]
    return (*media, *texts) if outline.has_text else tuple(media)


def _size(path: Path) -> int | None:
    """A file's size; None where it is not there, or no longer."""
    try:
        return path.stat().st_size
    except OSError:
        return None


def percent(part_ms: int, whole_ms: int) -> str:
    """A share of the time line as SVG takes it."""
    return f"{100 * part_ms / whole_ms:.3f}%" if whole_ms else "0%"


def _named(sections: Iterable[Section]) -> list[Section]:
    return [section for section in sections if section.labels]


def _chapter(section: Section, page: str, outline: Outline) -> Chapter:
    duration_ms, length_ms = outline.duration_ms, section.end_ms - section.start_ms
    room_ms = next((start - section.start_ms for start, _ in gaps_within(section, outline.hidden)), length_ms)
    return Chapter(
        section.number,
        section.labels,
        section.start_ms,
        timecodes.clock(section.start_ms),
        f"{page}?t={seconds(section.start_ms)}",
        percent(section.start_ms, duration_ms),
        percent(length_ms, duration_ms),
        percent(room_ms, length_ms),
    )
