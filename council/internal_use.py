"""Recordings made only for the minutes (internal use): never published while they are marked so."""

from sqlmodel import Session

from council import recordings
from council.base.i18n import message
from council.recordings import Recording

STILL_PUBLIC = message(
    "Diese Aufzeichnung ist öffentlich. Ziehen Sie sie zuerst zurück; danach können Sie sie auf „nur für die Niederschrift“ stellen."
)


class StillPublicError(Exception):
    """What the public can see cannot be for internal use alone; the message says what to do first."""

    def __init__(self) -> None:
        super().__init__(STILL_PUBLIC)


def set_internal(db: Session, recording: Recording, internal: bool) -> bool:
    """Keep a recording for the minutes alone, or let it be published again; False where it was so already. Raises StillPublicError."""
    recordings.lock(db, recording)
    if internal and recording.published_at is not None:
        raise StillPublicError
    changed = recording.internal != internal
    recording.internal = internal
    db.add(recording)
    return changed
