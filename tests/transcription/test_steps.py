"""The clerk's way with one recording: what is done, and what comes next."""

from dataclasses import replace

import pytest

from transcription.steps import Standing, StepName, StepState, Work, WorkState, next_step, steps

AT_WORK = Work(WorkState.RUNNING, "Text erkennen", 40)
UPLOADED = Standing(work=Work(WorkState.RUNNING, "prepare"), playable=False, transcribed=False, items=5)
PLAYABLE = replace(UPLOADED, work=AT_WORK, playable=True)
MARKED = replace(PLAYABLE, placed=5)
WRITTEN = replace(MARKED, work=Work(), transcribed=True, utterances=200, checked=125)
CHECKED = replace(WRITTEN, checked=200)
PUBLIC = replace(CHECKED, public=True)


def states(standing: Standing) -> dict[StepName, StepState]:
    return {step.name: step.state for step in steps(standing)}


@pytest.mark.parametrize(
    ("standing", "following"),
    [
        (UPLOADED, None),
        (PLAYABLE, StepName.MARKING),
        (MARKED, None),
        (WRITTEN, StepName.TEXT),
        (CHECKED, StepName.PUBLISHING),
        (PUBLIC, None),
    ],
)
def test_the_way_from_the_upload_to_the_public(standing, following):
    assert next_step(standing) is following


def test_marking_need_not_wait_for_the_text():
    assert states(PLAYABLE) == {
        StepName.FILES: StepState.RUNNING,
        StepName.MARKING: StepState.NEXT,
        StepName.TEXT: StepState.RUNNING,
        StepName.PUBLISHING: StepState.OPEN,
        StepName.MINUTES: StepState.LATER,
    }


def test_nothing_can_be_done_before_the_files_are_looked_into():
    later = [StepName.MARKING, StepName.PUBLISHING, StepName.MINUTES]
    assert [states(UPLOADED)[name] for name in later] == [StepState.LATER] * 3
    assert states(UPLOADED)[StepName.FILES] is StepState.RUNNING


@pytest.mark.parametrize("state", [WorkState.FAILED, WorkState.CANCELLED])
@pytest.mark.parametrize("standing", [UPLOADED, PLAYABLE, CHECKED, PUBLIC])
def test_work_that_broke_off_comes_before_everything(standing, state):
    broken = replace(standing, work=Work(state, "prepare"))
    assert next_step(broken) is StepName.FILES
    assert states(broken)[StepName.FILES] is StepState.FAILED


def test_a_non_public_item_without_a_place_is_not_marked():
    assert not replace(MARKED, placed=4, secret_unplaced=1).marked
    assert replace(MARKED, placed=1).marked
    assert Standing(items=0).marked


def test_a_non_public_item_added_to_what_is_public_is_next():
    assert next_step(replace(PUBLIC, secret_unplaced=1)) is StepName.MARKING


def test_for_the_minutes_alone_there_is_no_publishing():
    internal = replace(CHECKED, internal=True)
    assert next_step(internal) is StepName.MINUTES
    assert states(internal)[StepName.PUBLISHING] is StepState.NEVER


def test_what_was_public_and_is_over_asks_for_nothing():
    over = replace(CHECKED, ended=True)
    assert next_step(over) is None
    assert states(over)[StepName.PUBLISHING] is StepState.OPEN


def test_a_recording_without_text_can_be_published_once_the_machine_rests():
    silent = replace(MARKED, work=Work(), transcribed=False)
    assert next_step(silent) is StepName.PUBLISHING


@pytest.mark.parametrize(("checked", "of", "percent"), [(0, 0, 0), (0, 9, 0), (199, 200, 99), (200, 200, 100)])
def test_a_hundred_per_cent_means_all(checked, of, percent):
    assert Standing(utterances=of, checked=checked).percent == percent
