"""A rendition: a folder of fMP4 segments for HLS, and what is known of each segment.

Master renditions are private: the whole original, without cuts, its time starting at 0 where the recording starts.
"""

import fcntl
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from council.media import fragments, keeping
from council.media.errors import MediaError, disk_errors
from council.media.ffmpeg import Cancelled, never
from council.media.fragments import Fragment, Track
from council.media.playlists import Entry, media_playlist

FACTS = "rendition.json"
INIT = "init.mp4"
PLAYLIST = "index.m3u8"
SHORTEST_S = 4.9  # fragments of 2 s make segments of 6 s; those of 5 s and more stand alone
FRAGMENTED = "empty_moov+default_base_moof+negative_cts_offsets+frag_discont"


@dataclass(frozen=True)
class Picture:
    """How a rendition's pictures are made; ``fps`` a fraction as text. ``copied`` ones are the original's own."""

    width: int
    height: int
    fps: str
    quality: int
    copied: bool
    codec: str = ""


@dataclass(frozen=True)
class Tone:
    """How a rendition's sound is made; ``bit_rate`` in bit/s for what is encoded."""

    rate: int
    channels: int
    bit_rate: int
    copied: bool


@dataclass(frozen=True)
class Segment:
    """A segment. ``start_us`` is its place on the time line; what it shows or sounds lies in [first_us, last_us).

    ``audio`` is the range of its samples, ``leading`` whether pictures before its key frame lean on the segment before.
    """

    name: str
    start_us: int
    first_us: int
    last_us: int
    audio: tuple[int, int] | None
    leading: bool
    size: int


@dataclass(frozen=True)
class Rendition:
    """A finished master rendition."""

    picture: Picture | None
    tone: Tone | None
    duration_us: int
    segments: tuple[Segment, ...]

    def ends_us(self, number: int) -> int:
        """Where a segment's place on the time line ends."""
        return self.segments[number + 1].start_us if number + 1 < len(self.segments) else self.duration_us


def load(folder: Path) -> Rendition | None:
    """The rendition in a folder, or None where there is none (yet) or its facts cannot be read."""
    try:
        data = json.loads((folder / FACTS).read_text())
        return Rendition(
            picture=Picture(**data["picture"]) if data["picture"] else None,
            tone=Tone(**data["tone"]) if data["tone"] else None,
            duration_us=data["duration_us"],
            segments=tuple(
                Segment(**{**facts, "audio": tuple(facts["audio"]) if facts["audio"] else None})
                for facts in data["segments"]
            ),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def is_there(folder: Path) -> bool:
    """Whether a folder holds a master rendition."""
    return load(folder) is not None


def make(
    folder: Path,
    build: Callable[[Path], None],
    *,
    complete: Callable[[Path], bool] = Path.is_dir,
    cancelled: Cancelled = never,
) -> None:
    """Let ``build`` fill a folder beside, which gets its name when it is complete and on the disk.

    Does nothing where the folder is there already; one that is not ``complete`` (a power cut may leave it) is made anew.
    Two processes never build the same folder: the second waits for the first. What a killed one left is cleared away.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.part")
    with disk_errors(), folder.with_name(f".{folder.name}.lock").open("w") as lock:
        while not _locked(lock.fileno()):
            if cancelled():
                raise MediaError("Abgebrochen.", permanent=False)
            time.sleep(0.2)
        if folder.exists():
            if complete(folder):
                return
            shutil.rmtree(folder)
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        try:
            build(part)
            keeping.keep_folder(part, folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _locked(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def finish(whole: Path, folder: Path, picture: Picture | None, tone: Tone | None) -> Rendition:
    """Cut one fragmented MP4 into segments, with playlist and facts; the MP4 is gone afterwards."""
    for old in folder.glob("seg-*"):
        old.unlink()
    with whole.open("rb") as file:
        init, found = fragments.split(file)
        known = fragments.tracks(init)
        (folder / INIT).write_bytes(init)
        segments: list[Segment] = []
        for group in grouped(found, known):
            name = f"seg-{len(segments):05d}.m4s"
            _copy(file, group, folder / name)
            segments.append(_segment(name, group, known, first=not segments))
    whole.unlink()
    duration_us = max((segment.last_us for segment in segments), default=0)
    codec = next((track.codec for track in known if track.kind == "video"), "")
    picture = Picture(**{**asdict(picture), "codec": codec}) if picture else None
    rendition = Rendition(picture, tone, duration_us, tuple(segments))
    (folder / PLAYLIST).write_text(media_playlist(playlist_entries(rendition)))
    (folder / FACTS).write_text(json.dumps(asdict(rendition)))
    return rendition


def playlist_entries(rendition: Rendition) -> list[Entry]:
    """A master rendition as entries of a playlist."""
    return [
        Entry(segment.name, rendition.ends_us(number) - segment.start_us, INIT)
        for number, segment in enumerate(rendition.segments)
    ]


def grouped(found: list[Fragment], known: list[Track]) -> list[list[Fragment]]:
    """Fragments put together to segments of some six seconds; a last one shorter than a second joins the one before."""
    leader = next((track for track in known if track.kind == "video"), known[0]) if known else None
    groups: list[list[Fragment]] = []
    began = 0.0
    for fragment in found:
        span = fragment.spans.get(leader.id) if leader else None
        start = float(fragments.seconds(span.first, leader)) if span and leader else None
        if not groups or (start is not None and start - began >= SHORTEST_S):
            groups.append([])
            began = start if start is not None else 0.0
        groups[-1].append(fragment)
    last = groups[-1][-1].spans.get(leader.id) if groups and leader else None
    if leader and last and len(groups) > 1 and float(fragments.seconds(last.last, leader)) - began < 1:
        short = groups.pop()
        groups[-1].extend(short)
    return groups


def _copy(file: IO[bytes], group: list[Fragment], target: Path) -> None:
    with target.open("wb") as segment:
        for fragment in group:
            file.seek(fragment.offset)
            segment.write(file.read(fragment.size))


def _segment(name: str, group: list[Fragment], known: list[Track], *, first: bool) -> Segment:
    """The facts of a segment made of these fragments."""
    places: list[tuple[int, int]] = []
    start_us: int | None = None
    audio: tuple[int, int] | None = None
    leading = False
    for track in known:
        spans = [fragment.spans[track.id] for fragment in group if track.id in fragment.spans]
        if not spans:
            continue
        low, high = min(span.first for span in spans), max(span.last for span in spans)
        place = tuple(round(fragments.seconds(ticks, track) * 1_000_000) for ticks in (low, high))
        places.append((place[0], place[1]))
        if track.kind == "video":
            start_us, leading = place[0], spans[0].leading
        else:
            audio = (spans[0].begin, spans[-1].end)
    first_us, last_us = min(place[0] for place in places), max(place[1] for place in places)
    start = 0 if first else first_us if start_us is None else start_us
    size = sum(fragment.size for fragment in group)
    return Segment(name, start, first_us, last_us, audio, leading, size)
