"""Making the master renditions of an original: copied where browsers play it as it is, else encoded."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from council.media import ffmpeg, renditions
from council.media.ffmpeg import Cancelled, Progress, never, silent
from council.media.renditions import Picture, Rendition, Tone
from council.media.sound import DRIFT_S
from council.media.tracks import AudioTrack, Probe, VideoTrack

LOW_HEIGHT = 360
GOP_S = 2
TIMESCALE = 90000
LONGEST_US = 24_000_000
GAP_US = 500_000
COPIED_AUDIO_BIT_RATE = 160_000
SPEECH = Tone(rate=44100, channels=1, bit_rate=64_000, copied=False)
STANDARD_RATES = [Fraction(n) for n in (5, 10, 12, 15, 20, 24, 25, 30)] + [Fraction(25, 2), Fraction(30000, 1001)]


class NotCopyableError(Exception):
    """The original cannot be played in pieces as it is: too few key frames, or a beginning that is cut off by its header."""


def steady_rate(fps: str, highest: int = 30) -> str:
    """The constant frame rate nearest to what was found, at most ``highest``; 25 where nothing sensible was found."""
    rate = Fraction(fps)
    if not 0 < rate <= 240:
        return "25"
    while rate > highest:
        rate /= 2
    nearest = min(STANDARD_RATES, key=lambda standard: abs(standard - rate))
    return str(nearest if abs(nearest - rate) <= nearest / 100 else max(rate.limit_denominator(1001), Fraction(1)))


def size_within(video: VideoTrack, height: int) -> tuple[int, int]:
    """Width and height, even, upright, with square pixels, at most ``height`` high and never enlarged."""
    wide, high = Fraction(video.width) * Fraction(video.aspect), Fraction(video.height)
    if video.rotation % 180:
        wide, high = high, wide
    shrink = min(Fraction(1), height / high)
    return max(2, round(wide * shrink / 2) * 2), max(2, round(high * shrink / 2) * 2)


def encoded_picture(video: VideoTrack, height: int) -> Picture:
    """How this video is encoded at a height."""
    width, high = size_within(video, height)
    return Picture(width, high, steady_rate(video.fps), quality=25 if high <= LOW_HEIGHT else 23, copied=False)


def encoded_tone(track: AudioTrack) -> Tone:
    """How this sound is encoded beside a video of full size."""
    rate = track.rate if track.rate in (32000, 44100, 48000) else 48000
    return Tone(rate, min(2, track.channels), bit_rate=96_000, copied=False)


def copied_tone(track: AudioTrack) -> Tone:
    """The original's own sound; pieces encoded anew are like it."""
    return Tone(track.rate, track.channels, bit_rate=min(160_000, 80_000 * track.channels), copied=True)


def picture_options(picture: Picture) -> list[str]:
    """The encoder's options; the same for a master and for every piece made to fit into it, so that they can be joined.

    Without B-frames pictures are stored in the order they are shown, which all readers of fragments agree on.
    """
    keys = ["-g", str(GOP_S * 60), "-sc_threshold", "0", "-force_key_frames", f"expr:gte(t,n_forced*{GOP_S})"]
    coder = ["-c:v", "libx264", "-preset", "veryfast", "-crf", str(picture.quality), "-profile:v", "high", "-bf", "0"]
    return [*coder, *keys, "-pix_fmt", "yuv420p", "-video_track_timescale", str(TIMESCALE)]


def tone_options(tone: Tone) -> list[str]:
    """The encoder's options for sound."""
    return ["-c:a", "aac", "-b:a", str(tone.bit_rate), "-ar", str(tone.rate), "-ac", str(tone.channels)]


def picture_filter(picture: Picture) -> str:
    """From whatever was decoded to the rendition's size."""
    return f"scale={picture.width}:{picture.height},setsar=1,format=yuv420p"


def fragmented(target: Path, *, key_frames: bool) -> list[str]:
    """Output as one fragmented MP4: a fragment for each key frame, or of six seconds for sound alone."""
    when = [] if key_frames else ["-frag_duration", "6000000"]
    flags = renditions.FRAGMENTED + ("+frag_keyframe" if key_frames else "")
    return [
        "-map_metadata",
        "-1",
        "-map_chapters",
        "-1",
        "-movflags",
        flags,
        *when,
        "-f",
        "mp4",
        ffmpeg.location(target),
    ]


def copy_video(
    path: Path, probe: Probe, folder: Path, *, progress: Progress = silent, cancelled: Cancelled = never
) -> None:
    """Master with the original's own pictures (and sound, where that is playable too), cut at key frames without encoding.

    Raises NotCopyableError where the original's key frames do not allow it.
    """
    video, sound = probe.video, probe.sound
    if video is None or not video.copyable:
        raise NotCopyableError
    picture = Picture(video.width, video.height, steady_rate(video.fps, 60), quality=21, copied=True)
    tone = None if sound is None else copied_tone(sound) if sound.copyable else encoded_tone(sound)
    options = ["-map", f"0:{video.index}", "-c:v", "copy", *_sound_options(probe, tone)]

    def build(part: Path) -> None:
        rendition = _build(
            path, probe, part, options, picture, tone, progress, cancelled, ffmpeg.ENCODING_NICENESS // 2
        )
        _check_copy(rendition)

    renditions.make(folder, build, complete=renditions.is_there, cancelled=cancelled)


def _check_copy(rendition: Rendition) -> None:
    lengths = [rendition.ends_us(number) - segment.start_us for number, segment in enumerate(rendition.segments)]
    if not lengths or max(lengths) > LONGEST_US or rendition.segments[0].first_us < 0:
        raise NotCopyableError


def has_gaps(rendition: Rendition) -> bool:
    """Whether sound is missing for half a second or more before the last segment, where players would get stuck."""
    if rendition.tone is None:
        return False
    heard_us = 0
    for segment in rendition.segments:
        if segment.audio is None:
            return segment is not rendition.segments[-1]
        begin_us, end_us = (ticks * 1_000_000 // rendition.tone.rate for ticks in segment.audio)
        if begin_us - heard_us >= GAP_US:
            return True
        heard_us = end_us
    return False


def encode_video(
    path: Path, probe: Probe, folder: Path, height: int, *, progress: Progress = silent, cancelled: Cancelled = never
) -> None:
    """Master encoded as H.264 and AAC, at most ``height`` high, with a key frame every two seconds.

    The low one (360p) has the sound for phones, 64 kbit/s mono.
    """
    if probe.video is None:
        raise ValueError("no video")
    picture, sound = encoded_picture(probe.video, height), probe.sound
    tone = None if sound is None else SPEECH if height <= LOW_HEIGHT else encoded_tone(sound)
    filters = f"fps={picture.fps}:start_time=0,{picture_filter(picture)}"
    options = [
        "-map",
        f"0:{probe.video.index}",
        "-vf",
        filters,
        *picture_options(picture),
        *_sound_options(probe, tone),
    ]

    def build(part: Path) -> None:
        _build(path, probe, part, options, picture, tone, progress, cancelled, ffmpeg.ENCODING_NICENESS)

    renditions.make(folder, build, complete=renditions.is_there, cancelled=cancelled)


def can_copy_sound(probe: Probe) -> bool:
    """Whether the original's sound serves phones as it is."""
    sound = probe.sound
    return sound is not None and sound.copyable and 0 < sound.bit_rate <= COPIED_AUDIO_BIT_RATE


def audio_only(
    path: Path,
    probe: Probe,
    folder: Path,
    *,
    encoding: bool = True,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> None:
    """Master of the sound alone: copied where it is AAC-LC of at most 160 kbit/s without gaps, else encoded, 64 kbit/s mono.

    Raises NotCopyableError where it would have to be encoded and ``encoding`` is not wanted.
    """
    if probe.sound is None:
        raise ValueError("no sound")
    copied = copied_tone(probe.sound) if can_copy_sound(probe) else None

    def heard(part: Path, tone: Tone) -> Rendition:
        options = ["-vn", *_sound_options(probe, tone)]
        return _build(path, probe, part, options, None, tone, progress, cancelled, ffmpeg.ENCODING_NICENESS // 2)

    def build(part: Path) -> None:
        if copied is not None and not has_gaps(heard(part, copied)):
            return
        if not encoding:
            raise NotCopyableError
        heard(part, SPEECH)

    renditions.make(folder, build, complete=renditions.is_there, cancelled=cancelled)


def _sound_options(probe: Probe, tone: Tone | None) -> list[str]:
    """The chosen track, copied or encoded; what lies before 0 (an encoder's priming) is left out."""
    if tone is None:
        return ["-an"]
    track = ["-map", f"0:{probe.chosen}"]
    if tone.copied:
        return [*track, "-c:a", "copy", "-bsf:a", "aac_adtstoasc,noise=drop='lt(pts,0)'"]
    length = f"apad=whole_dur={probe.duration_ms / 1000:.3f}"
    filters = f"aresample=async=1:min_hard_comp={DRIFT_S}:first_pts=0,{length}"
    return [*track, *tone_options(tone), "-af", filters, "-bsf:a", "noise=drop='lt(pts,0)'"]


def _build(
    path: Path,
    probe: Probe,
    part: Path,
    options: Sequence[str],
    picture: Picture | None,
    tone: Tone | None,
    progress: Progress,
    cancelled: Cancelled,
    niceness: int,
) -> Rendition:
    whole = part / "whole.mp4"
    ffmpeg.run(
        [
            *ffmpeg.source(path, probe, options=["-max_error_rate", "1"]),
            *(*options, "-sn", "-dn", "-max_muxing_queue_size", "4096"),
            *fragmented(whole, key_frames=picture is not None),
        ],
        duration_ms=probe.duration_ms,
        progress=progress,
        cancelled=cancelled,
        niceness=niceness,
    )
    return renditions.finish(whole, part, picture, tone)
