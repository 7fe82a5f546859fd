"""The way of a process, and the one thing to do next."""

import pytest

from participation.processes import Access, Kind, Process, State, checklist
from participation.processes.checklist import Standings
from participation.processes.opening_checks import Check, Point, Standing


@pytest.fixture
def survey(clock):
    return Process(
        slug="x", title={"de": "Marktplatz"}, intro={"de": "Worum es geht."}, access=Access.ANYONE, created_at=clock()
    )


def obstacle(step):
    return Check(Standing.OBSTACLE, Point("Hier fehlt etwas."), step)


def following(process, standings):
    return [step.path for step in checklist.steps(process, standings) if step.next]


@pytest.mark.parametrize(
    ("missing", "next_step"),
    [
        (["/fragen", "/zugang", "/datenschutz"], "/fragen"),
        (["/datenschutz", "/zugang"], "/zugang"),
        (["/datenschutz"], "/datenschutz"),
        ([], "/oeffnen"),
    ],
)
def test_the_first_step_that_is_not_done_is_next(survey, missing, next_step):
    assert following(survey, Standings(State.DRAFT, [obstacle(step) for step in missing])) == [next_step]


def test_title_and_introduction_come_first(survey):
    survey.intro = {}
    assert following(survey, Standings(State.DRAFT, ())) == ["/angaben"]


def test_codes_are_a_step_where_they_are_needed(survey):
    assert "/codes" not in [step.path for step in checklist.steps(survey, Standings(State.DRAFT, ()))]
    survey.access = Access.CODES
    assert following(survey, Standings(State.DRAFT, ())) == ["/codes"]
    assert following(survey, Standings(State.DRAFT, (), codes=20)) == ["/oeffnen"]


def test_a_warning_keeps_no_step_from_being_done(survey):
    warning = Check(Standing.WARNING, Point("Bedenken Sie."), "/fragen")
    assert following(survey, Standings(State.DRAFT, [warning])) == ["/oeffnen"]


@pytest.mark.parametrize("state", [State.OPEN, State.COMING, State.WITHDRAWN])
def test_while_answers_come_in_there_is_nothing_to_do(survey, state):
    assert following(survey, Standings(state, ())) == []


def test_after_the_end_results_are_next_until_they_are_out(survey):
    assert following(survey, Standings(State.CLOSED, ())) == ["/ergebnisse"]
    assert following(survey, Standings(State.CLOSED, (), published=True)) == []


def test_ideas_are_answered_while_they_come_in(survey):
    survey.kind = Kind.IDEATION
    assert "/fragen" not in [step.path for step in checklist.steps(survey, Standings(State.DRAFT, ()))]
    assert following(survey, Standings(State.OPEN, ())) == ["/ideen"]


def test_what_is_missing_is_told_at_its_step(survey):
    steps = checklist.steps(survey, Standings(State.DRAFT, [obstacle("/zugang")]))
    assert [step.path for step in steps if step.points] == ["/zugang"]
