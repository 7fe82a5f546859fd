"""What is to be done, in its order."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from transcription.steps import Standing, Work, WorkState
from transcription.tasks import EndingFact, Facts, MeetingFact, RecordingFact, TaskKind, UploadFact, tasks

NOW = datetime(2026, 4, 16, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
YESTERDAY = NOW - timedelta(hours=15)
RAT = MeetingFact(1, "12. Sitzung", "Stadtrat", YESTERDAY)
CHECKED = Standing(items=3, placed=3, utterances=10, checked=10)


def upload(**changes) -> UploadFact:
    return replace(UploadFact("b", RAT, 2, 5, 10, NOW - timedelta(seconds=5), complete=False), **changes)


def recording(standing: Standing = CHECKED, **changes) -> RecordingFact:
    return replace(RecordingFact(7, RAT, standing), **changes)


def ending(days: int) -> EndingFact:
    return EndingFact(7, RAT, NOW.date() + timedelta(days=days), media=True, text=False)


def kinds(**facts) -> list[TaskKind]:
    return [task.kind for task in tasks(Facts(**facts), NOW)]


def test_with_nothing_open_there_is_nothing_to_do():
    assert tasks(Facts(), NOW) == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, TaskKind.UPLOADING),
        ({"touched_at": NOW - timedelta(minutes=6)}, TaskKind.INTERRUPTED),
        ({"touched_at": NOW - timedelta(days=3), "complete": True}, TaskKind.UPLOADING),
    ],
)
def test_an_upload_of_which_nothing_comes_is_interrupted(changes, kind):
    assert kinds(uploads=(upload(**changes),)) == [kind]


@pytest.mark.parametrize(
    ("standing", "kind"),
    [
        (replace(CHECKED, work=Work(WorkState.FAILED, "prepare")), TaskKind.FAILED),
        (replace(CHECKED, work=Work(WorkState.RUNNING, "prepare"), playable=False), TaskKind.PROCESSING),
        (replace(CHECKED, placed=0), TaskKind.MARK),
        (replace(CHECKED, checked=6), TaskKind.CHECK),
        (CHECKED, TaskKind.PUBLISH),
        (replace(CHECKED, internal=True), TaskKind.MINUTES),
        (replace(CHECKED, public=True, work=Work(WorkState.RUNNING, "render")), TaskKind.PROCESSING),
    ],
)
def test_a_recording_asks_for_its_next_step(standing, kind):
    assert kinds(recordings=(recording(standing),)) == [kind]


def test_what_is_public_and_checked_asks_for_nothing():
    assert kinds(recordings=(recording(replace(CHECKED, public=True, text_public=True), published_at=YESTERDAY),)) == []


@pytest.mark.parametrize(("days", "expected"), [(1, [TaskKind.FINISH_CHECKING]), (31, [])])
def test_the_text_of_what_is_public_is_asked_for_a_month(days, expected):
    unread = replace(CHECKED, public=True, text_public=True, checked=1)
    assert kinds(recordings=(recording(unread, published_at=NOW - timedelta(days=days)),)) == expected


def test_a_text_that_is_not_public_need_not_be_checked():
    unread = replace(CHECKED, public=True, text_public=False, checked=1)
    assert kinds(recordings=(recording(unread, published_at=YESTERDAY),)) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, []), (0, [TaskKind.ENDING_SOON]), (3, [TaskKind.ENDING_SOON]), (14, [TaskKind.ENDING]), (15, [])],
)
def test_the_end_of_a_publication_is_told_two_weeks_before(days, expected):
    assert kinds(endings=(ending(days),)) == expected


def test_a_last_day_is_the_towns():
    """Half past midnight in the town it is still yesterday in Greenwich."""
    night = datetime(2026, 4, 17, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    over = EndingFact(7, RAT, date(2026, 4, 16), media=True, text=True)
    assert tasks(Facts(endings=(over,)), night) == []


@pytest.mark.parametrize(("hours", "expected"), [(1, []), (15, [TaskKind.NO_RECORDING]), (8 * 24, [])])
def test_a_meeting_without_recording_is_told_for_a_week(hours, expected):
    assert kinds(unrecorded=(replace(RAT, start=NOW - timedelta(hours=hours)),)) == expected


@pytest.mark.parametrize(("days", "expected"), [(-1, []), (2, [TaskKind.NO_AGENDA]), (20, [])])
def test_a_meeting_ahead_without_agenda_is_told(days, expected):
    assert kinds(without_agenda=(replace(RAT, start=NOW + timedelta(days=days)),)) == expected


def test_what_broke_comes_first_and_what_runs_comes_last():
    facts = {
        "uploads": (upload(), upload(touched_at=YESTERDAY)),
        "recordings": (
            recording(),
            recording(replace(CHECKED, placed=0)),
            recording(replace(CHECKED, work=Work(WorkState.FAILED))),
            recording(replace(CHECKED, checked=0)),
            recording(replace(CHECKED, playable=False)),
        ),
        "endings": (ending(10), ending(1)),
    }
    assert kinds(**facts) == [
        TaskKind.FAILED,
        TaskKind.INTERRUPTED,
        TaskKind.ENDING_SOON,
        TaskKind.MARK,
        TaskKind.CHECK,
        TaskKind.PUBLISH,
        TaskKind.ENDING,
        TaskKind.UPLOADING,
        TaskKind.PROCESSING,
    ]
    assert [task.by_itself for task in tasks(Facts(**facts), NOW)].count(True) == 2


def test_of_the_same_kind_the_latest_meeting_comes_first_and_the_next_day_before_a_later_one():
    old = replace(RAT, id=2, start=YESTERDAY - timedelta(days=300))
    found = tasks(Facts(recordings=(recording(meeting=old), recording()), endings=(ending(9), ending(7))), NOW)
    assert [task.meeting.id for task in found[:2]] == [1, 2]
    assert [task.subject.last_day.day for task in found[2:]] == [23, 25]
