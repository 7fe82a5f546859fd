"""What became of an idea: a step a day, corrections that leave no trace, and nothing left of an idea that was taken back."""

from datetime import date, timedelta

import pytest

from council.base.site import Site
from participation import ideas
from participation.ideas import Progress, idea_moderation, idea_steps
from participation.ideas.idea_moderation import IdeaError
from participation.ideas.idea_steps import Step, changes, last_answer, said, since, undone
from tests.participation.ideation import collection, idea, stored

MONDAY = date(2026, 4, 13)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
LOOKED_AT = Step(MONDAY, Progress.LOOKED_AT)
PLANNED = Step(TUESDAY, Progress.PLANNED, answered=True)


def say(
    steps: tuple[Step, ...], progress: Progress, day: date, *, answer: bool = False, changed: bool = False
) -> tuple[Step, ...]:
    return said(steps, progress, day, answer=answer, changed=changed)


def test_each_day_has_its_step() -> None:
    steps = say((), Progress.LOOKED_AT, MONDAY)
    assert steps == (LOOKED_AT,)
    assert say(steps, Progress.PLANNED, TUESDAY, answer=True, changed=True) == (LOOKED_AT, PLANNED)


def test_what_is_put_right_on_the_same_day_replaces_what_was_wrong() -> None:
    steps = say((LOOKED_AT,), Progress.DONE, TUESDAY)
    assert say(steps, Progress.PLANNED, TUESDAY) == (LOOKED_AT, Step(TUESDAY, Progress.PLANNED))
    assert say(steps, Progress.LOOKED_AT, TUESDAY) == (LOOKED_AT,), "as if nothing had been said"
    assert say((LOOKED_AT,), Progress.NEW, MONDAY) == ()


def test_an_answer_without_another_progress_is_a_step() -> None:
    steps = say((LOOKED_AT,), Progress.LOOKED_AT, TUESDAY, answer=True, changed=True)
    assert steps == (LOOKED_AT, Step(TUESDAY, Progress.LOOKED_AT, answered=True))
    assert changes(steps) == (LOOKED_AT,)
    assert (since(steps), last_answer(steps)) == (MONDAY, TUESDAY)


def test_another_progress_on_the_day_of_an_answer_leaves_the_answer() -> None:
    steps = say((LOOKED_AT, PLANNED), Progress.BEGUN, TUESDAY, answer=True)
    assert steps == (LOOKED_AT, Step(TUESDAY, Progress.BEGUN, answered=True))


def test_an_answer_that_is_taken_away_was_never_given() -> None:
    assert say((LOOKED_AT, PLANNED), Progress.PLANNED, WEDNESDAY) == (LOOKED_AT, Step(TUESDAY, Progress.PLANNED))


def test_a_clock_that_goes_back_does_not_change_what_was_said_last() -> None:
    assert say((LOOKED_AT, PLANNED), Progress.DONE, MONDAY)[-1] == Step(TUESDAY, Progress.DONE)


def test_taking_back_a_step_lets_what_came_before_stand() -> None:
    done = Step(WEDNESDAY, Progress.DONE)
    assert undone((LOOKED_AT, Step(TUESDAY, Progress.PLANNED), done), WEDNESDAY)[-1].progress == Progress.PLANNED
    assert undone((LOOKED_AT, Step(TUESDAY, Progress.PLANNED), done), TUESDAY) == (LOOKED_AT, done)
    again = Step(WEDNESDAY, Progress.LOOKED_AT)
    assert undone((LOOKED_AT, Step(TUESDAY, Progress.DONE), again), TUESDAY) == (LOOKED_AT,), "it never stood elsewhere"


def test_that_there_was_an_answer_stays_when_its_step_is_taken_back() -> None:
    assert undone((LOOKED_AT, PLANNED), TUESDAY) == (LOOKED_AT, Step(TUESDAY, Progress.LOOKED_AT, answered=True))


@pytest.mark.db
def test_steps_are_kept_and_the_idea_says_the_last(site: Site) -> None:
    process = collection(site)
    idea(site, process)
    with site.database.writing() as db:
        one = ideas.by_number(db, process, 1)
        assert one is not None
        idea_moderation.answer(db, one, Progress.LOOKED_AT, "", MONDAY)
        idea_moderation.answer(db, one, Progress.PLANNED, "Im Mai.", TUESDAY)
    with site.database.writing() as db:
        one = ideas.by_number(db, process, 1)
        assert one is not None
        assert idea_steps.of(db, one) == (LOOKED_AT, PLANNED)
        assert (one.progress, one.answered_on) == (Progress.PLANNED, TUESDAY)
        idea_moderation.undo(db, one, TUESDAY)
        with pytest.raises(IdeaError):
            idea_moderation.undo(db, one, TUESDAY)
    assert stored(site, process, 1).progress == Progress.LOOKED_AT
    assert stored(site, process, 1).answer == "Im Mai."


@pytest.mark.db
def test_of_an_idea_that_is_taken_back_no_step_is_left(site: Site) -> None:
    process = collection(site)
    idea(site, process)
    with site.database.writing() as db:
        one = ideas.by_number(db, process, 1)
        assert one is not None
        idea_moderation.answer(db, one, Progress.PLANNED, "Im Mai.", TUESDAY)
        idea_moderation.take_back(db, one)
    with site.database.reading() as db:
        assert idea_steps.of(db, stored(site, process, 1)) == ()
    assert stored(site, process, 1).answered_on is None
