"""The containers and codecs that are taken, and how a container is known by its first bytes.

Nothing else reaches a demuxer: a playlist, a script or a picture that calls itself .mp4 could make ffmpeg open files and
addresses of its choosing.
"""

from dataclasses import dataclass

from council.media.errors import MediaError

TAKEN = "MP4/MOV, MKV/WebM, MPEG-TS, MP3, M4A, WAV, FLAC oder OGG"
SNIFFED_BYTES = 65536

VIDEO_CODECS = {
    "h264": "h264",
    "hevc": "hevc",
    "vp8": "vp8,libvpx",
    "vp9": "vp9,libvpx-vp9",
    "av1": "libdav1d,libaom-av1,av1",
    "mpeg4": "mpeg4",
    "mpeg2video": "mpeg2video",
    "prores": "prores",
    "mjpeg": "mjpeg",
    "theora": "theora",
}
AUDIO_CODECS = {
    "aac": "aac",
    "mp3": "mp3float,mp3",
    "mp2": "mp2float,mp2",
    "ac3": "ac3",
    "eac3": "eac3",
    "opus": "opus,libopus",
    "vorbis": "vorbis,libvorbis",
    "flac": "flac",
    "alac": "alac",
    **{
        f"pcm_{kind}": f"pcm_{kind}"
        for kind in ("u8", "s16le", "s16be", "s24le", "s24be", "s32le", "f32le", "alaw", "mulaw")
    },
}
DECODERS = ",".join([*VIDEO_CODECS.values(), *AUDIO_CODECS.values()])


@dataclass(frozen=True)
class Container:
    """A kind of file: what people call it, and the one demuxer that may open it."""

    name: str
    demuxer: str


MP4 = Container("MP4/MOV", "mov")
MATROSKA = Container("MKV/WebM", "matroska")
MPEG_TS = Container("MPEG-TS", "mpegts")
MP3 = Container("MP3", "mp3")
WAV = Container("WAV", "wav")
FLAC = Container("FLAC", "flac")
OGG = Container("OGG", "ogg")
CONTAINERS = (MP4, MATROSKA, MPEG_TS, MP3, WAV, FLAC, OGG)

_MP4_BOXES = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp"}


def sniff(head: bytes) -> Container:
    """The container a file's first bytes belong to. Raises MediaError for everything that is not on the list."""
    if not head:
        raise MediaError("Die Datei ist leer (0 Byte). Bitte die Aufnahme noch einmal hochladen.")
    if head[4:8] in _MP4_BOXES:
        return MP4
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return MATROSKA
    if head.startswith(b"OggS"):
        return OGG
    if head.startswith(b"fLaC"):
        return FLAC
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return WAV
    if _is_transport_stream(head):
        return MPEG_TS
    if _is_mp3(head):
        return MP3
    raise MediaError(_refusal(head))


def _is_transport_stream(head: bytes) -> bool:
    """Five packets in a row that begin with the sync byte; packets of 188 bytes, or 192 with a time code before each."""
    for size in (188, 192):
        for first in range(size):
            if len(head) > first + 4 * size and all(head[first + n * size] == 0x47 for n in range(5)):
                return True
    return False


def _is_mp3(head: bytes) -> bool:
    """An ID3 tag or the header of a layer III frame."""
    if head.startswith(b"ID3") and len(head) > 10:
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        frame = head[10 + size : 14 + size].lstrip(b"\0")
        return not frame or _is_mp3_frame(frame)  # a tag with a large picture ends beyond what was read
    return _is_mp3_frame(head)


def _is_mp3_frame(data: bytes) -> bool:
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return False
    version, layer = data[1] >> 3 & 3, data[1] >> 1 & 3
    return version != 1 and layer == 1 and data[2] >> 4 != 15 and data[2] >> 2 & 3 != 3


def _refusal(head: bytes) -> str:
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"#EXTM3U", b"ffconcat", b"file ", b"[playlist]")):
        kind = "ist eine Abspielliste und keine Aufnahme"
    elif start.lower().startswith((b"<svg", b"<?xml", b"<!doctype", b"<html", b"<mpd")):
        kind = "ist eine Web- oder Bilddatei und keine Aufnahme"
    elif b"\0" not in head[:1024] and _is_text(head[:1024]):
        kind = "enthält Text und keine Aufnahme"
    elif not head.strip(b"\0"):
        kind = "enthält nur Nullen; die Aufnahme ging wohl beim Kopieren verloren"
    else:
        kind = "hat kein bekanntes Format"
    return f"Die Datei {kind}. Möglich sind {TAKEN}."


def _is_text(data: bytes) -> bool:
    text = data.decode("utf-8", errors="ignore")
    return len(text) > 0.9 * len(data) and all(letter.isprintable() or letter.isspace() for letter in text)
