"""Which conditions make sense: what a planner is told of those that do not."""

from typing import Any

import pytest

from council.base.i18n import language
from participation.forms import condition_faults
from participation.forms.conditions import AllOf, AnyOf, Comparison, Condition, Op
from participation.forms.kinds import Day, Info, Kind, Matrix, Multiple, Number, Option, Ranking, Scale, Short, Single

GERMAN = language("de")
OPTIONS = (Option("a"), Option("b"))
KINDS: dict[str, Kind] = {
    "one": Single(OPTIONS, other=True),
    "some": Multiple(OPTIONS),
    "step": Scale(1, 5, unknown=True),
    "rows": Matrix(OPTIONS, OPTIONS),
    "order": Ranking(OPTIONS, 1),
    "count": Number(),
    "words": Short(),
    "day": Day(),
    "note": Info(),
}


def told(condition: Condition, earlier: dict[str, Kind] = KINDS) -> list[str]:
    return [fault.told(GERMAN) for fault in condition_faults.faults("me", condition, earlier, KINDS)]


@pytest.mark.parametrize(
    ("question", "op", "value"),
    [
        ("one", "is", "a"),
        ("one", "is_not", "other"),
        ("some", "includes", "b"),
        ("step", "at_least", 5),
        ("step", "is", "unknown"),
        ("rows", "answered", None),
        ("order", "includes", "a"),
        ("count", "at_most", "12.5"),
        ("words", "answered", None),
        ("day", "at_least", "2026-01-01"),
    ],
)
def test_a_sensible_comparison_has_no_faults(question: str, op: str, value: Any) -> None:
    assert told(Comparison(question, Op(op), value)) == []


@pytest.mark.parametrize(
    ("question", "op", "value", "said"),
    [
        ("one", "at_least", "a", "nicht möglich. Bitte wählen Sie einen anderen"),
        ("one", "is", "c", "„c“. Diese Antwort ist dort nicht möglich"),
        ("one", "is", None, "Diese Antwort ist dort nicht möglich"),
        ("one", "answered", "a", "Diese Antwort ist dort nicht möglich"),
        ("some", "is", "a", "Vergleich nicht möglich"),
        ("some", "includes", "other", "dort nicht möglich"),
        ("step", "is", 6, "dort nicht möglich"),
        ("step", "is", "3", "dort nicht möglich"),
        ("step", "at_least", "unknown", "dort nicht möglich"),
        ("rows", "is", "a", "Vergleich nicht möglich"),
        ("count", "is", "viel", "dort nicht möglich"),
        ("count", "is", 3, "dort nicht möglich"),
        ("words", "is", "Hallo", "Vergleich nicht möglich"),
        ("day", "is", "2026-02-30", "dort nicht möglich"),
        ("note", "answered", None, "Vergleich nicht möglich"),
        ("gone", "answered", None, "gibt es nicht"),
    ],
)
def test_a_comparison_that_makes_no_sense_is_told(question: str, op: str, value: Any, said: str) -> None:
    (only,) = told(Comparison(question, Op(op), value))
    assert said in only


def test_only_earlier_questions_can_be_named() -> None:
    (only,) = told(AnyOf((Comparison("one", Op.ANSWERED),)), {})
    assert "erst später" in only


def test_a_condition_that_is_empty_or_too_long_is_told() -> None:
    assert "leer" in told(AllOf((AnyOf(()), Comparison("one", Op.ANSWERED))))[0]
    long = AnyOf((Comparison("one", Op.ANSWERED),) * 51)
    assert "mehr als 50" in told(long)[0]
