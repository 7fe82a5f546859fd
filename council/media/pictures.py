"""Still pictures of an original: thumbnails for the seek bar and candidates for the poster, each named by its own time.

Only key frames are decoded. A picture's name is the exact time of its frame in ms, so that none from a cut is ever shown.
"""

import contextlib
import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path

from council.base import timecodes
from council.media import ffmpeg, renditions
from council.media.errors import MediaError
from council.media.ffmpeg import Cancelled, Progress, never, silent
from council.media.timeline import Range, covers, merged, widened
from council.media.tracks import Probe

THUMB_WIDTH, POSTER_WIDTH = 160, 1280
LONG_MS = 3 * 60 * 60 * 1000
MARGIN_MS = 1000
CONSIDERED_POSTERS = 5


def pictures(
    path: Path, probe: Probe, folder: Path, *, progress: Progress = silent, cancelled: Cancelled = never
) -> None:
    """Fill ``folder`` with ``thumbs/TIME.jpg`` every 10 s (30 s from three hours on) and some ``posters/TIME.jpg``.

    Times are those of the frames taken, in ms; where key frames are rarer, so are pictures. Does nothing where the folder exists.
    """
    video = probe.video
    if video is None:
        return
    every_s = 30 if probe.duration_ms >= LONG_MS else 10
    poster_s = max(10, min(180, probe.duration_ms // 8000))
    upright = video.rotation % 180 == 0
    width = video.width if upright else video.height

    def build(part: Path) -> None:
        for name in ("thumbs", "posters"):
            (part / name).mkdir()
        graph = (
            f"[0:{video.index}]settb=1/1000,{_one_every(every_s)},split[a][b];"
            f"[a]scale={THUMB_WIDTH}:-2,setsar=1,format=yuvj420p[thumbs];"
            f"[b]{_one_every(poster_s)},scale={min(POSTER_WIDTH, width)}:-2,setsar=1,format=yuvj420p[posters]"
        )
        outputs = [*_named_by_time("thumbs", part, quality=6), *_named_by_time("posters", part, quality=3)]
        with contextlib.suppress(_NoPicturesError):
            _run(path, probe, ["-filter_complex", graph, *outputs], progress, cancelled)

    renditions.make(folder, build, cancelled=cancelled)


class _NoPicturesError(Exception):
    """The file is at fault: it then has no still pictures, which stops nothing else."""


def _run(path: Path, probe: Probe, arguments: Sequence[str], progress: Progress, cancelled: Cancelled) -> None:
    decoding = ["-skip_frame", "nokey", "-max_error_rate", "1", "-an", "-sn", "-dn"]
    try:
        ffmpeg.run(
            [*ffmpeg.source(path, probe, options=decoding), *arguments],
            duration_ms=probe.duration_ms,
            progress=progress,
            cancelled=cancelled,
            niceness=ffmpeg.ENCODING_NICENESS,
        )
    except MediaError as error:
        if error.permanent:
            raise _NoPicturesError from error
        raise


def _one_every(seconds: int) -> str:
    """The first frame in each period."""
    return f"select='isnan(prev_selected_t)+gt(floor(t/{seconds}),floor(prev_selected_t/{seconds}))'"


def _named_by_time(name: str, part: Path, quality: int) -> list[str]:
    folder = ffmpeg.location(part / name).replace("%", "%%")
    times = ["-fps_mode", "passthrough", "-enc_time_base", "1/1000", "-frame_pts", "1"]
    return ["-map", f"[{name}]", *times, "-c:v", "mjpeg", "-q:v", str(quality), "-f", "image2", f"{folder}/%09d.jpg"]


def taken(folder: Path, name: str) -> dict[int, Path]:
    """The ``thumbs`` or ``posters`` in a folder of pictures, by time in ms, in order."""
    return {int(path.stem): path for path in sorted((folder / name).glob("*.jpg"))}


def public_times(times: Iterable[int], cuts: Iterable[Range]) -> list[int]:
    """The times that lie neither in a cut nor within a second of one."""
    hidden = widened(cuts, MARGIN_MS)
    return [time for time in times if not covers(hidden, time)]


def best_poster(candidates: dict[int, Path], cuts: Iterable[Range]) -> Path | None:
    """Of the first public candidates the one with most detail (the largest file); black and blank ones lose."""
    early = [candidates[time] for time in public_times(candidates, cuts)][:CONSIDERED_POSTERS]
    return max(early, key=lambda path: path.stat().st_size, default=None)


def thumbnail_cues(times: Sequence[int], cuts: Iterable[Range], duration_ms: int) -> list[tuple[int, int, int | None]]:
    """(start, end, time of the picture) over the whole recording; None stands for the slate, shown for all of each cut.

    Before the first picture after a cut, that picture is shown already.
    """
    hidden = [(start, min(end, duration_ms)) for start, end in merged(cuts) if start < duration_ms]
    shown = public_times(sorted(times), hidden)
    edges = sorted({0, duration_ms, *shown, *(edge for cut in hidden for edge in cut)})
    cues: list[tuple[int, int, int | None]] = []
    for start, end in itertools.pairwise(edges):
        picture = None if covers(hidden, start) else _picture_at(shown, hidden, start)
        if cues and cues[-1][2] == picture:
            cues[-1] = (cues[-1][0], end, picture)
        else:
            cues.append((start, end, picture))
    return cues


def _picture_at(shown: Sequence[int], hidden: Sequence[Range], moment: int) -> int | None:
    """The last picture before a moment with no cut between, else the next one with none between."""
    before = [time for time in shown if time <= moment and not covers(hidden, time, moment + 1)]
    after = [time for time in shown if time > moment and not covers(hidden, moment, time)]
    return before[-1] if before else after[0] if after else None


def cues_as_vtt(cues: Sequence[tuple[int, int, int | None]]) -> str:
    """The cues as WebVTT whose text is a picture's address, relative to the file."""
    blocks = [
        f"{timecodes.milliseconds(start)} --> {timecodes.milliseconds(end)}\nthumbs/{'slate' if picture is None else f'{picture:09d}'}.jpg"
        for start, end, picture in cues
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"
