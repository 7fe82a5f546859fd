"""Questions: read from plain JSON, written again, and what a planner is told about them."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from council.base.i18n import language
from participation.forms import questions
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
from participation.forms.members import DefinitionError
from participation.forms.questions import Question
from tests.participation.random_forms import forms, some

GERMAN = language("de")
TWO = (Option("yes", {"de": "Ja"}), Option("no", {"de": "Nein"}))


def told(asks: Kind, **other: Any) -> list[str]:
    """What a planner reads about a question."""
    return [fault.told(GERMAN) for fault in questions.faults(Question("q1", asks, {"de": "Wie?"}, **other))]


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


def test_what_is_not_said_has_a_sensible_meaning() -> None:
    assert questions.from_json({"key": "q", "kind": "long"}) == Question("q", Long(2000))
    ranked = {"key": "q", "kind": "ranking", "options": [{"key": "a"}, {"key": "b"}]}
    assert questions.from_json(ranked).asks == Ranking((Option("a"), Option("b")), 2)
    assert questions.from_json({"key": "q", "kind": "date", "earliest": None}).asks == Day()


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


@pytest.mark.parametrize(
    ("asks", "said"),
    [
        (Single(), "mindestens 2 sein"),
        (Single(TWO[:1]), "mindestens 2 sein"),
        (Single(other=True), "mindestens 1 sein"),
        (Single((*TWO, TWO[0])), "„yes“ kommt mehrmals vor"),
        (Single((*TWO, Option("other"))), "„other“ ist vergeben"),
        (Single((*TWO, Option("Grün"))), "„Grün“ geht nicht"),
        (Single((*TWO, Option("a" * 41))), "geht nicht"),
        (Single(tuple(Option(f"o{n}") for n in range(201))), "Mehr als 200"),
        (Multiple(TWO, most=3), "zwischen 1 und 2"),
        (Multiple(TWO, least=0), "zwischen 1 und 2"),
        (Multiple(TWO, least=2, most=1), "mehr Antworten gewählt werden als erlaubt"),
        (Scale(1, 1), "2 bis 11 Stufen"),
        (Scale(1, 12), "2 bis 11 Stufen"),
        (Scale(5, 1), "2 bis 11 Stufen"),
        (Scale(-10_000, 999_999), "2 bis 11 Stufen"),
        (Scale(1000, 1005), "zwischen -100 und 100"),
        (Scale(1, 5, {7: {"de": "gut"}}), "Stufe 7"),
        (Matrix((), TWO), "keine Zeilen"),
        (Matrix(TWO, ()), "mindestens 2 sein"),
        (Matrix((TWO[0], TWO[0]), TWO), "kommt mehrmals vor"),
        (Matrix(TWO, Scale(1, 20)), "2 bis 11 Stufen"),
        (Ranking(TWO, 3), "1 bis 2 Plätze, nicht 3"),
        (Ranking(TWO, 0), "1 bis 2 Plätze, nicht 0"),
        (Number(Decimal(5), Decimal(4)), "liegt keine"),
        (Number(Decimal("0.2"), Decimal("0.8")), "liegt keine"),
        (Number(decimals=7), "0 bis 6 Stellen"),
        (Short(0), "zwischen 1 und 300"),
        (Short(301), "zwischen 1 und 300"),
        (Long(10_001), "zwischen 1 und 10000"),
        (Day(date(2026, 2, 1), date(2026, 1, 1)), "nach dem spätesten"),
    ],
)
def test_a_planner_is_told_what_is_wrong_with_a_question(asks: Kind, said: str) -> None:
    assert len(told(asks)) == 1
    assert said in told(asks)[0]


@pytest.mark.parametrize(
    "asks",
    [
        Single(TWO),
        Single(TWO[:1], other=True),
        Multiple(TWO, other=True, most=3),
        Scale(0, 10),
        Scale(1, 2),
        Place(),
        Info(),
        Number(Decimal("0.2"), Decimal("0.8"), 1),
        Number(Decimal(3), Decimal(3)),
        Day(date(2026, 1, 1), date(2026, 1, 1)),
        Ranking(TWO, 2),
    ],
)
def test_limits_themselves_are_allowed(asks: Kind) -> None:
    assert told(asks) == []


def test_nothing_to_answer_cannot_be_required() -> None:
    assert "kann nicht Pflicht sein" in told(Info(), required=True)[0]


@pytest.mark.parametrize("key", ["", "1a", "Alter", "a-b", "ä", "a" * 41, "a\n"])
def test_keys_are_short_and_plain(key: str) -> None:
    (fault,) = questions.faults(Question(key, Info()))
    assert (fault.key, "Kennung" in fault.told(GERMAN)) == (key, True)
