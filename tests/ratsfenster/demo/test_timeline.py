from dataclasses import replace
from itertools import pairwise

import pytest

from ratsfenster.demo.timeline import FRAME_MS, ITEM_LEAD_MS, lay_out, scenes


@pytest.fixture
def even(script):
    """A timeline in which everything takes 4.03 s."""
    return lay_out(script, lambda _: 4030)


def test_utterances_follow_each_other_with_their_pauses(even):
    for before, after in pairwise(even.said):
        if before.item is after.item:
            wait = after.start_ms - before.end_ms
            assert after.utterance.pause_ms <= wait < after.utterance.pause_ms + FRAME_MS


def test_an_item_begins_shortly_before_its_first_word(script, even):
    for item, start in zip(script.items, even.item_starts_ms, strict=True):
        first = next(said for said in even.said if said.item is item)
        assert first.start_ms - start == ITEM_LEAD_MS


def test_a_break_comes_on_top_of_the_pause(script, even):
    without = lay_out(replace(script, items=tuple(replace(item, break_ms=0) for item in script.items)), lambda _: 4030)
    assert even.duration_ms - without.duration_ms == sum(item.break_ms for item in script.items)


def test_pictures_change_on_frames_and_leave_no_gap(script, even):
    shown = scenes(script, even)
    assert (shown[0].start_ms, shown[-1].end_ms) == (0, even.duration_ms)
    for before, after in pairwise(shown):
        assert before.end_ms == after.start_ms
        assert after.start_ms % FRAME_MS == 0


def test_whoever_speaks_is_in_the_picture(script, even):
    shown = scenes(script, even)
    for said in even.said:
        picture = next(scene for scene in shown if scene.start_ms <= said.start_ms < scene.end_ms)
        assert (picture.item, picture.speaker) == (said.item, said.utterance.speaker)


def test_nobody_is_in_the_picture_during_a_break(script, even):
    empty = [scene for scene in scenes(script, even) if scene.speaker is None]
    assert [scene.item.number for scene in empty] == ["5", "N 1"]
    for scene in empty:
        assert not any(said.start_ms < scene.end_ms and scene.start_ms < said.end_ms for said in even.said)
