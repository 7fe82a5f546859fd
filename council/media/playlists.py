"""HLS playlists (RFC 8216) as text."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A segment in a playlist; ``init`` is the init segment it needs, ``discontinuity`` says that something new begins."""

    uri: str
    duration_us: int
    init: str
    discontinuity: bool = False


@dataclass(frozen=True)
class Variant:
    """A rendition in the master playlist; ``bandwidth`` the peak and ``average`` in bit/s; width 0 for sound alone."""

    uri: str
    bandwidth: int
    average: int
    codecs: str
    width: int = 0
    height: int = 0
    fps: float = 0.0


def media_playlist(entries: Sequence[Entry]) -> str:
    """The playlist of one rendition, complete (VOD). Durations add up exactly: they are written in microseconds."""
    longest = max((entry.duration_us for entry in entries), default=0)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(1, math.ceil(longest / 1_000_000))}",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        "#EXT-X-MEDIA-SEQUENCE:0",
    ]
    init = ""
    for number, entry in enumerate(entries):
        if entry.discontinuity and number:
            lines.append("#EXT-X-DISCONTINUITY")
        if entry.init != init:
            lines.append(f'#EXT-X-MAP:URI="{entry.init}"')
            init = entry.init
        lines += [f"#EXTINF:{entry.duration_us / 1_000_000:.6f},", entry.uri]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def master_playlist(variants: Sequence[Variant]) -> str:
    """The playlist that offers all renditions, best first."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for variant in variants:
        facts = [f"BANDWIDTH={variant.bandwidth}", f"AVERAGE-BANDWIDTH={variant.average}", f'CODECS="{variant.codecs}"']
        if variant.width:
            facts += [f"RESOLUTION={variant.width}x{variant.height}", f"FRAME-RATE={variant.fps:.3f}"]
        lines += [f"#EXT-X-STREAM-INF:{','.join(facts)}", variant.uri]
    return "\n".join([*lines, ""])
