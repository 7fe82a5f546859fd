"""What is open at the desk, as it is found in the database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from council import agendas, meetings, publications
from council.base import jobs
from council.base.jobs import Job
from council.base.storage import new_key
from council.meetings import AgendaItem, ItemState, Meeting
from council.publications import Declaration, LegalBasis, Term, Until
from council.recordings import Original, Recording
from council.uploads import Upload, UploadState
from tests import evening
from transcription import open_matters, standings, tasks
from transcription.steps import Standing, WorkState
from transcription.tasks import Facts, TaskKind
from transcription.transcripts import Segment


def facts(site) -> Facts:
    with site.database.reading() as db:
        return open_matters.facts(db, site.clock(), site.settings.zone)


def kinds(site) -> list[TaskKind]:
    return [task.kind for task in tasks.tasks(facts(site), site.clock().astimezone(site.settings.zone))]


def change(site, recording_id: int, **fields) -> None:
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        for name, value in fields.items():
            setattr(recording, name, value)
        db.add(recording)


def meet(site, start: datetime, *items: agendas.Item) -> int:
    with site.database.writing() as db:
        meeting = meetings.create(db, agendas.Agenda("Stadtrat", f"Sitzung {start}", start, items))
        assert meeting.id is not None
        return meeting.id


def hand_in(site, meeting_id: int, **fields) -> None:
    with site.database.writing() as db:
        given = {"batch": "b1", "position": 1, "name": "a.mp4", "size": 100, "received": 40} | fields
        now = site.clock()
        db.add(Upload(key=new_key(), meeting_id=meeting_id, created_at=now, touched_at=now, **given))


def work(site, recording_id: int, stage: str, state: str, message: str = "") -> None:
    with site.database.writing() as db:
        job = jobs.enqueue(db, stage, recording_id, site.clock())
        job.state, job.message = state, message
        job.live_key = job.live_key if state in jobs.LIVE else None
        db.add(job)


@pytest.mark.db
def test_a_recording_is_open_until_it_is_published(site):
    recording_id = evening.hold(site, publish=False)
    assert kinds(site) == [TaskKind.CHECK]
    with site.database.writing() as db:
        for segment in db.exec(select(Segment)).all():
            segment.checked_at = site.clock()
            db.add(segment)
    assert kinds(site) == [TaskKind.PUBLISH]
    change(site, recording_id, published_at=site.clock())
    assert kinds(site) == []


@pytest.mark.parametrize("ended", [("media_ended_at",), ("text_ended_at",), ("media_ended_at", "text_ended_at")])
def test_what_was_published_and_withdrawn_is_not_open(site, ended):
    recording_id = evening.hold(site, publish=False)
    change(site, recording_id, **dict.fromkeys(ended, site.clock()))
    assert facts(site).recordings == ()


def test_a_recording_for_the_minutes_is_open_until_they_are_approved(site):
    recording_id = evening.hold(site, publish=False)
    change(site, recording_id, internal=True)
    assert len(facts(site).recordings) == 1
    with site.database.writing() as db:
        meeting = db.get_one(Meeting, 1)
        meeting.minutes_approved_on = site.clock().date()
        db.add(meeting)
    assert facts(site).recordings == ()


def test_text_counts_without_what_is_hidden(site):
    """One of the five utterances lies in the non-public item."""
    recording_id = evening.hold(site, publish=False)
    with site.database.reading() as db:
        recording = db.get_one(Recording, recording_id)
        standing = standings.of(db, [recording])[recording_id]
    assert (standing.utterances, standing.checked) == (4, 0)


def test_an_item_that_was_withdrawn_needs_no_place(site):
    agenda = evening.AGENDA.replace(', "x-recordingStart": 120', "")
    recording_id = evening.hold(site, publish=False, agenda=agenda)

    def standing() -> Standing:
        with site.database.reading() as db:
            return standings.of(db, [db.get_one(Recording, recording_id)])[recording_id]

    assert (standing().items, standing().placed, standing().secret_unplaced) == (4, 3, 1)
    with site.database.writing() as db:
        item = db.exec(select(AgendaItem).where(~AgendaItem.public)).one()
        item.state = ItemState.WITHDRAWN
        db.add(item)
    assert (standing().items, standing().secret_unplaced) == (3, 0)


@pytest.mark.parametrize(("state", "found"), [("failed", WorkState.FAILED), ("cancelled", WorkState.CANCELLED)])
def test_work_that_broke_off_is_open_even_when_public_until_it_is_begun_anew(site, state, found):
    recording_id = evening.hold(site)
    change(site, recording_id, published_at=site.clock() - timedelta(days=400))
    work(site, recording_id, "prepare", "done")
    work(site, recording_id, "render", state, "Die Platte ist voll.")
    (fact,) = facts(site).recordings
    assert (fact.standing.work.state, fact.standing.work.message) == (found, "Die Platte ist voll.")
    work(site, recording_id, "render", "done")
    assert facts(site).recordings == ()


def test_work_of_others_is_not_ours(site):
    """Jobs of other kinds count by their own subjects."""
    recording_id = evening.hold(site)
    work(site, recording_id, "something-else", "failed")
    (fact,) = facts(site).recordings
    assert fact.standing.work.state is WorkState.RESTING


def test_files_that_are_not_looked_into_yet_cannot_be_played(site):
    recording_id = evening.hold(site, publish=False)
    change(site, recording_id, duration_ms=0)
    with site.database.writing() as db:
        db.add(Original(recording_id=recording_id, position=1, name="a.mp4", stored_as="1", size=1, sha256="x"))
    work(site, recording_id, "prepare", "waiting")
    assert kinds(site) == [TaskKind.PROCESSING]


@pytest.mark.db
def test_files_on_their_way_in_are_one_matter_a_batch(site):
    meeting_id = meet(site, site.clock() - timedelta(days=1))
    hand_in(site, meeting_id, batch_size=2)
    hand_in(site, meeting_id, batch_size=2, position=2, received=100, state=UploadState.COMPLETE)
    hand_in(site, meeting_id, batch="used", state=UploadState.USED)
    hand_in(site, meeting_id, batch="gone", state=UploadState.CANCELLED)
    (upload,) = facts(site).uploads
    assert (upload.files, upload.received, upload.size, upload.complete) == (2, 140, 200, False)
    assert kinds(site) == [TaskKind.UPLOADING]  # and not that the recording is missing


@pytest.mark.db
def test_meetings_that_lack_something_are_told(site):
    meet(site, site.clock() - timedelta(days=1), agendas.Item("1", "Eröffnung"))
    meet(site, site.clock() + timedelta(days=2))
    meet(site, site.clock() - timedelta(days=100))
    assert kinds(site) == [TaskKind.NO_RECORDING, TaskKind.NO_AGENDA]


def test_a_meeting_that_was_recorded_lacks_nothing(site):
    yesterday = (site.clock() - timedelta(days=1)).isoformat()
    evening.hold(site, agenda=evening.AGENDA.replace("2026-03-17T17:00:00+01:00", yesterday))
    assert facts(site).unrecorded == ()


@pytest.mark.db
def test_ends_of_publication_are_told_by_what_ends(site):
    recording_id = evening.hold(site)
    change(site, recording_id, published_at=site.clock() - timedelta(days=400))
    soon, later = site.clock().date() + timedelta(days=2), site.clock().date() + timedelta(days=10)
    declaration = Declaration(LegalBasis.STATUTE, media=Term(Until.DATE, soon), text=Term(Until.DATE, later))
    with site.database.writing() as db:
        publications.declare(db, recording_id, declaration, "Clara Amtmann", site.clock())
    assert [
        (end.last_day, end.media, end.text) for end in sorted(facts(site).endings, key=lambda end: end.last_day)
    ] == [
        (soon, True, False),
        (later, False, True),
    ]
    assert kinds(site) == [TaskKind.ENDING_SOON, TaskKind.ENDING]
    change(site, recording_id, media_public=False)
    assert [end.last_day for end in facts(site).endings] == [later]


def test_approved_minutes_end_what_lasts_until_them(site):
    recording_id = evening.hold(site)
    with site.database.writing() as db:
        terms = Term(Until.MINUTES)
        publications.declare(
            db, recording_id, Declaration(LegalBasis.STATUTE, media=terms, text=terms), "C", site.clock()
        )
    assert facts(site).endings == ()
    with site.database.writing() as db:
        meeting = db.get_one(Meeting, 1)
        meeting.minutes_approved_on = site.clock().date()
        db.add(meeting)
    (end,) = facts(site).endings
    assert (end.last_day, end.media, end.text) == (site.clock().date(), True, True)


def test_many_recordings_take_no_more_queries_than_one(site):
    def queries() -> int:
        counted = []
        listener = lambda *_: counted.append(1)  # noqa: E731  # to be removed again
        event.listen(site.database.engine, "before_cursor_execute", listener)
        try:
            facts(site)
        finally:
            event.remove(site.database.engine, "before_cursor_execute", listener)
        return len(counted)

    def hold(number: int) -> None:
        evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12. Sitzung", f"{number}. Sitzung"))

    hold(1)
    one = queries()
    for number in range(2, 12):
        hold(number)
    assert len(facts(site).recordings) == 11
    assert queries() == one < 25


def test_only_so_many_are_shown_the_latest_meetings_and_what_broke_first(site, monkeypatch):
    monkeypatch.setattr(open_matters, "MOST", 2)
    broken = evening.hold(site, publish=False)
    for year in (2027, 2028):
        evening.hold(site, publish=False, agenda=evening.AGENDA.replace("2026-", f"{year}-"))
    work(site, broken, "prepare", "failed")
    assert [fact.meeting.start.year for fact in facts(site).recordings] == [2026, 2028]


def test_old_jobs_are_kept_and_do_not_matter(site):
    recording_id = evening.hold(site)
    change(site, recording_id, published_at=datetime(2020, 1, 1, tzinfo=UTC))
    work(site, recording_id, "prepare", "failed")
    work(site, recording_id, "prepare", "done")
    assert facts(site).recordings == ()
    with site.database.reading() as db:
        assert len(db.exec(select(Job)).all()) == 2


def test_what_runs_is_told_with_the_time_it_still_takes(site):
    recording_id = evening.hold(site, publish=False)
    work(site, recording_id, "prepare", "done")
    with site.database.writing() as db:
        job = jobs.enqueue(db, "transcribe", recording_id, site.clock())
        job.state, job.progress, job.started_at = "running", 0.25, site.clock() - timedelta(seconds=60)
        db.add(job)
    (fact,) = facts(site).recordings
    work_now = fact.standing.work
    assert (work_now.state, work_now.percent, work_now.left_ms) == (WorkState.RUNNING, 25, 180_000)
