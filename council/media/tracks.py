"""A media file as it was found: its container, length, picture and sound tracks."""

from dataclasses import asdict, dataclass
from typing import Any

CUT_SHORT_MS = 2000
COPYABLE_PROFILES = {"Baseline", "Constrained Baseline", "Main", "High"}


@dataclass(frozen=True)
class VideoTrack:
    """A picture track. ``fps`` and ``aspect`` (of a pixel) are fractions as text; ``rotation`` is in degrees."""

    index: int
    codec: str
    profile: str
    pix_fmt: str
    width: int
    height: int
    fps: str
    aspect: str
    rotation: int

    @property
    def copyable(self) -> bool:
        """Whether browsers play it as it is: H.264, 8 bit, 4:2:0, upright, square pixels."""
        return (
            self.codec == "h264"
            and self.profile in COPYABLE_PROFILES
            and self.pix_fmt in ("yuv420p", "yuvj420p")
            and (self.aspect, self.rotation) == ("1", 0)
            and 0 < self.height <= 2304
        )


@dataclass(frozen=True)
class AudioTrack:
    """A sound track; ``index`` is its number among all tracks of the file, ``bit_rate`` in bit/s (0: unknown)."""

    index: int
    codec: str
    profile: str
    rate: int
    channels: int
    bit_rate: int

    @property
    def copyable(self) -> bool:
        """Whether browsers play it as it is: AAC-LC, mono or stereo."""
        return self.codec == "aac" and self.profile == "LC" and self.channels in (1, 2) and 8000 <= self.rate <= 48000


@dataclass(frozen=True)
class Probe:
    """A media file. ``start_ms`` is where its own clock begins; all times used elsewhere count from there.

    ``chosen`` is the ``index`` of the sound track that is used: the loudest where there are several. No sound or no picture
    is a fine result; at least one of them is there. ``declared_ms`` is the length the file says it has (0: it says none),
    ``duration_ms`` the one it really has.
    """

    container: str
    demuxer: str
    duration_ms: int
    start_ms: int
    video: VideoTrack | None
    audio: tuple[AudioTrack, ...]
    chosen: int | None
    declared_ms: int = 0

    @property
    def cut_short(self) -> bool:
        """Whether the file ends well before the length it declares: it was not copied or recorded to its end."""
        return self.declared_ms - self.duration_ms > max(CUT_SHORT_MS, self.declared_ms // 100)

    @property
    def sound(self) -> AudioTrack | None:
        """The sound track that is used."""
        return next((track for track in self.audio if track.index == self.chosen), None)

    def as_json(self) -> dict[str, Any]:
        """A dict for a JSON column; ``from_json`` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Probe":
        video = VideoTrack(**data["video"]) if data["video"] else None
        return cls(**{**data, "video": video, "audio": tuple(AudioTrack(**track) for track in data["audio"])})
