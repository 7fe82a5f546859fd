"""A small archive for tests: meetings, recordings and what was said in them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from council import organizations, recordings
from council.base.site import Site
from council.cuts import Cut
from council.meetings import AgendaItem, Meeting, Stretch
from council.recordings import Recording
from search import history, sources
from search.engines import SearchWriter
from transcription import transcripts
from transcription.transcripts import Segment

SECONDS_EACH = 10  # an utterance lasts so long, the next follows at once


def add_recording(
    site: Site,
    *texts: str,
    organization: str = "Stadtrat",
    name: str = "Sitzung des Stadtrats",
    start: datetime = datetime(2026, 3, 17, 16, 0, tzinfo=UTC),
    items: Sequence[tuple[str, str, bool, int]] = (),
    references: Mapping[str, str] = MappingProxyType({}),
    location: str | None = None,
    speaker: str | None = "Clara Amtmann",
    word_times: bool = False,
    publish: bool = True,
) -> int:
    """A recording in which each text is an utterance of ten seconds. ``items`` are (number, name, public, start_ms),
    ``references`` the papers' numbers by those of the items. With ``word_times`` each word lasts a second. Gives back
    the recording's id."""
    with site.database.writing() as db:
        body = organizations.named(db, organization)
        meeting = Meeting(organization_id=body.id or 0, name=name, start=start, location=location)
        db.add(meeting)
        db.flush()
        recording = Recording(
            key=f"key-{meeting.id:08}",
            meeting_id=meeting.id or 0,
            duration_ms=len(texts) * SECONDS_EACH * 1000,
            transcript_source="import",
            created_at=site.clock(),
        )
        db.add(recording)
        db.flush()
        recording_id = recording.id or 0
        for position, (number, title, public, start_ms) in enumerate(items, 1):
            item = AgendaItem(
                meeting_id=meeting.id or 0,
                position=position,
                number=number,
                name=title,
                public=public,
                reference=references.get(number, ""),
            )
            db.add(item)
            db.flush()
            db.add(Stretch(recording_id=recording_id, agenda_item_id=item.id or 0, start_ms=start_ms))
        transcripts.append(
            db, [_row(recording_id, place, text, word_times, speaker) for place, text in enumerate(texts)]
        )
        if publish:
            recordings.publish(db, recording, site.clock())
    return recording_id


def add_cut(site: Site, recording_id: int, start_ms: int, end_ms: int, *, tell: bool = True) -> None:
    """Hide a range; without ``tell`` the index does not hear of it."""
    with site.database.writing() as db:
        db.add(Cut(recording_id=recording_id, start_ms=start_ms, end_ms=end_ms))
        if tell:
            recordings.renew(db, db.get_one(Recording, recording_id), site.clock())


def withdraw(site: Site, recording_id: int) -> None:
    with site.database.writing() as db:
        recordings.withdraw(db, db.get_one(Recording, recording_id), site.clock())


def correct(site: Site, recording_id: int, position: int, text: str, *, tell: bool = True) -> None:
    """Change an utterance."""
    with site.database.writing() as db:
        db.execute(
            update(Segment)
            .where(col(Segment.recording_id) == recording_id, col(Segment.position) == position)
            .values(text=text, words=[])
        )
        if tell:
            recordings.text_changed(db, db.get_one(Recording, recording_id), site.clock())


def fill(site: Site, writer: SearchWriter) -> None:
    """Write all that is public into an index, as it is now."""
    with site.database.reading() as db:
        wanted, newest = sources.everything(db), history.newest(db)
    for source in wanted:
        writer.replace(source, sources.content(site, source).documents)
    writer.commit(newest)


def _row(recording_id: int, position: int, text: str, word_times: bool, speaker: str | None) -> dict[str, Any]:
    start_ms = position * SECONDS_EACH * 1000
    words = (
        [[start_ms + n * 1000, start_ms + (n + 1) * 1000, 0.9] for n in range(len(text.split()))] if word_times else []
    )
    return {
        "recording_id": recording_id,
        "position": position,
        "start_ms": start_ms,
        "end_ms": start_ms + SECONDS_EACH * 1000,
        "speaker": speaker,
        "text": text,
        "words": words,
    }
