"""What the engine proposes, looked up in the database all at once: whether the public may see it now, and what belongs to it.

The number of queries does not depend on the number of hits.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from council import meetings, published, recordings
from council.base.changes import Change
from council.meetings import AgendaItem, Meeting
from council.organizations import Organization
from council.recordings import Recording, text_is_public
from participation.processes import CHANGE_KIND as PROCESS_KIND
from search import context, history, ideas, processes, texts
from search.context import NOTHING, Context
from search.documents import IDEA, ITEM, KINDS, MEETING, PAPER, PROCESS, SEGMENT, Source
from search.engines import Cursor, UnavailableError
from search.processes import PublicProcess
from search.timelines import Mark, Timeline, first_moments, timelines
from search.utterances import Utterance
from transcription.transcripts import PublicSegment, Segment, public_segment


@dataclass(frozen=True)
class Held:
    """A meeting the public may know of."""

    id: int
    name: str
    start: datetime
    organization: str


@dataclass(frozen=True)
class Moment:
    """Something found, as the public may see it now.

    ``text`` is what it is found by. ``recording_id`` and ``start_ms`` say where it can be heard, both None where it cannot; ``path`` is
    its own page. ``segment``: the utterance, of what was said. ``item``: the matter, of an agenda item and a paper. ``process``: the
    survey, which has no ``meeting``.
    """

    kind: str
    text: str
    meeting: Held | None
    path: str
    language: str = texts.LANGUAGE
    recording_id: int | None = None
    start_ms: int | None = None
    segment: PublicSegment | None = None
    item: Mark | None = None
    timeline: Timeline | None = None
    context: Context = NOTHING
    process: PublicProcess | None = None

    def item_at(self, moment_ms: int | None) -> Mark | None:
        """What was dealt with then, or the matter itself; never an item that is not public."""
        if self.timeline is None or moment_ms is None:
            return self.item
        return next(reversed(self.timeline.items_at(moment_ms)), None)


OF_RECORDINGS = (recordings.KIND, recordings.EDITION_KIND)  # in the feed of changes

Loader = Callable[[Session, Collection[int], ZoneInfo], Iterable[tuple[int, Moment]]]


def moments(db: Session, ids: Iterable[str], zone: ZoneInfo) -> dict[str, Moment]:
    """What the public may see now, by the ids of documents."""
    numbers: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for document_id in ids:
        kind, number = named(document_id)
        numbers[kind].add(number)
    return {
        f"{moment.kind}-{number}": moment
        for kind, wanted in numbers.items()
        if wanted
        for number, moment in LOADERS[kind](db, wanted, zone)
    }


def named(document_id: str) -> tuple[str, int]:
    """The kind and the number that a document's id is made of."""
    kind, _, number = document_id.rpartition("-")
    return kind, int(number)


def _segments(db: Session, numbers: Collection[int], zone: ZoneInfo) -> Iterable[tuple[int, Moment]]:
    rows = db.exec(select(Segment).join(Recording).where(col(Segment.id).in_(numbers), text_is_public())).all()
    about = {
        recording.id or 0: (recording, held) for recording, held in _recordings(db, {row.recording_id for row in rows})
    }
    cuts = timelines(db, about)
    shown = [(row.recording_id, kept) for row in rows if (kept := public_segment(row, cuts[row.recording_id].hidden))]
    nearby = context.around(db, [_utterance(recording_id, kept) for recording_id, kept in shown], cuts)
    for recording_id, segment in shown:
        recording, held = about[recording_id]
        yield (
            segment.id,
            Moment(
                kind=SEGMENT,
                text=segment.text,
                meeting=held,
                path=f"/aufzeichnungen/{recording_id}",
                language=recording.language,
                recording_id=recording_id,
                start_ms=segment.start_ms,
                segment=segment,
                timeline=cuts[recording_id],
                context=nearby[segment.id],
            ),
        )


def _utterance(recording_id: int, segment: PublicSegment) -> Utterance:
    return Utterance(segment.id, recording_id, segment.start_ms, segment.end_ms, segment.speaker, segment.text)


def _recordings(db: Session, recording_ids: Collection[int]) -> list[tuple[Recording, Held]]:
    rows = db.exec(
        select(Recording, Meeting, col(Organization.name))
        .join(Meeting, col(Meeting.id) == col(Recording.meeting_id))
        .join(Organization, col(Organization.id) == col(Meeting.organization_id))
        .where(col(Recording.id).in_(recording_ids))
    )
    return [(recording, _held(meeting, organization)) for recording, meeting, organization in rows]


def _held(meeting: Meeting, organization: str) -> Held:
    return Held(meeting.id or 0, meeting.name, meeting.start, organization)


def _meetings(db: Session, numbers: Collection[int], zone: ZoneInfo) -> Iterable[tuple[int, Moment]]:
    rows = db.exec(
        select(Meeting, col(Organization.name))
        .join(Organization)
        .where(col(Meeting.id).in_(numbers), published.is_public())
    )
    for meeting, organization in rows:
        held = _held(meeting, organization)
        yield (
            held.id,
            Moment(
                MEETING,
                texts.of_meeting(meeting.name, organization, meeting.location, meeting.start, zone),
                held,
                f"/sitzungen/{held.id}",
            ),
        )


def _items(db: Session, numbers: Collection[int], zone: ZoneInfo) -> Iterable[tuple[int, Moment]]:
    for row, held, first in _matters(db, numbers):
        yield row.id or 0, _matter(ITEM, texts.of_item(row.number, row.name, row.reference), row, held, first)


def _papers(db: Session, numbers: Collection[int], zone: ZoneInfo) -> Iterable[tuple[int, Moment]]:
    for row, held, first in _matters(db, numbers):
        if row.reference:
            yield row.id or 0, _matter(PAPER, texts.of_paper(row.reference, row.name), row, held, first)


def _matters(db: Session, numbers: Collection[int]) -> list[tuple[AgendaItem, Held, published.Moment | None]]:
    """Public items, each with its meeting and the first moment at which it can be heard."""
    rows = db.exec(
        select(AgendaItem, Meeting, col(Organization.name))
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .join(Organization, col(Organization.id) == col(Meeting.organization_id))
        .where(col(AgendaItem.id).in_(numbers), col(AgendaItem.public), published.is_public())
    ).all()
    first = first_moments(db, {row.meeting_id for row, _, _ in rows})
    return [(row, _held(meeting, organization), first.get(row.id or 0)) for row, meeting, organization in rows]


def _matter(kind: str, text: str, row: AgendaItem, held: Held, first: published.Moment | None) -> Moment:
    return Moment(
        kind=kind,
        text=text,
        meeting=held,
        path=f"/top/{row.key}",
        recording_id=first.recording_id if first else None,
        start_ms=first.start_ms if first else None,
        item=Mark(row.id or 0, first.start_ms if first else 0, row.public, row.number, row.name),
    )


def _processes(db: Session, numbers: Collection[int], zone: ZoneInfo) -> Iterable[tuple[int, Moment]]:
    for found in processes.public(db, numbers):
        yield found.id, Moment(PROCESS, found.text, None, found.best_path, process=found)


def _ideas(db: Session, numbers: Collection[int], zone: ZoneInfo) -> Iterable[tuple[int, Moment]]:
    for idea, process in ideas.public(db, numbers):
        yield idea.id, Moment(IDEA, idea.text, None, process.path, process=process)


LOADERS: dict[str, Loader] = {
    SEGMENT: _segments, ITEM: _items, MEETING: _meetings, PAPER: _papers, PROCESS: _processes, IDEA: _ideas,
}  # fmt: skip  # one for each kind


@dataclass(frozen=True)
class News:
    """What changed since the index was written. Of ``hidden`` sources it may have what is not public any more, so that even a number of
    hits would tell of it; of ``corrected`` ones it has words, or names of who speaks, that do not stand there any more."""

    hidden: frozenset[Source] = frozenset()
    corrected: frozenset[Source] = frozenset()


def news(db: Session, cursor: Cursor | None) -> News:
    """What the index does not know yet. Raises UnavailableError where there is none, or one that followed another history than the
    database's: "nothing found" would be wrong then."""
    if cursor is None:
        raise UnavailableError("there is no index")
    if not history.is_followed(db, cursor):
        raise UnavailableError("the index is of another history")
    since = col(Change.id) > cursor.change
    told = db.execute(columns(col(Change.kind), col(Change.subject_id)).where(since).distinct()).all()
    if not told:
        return News()
    touched = {number for kind, number in told if kind in OF_RECORDINGS}
    edited = {number for kind, number in told if kind == recordings.EDITION_KIND}
    subjects = columns(col(Change.subject_id)).where(since, col(Change.kind).in_(OF_RECORDINGS))
    rows = db.execute(
        columns(col(Recording.id), col(Recording.meeting_id), text_is_public()).where(col(Recording.id).in_(subjects))
    ).all()
    corrected = {number for number, _, is_readable in rows if is_readable and number not in edited}
    shut = {meeting_id for number, meeting_id, is_readable in rows if number in edited or not is_readable}
    shut |= {number for kind, number in told if kind == meetings.KIND}
    asked = {number for kind, number in told if kind == PROCESS_KIND}
    speech = partial(Source, recordings.KIND)
    return News(
        frozenset(
            [
                *map(speech, touched - corrected),
                *(Source(meetings.KIND, number) for number in shut),
                *(Source(PROCESS_KIND, number) for number in asked),
            ]
        ),
        frozenset(map(speech, corrected)),
    )
