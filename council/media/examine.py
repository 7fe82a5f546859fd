"""Look into one media file with libav and print what is there as JSON.

Run as a script of its own, in a process of its own (``probing.py`` starts it): a file that crashes libav, makes it hang or eat
memory takes nothing else along. It therefore imports nothing of this project.

    python examine.py DEMUXER DECODERS PATH
"""

import contextlib
import json
import resource
import sys
from fractions import Fraction
from typing import Any

import av
from av.stream import Disposition

MEMORY_BYTES = 3 << 30
CPU_S = 600
TAIL_S = 15
TOLERANCE_S = 1.5


def open_file(path: str, demuxer: str, decoders: str) -> Any:
    """The container, opened by one demuxer only and with no way to anything but this file."""
    options = {"protocol_whitelist": "file", "format_whitelist": demuxer, "codec_whitelist": decoders}
    return av.open(f"file:{path}", format=demuxer, options=options, metadata_errors="replace")


def video_tracks(container: Any) -> list[Any]:
    """Moving pictures; covers and thumbnails attached to a file are none."""
    still = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
    return [stream for stream in container.streams.video if not stream.disposition & still]


def codec_of(stream: Any) -> str:
    """The codec's own name (``h264``), not that of the decoder at hand (``libdav1d``)."""
    context = stream.codec_context
    return str(context.codec.canonical_name) if context is not None else "unknown"


def describe_video(container: Any, stream: Any) -> dict[str, Any]:
    """The facts that decide whether a picture can be copied, and how it is encoded otherwise."""
    context = stream.codec_context
    rate = stream.average_rate or stream.guessed_rate or Fraction(0)
    aspect = stream.sample_aspect_ratio or Fraction(1)
    facts: dict[str, Any] = {
        "index": stream.index,
        "codec": codec_of(stream),
        "profile": str(stream.profile or ""),
        "pix_fmt": str(getattr(context, "pix_fmt", None) or ""),
        "width": getattr(context, "width", 0),
        "height": getattr(context, "height", 0),
        "fps": str(rate),
        "aspect": str(aspect) if aspect > 0 else "1",
        "rotation": 0,
    }
    with contextlib.suppress(av.FFmpegError, StopIteration, EOFError):
        frame = next(container.decode(stream))
        facts["rotation"] = frame.rotation
        facts["pix_fmt"] = frame.format.name
    return facts


def describe_audio(stream: Any) -> dict[str, Any]:
    """The facts that decide whether a sound can be copied."""
    context = stream.codec_context
    return {
        "index": stream.index,
        "codec": codec_of(stream),
        "profile": str(stream.profile or ""),
        "rate": int(getattr(context, "sample_rate", 0) or 0),
        "channels": int(getattr(context, "channels", 0) or 0),
        "bit_rate": int(stream.bit_rate or 0),
    }


def last_moment(container: Any, streams: list[Any]) -> Fraction | None:
    """The end of the last packet from here on, in seconds on the file's own clock. Broken packets are passed over."""
    last: Fraction | None = None
    failures = 0
    packets = container.demux(streams)
    while failures < 100:
        try:
            packet = next(packets)
        except StopIteration:
            break
        except (av.FFmpegError, EOFError):
            failures += 1
            packets = container.demux(streams)
            continue
        moment = packet.pts if packet.pts is not None else packet.dts
        if moment is None:
            continue
        end = Fraction(moment + (packet.duration or 0)) * packet.time_base
        last = end if last is None else max(last, end)
    return last


def measure(path: str, demuxer: str, decoders: str, declared_s: Fraction | None, start_s: Fraction) -> Fraction | None:
    """The file's true length in seconds: by its last packets where they agree with its header, else by all of them."""

    def ends(seek_s: Fraction | None) -> Fraction | None:
        with open_file(path, demuxer, decoders) as container:
            streams = video_tracks(container) + list(container.streams.audio)
            if seek_s is not None:
                container.seek(int((start_s + seek_s) * av.time_base), backward=True)
            end = last_moment(container, streams)
            return None if end is None else end - start_s

    if declared_s is not None and declared_s > 0:
        with contextlib.suppress(av.FFmpegError, OSError):
            tail = ends(max(Fraction(0), declared_s - TAIL_S))
            if tail is not None and abs(tail - declared_s) <= TOLERANCE_S:
                return tail
    return ends(None)


def examine(path: str, demuxer: str, decoders: str) -> dict[str, Any]:
    """All facts about a file, JSON-serialisable; times in seconds as exact fractions."""
    with open_file(path, demuxer, decoders) as container:
        video, audio = video_tracks(container), list(container.streams.audio)
        declared = Fraction(container.duration, av.time_base) if container.duration else None
        start = Fraction(container.start_time, av.time_base) if container.start_time else Fraction(0)
        facts = {
            "start_s": str(start),
            "declared_s": None if declared is None else str(declared),
            "video": [describe_video(container, stream) for stream in video[:1]],
            "audio": [describe_audio(stream) for stream in audio[:16]],
        }
    duration = measure(path, demuxer, decoders, declared, start) if video or audio else None
    return {**facts, "duration_s": None if duration is None else str(duration)}


def main() -> int:
    """0 with the facts on stdout; 2 with the reason on stderr when libav cannot read the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    demuxer, decoders, path = sys.argv[1:4]
    try:
        sys.stdout.write(json.dumps(examine(path, demuxer, decoders)))
    except (av.FFmpegError, EOFError, OSError, ValueError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
