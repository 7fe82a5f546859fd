"""Questions: read from plain JSON, written again, and what a planner is told about them."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from council.base.i18n import language
from participation.forms import questions
from participation.forms.kinds import (
    Info,
    Number,
    Option,
    Short,
)
from participation.forms.members import DefinitionError
from participation.forms.questions import Question
from tests.participation.random_forms import forms, some

GERMAN = language("de")
TWO = (Option("yes", {"de": "Ja"}), Option("no", {"de": "Nein"}))


@some
@given(forms())
def test_a_question_is_read_back_as_it_was_written(form: Any) -> None:
    for question in form.questions.values():
        assert questions.from_json(json.loads(json.dumps(questions.to_json(question)))) == question
        assert list(questions.faults(question)) == []


def test_a_question_is_written_in_plain_words() -> None:
    question = Question(
        "age", Number(Decimal(0), Decimal("120.0"), 0, {"de": "Jahre"}), {"de": "Wie alt sind Sie?"}, required=True
    )
    assert questions.to_json(question) == {
        "key": "age",
        "kind": "number",
        "text": {"de": "Wie alt sind Sie?"},
        "help": {},
        "required": True,
        "min": "0",
        "max": "120",
        "decimals": 0,
        "unit": {"de": "Jahre"},
    }


def test_texts_are_kept_clean_and_empty_ones_are_none() -> None:
    read = questions.from_json({"key": "q", "kind": "info", "text": {"de": " Gut\0\r\nso ", "en": "  "}})
    assert read.text == {"de": "Gut\nso"}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("?", "Objekt"),
        ({"kind": "info"}, "„key“ muss ein Text"),
        ({"key": "q", "kind": "essay"}, "„q“: Diese Art von Frage gibt es nicht: „essay“"),
        ({"key": "q", "kind": "info", "text": "Hallo"}, "Text je Sprache"),
        ({"key": "q", "kind": "info", "text": {"fr": "Bonjour"}}, "Text je Sprache"),
        ({"key": "q", "kind": "info", "required": "ja"}, "wahr oder falsch"),
        ({"key": "q", "kind": "single", "options": {"a": "b"}}, "„options“ muss eine Liste"),
        ({"key": "q", "kind": "single", "options": ["a"]}, "Objekt"),
        ({"key": "q", "kind": "scale", "from": 1, "to": "5"}, "„to“ muss eine ganze Zahl"),
        ({"key": "q", "kind": "scale", "from": True, "to": 5}, "„from“ muss eine ganze Zahl"),
        ({"key": "q", "kind": "scale", "from": 1, "to": 10**5000}, "„to“ muss eine ganze Zahl"),
        ({"key": "q", "kind": "scale", "from": 1, "to": 5, "labels": {"x": {}}}, "je Stufe"),
        ({"key": "q", "kind": "number", "min": "1,5"}, "Zahl wie 12.5"),
        ({"key": "q", "kind": "date", "latest": "2026-02-30"}, "Datum wie"),
        ({"key": "q", "kind": "short", "pattern": "[a-z]+"}, "„pattern“ ist unbekannt"),
    ],
)
def test_what_is_no_question_is_refused_with_its_place(value: object, said: str) -> None:
    with pytest.raises(DefinitionError, match=r"^„") as refused:
        questions.from_json(value)
    assert said in str(refused.value)


def told(question: Question) -> list[str]:
    """What a planner reads about a question."""
    return [fault.told(GERMAN) for fault in questions.faults(question)]


def test_a_planner_is_told_of_a_key_that_cannot_be_one() -> None:
    (only,) = told(Question("Wie alt?", Short()))
    assert "Kennung geht nicht" in only


def test_what_is_asked_for_is_looked_at_too() -> None:
    assert told(Question("q", Short())) == []
    assert len(told(Question("q", Short(0)))) == 1


def test_nothing_to_answer_cannot_be_required() -> None:
    (only,) = told(Question("q", Info(), required=True))
    assert "kann nicht Pflicht sein" in only
