"""Checking answers: what is kept, and what people are told to do."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.i18n import language
from participation import answers
from participation.forms import Form, Page, paths
from participation.forms.conditions import Comparison, Op
from participation.forms.kinds import (
    Day,
    Info,
    Kind,
    Long,
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
from tests.participation.random_forms import answered_forms, forms, some

GERMAN = language("de")
OPTIONS = (Option("a", {"de": "Apfel", "en": "Apple"}), Option("b", {"de": "Birne"}), Option("c", {"de": "Cassis"}))
TOWN = boundary.from_json({"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]})
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda values: (
        st.lists(values, max_size=4) | st.dictionaries(st.text(max_size=5) | st.just("other"), values, max_size=4)
    ),
    max_leaves=6,
)


def asked(asks: Kind, *, required: bool = False) -> Form:
    return Form(("de", "en"), (Page("p1", questions=(Question("q", asks, required=required),)),))


def check(asks: Kind, given: object, *, required: bool = False, spoken: str = "de") -> tuple[object, list[str]]:
    """The answer that is kept to a single question, and what the person reads."""
    checked = answers.validate(asked(asks, required=required), {"q": given}, spoken, TOWN)
    assert all(problem.key == "q" for problem in checked.problems)
    return checked.answers.get("q"), [problem.told(GERMAN) for problem in checked.problems]


@pytest.mark.parametrize(
    ("asks", "sent", "kept"),
    [
        (Single(OPTIONS), "b", "b"),
        (Single(OPTIONS, other=True), {"other": "  Quitte\n"}, {"other": "Quitte"}),
        (Multiple(OPTIONS, other=True), [{"other": "Quitte"}, "c", "a", "c"], ["a", "c", {"other": "Quitte"}]),
        (Scale(0, 10), 0, 0),
        (Scale(1, 5, unknown=True), "unknown", "unknown"),
        (Matrix(OPTIONS, Scale(1, 3)), {"c": 1, "a": 3}, {"a": 3, "c": 1}),
        (Matrix(OPTIONS, OPTIONS), {"b": "a"}, {"b": "a"}),
        (Ranking(OPTIONS, 2), ["c", "a"], ["c", "a"]),
        (Ranking(OPTIONS, 2), ["c"], ["c"]),
        (Number(decimals=1), "12,50", "12.5"),
        (Number(Decimal(-5)), "-5.0", "-5"),
        (Short(20), " viel\r\nGrün ", "viel Grün"),
        (Long(200), "eins\r\n\r\nzwei ", "eins\n\nzwei"),
        (Long(200), "<b>fett</b><script>", "<b>fett</b><script>"),
        (Day(), "2026-12-24", "2026-12-24"),
        (Day(), " 1. 2.2026", "2026-02-01"),
        (Day(), "2024-02-29", "2024-02-29"),
        (Place(), {"lon": 10.123456789, "lat": 50}, {"lon": 10.12346, "lat": 50.0}),
        (Place(), {"text": " am  Bahnhof "}, {"text": "am  Bahnhof"}),
    ],
)
def test_a_valid_answer_is_kept_in_one_form(asks: Kind, sent: object, kept: object) -> None:
    assert check(asks, sent, required=False) == (kept, [])


@pytest.mark.parametrize(
    ("asks", "sent", "told"),
    [
        (Single(OPTIONS), "d", "steht nicht zur Auswahl"),
        (Single(OPTIONS), 1, "steht nicht zur Auswahl"),
        (Single(OPTIONS), ["a"], "steht nicht zur Auswahl"),
        (Single(OPTIONS), {"other": "Quitte"}, "steht nicht zur Auswahl"),
        (Single(OPTIONS, other=True), {"other": " "}, "Ihre eigene Antwort dazu"),
        (Single(OPTIONS, other=True), {"other": 3}, "passt nicht"),
        (Single(OPTIONS, other=True), {"other": "x", "more": 1}, "passt nicht"),
        (Single(OPTIONS, other=True), {"other": "x" * 301}, "301 Zeichen lang, möglich sind 300"),
        (Multiple(OPTIONS), "a", "passt nicht"),
        (Multiple(OPTIONS), ["a", "d"], "steht nicht zur Auswahl"),
        (Multiple(OPTIONS), ["a"] * 1000, "passt nicht"),
        (Multiple(OPTIONS, other=True), [{"other": ""}], "Ihre eigene Antwort dazu"),
        (Multiple(OPTIONS, other=True), [{"other": "x"}, {"other": "y"}], "passt nicht"),
        (Multiple(OPTIONS, least=2), ["a", "a"], "mehr aus: mindestens 2, bisher 1"),
        (Multiple(OPTIONS, most=2), ["a", "b", "c"], "weniger aus: höchstens 2, jetzt 3"),
        (Scale(1, 5), 6, "steht nicht zur Auswahl"),
        (Scale(1, 5), "3", "steht nicht zur Auswahl"),
        (Scale(1, 5), 3.0, "steht nicht zur Auswahl"),
        (Scale(1, 5), True, "steht nicht zur Auswahl"),
        (Scale(1, 5), "unknown", "steht nicht zur Auswahl"),
        (Ranking(OPTIONS, 3), ["a", "b", "a"], "auf zwei Plätzen"),
        (Ranking(OPTIONS, 1), ["a", "b"], "weniger Plätze: höchstens 1, jetzt 2"),
        (Ranking(OPTIONS, 3), ["a", ["b"]], "steht nicht zur Auswahl"),
        (Ranking(OPTIONS, 3), {"a": 1}, "passt nicht"),
        (Number(), 12, "passt nicht"),
        (Number(), "viel", "nur eine Zahl"),
        (Number(), "12,5", "ganze Zahl"),
        (Number(least=Decimal("0.5"), decimals=1), "0,4", "Bitte geben Sie eine ab 0,5 ein"),
        (Number(most=Decimal(120)), "121", "Bitte geben Sie eine bis 120 ein"),
        (Short(5), "sechs!", "6 Zeichen lang, möglich sind 5"),
        (Long(2000), "x" * 1_000_000, "1000000 Zeichen lang, möglich sind 2000"),
        (Long(2000), ["x"], "passt nicht"),
        (Day(), "2026-02-29", "Dieses Datum gibt es nicht"),
        (Day(), "gestern", "Dieses Datum gibt es nicht"),
        (Day(), "24.12.26", "Dieses Datum gibt es nicht"),
        (Day(), "٢٤.12.2026", "Dieses Datum gibt es nicht"),
        (Day(), 20261224, "Dieses Datum gibt es nicht"),
        (Day(earliest=date(2026, 5, 1)), "2026-04-30", "ab dem 1.5.2026"),
        (Day(latest=date(2026, 5, 1)), "2026-05-02", "bis zum 1.5.2026"),
        (Place(), {"lon": 9.9, "lat": 50.5}, "außerhalb des Gebiets"),
        (Place(), {"lon": 200, "lat": 50.5}, "gibt es auf der Karte nicht"),
        (Place(), {"lon": float("nan"), "lat": 50.5}, "gibt es auf der Karte nicht"),
        (Place(), {"lon": 10**400, "lat": 50.5}, "gibt es auf der Karte nicht"),
        (Place(), {"lon": True, "lat": 50.5}, "gibt es auf der Karte nicht"),
        (Place(), {"lon": "10.5", "lat": 50.5}, "gibt es auf der Karte nicht"),
        (Place(), {"lon": 10.5}, "passt nicht"),
        (Place(), {"lon": 10.5, "lat": 50.5, "text": "hier"}, "passt nicht"),
        (Place(), {"text": "x" * 301}, "301 Zeichen lang"),
        (Place(), "Bahnhof", "passt nicht"),
        (Matrix(OPTIONS, OPTIONS), ["a"], "passt nicht"),
        (Matrix(OPTIONS, OPTIONS), "a", "passt nicht"),
    ],
)
def test_what_cannot_be_taken_is_told_with_what_to_do(asks: Kind, sent: object, told: str) -> None:
    kept, problems = check(asks, sent, required=True)
    assert kept is None
    assert len(problems) == 1
    assert told in problems[0]
    assert "Bitte" in problems[0]


def test_limits_are_told_as_the_person_writes_them() -> None:
    assert "ab 0.5" in check(Number(Decimal("0.5"), decimals=1), "0", spoken="en")[1][0]
    assert "01/05/2026" in check(Day(date(2026, 5, 1)), "2026-04-30", spoken="en")[1][0]


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
    again = answers.validate(form, json.loads(answers.canonical(checked.answers)), "de", TOWN)
    assert again.answers.items() <= checked.answers.items()  # fewer where one depends on what was wrong and is gone now
    if not checked.problems:
        assert again.answers == checked.answers
    for problem in checked.problems:
        assert problem.key in form.questions
        assert problem.told(GERMAN)


@some
@given(answered_forms(every=True), st.randoms(use_true_random=False))
def test_the_same_answers_have_the_same_hash_in_whatever_order_they_came(made: Any, random: Any) -> None:
    form, given = made
    mixed = list(given.items())
    random.shuffle(mixed)
    for key, value in mixed:
        if isinstance(form.questions[key].asks, Matrix):
            given[key] = dict(reversed(value.items()))
    hashes = {
        hashlib.sha256(answers.canonical(answers.validate(form, sent, spoken).answers)).digest()
        for sent, spoken in ((given, "de"), (dict(mixed), "en"), (dict(reversed(mixed)), "fr"))
    }
    assert len(hashes) == 1


def test_the_canonical_form_is_fixed_for_good() -> None:
    """Receipts that people keep are hashes of it."""
    kept = {"z": "Größe", "a": {"lon": 10.1, "lat": 52.0}, "m": ["b", {"other": "<x>"}], "n": 3}
    written = '{"a":{"lat":52.0,"lon":10.1},"m":["b",{"other":"<x>"}],"n":3,"z":"Größe"}'
    assert answers.canonical(kept) == written.encode()


def test_a_form_in_another_language_order_takes_the_same_answers() -> None:
    form = asked(Matrix(OPTIONS, Scale(1, 3)))
    one, other = (
        answers.validate(replace(form, languages=spoken), {"q": {"a": 1}}, "en") for spoken in (("de", "en"), ("en",))
    )
    assert one.answers == other.answers
