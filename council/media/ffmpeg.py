"""The one place that runs ffmpeg: no network, no guessing of formats, time-outs, progress, and errors people understand."""

import functools
import importlib
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from council.base import children
from council.media.containers import DECODERS
from council.media.errors import DISK_FULL, INTERRUPTED, KILLED, MediaError
from council.media.tracks import Probe

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

ENCODING_NICENESS = 10
LIMITED = ["-protocol_whitelist", "file"]


def silent(_: float) -> None:
    """Progress nobody wants to see."""


def never() -> bool:
    """Cancelled by nobody."""
    return False


@functools.cache
def binary() -> str:
    """The ffmpeg to use: RATSFENSTER_FFMPEG, the system's, or that of the wheel imageio_ffmpeg."""
    found = os.environ.get("RATSFENSTER_FFMPEG") or shutil.which("ffmpeg")
    if not found:
        try:
            found = importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe()
        except (ImportError, RuntimeError) as error:
            message = "ffmpeg fehlt auf diesem Rechner. Bitte installieren oder RATSFENSTER_FFMPEG setzen."
            raise MediaError(message, permanent=False) from error
    return str(found)


def location(path: Path) -> str:
    """A path as ffmpeg takes it whatever its name: never an option, never another protocol."""
    return f"file:{os.path.abspath(path)}"


def source(path: Path, probe: Probe, start_us: int = 0, options: Sequence[str] = ()) -> list[str]:
    """An original as input, opened by the demuxer it was probed with, from ``start_us`` after its beginning (exact)."""
    limits = [*LIMITED, "-format_whitelist", probe.demuxer, "-codec_whitelist", DECODERS, "-f", probe.demuxer]
    seek = ["-ss", f"{start_us}us"] if start_us > 0 else []
    return [*limits, *options, *seek, "-i", location(path)]


def own(path: Path, demuxer: str, options: Sequence[str] = ()) -> list[str]:
    """A file we made ourselves as input."""
    return [*LIMITED, "-format_whitelist", demuxer, *options, "-f", demuxer, "-i", location(path)]


def run(
    arguments: Sequence[str],
    *,
    duration_ms: int = 0,
    progress: Progress = silent,
    cancelled: Cancelled = never,
    niceness: int = 0,
) -> str:
    """Run ffmpeg and return what it logged (warnings and worse, or more where the arguments ask for it).

    ``progress`` gets shares of ``duration_ms`` (0..1). The time-out grows with the duration: at least ten minutes, else ten times
    as long. Raises MediaError, and ChildCancelledError where cancelled.
    """
    head = [binary(), "-nostdin", "-hide_banner", "-y", "-loglevel", "warning", "-nostats", "-progress", "pipe:1"]

    def on_line(line: str) -> None:
        name, _, value = line.partition("=")
        if name == "out_time_us" and duration_ms and value.lstrip("-").isdigit():
            progress(min(1.0, max(0.0, int(value) / 1000 / duration_ms)))

    timeout_s = max(600.0, duration_ms / 1000 * 10)
    try:
        done = children.run(
            [*head, *arguments], on_line=on_line, cancelled=cancelled, timeout_s=timeout_s, niceness=niceness
        )
    except children.ChildTimeoutError as error:
        raise MediaError("Die Verarbeitung der Aufnahme dauert zu lange.", permanent=False) from error
    except FileNotFoundError as error:
        raise MediaError(f"ffmpeg lässt sich nicht starten ({binary()}).", permanent=False) from error
    if done.returncode != 0:
        raise failure(done.returncode, done.stderr)
    return done.stderr


def failure(returncode: int, log: str) -> MediaError:
    """What ffmpeg's end means: a full disk, memory or a signal pass; all else is the file's fault."""
    last = next((line.strip() for line in reversed(log.splitlines()) if line.strip()), f"Code {returncode}")
    if any(words in log for words in ("No space left on device", "Disk quota exceeded", "File too large")):
        return MediaError(DISK_FULL, permanent=False)
    if "Cannot allocate memory" in log:
        return MediaError("Der Arbeitsspeicher reicht gerade nicht aus.", permanent=False)
    if returncode in (*KILLED, 255):
        return MediaError(INTERRUPTED, permanent=False)
    return MediaError(
        f"Die Aufnahme lässt sich nicht verarbeiten; vermutlich ist die Datei beschädigt (ffmpeg: {last})."
    )
