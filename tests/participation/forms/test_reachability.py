"""Which pages and questions nobody can ever see."""

from itertools import combinations, permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.forms import Form, Page
from participation.forms.conditions import AllOf, AnyOf, Comparison, Condition, Op
from participation.forms.kinds import Day, Multiple, Number, Option, Ranking, Scale, Short, Single
from participation.forms.paths import seen
from participation.forms.questions import Question
from participation.forms.reachability import unreachable
from tests.participation import random_forms

HOW = {"de": "Wie?"}
OPTIONS = (Option("yes", {"de": "Ja"}), Option("no", {"de": "Nein"}))
BUS = Question("bus", Single(OPTIONS, other=True), HOW)
STEPS = Question("steps", Scale(1, 5), HOW)
WHY = Question("why", Short(), HOW)


def same(question: str, *compared: tuple[str, Any]) -> AllOf:
    return AllOf(tuple(Comparison(question, Op(op), value) for op, value in compared))


@pytest.mark.parametrize(
    "condition",
    [
        same("bus", ("is", "yes"), ("is", "no")),
        same("bus", ("is", "yes"), ("is_not", "yes")),
        same("bus", ("is_not", "yes"), ("is_not", "no"), ("is_not", "other")),
        same("steps", ("at_least", 4), ("at_most", 2)),
        same("steps", ("at_least", 5), ("is_not", 5)),
        AnyOf((same("bus", ("is", "yes"), ("is", "no")), same("steps", ("is", 1), ("is", 2)))),
    ],
)
def test_a_page_whose_condition_contradicts_itself(condition: Condition) -> None:
    last = Page("p2", questions=(WHY,), shown_if=condition)
    assert unreachable(Form(("de",), (Page("p1", questions=(BUS, STEPS)), last))) == ("p2",)


@pytest.mark.parametrize(
    ("asks", "compared", "possible"),
    [
        (Number(), [("at_least", "3"), ("at_most", "3")], True),
        (Number(), [("at_least", "3"), ("at_most", "4"), ("is_not", "3"), ("is_not", "4")], False),
        (Number(decimals=1), [("at_least", "3"), ("at_most", "4"), ("is_not", "3"), ("is_not", "4")], True),
        (Number(), [("at_least", "2.5"), ("at_most", "2.9")], False),
        (Number(least=None, most=None), [("is", "2.5")], False),
        (Day(), [("at_least", "2026-01-01"), ("at_most", "2025-12-31")], False),
        (Day(), [("at_least", "2026-01-01"), ("at_most", "2026-01-01")], True),
        (Day(), [("is_not", "9999-12-31"), ("at_least", "9999-12-30")], True),
        (Multiple(OPTIONS, most=1), [("includes", "yes"), ("includes", "no")], False),
        (Multiple(OPTIONS), [("includes", "yes"), ("includes", "no")], True),
        (Multiple(OPTIONS, other=True, most=2), [("includes", "yes"), ("includes", "other")], True),
        (Ranking(OPTIONS, 2), [("includes", "yes"), ("includes", "no")], True),
        (Ranking(OPTIONS, 1), [("includes", "yes"), ("includes", "no")], False),
        (Scale(1, 2), [("is_not", 1), ("is_not", 2)], False),
        (Scale(1, 2, unknown=True), [("is_not", 1), ("is_not", 2)], True),
        (Scale(1, 2, unknown=True), [("is", "unknown"), ("at_most", 2)], False),
    ],
)
def test_limits_decide_whether_comparisons_can_hold_together(asks: Any, compared: Any, possible: bool) -> None:
    asked = Question("asked", asks, HOW)
    last = Page("p2", questions=(WHY,), shown_if=same("asked", *compared))
    form = Form(("de",), (Page("p1", questions=(asked,)), last))
    assert unreachable(form) == (() if possible else ("p2",))


def test_a_question_that_needs_the_answer_to_a_hidden_one_is_never_shown() -> None:
    only_yes = Question("line", Short(), HOW, shown_if=Comparison("bus", Op.IS, "yes"))
    needs_both = Question(
        "why", Short(), HOW, shown_if=AllOf((Comparison("line", Op.ANSWERED), Comparison("bus", Op.IS, "no")))
    )
    form = Form(("de",), (Page("p1", questions=(BUS, only_yes, needs_both)),))
    assert unreachable(form) == ("why",)


@random_forms.some
@given(random_forms.answered_forms(every=True))
def test_what_somebody_saw_is_never_called_unreachable(made: Any) -> None:
    form, answers = made
    hidden = set(unreachable(form))
    for one in seen(form, answers):
        assert not hidden & {one.page.key, *(question.key for question in one.questions)}


def test_a_condition_of_very_many_ways_is_looked_at_no_further() -> None:
    asked = tuple(Question(f"q{n}", Single(tuple(Option(f"o{m}", HOW) for m in range(9))), HOW) for n in range(9))
    any_of_each = AllOf(tuple(AnyOf(tuple(Comparison(q.key, Op.IS, f"o{m}") for m in range(5))) for q in asked))
    last = Page("p2", questions=(WHY,), shown_if=any_of_each)
    assert unreachable(Form(("de",), (Page("p1", questions=asked), last))) == ()


# --- against trying everything out -----------------------------------------------------------------------------------

KEYS, WORDS = ("a", "b", "c"), {"other": "x"}
ABC = tuple(Option(key) for key in KEYS)
SMALL: list[tuple[Any, list[Any]]] = [
    (Single(ABC), [*KEYS]),
    (Single(ABC[:2], other=True), ["a", "b", WORDS]),
    (Multiple(ABC), [list(some) for size in (1, 2, 3) for some in combinations(KEYS, size)]),
    (Multiple(ABC[:2], other=True, most=1), [["a"], ["b"], [WORDS]]),
    (Multiple(ABC, least=2), [["a", "b"], ["a", "c"], ["b", "c"], [*KEYS]]),
    (Scale(1, 3, unknown=True), [1, 2, 3, "unknown"]),
    (Ranking(ABC, 2), [list(some) for size in (1, 2) for some in permutations(KEYS, size)]),
]
"""Kinds with all their answers."""


@st.composite
def small_forms(draw: st.DrawFn) -> tuple[Form, list[list[Any]]]:
    """A form of three questions that depend on one another and a last page, with all answers to each question, and none."""
    chosen = [draw(st.sampled_from(SMALL)) for _ in range(3)]
    asked: list[Question] = []
    for number, (asks, _) in enumerate(chosen):
        asked.append(Question(f"q{number}", asks, shown_if=draw(random_forms.conditions(asked))))
    last = Page("end", questions=(Question("why", Short()),), shown_if=draw(random_forms.conditions(asked)))
    pages = (Page("p1", questions=tuple(asked[:2])), Page("p2", questions=(asked[2],)), last)
    return Form(("de",), pages), [[None, *answers] for _, answers in chosen]


@random_forms.some
@given(small_forms())
def test_it_is_what_nobody_saw_who_tried_everything_out(made: tuple[Form, list[list[Any]]]) -> None:
    form, answers = made
    shown: set[str] = set()
    for each in product(*answers):
        tried = dict(zip(form.questions, each, strict=False))
        shown |= {question.key for one in seen(form, tried) for question in one.questions}
    gone = set(unreachable(form))
    told = {one.key for page in form.pages for one in page.questions if page.key in gone or one.key in gone}
    assert told == set(form.questions) - shown
