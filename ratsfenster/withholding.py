"""After a restore: what was withdrawn, cut, deleted or over since the backup was made does not become public again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from council import cuts, expiry, meetings, publications, publishing, recordings
from council.base import audit, changes
from council.base.site import Site
from council.cuts import Cut, CutReason
from council.marks import without
from council.media.timeline import Range
from council.meetings import AgendaItem, Meeting
from council.publications import Publication, Term, Until
from council.recordings import Recording
from participation.privacy import answer_deletion
from participation.processes import Process
from ratsfenster import visible_processes, visible_words
from ratsfenster.visibility import Seen, Visibility
from ratsfenster.visible_processes import SeenProcess
from ratsfenster.visible_words import HiddenWords
from transcription import releases

GONE = Seen(media=False, text=False, media_end=None, text_end=None, hidden=())  # deleted since


@dataclass
class Withheld:
    """What was held back. ``as_of``: until when it is known what must not be public; None where nothing newer than the backup was found.
    ``posts`` are ideas and comments, ``texts`` what people wrote in surveys."""

    as_of: datetime | None = None
    recordings: list[str] = field(default_factory=list)
    cuts: int = 0
    items: int = 0
    processes: list[str] = field(default_factory=list)
    posts: int = 0
    texts: int = 0
    deleted: list[str] = field(default_factory=list)  # since the backup; they are there again, though not public


def withhold(site: Site, known: Visibility | None, *, items: bool) -> Withheld:
    """Apply what is known to a restored database, before anybody can see it. ``items``: agenda items in the backup have the keys by which
    they are known. What is over by the clock is over, whatever is known."""
    held = Withheld(known.as_of if known else None)
    if known is not None:
        if items:
            with site.database.writing() as db:
                held.items = _hide_items(db, known, site.clock())
        for recording_id in _ids(site):
            with site.database.writing() as db:
                _hold_back(db, db.get_one(Recording, recording_id), known, site, held)
        if known.processes is not None:
            _hold_back_processes(site, known.processes, known.words, held)
    publishing.expire(site)
    answer_deletion.retire(site)
    return held


def _ids(site: Site) -> list[int]:
    with site.database.reading() as db:
        return [key for key in db.exec(select(Recording.id).order_by(col(Recording.id))) if key is not None]


def _hold_back_processes(
    site: Site, known: Mapping[str, SeenProcess], words: Mapping[str, HiddenWords], held: Withheld
) -> None:
    """Each in a transaction of its own; of what people wrote there, too."""
    for process_id in _known_ids(site, known):
        with site.database.writing() as db:
            process = db.get_one(Process, process_id)
            if visible_processes.hold_back(db, process, known, site):
                held.processes.append(process.name(process.leading))
            if process.slug in words:
                hidden = visible_words.hold_back(db, process, words[process.slug], site)
                held.posts, held.texts = held.posts + hidden.posts, held.texts + hidden.texts


def _known_ids(site: Site, known: Mapping[str, SeenProcess]) -> Sequence[int]:
    """All processes that were ever released; none where what is known is of another installation: what was released is never removed."""
    with site.database.reading() as db:
        released = db.exec(select(Process).where(col(Process.released_at).is_not(None)).order_by(col(Process.id))).all()
    ours = not known.keys().isdisjoint(process.slug for process in released)
    return [process.id for process in released if process.id is not None] if ours else []


def _hide_items(db: Session, known: Visibility, now: datetime) -> int:
    """Agenda items that are not public any more, or that were removed, since a name in them should not have been there."""
    hidden = 0
    for item in db.exec(select(AgendaItem).where(col(AgendaItem.public))):
        if item.key not in known.items:
            item.public = False
            db.add(item)
            changes.record(db, meetings.KIND, item.meeting_id, now)
            hidden += 1
    return hidden


def _hold_back(db: Session, recording: Recording, known: Visibility, site: Site, held: Withheld) -> None:
    seen = known.recordings.get(recording.key, GONE)
    assert recording.id is not None
    added = _cut(db, recording, seen)
    held.cuts += len(added)
    was_public = recording.published_at is not None
    if recording.key not in known.recordings:
        held.deleted.append(_named(db, recording, site))
    media, text = recording.shows_media and not seen.media, recording.shows_text and not seen.text
    if media or text:
        recordings.withdraw(db, recording, site.clock(), media=media, text=text)
        held.recordings.append(_named(db, recording, site))
        audit.record(
            db, None, "Nach der Wiederherstellung nicht wieder öffentlich", site.clock(), subject=held.recordings[-1]
        )
    elif added:
        recordings.renew(db, recording, site.clock())
    publication = publications.of_recording(db, recording.id)
    if publication is not None:
        _shorten(db, publication, seen, db.get_one(Meeting, recording.meeting_id).minutes_approved_on)
    published_since = (seen.media or seen.text) and not was_public
    if published_since or (added and was_public):
        releases.erase_cuts(db, recording)


def _cut(db: Session, recording: Recording, seen: Seen) -> list[Range]:
    """Cut what is known to be cut and is not in the backup; what was added."""
    assert recording.id is not None
    missing = without(seen.hidden, cuts.hidden(db, recording.id, recording.duration_ms))
    for start_ms, end_ms in missing:
        db.add(Cut(recording_id=recording.id, start_ms=start_ms, end_ms=end_ms, reason=CutReason.OTHER))
    db.flush()
    return missing


def _shorten(db: Session, publication: Publication, seen: Seen, approved_on: date | None) -> None:
    """An end that was set earlier since the backup counts."""
    declared = publications.declared(publication)
    media, text = (
        _earlier(term, end, approved_on)
        for term, end in ((declared.media, seen.media_end), (declared.text, seen.text_end))
    )
    publication.media_until, publication.media_last_day = media.until, media.day
    publication.text_until, publication.text_last_day = text.until, text.day
    db.add(publication)


def _earlier(term: Term, end: date | None, approved_on: date | None) -> Term:
    if end is None or not term.public:
        return term
    last = expiry.last_day(term, approved_on)
    return term if last is not None and last <= end else Term(Until.DATE, end)


def _named(db: Session, recording: Recording, site: Site) -> str:
    meeting = db.get_one(Meeting, recording.meeting_id)
    return f"{meeting.name}, {meeting.start.astimezone(site.settings.zone):%d.%m.%Y} (Aufzeichnung {recording.id})"
