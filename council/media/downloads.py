"""Files people download: the composed segments joined, as one MP4 or M4A that plays while it loads."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from council.media import ffmpeg, fragments
from council.media.ffmpeg import Cancelled

JOINED = "joined.mp4"
DOWNLOADS = {"low": "video.mp4", "audio": "audio.m4a"}


@dataclass(frozen=True)
class Part:
    """A composed segment, its init segment, and where its source begins on the recording's time line."""

    init: str
    segment: str
    offset_ms: int


def join(name: str, folder: Path, parts: Sequence[Part], target: Path, cancelled: Cancelled) -> None:
    """Write the download of a rendition, where it has one and all its parts were coded alike."""
    if name not in DOWNLOADS or not parts or not _alike(folder, parts):
        return
    whole = target.with_name("whole.mp4")
    init = (folder / parts[0].init).read_bytes()
    known = fragments.tracks(init)
    with whole.open("wb") as file:
        file.write(init)
        for part in parts:
            offsets = {track.id: part.offset_ms * track.timescale // 1000 for track in known}
            content = (folder / part.segment).read_bytes()
            file.write(fragments.moved(content, offsets) if part.offset_ms else content)
    ffmpeg.run(
        [
            *ffmpeg.own(whole, "mov"),
            *("-map", "0", "-c", "copy", "-movflags", "+faststart", "-f", "mp4", ffmpeg.location(target)),
        ],
        duration_ms=3_600_000,
        cancelled=cancelled,
        niceness=ffmpeg.ENCODING_NICENESS // 2,
    )
    whole.unlink()


def _alike(folder: Path, parts: Sequence[Part]) -> bool:
    """Whether all parts have the same tracks, clocks and decoder set-ups."""
    set_ups = {
        tuple(
            (track.id, track.kind, track.timescale, track.config)
            for track in fragments.tracks((folder / init).read_bytes())
        )
        for init in {part.init for part in parts}
    }
    return len(set_ups) == 1


def add(folder: Path, names: Sequence[str], cancelled: Cancelled) -> None:
    """Put the downloads of composed renditions where people find them."""
    for name in names:
        joined = folder / name / JOINED
        if name in DOWNLOADS and joined.exists():
            joined.replace(folder / DOWNLOADS[name])


def scaled(picture: Path, target: Path, width: int) -> None:
    """A PNG of our own as a JPEG of some width."""
    arguments = [
        "-vf",
        f"scale={width}:-2,format=yuvj420p",
        "-frames:v",
        "1",
        "-q:v",
        "4",
        "-c:v",
        "mjpeg",
        "-f",
        "image2",
    ]
    ffmpeg.run([*ffmpeg.own(picture, "png_pipe"), *arguments, "-update", "1", ffmpeg.location(target)])
