"""How far recordings are on the clerk's way, read for many at once in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, select

from council import cuts, stages
from council.base.jobs import LIVE, Job, JobState
from council.cuts import Cut, MarkedItem
from council.media.timeline import Range
from council.meetings import AgendaItem, ItemState, Stretch
from council.recordings import Original, Recording
from council.stages import Stages
from transcription.steps import Standing, Work, WorkState
from transcription.transcripts import Segment

STAGES = tuple(stages.NAMES)
NO_TIME = datetime.min.replace(tzinfo=UTC)  # then nothing can be said of how long something takes
_BROKEN = (JobState.FAILED, JobState.CANCELLED)


def of(db: Session, recordings: Sequence[Recording], now: datetime = NO_TIME) -> dict[int, Standing]:
    """How far each of these recordings is, by id."""
    ids = [recording.id for recording in recordings if recording.id is not None]
    work, agendas = _work(db, ids, now), _agendas(db, recordings)
    marks = _marks(db, ids)
    hidden = _hidden(db, recordings, marks)
    text, with_files = (
        _text(db, hidden),
        set(db.exec(select(Original.recording_id).where(col(Original.recording_id).in_(ids)))),
    )
    found = {}
    for recording in recordings:
        assert recording.id is not None
        placed = {stretch.agenda_item_id for stretch, _ in marks[recording.id]}
        items = agendas[recording.meeting_id]
        utterances, checked = text.get(recording.id, (0, 0))
        found[recording.id] = Standing(
            work=work.get(recording.id, Work()),
            playable=recording.duration_ms > 0 or recording.id not in with_files,
            transcribed=bool(recording.transcript_source),
            internal=recording.internal,
            public=recording.published_at is not None,
            text_public=recording.shows_text,
            ended=recording.ended_at is not None,
            items=len(items),
            placed=sum(item_id in placed for item_id in items),
            secret_unplaced=0 if recording.public_part_only
            else sum(item_id not in placed for item_id, public in items.items() if not public),
            utterances=utterances,
            checked=checked,
        )  # fmt: skip
    return found


def unsettled() -> ColumnElement[bool]:
    """Jobs of a stage that wait or run, or broke off and were not begun anew."""
    later = aliased(Job)
    begun_anew = exists().where(
        col(later.subject_id) == col(Job.subject_id), col(later.kind) == col(Job.kind), col(later.id) > col(Job.id)
    )
    return and_(
        col(Job.kind).in_(STAGES), or_(col(Job.state).in_(LIVE), and_(col(Job.state).in_(_BROKEN), ~begun_anew))
    )


def _work(db: Session, ids: Collection[int], now: datetime) -> dict[int, Work]:
    rows = db.exec(
        select(Job).where(col(Job.subject_id).in_(ids), col(Job.kind).in_(STAGES)).order_by(col(Job.id))
    ).all()
    found: dict[int, list[Job]] = defaultdict(list)
    for job in rows:
        found[job.subject_id].append(job)
    return {recording_id: _told(stages.of(recording_id, jobs, now)) for recording_id, jobs in found.items()}


def _told(found: Stages) -> Work:
    """What people should know of the stages first."""
    current = found.current
    if current is None:
        return Work()
    state = WorkState.RUNNING if found.live else WorkState(current.state)
    return Work(state, current.name, current.percent, current.left_ms, current.message)


def _agendas(db: Session, recordings: Sequence[Recording]) -> dict[int, dict[int, bool]]:
    """By meeting the items that may be dealt with, and whether they are public."""
    rows = db.exec(
        select(AgendaItem.meeting_id, AgendaItem.id, AgendaItem.public).where(
            col(AgendaItem.meeting_id).in_({recording.meeting_id for recording in recordings}),
            AgendaItem.state != ItemState.WITHDRAWN,
        )
    ).all()
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    for meeting_id, item_id, public in rows:
        if item_id is not None:
            found[meeting_id][item_id] = public
    return found


def _marks(db: Session, ids: Collection[int]) -> dict[int, list[tuple[Stretch, bool]]]:
    rows = db.exec(
        select(Stretch, AgendaItem.public)
        .join(AgendaItem, col(Stretch.agenda_item_id) == col(AgendaItem.id))
        .where(col(Stretch.recording_id).in_(ids))
    ).all()
    found: dict[int, list[tuple[Stretch, bool]]] = defaultdict(list)
    for stretch, public in rows:
        found[stretch.recording_id].append((stretch, public))
    return found


def _hidden(
    db: Session, recordings: Sequence[Recording], marks: dict[int, list[tuple[Stretch, bool]]]
) -> dict[int, list[Range]]:
    by_hand: dict[int, list[Range]] = defaultdict(list)
    for cut in db.exec(select(Cut).where(col(Cut.recording_id).in_([recording.id for recording in recordings]))):
        by_hand[cut.recording_id].append((cut.start_ms, cut.end_ms))
    return {
        recording.id: cuts.hidden_ranges(
            by_hand[recording.id],
            [MarkedItem(stretch.start_ms, public) for stretch, public in marks[recording.id]],
            recording.duration_ms,
        )
        for recording in recordings
        if recording.id is not None
    }


def _text(db: Session, hidden: dict[int, list[Range]]) -> dict[int, tuple[int, int]]:
    """By recording how many utterances there are outside of cuts, and how many of them are checked."""
    if not hidden:
        return {}
    outside = [
        and_(
            col(Segment.recording_id) == recording_id,
            *(or_(col(Segment.end_ms) <= start, col(Segment.start_ms) >= end) for start, end in ranges),
        )
        for recording_id, ranges in hidden.items()
    ]
    rows = db.exec(
        select(Segment.recording_id, func.count(col(Segment.id)), func.count(col(Segment.checked_at)))
        .where(or_(*outside))
        .group_by(col(Segment.recording_id))
    ).all()
    return {recording_id: (total, checked) for recording_id, total, checked in rows}
