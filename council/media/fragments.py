"""Fragmented MP4 as bytes: where its boxes are, when its fragments begin and end, and moving them in time.

Only files our own ffmpeg wrote are read here (ISO/IEC 14496-12). Times are ticks of each track's ``timescale``.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import IO


@dataclass(frozen=True)
class Track:
    """A track of an init segment. ``codec`` is as HLS names it (``avc1.64001F``); ``config`` the decoder's set-up."""

    id: int
    kind: str  # "video" or "audio"
    timescale: int
    codec: str
    config: bytes


@dataclass(frozen=True)
class Span:
    """What a fragment holds of one track: ``begin`` and ``end`` in decoding order, ``first`` and ``last`` as shown (last exclusive).

    ``leading``: pictures are shown before the key frame the fragment begins with.
    """

    begin: int
    end: int
    first: int
    last: int
    leading: bool


@dataclass(frozen=True)
class Fragment:
    """A moof and its mdat: bytes [offset, offset + size) of the file, and the spans by track id."""

    offset: int
    size: int
    spans: dict[int, Span]


Box = tuple[bytes, int, int]  # type, start of the content, end


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes one after another between two positions."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            head = 16
        if size < head or start + size > end:
            return
        yield kind, start + head, start + size
        start += size


def find(data: bytes, path: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The content (start, end) of all boxes at a path like ``moov/trak/mdia``."""
    kind, _, rest = path.partition("/")
    found = [(s, e) for name, s, e in boxes(data, start, end) if name == kind.encode()]
    return [inner for s, e in found for inner in find(data, rest, s, e)] if rest else found


def tracks(init: bytes) -> list[Track]:
    """The tracks of an init segment."""
    result = []
    for start, end in find(init, "moov/trak"):
        tkhd, _ = find(init, "tkhd", start, end)[0]
        mdhd, _ = find(init, "mdia/mdhd", start, end)[0]
        hdlr, _ = find(init, "mdia/hdlr", start, end)[0]
        stsd, stsd_end = find(init, "mdia/minf/stbl/stsd", start, end)[0]
        (track_id,) = struct.unpack_from(">I", init, tkhd + (20 if init[tkhd] else 12))
        (timescale,) = struct.unpack_from(">I", init, mdhd + (20 if init[mdhd] else 12))
        kind = {b"vide": "video", b"soun": "audio"}.get(init[hdlr + 8 : hdlr + 12], "other")
        codec, config = _codec(init, kind, stsd + 8, stsd_end)
        result.append(Track(track_id, kind, timescale, codec, config))
    return result


def _codec(init: bytes, kind: str, start: int, end: int) -> tuple[str, bytes]:
    entry, entry_end = next((s, e) for _, s, e in boxes(init, start, end))
    if kind == "video":
        for s, e in find(init, "avcC", entry + 78, entry_end):
            return f"avc1.{init[s + 1 : s + 4].hex().upper()}", init[s:e]
    if kind == "audio":
        for s, e in find(init, "esds", entry + 28, entry_end):
            return "mp4a.40.2", _audio_config(init[s:e])
    return "", b""


def _audio_config(esds: bytes) -> bytes:
    """The first two bytes of the AudioSpecificConfig: object type, rate and channels."""
    at = esds.find(b"\x05\x80\x80\x80")
    return esds[at + 5 : at + 7] if at >= 0 else b""


def split(file: IO[bytes], known: list[Track] | None = None) -> tuple[bytes, list[Fragment]]:
    """The init segment and the fragments of a fragmented file, reading heads only."""
    init = b""
    fragments: list[Fragment] = []
    moof_at, moof = 0, b""
    position = 0
    while len(head := _at(file, position, 16)) >= 8:
        size, kind = struct.unpack_from(">I4s", head)
        if size == 1:
            (size,) = struct.unpack_from(">Q", head, 8)
        if size < 8:
            break
        if kind in (b"ftyp", b"moov"):
            init += _at(file, position, size)
        elif kind == b"moof":
            moof_at, moof = position, _at(file, position, size)
        elif kind == b"mdat" and moof:
            known = known or tracks(init)
            fragments.append(Fragment(moof_at, position + size - moof_at, spans(moof)))
            moof = b""
        position += size
    return init, fragments


def _at(file: IO[bytes], position: int, size: int) -> bytes:
    file.seek(position)
    return file.read(size)


def spans(moof: bytes) -> dict[int, Span]:
    """What a moof box holds, by track id."""
    result: dict[int, Span] = {}
    for start, end in find(moof, "moof/traf"):
        tfhd, _ = find(moof, "tfhd", start, end)[0]
        flags = int.from_bytes(moof[tfhd + 1 : tfhd + 4])
        (track_id,) = struct.unpack_from(">I", moof, tfhd + 4)
        at = tfhd + 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
        default = struct.unpack_from(">I", moof, at)[0] if flags & 8 else 0
        tfdt, _ = find(moof, "tfdt", start, end)[0]
        clock: int = struct.unpack_from(">q" if moof[tfdt] else ">i", moof, tfdt + 4)[0]
        shown: list[tuple[int, int]] = []
        begin = clock
        for trun, _ in find(moof, "trun", start, end):
            for duration, composition in _samples(moof, trun, default):
                shown.append((clock + composition, clock + composition + duration))
                clock += duration
        if shown:
            first, last = min(shown)[0], max(stop for _, stop in shown)
            result[track_id] = Span(begin, clock, first, last, leading=first < shown[0][0])
    return result


def _samples(moof: bytes, trun: int, default: int) -> Iterator[tuple[int, int]]:
    """Duration and composition offset of each sample of a trun."""
    flags = int.from_bytes(moof[trun + 1 : trun + 4])
    (count,) = struct.unpack_from(">I", moof, trun + 4)
    at = trun + 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    for _ in range(count):
        duration, composition = default, 0
        if flags & 0x100:
            (duration,) = struct.unpack_from(">I", moof, at)
            at += 4
        at += (4 if flags & 0x200 else 0) + (4 if flags & 0x400 else 0)
        if flags & 0x800:
            (composition,) = struct.unpack_from(">i", moof, at)
            at += 4
        yield duration, composition


def moved(segment: bytes, offsets: dict[int, int]) -> bytes:
    """The same segment (one or more moof and mdat) later by ``offsets`` ticks, given by track id."""
    result = bytearray(segment)
    for start, end in find(segment, "moof/traf"):
        tfhd, _ = find(segment, "tfhd", start, end)[0]
        (track_id,) = struct.unpack_from(">I", segment, tfhd + 4)
        tfdt, _ = find(segment, "tfdt", start, end)[0]
        form = ">q" if segment[tfdt] else ">I"
        (clock,) = struct.unpack_from(form, segment, tfdt + 4)
        struct.pack_into(form, result, tfdt + 4, clock + offsets.get(track_id, 0))
    return bytes(result)


def seconds(ticks: int, track: Track) -> Fraction:
    """Ticks of a track in seconds, exact."""
    return Fraction(ticks, track.timescale)
