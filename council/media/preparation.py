"""All masters of one original, as far as they are not there yet."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from council.media import masters as making
from council.media.ffmpeg import Cancelled, Progress, never, silent
from council.media.pictures import pictures
from council.media.tracks import Probe

FULL_HEIGHT = 1080

Step = Callable[[Progress], None]


def prepare(
    original: Path,
    probe: Probe,
    masters: Path,
    *,
    quick: bool,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> None:
    """Make the master renditions in the folder ``masters``: ``main``, ``low``, ``audio`` and ``pictures``.

    ``quick`` makes only what needs no encoding of pictures: a copied video, copied sound. Otherwise all that is missing, what serves
    most people first. Can be called again at any time; what is complete stays. Raises MediaError, ChildCancelledError.
    """
    steps = _quick(original, probe, masters, cancelled) if quick else _full(original, probe, masters, cancelled)
    for number, step in enumerate(steps):
        step(lambda share, number=number: progress((number + share) / len(steps)))  # type: ignore[misc]  # a default binds the number
    progress(1.0)


def _quick(original: Path, probe: Probe, masters: Path, cancelled: Cancelled) -> list[Step]:
    def video(progress: Progress) -> None:
        with contextlib.suppress(making.NotCopyableError):
            making.copy_video(original, probe, masters / "main", progress=progress, cancelled=cancelled)

    def sound(progress: Progress) -> None:
        with contextlib.suppress(making.NotCopyableError):
            making.audio_only(
                original, probe, masters / "audio", encoding=False, progress=progress, cancelled=cancelled
            )

    steps: list[Step] = [video] if probe.video and probe.video.copyable else []
    return [*steps, sound] if making.can_copy_sound(probe) else steps


def _full(original: Path, probe: Probe, masters: Path, cancelled: Cancelled) -> list[Step]:
    def sound(progress: Progress) -> None:
        making.audio_only(original, probe, masters / "audio", progress=progress, cancelled=cancelled)

    def stills(progress: Progress) -> None:
        pictures(original, probe, masters / "pictures", progress=progress, cancelled=cancelled)

    def low(progress: Progress) -> None:
        making.encode_video(original, probe, masters / "low", making.LOW_HEIGHT, progress=progress, cancelled=cancelled)

    def video(progress: Progress) -> None:
        try:
            making.copy_video(original, probe, masters / "main", progress=progress, cancelled=cancelled)
        except making.NotCopyableError:
            making.encode_video(original, probe, masters / "main", FULL_HEIGHT, progress=progress, cancelled=cancelled)

    heard: list[Step] = [sound] if probe.sound else []
    if probe.video is None:
        return heard
    seen: list[Step] = [stills, low] if _is_low(probe) and not probe.video.copyable else [stills, low, video]
    return [*heard, *seen]


def _is_low(probe: Probe) -> bool:
    """Whether the low rendition is as large as the original, so that a main one would only repeat it."""
    assert probe.video is not None
    return making.size_within(probe.video, FULL_HEIGHT)[1] <= making.LOW_HEIGHT
