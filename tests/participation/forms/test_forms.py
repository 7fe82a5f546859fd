"""Forms: read and written, what a planner is told before a form can be opened, and how much of it is translated."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from council.base.i18n import language
from participation import forms
from participation.forms import Coverage, Form, Missing, Page
from participation.forms.conditions import AllOf, AnyOf, Comparison, Condition, Op
from participation.forms.form_faults import faults
from participation.forms.kinds import Day, Info, Matrix, Multiple, Number, Option, Scale, Short, Single
from participation.forms.members import DefinitionError
from participation.forms.paths import seen
from participation.forms.questions import Question
from participation.forms.reachability import unreachable
from tests.participation import random_forms

GERMAN = language("de")
HOW = {"de": "Wie?"}
OPTIONS = (Option("yes", {"de": "Ja"}), Option("no", {"de": "Nein"}))
FIRST = Question("bus", Single(OPTIONS, other=True), HOW)
SECOND = Question("steps", Scale(1, 5), HOW)
FORM = Form(("de",), (Page("p1", questions=(FIRST, SECOND)),))


def told(form: Form) -> list[tuple[str, str]]:
    return [(fault.key, fault.told(GERMAN)) for fault in faults(form)]


def with_page(shown_if: Condition | None, question: Question | None = None) -> Form:
    page = Page("p2", questions=(question or Question("why", Short(), HOW),), shown_if=shown_if)
    return replace(FORM, pages=(*FORM.pages, page))


@random_forms.some
@given(random_forms.forms())
def test_a_form_is_read_back_as_it_was_written_and_can_be_answered_unless_parts_are_never_shown(form: Form) -> None:
    assert forms.from_json(json.loads(json.dumps(forms.to_json(form)))) == form
    asks_nothing = all(isinstance(question.asks, Info) for question in form.questions.values())
    assert {fault.key for fault in faults(form)} == set(unreachable(form)) | ({""} if asks_nothing else set())


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "Objekt"),
        ({"languages": "de"}, "„languages“ muss eine Liste"),
        ({"languages": [1]}, "„languages“ muss ein Text"),
        ({"languages": ["de"], "pages": [{}]}, "„key“ muss ein Text"),
        ({"languages": ["de"], "pages": [{"key": "p1", "questions": [3]}]}, "Objekt"),
        ({"languages": ["de"], "pages": [{"key": "p1", "shown_if": "immer"}]}, "„p1“: Hier wird ein Objekt"),
        ({"languages": ["de"], "owner": "x"}, "„owner“ ist unbekannt"),
    ],
)
def test_what_is_no_form_is_refused(value: object, said: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        forms.from_json(value)
    assert said in str(refused.value)


def test_a_form_that_is_being_built_can_be_kept() -> None:
    started = {"languages": ["de"], "pages": [{"key": "p1", "questions": [{"key": "q1", "kind": "single"}]}]}
    assert forms.to_json(forms.from_json(started))["pages"][0]["questions"][0]["options"] == []


def test_a_form_without_faults() -> None:
    assert told(FORM) == []
    assert told(with_page(Comparison("bus", Op.IS, "other"))) == []


@pytest.mark.parametrize(
    ("form", "key", "said"),
    [
        (Form(("de",)), "", "enthält keine Frage"),
        (Form(("de",), (Page("p1", questions=(Question("n", Info(), HOW),)),)), "", "enthält keine Frage"),
        (replace(FORM, languages=("de", "fr")), "", "„fr“ gibt es nicht"),
        (replace(FORM, languages=("de", "de")), "", "mehrmals ausgewählt"),
        (replace(FORM, pages=(*FORM.pages, Page("p2"))), "p2", "Seite ist leer"),
        (replace(FORM, pages=(replace(FORM.pages[0], key="S 1"),)), "S 1", "Kennung geht nicht"),
        (replace(FORM, pages=(replace(FORM.pages[0], key="pruefen"),)), "pruefen", "Kennung „pruefen“ ist vergeben"),
        (with_page(None, FIRST), "bus", "„bus“ kommt mehrmals vor"),
        (with_page(None, Question("p1", Short(), HOW)), "p1", "„p1“ kommt mehrmals vor"),
        (with_page(None, Question("why", Short())), "why", "Text der Frage fehlt"),
        (with_page(None, Question("why", Short(), {"en": "Why?"})), "why", "Text der Frage fehlt"),
        (with_page(None, Question("why", Short(), HOW, {"en": "Help"})), "why", "Hilfetext fehlt"),
        (with_page(None, Question("why", Short(), {"de": "x" * 2001})), "why", "2001 Zeichen lang, erlaubt sind 2000"),
        (with_page(None, Question("why", Single((OPTIONS[0], Option("b"))), HOW)), "why", "Die Antwort „b“ hat"),
        (with_page(None, Question("why", Matrix((Option("r"),), OPTIONS), HOW)), "why", "Die Zeile „r“ hat"),
        (with_page(None, Question("why", Scale(1, 3, {2: {"en": "so"}}), HOW)), "why", "Die Stufe „2“ hat"),
        (with_page(None, Question("why", Number(unit={"en": "km"}), HOW)), "why", "Einheit fehlt"),
        (with_page(None, Question("why", Short(0), HOW)), "why", "Länge des Textes"),
        (with_page(Comparison("why", Op.ANSWERED)), "p2", "erst später"),
        (with_page(None, Question("why", Short(), HOW, shown_if=Comparison("why", Op.ANSWERED))), "why", "erst später"),
        (with_page(Comparison("gone", Op.ANSWERED)), "p2", "gibt es nicht"),
        (
            Form(("de",), tuple(Page(f"p{n}", questions=(Question(f"q{n}", Short(), HOW),)) for n in range(101))),
            "",
            "100",
        ),
    ],
)
def test_a_planner_is_told_what_to_put_right(form: Form, key: str, said: str) -> None:
    assert any(where == key and said in text for where, text in told(form))


def test_a_form_needs_a_language() -> None:
    assert "keine Sprache" in told(replace(FORM, languages=()))[0][1]


def test_a_hundred_questions_and_no_more() -> None:
    many = tuple(Question(f"q{n}", Short(), HOW) for n in range(101))
    assert told(Form(("de",), (Page("p1", questions=many[:100]),))) == []
    assert "Mehr als 100 Fragen" in told(Form(("de",), (Page("p1", questions=many),)))[0][1]


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
def test_a_page_whose_condition_contradicts_itself_is_told(condition: Condition) -> None:
    assert [(key, "nie erscheinen" in text) for key, text in told(with_page(condition))] == [("p2", True)]


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
    ],
)
def test_limits_decide_whether_comparisons_can_hold_together(asks: Any, compared: Any, possible: bool) -> None:
    asked = Question("asked", asks, HOW)
    last = Page("p2", questions=(Question("why", Short(), HOW),), shown_if=same("asked", *compared))
    form = Form(("de",), (Page("p1", questions=(asked,)), last))
    assert unreachable(form) == (() if possible else ("p2",))


def test_a_question_that_needs_the_answer_to_a_hidden_one_is_never_shown() -> None:
    only_yes = Question("line", Short(), HOW, shown_if=Comparison("bus", Op.IS, "yes"))
    needs_both = Question(
        "why", Short(), HOW, shown_if=AllOf((Comparison("line", Op.ANSWERED), Comparison("bus", Op.IS, "no")))
    )
    form = Form(("de",), (Page("p1", questions=(FIRST, only_yes, needs_both)),))
    assert [key for key, _ in told(form)] == ["why"]


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
    last = Page("p2", questions=(Question("why", Short(), HOW),), shown_if=any_of_each)
    assert unreachable(Form(("de",), (Page("p1", questions=asked), last))) == ()


def test_coverage_counts_what_has_to_be_written_and_names_what_is_missing() -> None:
    question = Question(
        "bus", Single((Option("yes", {"de": "Ja", "en": "Yes"}), Option("no", {"de": "Nein"}))), {"de": "Bus?"}
    )
    form = Form(("de", "en"), (Page("p1", {}, (question,)),))
    found = forms.coverage(form)
    assert found["de"] == Coverage(1.0, ())
    assert found["en"] == Coverage(pytest.approx(1 / 3), (Missing("bus", "text"), Missing("bus", "option.no")))  # type: ignore[arg-type]


def test_a_help_text_counts_where_some_language_has_one() -> None:
    question = Question("bus", Short(), {"de": "Bus?", "en": "Bus?"}, {"de": "Linie"})
    assert forms.coverage(Form(("de", "en"), (Page("p1", {}, (question,)),)))["en"].missing == (Missing("bus", "help"),)


def test_a_missing_text_is_shown_in_the_leading_language() -> None:
    form = replace(FORM, languages=("de", "en"))
    assert form.shown(HOW, "en") == "Wie?"
