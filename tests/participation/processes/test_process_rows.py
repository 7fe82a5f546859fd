"""Where processes stand, for the desk."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from council.base import i18n
from council.base.site import Site
from participation import results
from participation.answers.submissions import Origin
from participation.processes import Access, Kind, Process, State, process_rows
from participation.processes.process_rows import Overview
from participation.results import Result
from tests import surveys
from tests.conftest import MovableClock
from tests.participation.townsurvey import EVERY_KIND, form

A_DAY = timedelta(days=1)
GERMAN = i18n.language("de")
ASKED = form(EVERY_KIND[0])


def overviews(site: Site, *numbers: int) -> list[Overview]:
    with site.database.reading() as db:
        return process_rows.overviews(db, [db.get_one(Process, one) for one in numbers], site.clock(), site)


def publish(site: Site, number: int) -> None:
    with site.database.writing() as db:
        made = Result(process_id=number, number=1, final=True, people=9, figures={}, made_at=site.clock())
        results.publish(db, made, site.clock())


@pytest.mark.db
def test_of_a_draft_the_planners_own_answers_are_told_and_what_is_next(site: Site) -> None:
    number = surveys.survey(site, ASKED, released=False)
    for _ in range(2):
        surveys.answer(site, number, {"park": "yes"}, origin=Origin.TEST)
    (found,) = overviews(site, number)
    assert (found.state, found.tests, found.answers(GERMAN)) == (State.DRAFT, 2, "")
    assert found.next is not None
    assert sum(step.next for step in found.steps) == 1


@pytest.mark.db
def test_while_it_is_open_people_are_told_of_and_no_tests(site: Site) -> None:
    number = surveys.survey(site, ASKED)
    for _ in range(7):
        surveys.answer(site, number, {"park": "yes"})
    (found,) = overviews(site, number)
    assert (found.state, found.tests) == (State.OPEN, 0)
    assert found.answers(GERMAN) == "mindestens 5", "two looks must not tell that somebody has just answered"


def test_so_few_that_it_could_be_said_who_are_not_told_of_exactly(site: Site) -> None:
    number = surveys.survey(site, ASKED)
    surveys.answer(site, number, {"park": "yes"})
    (found,) = overviews(site, number)
    assert "1" not in found.answers(GERMAN)


def test_ideas_have_no_answers(site: Site) -> None:
    number = surveys.survey(site, ASKED, kind=Kind.IDEATION)
    assert overviews(site, number)[0].answers(GERMAN) == ""


@pytest.mark.db
def test_each_of_many_stands_for_itself_in_the_given_order(site: Site, clock: MovableClock) -> None:
    draft = surveys.survey(site, ASKED, slug="draft", released=False)
    going_on = surveys.survey(site, ASKED, slug="open", access=Access.CODES, strata=["Nord"])
    over = surveys.survey(site, ASKED, slug="over", closes_at=clock.now + A_DAY)
    for _ in range(7):
        surveys.answer(site, over, {"park": "no"})
    clock.advance(A_DAY)
    surveys.answer(site, draft, {"park": "no"}, origin=Origin.TEST)
    publish(site, over)
    found = overviews(site, over, draft, going_on)
    assert [one.state for one in found] == [State.CLOSED, State.DRAFT, State.OPEN]
    assert [one.tests for one in found] == [0, 1, 0]
    assert found[0].answers(GERMAN) == "7"
    assert [one.steps for one in found] == [overviews(site, one)[0].steps for one in (over, draft, going_on)]


def test_what_is_next_after_the_end_depends_on_whether_results_are_public(site: Site, clock: MovableClock) -> None:
    number = surveys.survey(site, ASKED, closes_at=clock.now)
    (before,) = overviews(site, number)
    publish(site, number)
    (after,) = overviews(site, number)
    assert before.next != after.next


def test_the_desk_waits_for_no_more_statements_the_more_processes_there_are(site: Site) -> None:
    counts: list[int] = []
    for at in range(2):
        for more in range(1 + 4 * at):
            surveys.survey(site, ASKED, slug=f"s{at}-{more}", released=more % 2 == 0)
        with site.database.reading() as db:
            every = list(db.exec(select(Process)).all())
            asked: list[str] = []
            event.listen(db.connection(), "before_cursor_execute", lambda *said, to=asked: to.append(said[2]))
            process_rows.overviews(db, every, site.clock(), site)
            counts.append(len(asked))
    assert counts[1] <= counts[0] + 2, "drafts among them need two more, however many they are"
