"""Checking a set of answers: what is kept, and what people are told to do."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.i18n import language
from participation import answers
from participation.counting.canonical import canonical
from participation.forms import Form, Page, paths
from participation.forms.conditions import Comparison, Op
from participation.forms.kinds import (
    Day,
    Info,
    Kind,
    Matrix,
    Multiple,
    Number,
    Option,
    Place,
    Ranking,
    Scale,
    Short,
    Single,
)
from participation.forms.questions import Question
from participation.maps import boundary
from tests.participation.random_forms import answered_forms, anything, forms, some

GERMAN = language("de")
OPTIONS = (Option("a", {"de": "Apfel", "en": "Apple"}), Option("b", {"de": "Birne"}), Option("c", {"de": "Cassis"}))
TOWN = boundary.from_json({"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]})


def asked(asks: Kind, *, required: bool = False) -> Form:
    return Form(("de", "en"), (Page("p1", questions=(Question("q", asks, required=required),)),))


def check(asks: Kind, given: object, *, required: bool = False) -> tuple[object, list[str]]:
    """The answer that is kept to a single question, and what the person reads."""
    checked = answers.validate(asked(asks, required=required), {"q": given}, "de", TOWN)
    assert all(problem.key == "q" for problem in checked.problems)
    return checked.answers.get("q"), [problem.told(GERMAN) for problem in checked.problems]


@pytest.mark.parametrize("empty", [None, "", "  \n", [], {}, {"text": " "}])
@pytest.mark.parametrize(
    "asks",
    [Single(OPTIONS), Multiple(OPTIONS, least=2), Scale(), Ranking(OPTIONS, 3), Number(), Short(), Day(), Place()],
)
def test_no_answer_is_a_problem_only_where_one_is_required(asks: Kind, empty: object) -> None:
    assert check(asks, empty) == (None, [])
    kept, problems = check(asks, empty, required=True)
    assert (kept, len(problems)) == (None, 1)
    assert problems[0].startswith("Bitte ")


def test_each_missing_row_of_a_matrix_is_told_and_the_others_are_kept() -> None:
    checked = answers.validate(asked(Matrix(OPTIONS, Scale(1, 3)), required=True), {"q": {"b": 2, "c": 9}}, "en")
    assert checked.answers == {"q": {"b": 2}}
    assert [(problem.key, problem.part) for problem in checked.problems] == [("q", "a"), ("q", "c")]
    assert checked.problems[0].told(GERMAN) == "Bitte wählen Sie bei „Apple“ eine Antwort aus."


def test_a_matrix_with_a_row_it_does_not_have_keeps_those_it_has() -> None:
    kept, problems = check(Matrix(OPTIONS, Scale(1, 3)), {"b": 2, "z": 1})
    assert (kept, len(problems)) == ({"b": 2}, 1)


def test_rows_are_kept_in_one_order() -> None:
    kept, _ = check(Matrix(OPTIONS, Scale(1, 3)), {"c": 1, "a": 3})
    assert isinstance(kept, dict)
    assert list(kept.items()) == [("a", 3), ("c", 1)]
    assert check(Matrix(OPTIONS, OPTIONS), {"b": "a"}) == ({"b": "a"}, [])


@pytest.mark.parametrize("sent", [["a"], "a", 1, True])
def test_what_is_no_matrix_at_all_is_told(sent: object) -> None:
    kept, problems = check(Matrix(OPTIONS, OPTIONS), sent, required=True)
    assert kept is None
    assert problems == ["Diese Antwort passt nicht zur Frage. Bitte beantworten Sie die Frage noch einmal."]


def test_what_an_answer_has_to_be_is_said_of_its_question() -> None:
    kept, problems = check(Single(OPTIONS, other=True), {"other": " "})
    assert (kept, len(problems)) == (None, 1)
    assert check(Place(), {"lon": 10.5, "lat": 52})[1] != [], "it lies beyond the town's boundary"


def test_rows_may_be_left_out_where_no_answer_is_required() -> None:
    assert check(Matrix(OPTIONS, Scale(1, 3)), {"b": 2, "a": ""}) == ({"b": 2}, [])


def test_a_problem_with_words_of_ones_own_leads_to_their_field() -> None:
    for asks, sent in (
        (Single(OPTIONS, other=True), {"other": ""}),
        (Multiple(OPTIONS, other=True), ["a", {"other": "x" * 400}]),
    ):
        (problem,) = answers.validate(asked(asks), {"q": sent}, "de").problems
        assert problem.part == "other"


def test_answers_to_another_survey_are_told_but_not_repeated() -> None:
    sent = {"q": "a", **{f"x{n}" * 1000: "?" for n in range(500)}, "note": 1}
    checked = answers.validate(asked(Single(OPTIONS)), sent, "de")
    assert checked.answers == {"q": "a"}
    assert len(checked.problems) == answers.MOST_UNKNOWN
    assert all(
        len(problem.key) <= 60 and "gibt es in der Umfrage nicht" in problem.told(GERMAN)
        for problem in checked.problems
    )


def test_a_text_to_read_takes_no_answer() -> None:
    form = asked(Info())
    assert answers.validate(form, {}, "de").problems == ()
    assert [problem.key for problem in answers.validate(form, {"q": "gelesen"}, "de").problems] == ["q"]


@pytest.mark.parametrize("sent", [None, "a", 3, ["q"], True])
def test_what_is_no_set_of_answers_at_all_is_told(sent: object) -> None:
    checked = answers.validate(asked(Short(), required=True), sent, "de")
    assert (checked.answers, [problem.key for problem in checked.problems]) == ({}, [""])


WHO = Question("who", Number(), required=True)
WHY = Question("why", Short(), required=True, shown_if=Comparison("who", Op.AT_LEAST, "18"))
BRANCHING = Form(
    ("de",),
    (Page("p1", questions=(WHO,)), Page("p2", questions=(WHY,)), Page("p3", questions=(Question("end", Short()),))),
)


def test_what_is_not_shown_is_neither_required_nor_kept_nor_looked_at() -> None:
    assert answers.validate(BRANCHING, {"who": "17"}, "de").problems == ()
    checked = answers.validate(BRANCHING, {"who": "17", "why": "x" * 1000, "end": "ja"}, "de")
    assert (checked.answers, checked.problems) == ({"who": "17", "end": "ja"}, ())


def test_what_is_shown_is_required() -> None:
    assert [problem.key for problem in answers.validate(BRANCHING, {"who": "18,0"}, "de").problems] == ["why"]


def test_conditions_look_at_answers_as_they_are_kept() -> None:
    assert answers.validate(BRANCHING, {"who": " 18,0 ", "why": "gern"}, "de").answers == {"who": "18", "why": "gern"}


def test_answers_that_depend_on_one_that_is_wrong_are_kept_until_that_is_put_right() -> None:
    checked = answers.validate(BRANCHING, {"who": "achtzehn", "why": "gern"}, "de")
    assert checked.answers == {"why": "gern"}
    assert [problem.key for problem in checked.problems] == ["who"]
    assert [problem.key for problem in answers.validate(BRANCHING, {"who": "achtzehn"}, "de").problems] == ["who"]


@some
@given(answered_forms(every=True))
def test_valid_answers_are_kept_as_they_are_where_they_are_shown(made: Any) -> None:
    form, given = made
    checked = answers.validate(form, given, "de")
    assert checked.problems == ()
    assert checked.answers == paths.kept(form, given)


@some
@given(answered_forms(every=True), st.data())
def test_whatever_else_is_wrong_valid_answers_are_kept(made: Any, data: Any) -> None:
    form, given = made
    kept = answers.validate(form, given, "de").answers
    if not kept:
        return
    broken = data.draw(st.sampled_from(list(kept)))
    checked = answers.validate(form, {**given, broken: {"wrong": object()}, "foreign": 1}, "de")
    assert {key: value for key, value in kept.items() if key != broken}.items() <= checked.answers.items()
    assert {broken, "foreign"} <= {problem.key for problem in checked.problems}


@some
@given(forms(), st.data())
def test_anything_at_all_can_be_sent(form: Any, data: Any) -> None:
    sent = {key: data.draw(anything) for key in form.questions}
    checked = answers.validate(form, sent, "de-leicht", TOWN)
    again = answers.validate(form, json.loads(json.dumps(checked.answers, allow_nan=False)), "de", TOWN)
    assert again.answers.items() <= checked.answers.items()  # fewer where one depends on what was wrong and is gone now
    if not checked.problems:
        assert again.answers == checked.answers
    for problem in checked.problems:
        assert problem.key in form.questions
        assert problem.told(GERMAN)


@some
@given(answered_forms(every=True), st.randoms(use_true_random=False))
def test_the_same_answers_are_the_same_json_in_whatever_order_they_came(made: Any, random: Any) -> None:
    form, given = made
    mixed = list(given.items())
    random.shuffle(mixed)
    for key, value in mixed:
        if isinstance(form.questions[key].asks, Matrix):
            given[key] = dict(reversed(value.items()))
    written = {
        canonical(answers.validate(form, sent, spoken).answers)
        for sent, spoken in ((given, "de"), (dict(mixed), "en"), (dict(reversed(mixed)), "fr"))
    }
    assert len(written) == 1


def test_a_form_in_another_language_order_takes_the_same_answers() -> None:
    form = asked(Matrix(OPTIONS, Scale(1, 3)))
    one, other = (
        answers.validate(replace(form, languages=spoken), {"q": {"a": 1}}, "en") for spoken in (("de", "en"), ("en",))
    )
    assert one.answers == other.answers
