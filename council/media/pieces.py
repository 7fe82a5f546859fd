"""Pieces made to fit into a master's place: encoded anew from the original without what is cut, or nothing but the slate."""

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from council.media import ffmpeg, fragments, masters, renditions
from council.media.ffmpeg import Cancelled
from council.media.renditions import Picture, Tone
from council.media.sound import write_pcm
from council.media.stretches import Stretch
from council.media.timeline import Range, merged
from council.media.tracks import Probe

SLATE = Path(__file__).resolve().parents[2] / "static" / "img" / "slate.png"
AAC_FRAME = 1024
UNIT_S = 6
ROUNDING_US = 500
# These have no index: seeking ends anywhere, and pictures come with the next key frame only.
PREROLL_US = {"mpegts": 12_000_000, "ogg": 12_000_000}
SOUND_MARGIN_S = Fraction(4, 100)
PICTURE_MARGIN_S = Fraction(2, 100)


@dataclass(frozen=True)
class Piece:
    """Segments that share an init segment, with the time each takes; their clocks run on the master's time line."""

    init: bytes
    segments: tuple[tuple[bytes, int], ...]  # content, duration in us


@dataclass(frozen=True)
class Original:
    """The file a master was made from."""

    path: Path
    probe: Probe


class Workshop:
    """Makes the pieces of one rendition of one original in a scratch folder; equal slates are encoded once."""

    def __init__(
        self,
        original: Original,
        picture: Picture | None,
        tone: Tone | None,
        scratch: Path,
        slate: Path,
        cancelled: Cancelled,
    ) -> None:
        self.original, self.picture, self.tone = original, picture, tone
        self.scratch, self.slate_picture, self.cancelled = scratch, slate, cancelled
        self._slates: dict[tuple[int, int], Piece] = {}

    def edited(self, stretch: Stretch, cuts: Sequence[Range]) -> Piece:
        """A stretch from the original, with slate and silence over the cuts (in ms of the original's time line)."""
        frames, samples = self._frames(stretch.end_us - stretch.start_us), 0
        inputs: list[str] = []
        graph = ""
        if self.picture is not None:
            seek_us = max(0, stretch.start_us - PREROLL_US.get(self.original.probe.demuxer, ROUNDING_US))
            graph = self._picture_graph(cuts, stretch.start_us, seek_us, frames)
            inputs = ffmpeg.source(self.original.path, self.original.probe, seek_us, ["-max_error_rate", "1", "-an"])
        if self.tone is not None and stretch.audio is not None:
            samples = _whole_frames(stretch.audio[1] - stretch.audio[0])
            self._write_sound(stretch.audio[0], samples, cuts)
        piece = self._encoded(inputs, graph, samples)
        return self._placed(piece, stretch.audio[0] if stretch.audio else 0, stretch)

    def slate(self, stretch: Stretch) -> Piece:
        """A stretch of slate and silence, however long, from few encodings."""
        unit = UNIT_S * self.tone.rate // AAC_FRAME * AAC_FRAME if self.tone else 0
        unit_us = unit * 1_000_000 // self.tone.rate if self.tone else UNIT_S * 1_000_000
        samples = _whole_frames(stretch.audio[1] - stretch.audio[0]) if stretch.audio else 0
        count = max(0, (stretch.end_us - stretch.start_us - 500_000) // unit_us)
        if unit:
            count = min(count, max(0, samples // unit))
        placed: list[tuple[bytes, int]] = []
        for number in range(count + 1):
            start_us = stretch.start_us + number * unit_us
            end_us = start_us + unit_us if number < count else stretch.end_us
            first = stretch.audio[0] + number * unit if stretch.audio else 0
            blank = self._slate(end_us - start_us, unit if number < count else samples - count * unit)
            piece = self._placed(blank, first, Stretch(stretch.treatment, 0, 0, start_us, end_us, None))
            placed += piece.segments
        return Piece(piece.init, tuple(placed))

    def _slate(self, length_us: int, samples: int) -> Piece:
        frames = self._frames(length_us)
        if (frames, samples) not in self._slates:
            if self.tone is not None:
                _write_silence(self._sound, samples, self.tone)
            graph = f"{self._base('0:v')},trim=end_frame={frames}[picture]" if self.picture else ""
            self._slates[frames, samples] = self._encoded([], graph, samples)
        return self._slates[frames, samples]

    @property
    def _sound(self) -> Path:
        return self.scratch / "sound.wav"

    def _frames(self, length_us: int) -> int:
        return max(1, round(length_us * Fraction(self.picture.fps) / 1_000_000)) if self.picture else 0

    def _write_sound(self, first: int, samples: int, cuts: Sequence[Range]) -> None:
        assert self.tone is not None
        start_us = first * 1_000_000 // self.tone.rate
        if self.original.probe.sound is None:
            _write_silence(self._sound, samples, self.tone)
            return
        write_pcm(
            self.original.path,
            self.original.probe,
            start_us,
            samples,
            self.tone.rate,
            self.tone.channels,
            self._sound,
            cancelled=self.cancelled,
        )
        silence(self._sound, first, cuts)

    def _base(self, slate_input: str) -> str:
        """The slate in the rendition's size and rate, without end."""
        assert self.picture is not None
        w, h, fps = self.picture.width, self.picture.height, self.picture.fps
        fit = f"scale={w}:{h}:force_original_aspect_ratio=decrease,pad={w}:{h}:-1:-1:color=0x17212E,setsar=1"
        return f"[{slate_input}]{fit},format=yuv420p,loop=loop=-1:size=1:start=0,setpts=N/({fps})/TB,fps={fps}"

    def _picture_graph(self, cuts: Sequence[Range], start_us: int, seek_us: int, frames: int) -> str:
        """The original, read from ``seek_us`` on, over the slate.

        Frames of a cut are dropped, not covered, so that none can linger after its end.
        """
        assert self.picture is not None
        assert self.original.probe.video is not None
        frame_s = 1 / Fraction(self.picture.fps)
        seek, start = Fraction(seek_us, 1_000_000), Fraction(start_us, 1_000_000)
        ranges = [(Fraction(begin, 1000), Fraction(end, 1000)) for begin, end in cuts]
        dropped = _within([(a - seek - PICTURE_MARGIN_S, b - seek + PICTURE_MARGIN_S) for a, b in ranges])
        slated = _within([(a - start - frame_s, b - start + frame_s) for a, b in ranges])
        lead = start - seek
        # Half a frame early, so that rounded times never make a frame late.
        timing = f"trim=start={float(max(Fraction(0), lead - frame_s / 2)):.6f},setpts=PTS-{float(lead + frame_s / 2):.6f}/TB"
        return (
            f"[0:{self.original.probe.video.index}]select='not({dropped})',{timing},"
            f"{masters.picture_filter(self.picture)}[source];"
            f"{self._base('1:v')}[base];"
            f"[base][source]overlay=enable='not({slated})':eof_action=repeat:format=yuv420,"
            f"trim=end_frame={frames}[picture]"
        )

    def _encoded(self, source: Sequence[str], graph: str, samples: int) -> Piece:
        """Run the encoder over source (may be none), slate and sound; times run from 0.

        The graph limits the frames: the option -frames would end the sound together with the picture.
        """
        arguments = list(source)
        number = 1 if source else 0
        if self.picture is not None:
            arguments += ffmpeg.own(self.slate_picture, "png_pipe")
            number += 1
        sound: list[str] = []
        if self.tone is not None:
            arguments += ffmpeg.own(self._sound, "wav")
            drop = f"noise=drop='lt(pts,0)+gte(pts,{samples})'"
            sound = ["-map", f"{number}:a", *masters.tone_options(self.tone), "-bsf:a", drop]
        if self.picture is not None:
            options = masters.picture_options(self.picture)
            arguments += ["-filter_complex", graph, "-map", "[picture]", *options]
        whole = self.scratch / "whole.mp4"
        ffmpeg.run(
            [*arguments, *sound, *masters.fragmented(whole, key_frames=self.picture is not None)],
            duration_ms=600_000,
            cancelled=self.cancelled,
            niceness=ffmpeg.ENCODING_NICENESS // 2,
        )
        return _read(whole)

    def _placed(self, piece: Piece, first_sample: int, stretch: Stretch) -> Piece:
        """The piece moved to the place of the stretch; its last segment lasts to the end of that."""
        offsets = {
            track.id: first_sample if track.kind == "audio" else round(stretch.start_us * track.timescale / 1_000_000)
            for track in fragments.tracks(piece.init)
        }
        segments = [(fragments.moved(content, offsets), length) for content, length in piece.segments]
        spent = sum(length for _, length in segments[:-1])
        segments[-1] = (segments[-1][0], stretch.end_us - stretch.start_us - spent)
        return Piece(piece.init, tuple(segments))


def _read(whole: Path) -> Piece:
    """One fragmented MP4 as segments of some six seconds, the lengths by its own clock."""
    with whole.open("rb") as file:
        init, found = fragments.split(file)
        known = fragments.tracks(init)
        groups = renditions.grouped(found, known)
        leader = next((track for track in known if track.kind == "video"), known[0])
        starts = [
            0,
            *(round(fragments.seconds(group[0].spans[leader.id].first, leader) * 1_000_000) for group in groups[1:]),
        ]
        end = round(fragments.seconds(groups[-1][-1].spans[leader.id].last, leader) * 1_000_000)
        contents = []
        for group in groups:
            file.seek(group[0].offset)
            contents.append(file.read(sum(fragment.size for fragment in group)))
    whole.unlink()
    lengths = [later - start for start, later in zip(starts, [*starts[1:], end], strict=True)]
    return Piece(init, tuple(zip(contents, lengths, strict=True)))


def _whole_frames(samples: int) -> int:
    """The nearest whole number of AAC frames, at least one."""
    return max(1, round(samples / AAC_FRAME)) * AAC_FRAME


def _within(ranges: Sequence[tuple[Fraction, Fraction]]) -> str:
    """An expression that is not zero while the time is inside the ranges, ends included."""
    return "+".join(f"between(t,{float(a):.6f},{float(b):.6f})" for a, b in ranges) or "0"


def silent_ranges(cuts: Sequence[Range], first: int, rate: int, samples: int) -> list[tuple[int, int]]:
    """The samples to silence, counted from ``first``: the cuts and a margin on both sides."""
    margin = int(SOUND_MARGIN_S * rate)
    ranges = [
        (start * rate // 1000 - first - margin, -(-end * rate // 1000) - first + margin) for start, end in merged(cuts)
    ]
    inside = [(max(0, start), min(samples, end)) for start, end in ranges]
    return [(start, end) for start, end in inside if start < end]


def silence(path: Path, first: int, cuts: Sequence[Range]) -> None:
    """Zero the samples of the cuts in a WAV file of 16 bit whose first sample is number ``first`` of the recording."""
    with wave.open(str(path), "rb") as wav:
        parameters = wav.getparams()
        data = bytearray(wav.readframes(parameters.nframes))
    width = parameters.nchannels * parameters.sampwidth
    for start, end in silent_ranges(cuts, first, parameters.framerate, parameters.nframes):
        data[start * width : end * width] = bytes((end - start) * width)
    with wave.open(str(path), "wb") as wav:
        wav.setparams(parameters)
        wav.writeframes(bytes(data))


def _write_silence(path: Path, samples: int, tone: Tone) -> None:
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(tone.channels)
        wav.setsampwidth(2)
        wav.setframerate(tone.rate)
        wav.writeframes(bytes(samples * tone.channels * 2))
