"""Conditions: what satisfies them, and which ones make sense."""

import json
from typing import Any

import pytest
from hypothesis import given

from council.base.i18n import language
from participation.forms import conditions
from participation.forms.conditions import AllOf, AnyOf, Comparison, Op
from participation.forms.members import DefinitionError
from tests.participation.random_forms import answered_forms, anything, forms, some

GERMAN = language("de")


@pytest.mark.parametrize(
    ("answer", "op", "value", "satisfied"),
    [
        ("a", "is", "a", True),
        ("b", "is", "a", False),
        ("b", "is_not", "a", True),
        ("a", "is_not", "a", False),
        ({"other": "Rad"}, "is", "other", True),
        ({"other": "a"}, "is", "a", False),
        (["a", {"other": "x"}], "includes", "a", True),
        (["a", {"other": "x"}], "includes", "other", True),
        (["b"], "includes", "a", False),
        (4, "at_least", 4, True),
        (3, "at_least", 4, False),
        (4, "at_most", 4, True),
        (5, "at_most", 4, False),
        ("unknown", "at_least", 1, False),
        ("unknown", "at_most", 5, False),
        ("unknown", "is", "unknown", True),
        ("9.5", "at_most", "10", True),
        ("10.5", "at_most", "10", False),
        ("10", "is", "10.0", True),
        ("2026-12-24", "at_least", "2026-02-01", True),
        ("2026-01-24", "at_least", "2026-02-01", False),
        ({"lon": 1.0, "lat": 2.0}, "answered", None, True),
    ],
)
def test_an_answer_is_compared(answer: object, op: str, value: Any, satisfied: bool) -> None:
    assert conditions.holds(Comparison("q", Op(op), value), {"q": answer}) is satisfied


@some
@given(forms())
def test_who_answered_nothing_satisfies_no_comparison(form: Any) -> None:
    for page in form.pages:
        for condition in (page.shown_if, *(question.shown_if for question in page.questions)):
            assert not any(conditions.holds(one, {}) for one in conditions.comparisons(condition))
            assert conditions.holds(condition, {}) is (condition is None)


def test_all_and_any() -> None:
    a, b = Comparison("q", Op.IS, "a"), Comparison("r", Op.IS, "b")
    table = [({"q": "a", "r": "b"}, True, True), ({"q": "a"}, False, True), ({}, False, False)]
    for answers, every, either in table:
        assert conditions.holds(AllOf((a, b)), answers) is every
        assert conditions.holds(AnyOf((a, b)), answers) is either


def test_what_is_undecided_may_still_hold() -> None:
    both = AllOf((Comparison("q", Op.IS, "a"), Comparison("r", Op.IS, "b")))
    assert conditions.holds(both, {"q": "a"}, {"r"})
    assert not conditions.holds(both, {"q": "b"}, {"r"})


@some
@given(answered_forms())
def test_more_that_is_undecided_never_makes_a_condition_fail(made: Any) -> None:
    form, answers = made
    for page in form.pages:
        if conditions.holds(page.shown_if, answers):
            assert conditions.holds(page.shown_if, answers, set(form.questions))
            assert conditions.holds(page.shown_if, {}, set(answers))


@some
@given(forms())
def test_a_condition_is_read_back_as_it_was_written(form: Any) -> None:
    for page in form.pages:
        if page.shown_if is not None:
            written = json.loads(json.dumps(conditions.to_json(page.shown_if)))
            assert conditions.from_json(written, "p") == page.shown_if


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "Objekt"),
        ([], "Objekt"),
        ({}, "„question“ muss ein Text"),
        ({"question": "q", "op": "like", "value": "a"}, "Vergleich gibt es nicht: „like“"),
        ({"question": "q", "op": "is", "value": True}, "weder Text noch ganze Zahl"),
        ({"question": "q", "op": "is", "value": ["a"]}, "weder Text noch ganze Zahl"),
        ({"question": "q", "op": "is", "value": 10**30}, "weder Text noch ganze Zahl"),
        ({"all": {}}, "„all“ muss eine Liste"),
        ({"all": [], "any": []}, "„any“ ist unbekannt"),
        ({"not": {"question": "q", "op": "answered"}}, "„question“ muss ein Text"),
    ],
)
def test_what_is_no_condition_is_refused(value: object, said: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        conditions.from_json(value, "p1")
    assert said in str(refused.value)
    assert "p1" in str(refused.value)


def test_conditions_are_nested_five_deep_and_no_deeper() -> None:
    value: dict[str, Any] = {"question": "q", "op": "answered"}
    for _ in range(4):
        value = {"all": [value]}
    assert conditions.from_json(value, "p")
    for _ in range(100_000):
        value = {"any": [value]}
    with pytest.raises(DefinitionError, match="verschachtelt"):
        conditions.from_json(value, "p")


@given(anything)
def test_any_answer_at_all_can_be_compared(answer: object) -> None:
    for op in Op:
        for value in ("a", 3, "2026-01-01", "3.5", None):
            assert conditions.satisfies(answer, Comparison("q", op, value)) in (True, False)
