"""Conditions as lists of comparisons, and in words."""

import pytest

from council.base import i18n
from participation import forms
from participation.building import branching
from participation.building.branching import Rule
from participation.forms import condition_faults, conditions
from participation.forms.conditions import AllOf, AnyOf, Comparison, Op
from participation.forms.kinds import KINDS
from tests.participation.townsurvey import EVERY_KIND, form, question

GERMAN = i18n.language("de")
PARK = Comparison("park", Op.IS, "yes")
BUS = Comparison("ways", Op.INCLUDES, "bus")


@pytest.fixture
def asked():
    return form(*EVERY_KIND, question("read", "info"))


@pytest.mark.parametrize("wanted", [Rule(), Rule((PARK,)), Rule((PARK, BUS)), Rule((PARK, BUS), any_of=True)])
def test_a_list_is_a_condition_and_back(wanted):
    assert branching.rule(branching.condition(wanted)) == wanted


def test_a_nested_condition_is_no_list():
    assert branching.rule(AllOf((PARK, AnyOf((BUS, PARK))))) is None


def test_every_comparison_that_is_offered_is_a_possible_one(asked):
    """The lists offer nothing that is told as a fault afterwards."""
    known = {key: one.asks for key, one in asked.questions.items()}
    for key, one in asked.questions.items():
        for op in branching.ops(one.asks):
            values = [value for value, _ in branching.values(one, asked, GERMAN)]
            for value in values[:1] or [{"years": "12,5", "moved": "2026-01-31"}.get(key, "")]:
                found = branching.compared(one, str(op), value)
                assert not list(condition_faults.faults("x", found, known, known)), found


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_offered_first_fits(asked, kind):
    known = {key: one.asks for key, one in asked.questions.items()}
    one = next(one for one in asked.questions.values() if one.kind == kind)
    found = branching.first(one)
    assert (found is None) == (kind == "info")
    assert found is None or not list(condition_faults.faults("x", found, known, known))


def test_a_comparison_the_question_does_not_know_becomes_one_it_does(asked):
    assert branching.compared(asked.questions["park"], "at_least", "yes") == PARK
    assert branching.compared(asked.questions["quiet"], "is", "3") == Comparison("quiet", Op.IS, 3)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (None, ""),
        (PARK, "„park?“ ist „Yes“"),
        (Comparison("park", Op.IS_NOT, "other"), "„park?“ ist nicht „eigene Antwort“"),
        (Comparison("quiet", Op.AT_LEAST, 3), "„quiet?“ ist mindestens „3“"),
        (Comparison("years", Op.AT_MOST, "12.5"), "„years?“ ist höchstens „12,5“"),
        (Comparison("moved", Op.IS, "2026-01-31"), "„moved?“ ist „31.01.2026“"),
        (Comparison("idea", Op.ANSWERED), "„idea?“ wurde beantwortet"),
        (Comparison("gone", Op.IS, "x"), "„gone“ ist „x“"),
        (AllOf((PARK, BUS)), "„park?“ ist „Yes“ und „ways?“ enthält „Bus“"),
        (AnyOf((PARK, Comparison("park", Op.IS, "no"))), "„park?“ ist „Yes“ oder „No“"),
        (AllOf((BUS, AnyOf((PARK, BUS)))), "„ways?“ enthält „Bus“ und („park?“ ist „Yes“ oder „ways?“ enthält „Bus“)"),
    ],
)
def test_a_condition_is_told_in_words(asked, condition, words):
    assert branching.told(condition, asked, GERMAN) == words


def test_what_is_told_is_what_is_meant(asked):
    """A list that was set by the fields is what answers are compared with."""
    rule = Rule((branching.compared(asked.questions["years"], "at_least", "12,5"),))
    assert conditions.holds(branching.condition(rule), {"years": "13"})
    assert not conditions.holds(branching.condition(rule), {"years": "12"})
    assert forms.to_json(asked)
