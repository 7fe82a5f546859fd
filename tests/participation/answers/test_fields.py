"""Answers as fields of a form, and back."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import answers
from participation.answers import fields
from participation.forms import Form, Page
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
from tests.participation.random_forms import answered_forms, forms, some

OPTIONS = (Option("a"), Option("b"), Option("c"))


def asked(asks: Kind) -> Form:
    return Form(("de",), (Page("p1", questions=(Question("q", asks),)),))


def gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Fields as a server gets them."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize(
    ("asks", "sent", "answer"),
    [
        (Single(OPTIONS), {"q-q": ["b"]}, "b"),
        (Single(OPTIONS), {"q-q": [""]}, None),
        (Single(OPTIONS, other=True), {"q-q": ["other"], "q-q-other": ["Rad"]}, {"other": "Rad"}),
        (Single(OPTIONS, other=True), {"q-q": ["other"], "q-q-other": [""]}, {"other": ""}),
        (Single(OPTIONS, other=True), {"q-q-other": ["Rad"]}, {"other": "Rad"}),
        (Single(OPTIONS, other=True), {"q-q": ["a"], "q-q-other": ["Rad"]}, "a"),
        (Single(OPTIONS, other=True), {"q-q": [], "q-q-other": ["  "]}, None),
        (Single(OPTIONS), {"q-q": ["other"]}, {"other": ""}),
        (Multiple(OPTIONS), {"q-q": ["c", "a"]}, ["c", "a"]),
        (Multiple(OPTIONS, other=True), {"q-q": ["a", "other"], "q-q-other": ["Rad"]}, ["a", {"other": "Rad"}]),
        (Multiple(OPTIONS, other=True), {"q-q": ["other"], "q-q-other": [""]}, [{"other": ""}]),
        (Multiple(OPTIONS, other=True), {"q-q": ["a"], "q-q-other": ["Rad"]}, ["a", {"other": "Rad"}]),
        (Scale(1, 5), {"q-q": ["3"]}, 3),
        (Scale(-3, 3), {"q-q": ["-3"]}, -3),
        (Scale(1, 5, unknown=True), {"q-q": ["unknown"]}, "unknown"),
        (Scale(1, 5), {"q-q": ["9" * 6000]}, "9" * 6000),
        (Matrix(OPTIONS, OPTIONS), {"q-q-a": ["b"], "q-q-b": [""]}, {"a": "b"}),
        (Matrix(OPTIONS, Scale(1, 3, unknown=True)), {"q-q-a": ["2"], "q-q-c": ["unknown"]}, {"a": 2, "c": "unknown"}),
        (Ranking(OPTIONS, 3), {"q-q": ["c", "", "a"]}, ["c", "a"]),
        (Ranking(OPTIONS, 3), {"q-q": ["", ""]}, None),
        (Number(), {"q-q": ["12,5"]}, "12,5"),
        (Short(), {"q-q": ["Hallo"]}, "Hallo"),
        (Day(), {"q-q": ["24.12.2026"]}, "24.12.2026"),
        (Place(), {"q-q-lon": ["10.5"], "q-q-lat": ["50.25"], "q-q-text": ["hier"]}, {"lon": 10.5, "lat": 50.25}),
        (Place(), {"q-q-lon": [""], "q-q-lat": [""], "q-q-text": ["hier"]}, {"text": "hier"}),
        (Place(), {"q-q-lon": ["1e999"], "q-q-lat": [""]}, {"lon": "1e999", "lat": ""}),
        (Info(), {}, None),
    ],
)
def test_an_answer_is_read_from_its_fields(asks: Kind, sent: dict[str, list[str]], answer: object) -> None:
    assert fields.read(asked(asks), sent) == ({} if answer is None else {"q": answer})


def test_fields_that_are_not_ours_are_left_alone_and_foreign_questions_come_back() -> None:
    sent = {"csrf": ["x"], "q-q": ["Hallo"], "q-old": ["1"], "q-q-other": ["?"], "altcha": ["…"]}
    read = fields.read(asked(Short()), sent)
    assert read == {"q": "Hallo", "old": ["1"], "q-other": ["?"]}
    assert [problem.key for problem in answers.validate(asked(Short()), read, "de").problems] == ["old", "q-other"]


@pytest.mark.parametrize("asks", [Multiple(OPTIONS), Multiple(OPTIONS, other=True), Ranking(OPTIONS, 3)])
def test_far_too_many_values_are_told_of_but_not_all_read(asks: Kind) -> None:
    form = asked(asks)
    read = fields.read(form, {"q-q": ["a"] * 5000})
    assert len(fields.written(form, read)) < 12, "what is written back into the page stays as short as the question"
    assert [problem.key for problem in answers.validate(form, read, "de").problems] == ["q"]


def test_the_page_that_is_shown_has_fields_of_its_own() -> None:
    form = Form(("de",), tuple(Page(f"p{n}", questions=(Question(f"q{n}", Short()),)) for n in range(3)))
    given = {"q0": "null", "q1": "eins", "q2": "zwei"}
    assert fields.written(form, given, without="p1") == [("q-q0", "null"), ("q-q2", "zwei")]


@some
@given(answered_forms())
def test_valid_answers_come_back_from_their_fields(made: Any) -> None:
    form, given = made
    assert fields.read(form, gathered(fields.written(form, given))) == given


values = st.text(max_size=6) | st.sampled_from(["a", "b", "other", "unknown", "3", "-2", "10.25", "1e5", "nan", " "])


@some
@given(forms(), st.data())
def test_whatever_stands_in_the_fields_travels_on_unchanged(form: Any, data: Any) -> None:
    """Answers that are wrong too, since a person has to see them again to put them right."""
    names = [
        fields.name(question.key, part)
        for question in form.questions.values()
        for part in ("", "other", "lon", "lat", "text", "a", "b")
    ]
    sent = data.draw(st.dictionaries(st.sampled_from(names), st.lists(values, max_size=3), max_size=12))
    read = {key: value for key, value in fields.read(form, sent).items() if key in form.questions}
    once = fields.read(form, gathered(fields.written(form, read)))
    assert once == read
    assert answers.validate(form, once, "de") == answers.validate(form, read, "de")


@some
@given(forms(), st.data())
def test_only_texts_are_written_whatever_the_answers_are(form: Any, data: Any) -> None:
    broken = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.lists(st.integers() | st.text())
        | st.just({"other": 3})
    )
    given = {key: data.draw(broken) for key in form.questions}
    assert all(isinstance(name, str) and isinstance(value, str) for name, value in fields.written(form, given))


def test_long_texts_keep_their_lines() -> None:
    form = asked(Long())
    sent = gathered(fields.written(form, {"q": "eins\nzwei"}))
    browsers = {name: [value.replace("\n", "\r\n") for value in given] for name, given in sent.items()}
    assert answers.validate(form, fields.read(form, browsers), "de").answers == {"q": "eins\nzwei"}
