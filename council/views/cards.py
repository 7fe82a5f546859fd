"""A recording as it is shown in a list: poster, date, body, length."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from council.meetings import Meeting
from council.organizations import Organization
from council.recordings import Recording

POSTER = "poster.jpg"


@dataclass(frozen=True)
class Card:
    """``poster`` is an address, empty without a picture. ``kind`` is video, audio or text. ``items`` are titles."""

    path: str
    title: str
    organization: str
    start: datetime
    duration_ms: int
    kind: str
    poster: str
    items: tuple[str, ...] = ()
    more_items: int = 0


def card(
    recording: Recording, meeting: Meeting, organization: Organization, items: Sequence[str] = (), more_items: int = 0
) -> Card:
    """The card of a public recording."""
    return Card(
        path=f"/aufzeichnungen/{recording.id}",
        title=meeting.name,
        organization=organization.name,
        start=meeting.start,
        duration_ms=recording.duration_ms,
        kind=kind(recording),
        poster=poster(recording),
        items=tuple(items),
        more_items=more_items,
    )


def kind(recording: Recording) -> str:
    """What there is of a public recording: video, audio, or text alone."""
    if not recording.media_public:
        return "text"
    return "video" if recording.has_video else "audio" if recording.has_audio else "text"


def poster(recording: Recording) -> str:
    """The address of a recording's poster; empty where there is none."""
    if recording.media_token is None or POSTER not in recording.media_files:
        return ""
    return media_address(recording.media_token, POSTER)


def media_address(token: str, name: str) -> str:
    """Where a public media file is served."""
    return f"/medien/{token}/{name}"
