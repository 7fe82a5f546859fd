"""Small media made with ffmpeg when tests run: good ones of every kind, and hostile ones."""

import io
import re
import subprocess
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from council.media import ffmpeg

RED_FROM_S, RED_TO_S = 8.3, 14.7
LENGTH_S = 26
BEEPS_S = (3.0, 8.25, 17.5, 24.0)
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-bf", "2")
TEXT = "Protokoll der Sitzung vom 3. März: Die Niederschrift wird genehmigt.\n" * 20


def run(*arguments: str | Path) -> None:
    """Run ffmpeg; the last argument is the target, made only where it is not there yet."""
    target = Path(arguments[-1])
    if not target.exists():
        command = [ffmpeg.binary(), "-nostdin", "-v", "error", "-y", *map(str, arguments[:-1]), f"file:{target}"]
        subprocess.run(command, check=True, timeout=120)


def beeps(target: Path, length_s: int = LENGTH_S, rate: int = 48000) -> Path:
    """A quiet hiss with loud beeps of 100 ms at BEEPS_S."""
    hiss = np.random.default_rng(1).normal(size=length_s * rate) * 20
    tone = 12000 * np.sin(2 * np.pi * 1000 * np.arange(rate // 10) / rate)
    for moment in BEEPS_S:
        hiss[int(moment * rate) : int(moment * rate) + len(tone)] = tone
    return write_wav(target, hiss, rate)


def tones(target: Path, inside_hz: int = 1000, outside_hz: int = 300, rate: int = 48000) -> Path:
    """One tone outside of the red range, another inside."""
    t = np.arange(LENGTH_S * rate) / rate
    inside = (t >= RED_FROM_S) & (t < RED_TO_S)
    wave_form = np.where(inside, 8000 * np.sin(2 * np.pi * inside_hz * t), 2000 * np.sin(2 * np.pi * outside_hz * t))
    return write_wav(target, wave_form, rate)


def write_wav(target: Path, samples: "np.ndarray", rate: int) -> Path:
    with wave.open(str(target), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate)
        wav.writeframes(samples.astype(np.int16).tobytes())
    return target


def pattern(length_s: float = LENGTH_S, size: str = "320x180", rate: int = 25) -> tuple[str, ...]:
    """Input options for a moving picture."""
    return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={length_s}")


def red_inside(rate: int = 25) -> tuple[str, ...]:
    """Input options for a grey picture that is bright red in the red range."""
    inside = f"gte(t,{RED_FROM_S})*lt(t,{RED_TO_S})"
    graph = (
        f"color=c=0x808080:s=320x180:r={rate}:d={LENGTH_S},noise=alls=12:allf=t,drawbox=c=red:t=fill:enable='{inside}'"
    )
    return ("-f", "lavfi", "-i", graph)


@dataclass(frozen=True)
class Kind:
    """A container with codecs, as ffmpeg writes it."""

    name: str
    options: tuple[str, ...]
    video: str | None
    audio: str | None
    container: str


MOVING, SOUNDING = pattern(5, rate=10), ("-f", "lavfi", "-i", "sine=frequency=500:sample_rate=48000:duration=5")
KINDS = (
    Kind("a.mp4", (*MOVING, *SOUNDING, *H264, "-c:a", "aac"), "h264", "aac", "MP4/MOV"),
    Kind(
        "hevc.mov",
        (
            *MOVING,
            *SOUNDING,
            "-c:v",
            "libx265",
            "-preset",
            "ultrafast",
            "-x265-params",
            "log-level=none",
            "-c:a",
            "pcm_s16le",
        ),
        "hevc",
        "pcm_s16le",
        "MP4/MOV",
    ),
    Kind("a.mkv", (*MOVING, *SOUNDING, *H264, "-c:a", "aac"), "h264", "aac", "MKV/WebM"),
    Kind(
        "vp8.webm",
        (*MOVING, *SOUNDING, "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis"),
        "vp8",
        "vorbis",
        "MKV/WebM",
    ),
    Kind(
        "vp9.webm",
        (*MOVING, *SOUNDING, "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"),
        "vp9",
        "opus",
        "MKV/WebM",
    ),
    Kind("a.ts", (*MOVING, *SOUNDING, *H264, "-c:a", "aac"), "h264", "aac", "MPEG-TS"),
    Kind("mpeg2.ts", (*pattern(5), *SOUNDING, "-c:v", "mpeg2video", "-c:a", "mp2"), "mpeg2video", "mp2", "MPEG-TS"),
    Kind("mpeg4.mp4", (*MOVING, *SOUNDING, "-c:v", "mpeg4", "-c:a", "mp3"), "mpeg4", "mp3", "MP4/MOV"),
    Kind("mjpeg.mov", (*MOVING, *SOUNDING, "-c:v", "mjpeg", "-c:a", "pcm_s24le"), "mjpeg", "pcm_s24le", "MP4/MOV"),
    Kind("silent.mp4", (*MOVING, *H264), "h264", None, "MP4/MOV"),
    Kind("a.mp3", (*SOUNDING, "-c:a", "libmp3lame"), None, "mp3", "MP3"),
    Kind("a.m4a", (*SOUNDING, "-c:a", "aac"), None, "aac", "MP4/MOV"),
    Kind("alac.m4a", (*SOUNDING, "-c:a", "alac"), None, "alac", "MP4/MOV"),
    Kind("a.wav", SOUNDING, None, "pcm_s16le", "WAV"),
    Kind("a.flac", SOUNDING, None, "flac", "FLAC"),
    Kind("vorbis.ogg", (*SOUNDING, "-c:a", "libvorbis"), None, "vorbis", "OGG"),
    Kind("opus.ogg", (*SOUNDING, "-c:a", "libopus"), None, "opus", "OGG"),
)


def make(kind: Kind, folder: Path) -> Path:
    """A file of five seconds of this kind."""
    run(*kind.options, folder / kind.name)
    return folder / kind.name


def impostors(secret: Path) -> dict[str, bytes]:
    """Files that call themselves .mp4 and would make ffmpeg open another file or an address."""
    address = "http://127.0.0.1:9/a.ts"
    return {
        "text.mp4": TEXT.encode(),
        "hls-file.mp4": f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile://{secret}\n#EXT-X-ENDLIST\n".encode(),
        "hls-address.mp4": f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{address}\n#EXT-X-ENDLIST\n".encode(),
        "concat.mp4": f"ffconcat version 1.0\nfile '{secret}'\n".encode(),
        "concat-plain.mp4": f"file '{secret}'\n".encode(),
        "svg.mp4": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{secret}"/></svg>'.encode(),
        "dash.mp4": f'<?xml version="1.0"?><MPD><BaseURL>{address}</BaseURL></MPD>'.encode(),
        "subtitles.mp4": b"1\n00:00:01,000 --> 00:00:02,000\nGuten Abend\n",
        "picture.mp4": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "program.mp4": b"\x7fELF\x02\x01\x01" + bytes(200),
        "zeros.mp4": bytes(5000),
    }


def with_hole(original: Path, target: Path, size: int = 40_000) -> Path:
    """The same file with zeros in the middle."""
    data = bytearray(original.read_bytes())
    middle = len(data) // 2
    data[middle : middle + size] = bytes(size)
    target.write_bytes(data)
    return target


# --- looking at what is public ---------------------------------------------------------------------------------------


def playlist(path: Path) -> list[tuple[str, str, float]]:
    """(init segment, segment, seconds) of a media playlist."""
    entries, init, length = [], "", 0.0
    for line in path.read_text().splitlines():
        if found := re.match(r'#EXT-X-MAP:URI="(.+)"', line):
            init = found[1]
        elif found := re.match(r"#EXTINF:([\d.]+),", line):
            length = float(found[1])
        elif line and not line.startswith("#"):
            entries.append((init, line, length))
    return entries


def parts(folder: Path) -> list[bytes]:
    """The pieces of a rendition, each of them playable by itself."""
    result: dict[int, bytes] = {}
    number, before = -1, ""
    for init, segment, _ in playlist(folder / "index.m3u8"):
        if init != before:
            number, before = number + 1, init
            result[number] = (folder / init).read_bytes()
        result[number] += (folder / segment).read_bytes()
    return list(result.values())


def everything_public(folder: Path) -> dict[str, list[bytes]]:
    """All that can be played of a public folder, by name: the pieces of each rendition, and the downloads."""
    found = {path.parent.name: parts(path.parent) for path in sorted(folder.glob("*/index.m3u8"))}
    return found | {path.name: [path.read_bytes()] for path in sorted(folder.glob("*.m[p4][4a]"))}


def frames(data: bytes) -> Iterator[tuple[float, "np.ndarray"]]:
    """Time in s and pixels of each picture, made small."""
    with av.open(io.BytesIO(data)) as container:
        for frame in container.decode(video=0) if container.streams.video else ():
            yield float(frame.time), frame.reformat(width=32, height=18, format="rgb24").to_ndarray().astype(int)


def sound(data: bytes) -> tuple[float, int, "np.ndarray"]:
    """Start in s, rate, and the samples of the sound in one row."""
    with av.open(io.BytesIO(data)) as container:
        if not container.streams.audio:
            return 0.0, 1, np.zeros(0)
        blocks = [(float(frame.time), frame.to_ndarray()[0]) for frame in container.decode(audio=0)]
        return blocks[0][0], container.streams.audio[0].rate, np.concatenate([block for _, block in blocks]) * 32768


def redness(pixels: "np.ndarray") -> int:
    """How much redder than grey the reddest spot is, 0..255."""
    return int((pixels[..., 0] - pixels[..., 1:].max(axis=-1)).max())


def loudness(samples: "np.ndarray", rate: int, hertz: int, window_s: float = 0.02) -> "np.ndarray":
    """The amplitude of a tone in each window of the sound."""
    size = int(rate * window_s)
    rows = samples[: len(samples) // size * size].reshape(-1, size)
    probe = np.exp(-2j * np.pi * hertz * np.arange(size) / rate) * np.hanning(size)
    return np.abs(rows @ probe) * 4 / size
