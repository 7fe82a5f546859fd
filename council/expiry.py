"""When a publication is over. Days are the town's; the last day counts in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from council.meetings import Meeting
from council.publications import Publication, Term, Until
from council.recordings import Recording


@dataclass(frozen=True)
class Running:
    """A recording of which something is public, and for how long; None for what is not public. ``approved_on``: the day on which the
    minutes were."""

    recording_id: int
    media: Term | None
    text: Term | None
    approved_on: date | None = None


@dataclass(frozen=True)
class Ended:
    """What of a recording must not be public any more."""

    recording_id: int
    media: bool
    text: bool


def last_day(term: Term, approved_on: date | None) -> date | None:
    """The last day of a term; None where no end is in sight."""
    if term.until == Until.DATE:
        return term.day
    return approved_on if term.until == Until.MINUTES else None


def is_over(term: Term, approved_on: date | None, today: date) -> bool:
    """Whether the last day has passed."""
    last = last_day(term, approved_on)
    return last is not None and last < today


def due(running: Iterable[Running], today: date) -> list[Ended]:
    """What ends by itself: all whose last day has passed."""
    found = []
    for one in running:
        media, text = (term is not None and is_over(term, one.approved_on, today) for term in (one.media, one.text))
        if media or text:
            found.append(Ended(one.recording_id, media, text))
    return found


def running(db: Session, recording_id: int | None = None) -> list[Running]:
    """What is public and was declared with terms; of one recording, or of all."""
    query = (
        select(Publication, col(Recording.media_public), col(Recording.text_public), col(Meeting.minutes_approved_on))
        .join(Recording, col(Recording.id) == col(Publication.recording_id))
        .join(Meeting, col(Meeting.id) == col(Recording.meeting_id))
        .where(col(Recording.published_at).is_not(None))
    )
    if recording_id is not None:
        query = query.where(Publication.recording_id == recording_id)
    return [
        Running(
            publication.recording_id,
            Term(Until(publication.media_until), publication.media_last_day) if media_public else None,
            Term(Until(publication.text_until), publication.text_last_day) if text_public else None,
            approved_on,
        )
        for publication, media_public, text_public, approved_on in db.exec(query)
    ]


def today(now: datetime, zone: ZoneInfo) -> date:
    """The day in the town."""
    return now.astimezone(zone).date()
